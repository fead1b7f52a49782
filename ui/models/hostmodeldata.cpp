// SPDX-License-Identifier: GPL-3.0-or-later
// What HostModel shows and takes in its cells.
#include "core/types/displaytext.h"
#include "ui/models/hostmodel.h"
#include "ui/models/hoststate.h"

#include <algorithm>
#include <array>

namespace turnstone {

using std::chrono::milliseconds;

namespace {

constexpr int MaxPerHost = 1000;
constexpr int MaxDelayMs = 3'600'000;

QString delayText(milliseconds delay)
{
    return delay.count() > 0 ? durationText(delay.count() * 1000) : QString(u'0');
}

QVariant alignment(HostColumn column)
{
    const bool isText = column == HostColumn::Host || column == HostColumn::State;
    return QVariant::fromValue((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

QString known(qint64 microseconds)
{
    return microseconds > 0 ? durationText(microseconds) : QString();
}

QString orNothing(qint64 count)
{
    return count ? countText(count) : QString();
}

} // namespace

int HostModel::limitWhenWell(const Host &host) const
{
    const int own = host.snapshot.limits.perHost;
    return own > 0 ? own : m_generalLimit > 0 ? m_generalLimit : host.snapshot.limit;
}

int HostModel::limitNow(const Host &host) const
{
    const int whenWell = limitWhenWell(host);
    return host.snapshot.condition == HostCondition::Well ? whenWell
                                                          : std::min(host.snapshot.limit, whenWell);
}

QString HostModel::limitText(const Host &host) const
{
    const int now = limitNow(host);
    const int whenWell = limitWhenWell(host);
    return now < whenWell ? tr("%1 of %2").arg(countText(now), countText(whenWell)) : countText(whenWell);
}

QString HostModel::limitToolTip(const Host &host) const
{
    const QString whose = host.snapshot.limits.perHost > 0
                              ? tr("This host's own limit. 0 restores the general limit.")
                              : tr("The general limit. Double-click to change it for this host.");
    const int now = limitNow(host);
    if (now >= limitWhenWell(host))
        return whose;
    return tr("The host had trouble, so at most %1 at once for now.").arg(countText(now)) + u' ' + whose;
}

QString HostModel::text(const Host &host, HostColumn column) const
{
    const HostSnapshot &s = host.snapshot;
    switch (column) {
    case HostColumn::Host:
        return visibleLine(s.host);
    case HostColumn::InFlight:
        return orNothing(s.inFlight);
    case HostColumn::Limit:
        return limitText(host);
    case HostColumn::Delay:
        return delayText(delayOf(host));
    case HostColumn::Waiting:
        return orNothing(s.waiting);
    case HostColumn::WillRetry:
        return orNothing(s.willRetry);
    case HostColumn::Finished:
        return orNothing(s.finished);
    case HostColumn::Errors:
        return orNothing(s.errors);
    case HostColumn::Rate:
        return s.requestsPerSecond > 0 ? rateText(s.requestsPerSecond) : QString();
    case HostColumn::TtfbP50:
        return known(s.ttfbP50Us);
    case HostColumn::TtfbP95:
        return known(s.ttfbP95Us);
    case HostColumn::TotalP50:
        return known(s.totalP50Us);
    case HostColumn::TotalP95:
        return known(s.totalP95Us);
    case HostColumn::State:
        return hostStateText(current(host), m_asking);
    }
    return {};
}

QVariant HostModel::editValue(const Host &host, HostColumn column) const
{
    if (column == HostColumn::Limit)
        return limitWhenWell(host);
    if (column == HostColumn::Delay)
        return int(delayOf(host).count());
    return {};
}

QVariant HostModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Host &shown = host(index.row());
    const auto column = HostColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(shown, column);
    case Qt::EditRole:
        return editValue(shown, column);
    case Qt::TextAlignmentRole:
        return alignment(column);
    case Qt::ToolTipRole:
        if (column == HostColumn::Limit)
            return limitToolTip(shown);
        if (column == HostColumn::Delay)
            return shown.snapshot.limits.hostDelay.count() >= 0
                       ? tr("This host's own delay. -1 restores the general delay.")
                       : tr("The general delay. Double-click to change it for this host.");
        if (column == HostColumn::State)
            return plainToolTip(text(shown, column));
        return column == HostColumn::Host ? plainToolTip(visibleLine(shown.snapshot.host)) : QVariant();
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                                text(shown, column));
    case HostNameRole:
        return shown.snapshot.host;
    case HostSortRole:
        return sortKey(shown, column);
    case HostConditionRole:
        return int(shown.snapshot.condition);
    case HostColorRole:
        return int(hostStateColor(current(shown)));
    default:
        return {};
    }
}

QVariant HostModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= HostColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(HostColumn(section));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const std::array<QString, HostColumnCount> names = {
        tr("Host"),           tr("In flight"), tr("Limit"),     tr("Delay"), tr("Waiting"),
        tr("Will retry"),     tr("Finished"),  tr("Errors"),    tr("Rate"),  tr("First byte p50"),
        tr("First byte p95"), tr("Total p50"), tr("Total p95"), tr("State"),
    };
    return names[size_t(section)];
}

Qt::ItemFlags HostModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == int(HostColumn::Limit) || index.column() == int(HostColumn::Delay))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool HostModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    Host &edited = m_hosts[m_order[size_t(index.row())]];
    HostLimits limits = edited.snapshot.limits;
    if (!isNumber || value == data(index, Qt::EditRole))
        return false;
    if (index.column() == int(HostColumn::Limit) && number >= 0 && number <= MaxPerHost) {
        limits.perHost = number;
        if (number > 0 && edited.snapshot.condition == HostCondition::Well)
            edited.snapshot.limit = number;
    } else if (index.column() == int(HostColumn::Delay) && number >= -1 && number <= MaxDelayMs) {
        limits.hostDelay = milliseconds(number);
    } else {
        return false;
    }
    edited.snapshot.limits = limits;
    Q_EMIT dataChanged(index, index);
    Q_EMIT hostLimitsChanged(edited.snapshot.host, limits);
    return true;
}

} // namespace turnstone
