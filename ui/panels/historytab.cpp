// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/historytab.h"

#include "core/types/displaytext.h"
#include "ui/delegates/historydelegate.h"
#include "ui/models/historymodel.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdictstrip.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace turnstone {

namespace {

QLabel *makeCaption(const QString &text)
{
    auto *caption = new QLabel(text);
    caption->setForegroundRole(QPalette::PlaceholderText);
    return caption;
}

/// "41 ms to 1.52 s"
QString spanText(const std::vector<HistoryEntry> &entries)
{
    qint64 least = -1;
    qint64 most = -1;
    for (const HistoryEntry &entry : entries) {
        if (entry.totalUs < 0)
            continue;
        least = least < 0 ? entry.totalUs : std::min(least, entry.totalUs);
        most = std::max(most, entry.totalUs);
    }
    if (most < 0)
        return {};
    const QString from = durationText(least);
    const QString to = durationText(most);
    return from == to ? to : HistoryTab::tr("%1 to %2").arg(from, to);
}

} // namespace

HistoryTab::HistoryTab(QWidget *parent)
    : InspectorTab(parent)
    , m_model(new HistoryModel(this))
    , m_table(new CalmTable)
    , m_strip(new VerdictStrip)
    , m_times(new Sparkline)
    , m_span(makeCaption({}))
{
    m_strip->setAccessibleName(tr("Verdicts of all runs"));
    m_times->setAccessibleName(tr("Total time of all runs"));
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("History"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(int(HistoryColumn::Verdict), new HistoryVerdictDelegate(m_table));
    m_table->setItemDelegateForColumn(int(HistoryColumn::Title), new HistoryTextDelegate(false, m_table));
    m_table->setItemDelegateForColumn(int(HistoryColumn::Changed), new HistoryTextDelegate(true, m_table));
    QHeaderView *header = m_table->horizontalHeader();
    for (const HistoryColumn column :
         {HistoryColumn::Started, HistoryColumn::FirstByte, HistoryColumn::Total})
        header->setSectionResizeMode(int(column), QHeaderView::ResizeToContents);
    header->setResizeContentsPrecision(0); // the rows in sight
    header->resizeSection(int(HistoryColumn::Verdict), scaled(170, fontMetrics()));
    header->resizeSection(int(HistoryColumn::Changed), scaled(240, fontMetrics()));
    header->setSectionResizeMode(int(HistoryColumn::Title), QHeaderView::Stretch);
    m_table->setAlternatingRowColors(false);
    m_table->viewport()->setBackgroundRole(QPalette::Window);

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTop());
    layout->addWidget(m_table, 1);
    setContent(content);
    connect(m_strip, &VerdictStrip::cellChosen, this, &HistoryTab::showEntry);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    showEntry(m_model->rowCount() - 1 - current.row());
            });
}

QWidget *HistoryTab::makeTop()
{
    auto *top = new QWidget;
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(2 * Theme::Grid, 0, 2 * Theme::Grid, Theme::Grid / 2);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(m_strip, 1);
    layout->addSpacing(Theme::Grid);
    layout->addWidget(makeCaption(tr("Total")));
    m_times->setMaximumWidth(scaled(260, fontMetrics()));
    layout->addWidget(m_times, 1);
    layout->addWidget(m_span);
    return top;
}

void HistoryTab::present(const Inspected &inspected)
{
    if (inspected.row != m_row || inspected.address != m_address) {
        m_row = inspected.row;
        m_address = inspected.address;
        m_model->setEntries({});
        showNote({});
    }
    Q_EMIT entriesWanted(m_row);
}

void HistoryTab::setEntries(RowId row, const Result<std::vector<HistoryEntry>> &entries)
{
    if (row != m_row)
        return;
    if (!entries)
        return showNote(entries.error().message);
    m_model->setEntries(entries.value());
    if (m_model->entries().empty())
        return showNote(tr("Not checked yet."));
    if (m_model->entries().size() == 1)
        return showNote(tr("Checked once. Check it again to see changes here."));
    showEntries();
    showContent();
}

void HistoryTab::showEntries()
{
    std::vector<VerdictStrip::Cell> cells;
    std::vector<std::optional<double>> times;
    for (int entry = 0; entry < m_model->rowCount(); ++entry) {
        const HistoryEntry &found = m_model->entries()[size_t(entry)];
        const int row = m_model->rowCount() - 1 - entry;
        const auto text = [this, row](HistoryColumn column) {
            return m_model->index(row, int(column)).data().toString();
        };
        cells.push_back({found.verdict, text(HistoryColumn::Started) + u": " + text(HistoryColumn::Verdict) +
                                            u", " + text(HistoryColumn::Changed)});
        times.push_back(found.totalUs < 0 ? std::nullopt : std::optional(double(found.totalUs)));
    }
    m_strip->setCells(std::move(cells));
    m_times->setValues(std::move(times));
    m_span->setText(spanText(m_model->entries()));
    m_times->setAccessibleDescription(m_span->text());
    showEntry(m_model->rowCount() - 1);
}

void HistoryTab::showEntry(int entry)
{
    m_strip->setCurrent(entry);
    m_times->setMarked(entry);
    const int row = m_model->rowCount() - 1 - entry;
    if (m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model->index(row, 0));
}

} // namespace turnstone
