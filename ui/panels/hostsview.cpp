// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/hostsview.h"

#include "core/types/displaytext.h"
#include "ui/delegates/hostlimitdelegate.h"
#include "ui/models/hostmodel.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <array>

namespace turnstone {

using namespace std::chrono_literals;

namespace {

constexpr int ResortEveryTicks = 2; // seconds: fresh enough, and rows can still be hit by a pointer

constexpr std::array<int, HostColumnCount> widths = {210, 84, 64,  72, 80, 84, 84,
                                                     70,  80, 112, 76, 88, 76, 100};

} // namespace

HostsView::HostsView(HostModel &model, QWidget *parent)
    : QWidget(parent)
    , m_hosts(model)
    , m_filter(new QLineEdit)
    , m_count(new QLabel)
    , m_table(new CalmTable)
{
    m_filter->setPlaceholderText(tr("Filter hosts"));
    m_filter->setAccessibleName(tr("Filter hosts"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(260);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto *hint = new QLabel(tr("Limit and delay can be changed in place (F2)."));
    hint->setForegroundRole(QPalette::PlaceholderText);
    setFocusProxy(m_table);
    setUpTable();

    auto *top = new QHBoxLayout;
    top->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, Theme::Grid);
    top->setSpacing(2 * Theme::Grid);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    top->addStretch();
    top->addWidget(hint);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);

    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &HostsView::refresh);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_hosts.setFilter(text.trimmed());
        showCount();
    });
    connect(&model, &HostModel::modelReset, this, &HostsView::showCount);
    showCount();
}

void HostsView::setUpTable()
{
    m_table->setModel(&m_hosts);
    m_table->setAccessibleName(tr("Hosts"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    for (const HostColumn column : {HostColumn::Limit, HostColumn::Delay})
        m_table->setItemDelegateForColumn(int(column), new HostLimitDelegate(m_table));
    QHeaderView *header = m_table->horizontalHeader();
    for (int column = 0; column < HostColumnCount; ++column)
        header->resizeSection(column, widths[size_t(column)]);
    header->moveSection(header->visualIndex(int(HostColumn::Paused)), 1);
    header->setStretchLastSection(true);
    m_table->setItemDelegateForColumn(int(HostColumn::Paused), new HostPauseDelegate(m_table));
    header->setSectionsClickable(true);
    header->setSortIndicator(int(HostColumn::InFlight), Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (!(index.flags() & Qt::ItemIsEditable))
            Q_EMIT hostActivated(index.data(HostNameRole).toString());
    });
}

void HostsView::refresh()
{
    m_hosts.tick();
    showCount();
    // Not under the pointer's feet: an editor keeps its row where it is.
    const bool isEditing = m_table->findChild<QWidget *>(HostLimitDelegate::editorName()) != nullptr;
    if (++m_ticks % ResortEveryTicks == 0 && !isEditing)
        m_hosts.resort();
}

void HostsView::showCount()
{
    const int shown = m_hosts.rowCount();
    const int all = m_hosts.hostCount();
    m_count->setText(shown == all ? tr("Hosts: %1").arg(countText(all))
                                  : tr("%1 of %2 hosts").arg(countText(shown), countText(all)));
}

void HostsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_hosts.resort();
    refresh();
    m_timer.start();
}

void HostsView::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

} // namespace turnstone
