// SPDX-License-Identifier: GPL-3.0-or-later
// The order of HostModel's rows.
#include "ui/models/hostmodel.h"
#include "ui/models/hoststate.h"

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

/// A number for every column that needs nothing but the snapshot.
double numberOf(const HostSnapshot &host, HostColumn column)
{
    switch (column) {
    case HostColumn::InFlight:
        return host.inFlight;
    case HostColumn::Waiting:
        return double(host.waiting);
    case HostColumn::WillRetry:
        return double(host.willRetry);
    case HostColumn::Finished:
        return double(host.finished);
    case HostColumn::Errors:
        return double(host.errors);
    case HostColumn::Rate:
        return host.requestsPerSecond;
    case HostColumn::TtfbP50:
        return double(host.ttfbP50Us);
    case HostColumn::TtfbP95:
        return double(host.ttfbP95Us);
    case HostColumn::TotalP50:
        return double(host.totalP50Us);
    case HostColumn::TotalP95:
        return double(host.totalP95Us);
    case HostColumn::Host:
    case HostColumn::Limit:
    case HostColumn::Delay:
    case HostColumn::State:
        break;
    }
    return 0;
}

} // namespace

double HostModel::sortNumber(const Host &host, HostColumn column) const
{
    if (column == HostColumn::Delay)
        return double(delayOf(host).count());
    if (column == HostColumn::Limit)
        return limitNow(host);
    return column == HostColumn::State ? hostStateRank(current(host)) : numberOf(host.snapshot, column);
}

QVariant HostModel::sortKey(const Host &host, HostColumn column) const
{
    return column == HostColumn::Host ? QVariant(host.snapshot.host) : QVariant(sortNumber(host, column));
}

void HostModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= HostColumnCount)
        return;
    m_sortColumn = HostColumn(column);
    m_sortOrder = order;
    m_unsorted = true;
    resort();
}

void HostModel::resort()
{
    if (!std::exchange(m_unsorted, false))
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<quint32> ids;
    ids.reserve(size_t(before.size()));
    for (const QModelIndex &index : before)
        ids.push_back(m_order[size_t(index.row())]);
    reorder();
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(m_rows[ids[size_t(i)]], before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void HostModel::reorder()
{
    if (m_sortColumn == HostColumn::Host) {
        std::sort(m_order.begin(), m_order.end(), [this](quint32 left, quint32 right) {
            const int compared = m_hosts[left].snapshot.host.compare(m_hosts[right].snapshot.host);
            return m_sortOrder == Qt::AscendingOrder ? compared < 0 : compared > 0;
        });
    } else {
        std::vector<std::pair<double, quint32>> keys; // sorting 100,000 hosts compares no variants
        keys.reserve(m_order.size());
        const double sign = m_sortOrder == Qt::AscendingOrder ? 1 : -1;
        for (const quint32 id : m_order)
            keys.emplace_back(sign * sortNumber(m_hosts[id], m_sortColumn), id);
        std::sort(keys.begin(), keys.end());
        std::transform(keys.begin(), keys.end(), m_order.begin(), [](const auto &key) { return key.second; });
    }
    for (size_t row = 0; row < m_order.size(); ++row)
        m_rows[m_order[row]] = int(row);
}

} // namespace turnstone
