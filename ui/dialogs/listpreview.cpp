// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/listpreview.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/flatheader.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace turnstone {

namespace {

QString fetchedText(const TakenRow &taken)
{
    if (taken.problem != AddressProblem::None)
        return addressProblemText(taken.problem);
    return taken.method.isEmpty() ? taken.address : taken.method + u' ' + taken.address;
}

} // namespace

ListPreview::ListPreview(QWidget *parent)
    : QWidget(parent)
    , m_source(new QComboBox)
    , m_sentence(new QLabel)
    , m_columnLabel(new QLabel(tr("&Column:")))
    , m_column(new QComboBox)
    , m_rows(new QTableWidget(0, 3))
{
    m_source->setAccessibleName(tr("File"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(16);
    m_column->setAccessibleName(tr("Column that holds the addresses"));
    m_column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_column->setMinimumContentsLength(14);
    m_columnLabel->setBuddy(m_column);
    m_rows->setAccessibleName(tr("The first rows"));
    m_rows->setObjectName(QStringLiteral("preview"));
    m_rows->setHorizontalHeader(new FlatHeader(m_rows));
    m_rows->setItemDelegate(new CalmDelegate(m_rows));
    m_rows->setHorizontalHeaderLabels({tr("Line"), tr("Text"), tr("Address to fetch")});
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setDefaultSectionSize(rowHeightFor(fontMetrics()));
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setShowGrid(false);
    m_rows->setTabKeyNavigation(false);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_rows->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_rows->setColumnWidth(0, scaled(72, fontMetrics()));
    m_rows->setMaximumHeight(6 * rowHeightFor(fontMetrics()));

    auto *head = new QHBoxLayout;
    head->addWidget(m_source);
    head->addWidget(m_sentence, 1);
    head->addWidget(m_columnLabel);
    head->addWidget(m_column);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_rows);

    connect(m_source, &QComboBox::currentIndexChanged, this, &ListPreview::showSource);
    connect(m_column, &QComboBox::activated, this, [this](int column) {
        const InputSource *source = current();
        if (source && column != source->column)
            Q_EMIT columnChosen(source->name, source->columns.value(column));
    });
    setSources({});
}

void ListPreview::setSources(const std::vector<InputSource> &sources)
{
    const InputSource *before = current();
    const QString shown = before ? before->name : QString();
    m_sources = sources;
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    int index = 0;
    for (size_t i = 0; i < sources.size(); ++i) {
        m_source->addItem(QFileInfo(sources[i].name).fileName());
        if (sources[i].name == shown)
            index = int(i);
    }
    m_source->setCurrentIndex(sources.empty() ? -1 : index);
    m_source->setVisible(sources.size() > 1);
    showSource();
}

const InputSource *ListPreview::current() const
{
    const int index = m_source->currentIndex();
    return index < 0 || size_t(index) >= m_sources.size() ? nullptr : &m_sources[size_t(index)];
}

void ListPreview::showSource()
{
    const InputSource *source = current();
    const bool any = source && (!source->first.empty() || source->columns.size() > 1);
    setVisible(any);
    if (!any)
        return;
    QStringList parts{tr("Read as %1").arg(listKindText(source->kind)),
                      tr("%1 found").arg(countText(source->found))};
    if (source->empty > 0)
        parts << tr("%1 empty cells", nullptr, pluralOf(source->empty)).arg(countText(source->empty));
    if (source->passed > 0)
        parts << (source->kind == ListKind::Html
                      ? tr("%1 other links", nullptr, pluralOf(source->passed)).arg(countText(source->passed))
                      : tr("%1 lines without an address", nullptr, pluralOf(source->passed))
                            .arg(countText(source->passed)));
    m_sentence->setText(parts.join(tr(" · ")));

    const bool choice = source->columns.size() > 1;
    m_columnLabel->setVisible(choice);
    m_column->setVisible(choice);
    m_column->clear();
    for (int i = 0; i < int(source->columns.size()); ++i) {
        const bool holds = i == source->column ||
                           std::find(source->others.begin(), source->others.end(), i) != source->others.end();
        m_column->addItem(holds ? source->columns[i] : tr("%1 (no addresses)").arg(source->columns[i]));
    }
    m_column->setCurrentIndex(source->column);
    showRows(*source);
}

void ListPreview::showRows(const InputSource &source)
{
    m_rows->setRowCount(int(source.first.size()));
    for (int row = 0; row < int(source.first.size()); ++row) {
        const TakenRow &taken = source.first[size_t(row)];
        const QString fetched = fetchedText(taken);
        m_rows->setItem(row, 0, new QTableWidgetItem(taken.line > 0 ? countText(taken.line) : QString()));
        m_rows->setItem(row, 1, new QTableWidgetItem(visibleLine(taken.text)));
        m_rows->setItem(row, 2, new QTableWidgetItem(visibleLine(fetched)));
        m_rows->item(row, 1)->setToolTip(visibleLine(taken.text));
        m_rows->item(row, 2)->setToolTip(visibleLine(fetched));
    }
}

} // namespace turnstone
