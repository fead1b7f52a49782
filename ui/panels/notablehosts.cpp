// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/notablehosts.h"

#include "core/types/displaytext.h"
#include "ui/models/hostcolumns.h"
#include "ui/models/hoststate.h"
#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>

#include <algorithm>

namespace turnstone {

namespace {

enum Column : int { NameColumn, InFlightColumn, StateColumn, ColumnCount };

constexpr int MostForNames = 150; // beside text of 13 pixels

} // namespace

NotableHosts::NotableHosts(QWidget *parent)
    : QTableWidget(0, ColumnCount, parent)
{
    setFrameShape(NoFrame);
    setShowGrid(false);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideRight); // hosts differ at their beginning, ports are the same
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setItemDelegate(new CalmDelegate(this, 0));
    viewport()->setBackgroundRole(QPalette::Window);
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(0);
    horizontalHeader()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(InFlightColumn, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(StateColumn, QHeaderView::ResizeToContents);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(rowHeightFor(fontMetrics()));
    verticalHeader()->setDefaultSectionSize(rowHeightFor(fontMetrics()));
    connect(this, &QTableWidget::cellActivated, this,
            [this](int row) { Q_EMIT hostActivated(item(row, NameColumn)->data(HostNameRole).toString()); });
}

void NotableHosts::paintEvent(QPaintEvent *event)
{
    QTableWidget::paintEvent(event);
    CalmTable::paintPlace(*this);
}

/// With room between it and the one before.
int NotableHosts::sizeHintForColumn(int column) const
{
    return QTableWidget::sizeHintForColumn(column) + (column == NameColumn ? 0 : 2 * Theme::Grid);
}

QSize NotableHosts::sizeHint() const
{
    return {scaled(180, fontMetrics()), rowHeightFor(fontMetrics()) * rowCount()};
}

void NotableHosts::setHosts(const std::vector<HostSnapshot> &hosts, bool isAsking)
{
    const bool fits = rowCount() == int(hosts.size());
    setRowCount(int(hosts.size()));
    for (size_t i = 0; i < hosts.size(); ++i)
        setHost(int(i), hosts[i], isAsking);
    if (!fits)
        updateGeometry();
    makeRoom();
}

/// For the names: what is in flight gives way.
void NotableHosts::makeRoom()
{
    const int names = std::min(sizeHintForColumn(NameColumn), scaled(MostForNames, fontMetrics()));
    const int others = sizeHintForColumn(InFlightColumn) + sizeHintForColumn(StateColumn);
    setColumnHidden(InFlightColumn, viewport()->width() < names + others);
}

void NotableHosts::resizeEvent(QResizeEvent *event)
{
    QTableWidget::resizeEvent(event);
    makeRoom();
}

void NotableHosts::setHost(int row, const HostSnapshot &host, bool isAsking)
{
    const Theme &theme = Theme::of(palette());
    QString state = host.requestsPerSecond > 0 ? rateText(host.requestsPerSecond) : QString();
    QColor color = theme.muted;
    const bool onlyRetries = host.condition == HostCondition::Well && host.pausedFor.count() <= 0;
    if (const QString held = hostStateShortText(host);
        !held.isEmpty() && !(onlyRetries && host.inFlight > 0)) {
        state = held;
        color = theme.color(hostStateColor(host));
    }
    const QString inFlight = tr("%1 / %2").arg(host.inFlight).arg(host.limit);
    setCell(row, NameColumn, visibleLine(host.host), theme.text);
    setCell(row, InFlightColumn, inFlight, theme.muted);
    setCell(row, StateColumn, state, color);
    item(row, NameColumn)->setData(HostNameRole, host.host);
    item(row, NameColumn)->setToolTip(plainToolTip(visibleLine(host.host)));
    item(row, StateColumn)->setToolTip(plainToolTip(hostStateText(host, isAsking)));
    item(row, InFlightColumn)->setToolTip(tr("In flight, of at most %1 at once").arg(host.limit));
}

void NotableHosts::setCell(int row, int column, const QString &text, const QBrush &brush)
{
    QTableWidgetItem *cell = item(row, column);
    if (!cell) {
        cell = new QTableWidgetItem;
        cell->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
        cell->setTextAlignment(column == NameColumn ? Qt::AlignLeft | Qt::AlignVCenter
                                                    : Qt::AlignRight | Qt::AlignVCenter);
        setItem(row, column, cell);
    }
    if (cell->text() != text)
        cell->setText(text);
    if (cell->foreground() != brush)
        cell->setForeground(brush);
}

} // namespace turnstone
