// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hostmodel.h"

#include "core/types/displaytext.h"
#include "ui/models/hoststate.h"

#include <QCollator>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace turnstone {

using std::chrono::milliseconds;

HostModel::HostModel(Now now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_now(std::move(now))
{}

void HostModel::update(const QList<HostSnapshot> &changed)
{
    std::vector<int> rows;
    std::vector<quint32> fresh;
    rows.reserve(size_t(changed.size()));
    for (const HostSnapshot &snapshot : changed) {
        auto known = m_ids.constFind(snapshot.host);
        if (known == m_ids.cend()) {
            const auto id = quint32(m_hosts.size());
            m_ids.insert(snapshot.host, id);
            m_hosts.emplace_back();
            m_rows.push_back(-1);
            store(id, snapshot);
            if (matches(m_hosts[id]))
                fresh.push_back(id);
            continue;
        }
        store(*known, snapshot);
        if (const int row = m_rows[*known]; row >= 0)
            rows.push_back(row);
    }
    emitChanged(std::move(rows));
    append(fresh);
}

void HostModel::store(quint32 id, const HostSnapshot &snapshot)
{
    Host &host = m_hosts[id];
    const TimePoint now = m_now();
    m_paused -= host.counts();
    host.snapshot = snapshot;
    host.pausedUntil = snapshot.pausedFor.count() > 0 ? now + snapshot.pausedFor : TimePoint{};
    host.retryAt = snapshot.nextRetryIn.count() >= 0 ? now + snapshot.nextRetryIn : Never;
    host.toldAt = now;
    host.givenUpAt = snapshot.givenUpIn.count() >= 0 ? now + snapshot.givenUpIn : Never;
    m_paused += host.counts();
    m_unsorted = true;
}

void HostModel::append(const std::vector<quint32> &ids)
{
    if (ids.empty())
        return;
    const int first = int(m_order.size());
    beginInsertRows({}, first, first + int(ids.size()) - 1);
    for (const quint32 id : ids) {
        m_rows[id] = int(m_order.size());
        m_order.push_back(id);
    }
    endInsertRows();
}

void HostModel::emitChanged(std::vector<int> rows)
{
    std::sort(rows.begin(), rows.end());
    for (size_t from = 0; from < rows.size();) {
        size_t to = from;
        while (to + 1 < rows.size() && rows[to + 1] <= rows[to] + 1)
            ++to;
        Q_EMIT dataChanged(index(rows[from], 1), index(rows[to], HostColumnCount - 1));
        from = to + 1;
    }
}

void HostModel::clear()
{
    beginResetModel();
    m_hosts.clear();
    m_ids.clear();
    m_order.clear();
    m_rows.clear();
    m_paused = 0;
    m_unsorted = false;
    endResetModel();
}

void HostModel::tick()
{
    if (m_paused > 0)
        repaintColumn(HostColumn::State);
}

void HostModel::repaintColumn(HostColumn column)
{
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0, int(column)), index(int(m_order.size()) - 1, int(column)));
}

void HostModel::setGeneralDelay(milliseconds delay)
{
    if (std::exchange(m_generalDelay, delay) == delay)
        return;
    m_unsorted = true;
    repaintColumn(HostColumn::Delay);
}

void HostModel::setGeneralLimit(int limit)
{
    if (std::exchange(m_generalLimit, limit) == limit)
        return;
    m_unsorted = true;
    repaintColumn(HostColumn::Limit);
}

void HostModel::setAsking(bool asking)
{
    if (m_asking == asking)
        return;
    const TimePoint now = m_now();
    // Nobody's patience runs meanwhile.
    for (Host &host : m_hosts) {
        if (asking && host.givenUpAt != Never)
            host.givenUpAt += now - std::max(m_quietSince, host.toldAt);
    }
    m_asking = asking;
    m_quietSince = now;
    repaintColumn(HostColumn::State);
}

void HostModel::setFilter(const QString &text)
{
    if (m_filter == text)
        return;
    m_filter = text;
    beginResetModel();
    m_order.clear();
    for (quint32 id = 0; id < m_hosts.size(); ++id) {
        m_rows[id] = -1;
        if (matches(m_hosts[id]))
            m_order.push_back(id);
    }
    reorder();
    endResetModel();
}

bool HostModel::matches(const Host &host) const
{
    return m_filter.isEmpty() || host.snapshot.host.contains(m_filter, Qt::CaseInsensitive);
}

milliseconds HostModel::remaining(TimePoint until) const
{
    const TimePoint now = m_now();
    return until > now ? std::chrono::ceil<milliseconds>(until - now) : milliseconds(0);
}

HostSnapshot HostModel::current(const Host &host) const
{
    HostSnapshot current = host.snapshot;
    current.pausedFor = remaining(host.pausedUntil);
    current.nextRetryIn = host.retryAt == Never ? milliseconds(-1) : remaining(host.retryAt);
    current.givenUpIn = milliseconds(-1);
    if (host.givenUpAt != Never) {
        const TimePoint now = m_asking ? m_now() : std::max(m_quietSince, host.toldAt);
        current.givenUpIn = std::max(milliseconds(0), std::chrono::ceil<milliseconds>(host.givenUpAt - now));
    }
    return current;
}

QString HostModel::stateOf(const QString &host) const
{
    const auto id = m_ids.constFind(host);
    return id == m_ids.constEnd() ? QString() : hostStateText(current(m_hosts[*id]), m_asking);
}

std::vector<HostSnapshot> HostModel::notable(int count) const
{
    const TimePoint now = m_now();
    const auto rank = [now](const Host &host) {
        static constexpr std::array<int, 4> conditions = {0, 2, 3, 1}; // Well, Slowed, Down, GivenUp
        const bool paused = host.pausedUntil > now;
        const bool retries = host.retryAt != Never;
        return std::tuple(conditions[size_t(host.snapshot.condition)], paused,
                          retries && host.snapshot.inFlight == 0, host.snapshot.inFlight,
                          host.snapshot.requestsPerSecond, host.snapshot.errors);
    };
    std::vector<quint32> ids(m_hosts.size());
    std::iota(ids.begin(), ids.end(), 0U);
    const auto end = ids.begin() + std::min<qsizetype>(count, qsizetype(ids.size()));
    std::partial_sort(ids.begin(), end, ids.end(), [&](quint32 left, quint32 right) {
        const auto a = rank(m_hosts[left]);
        const auto b = rank(m_hosts[right]);
        return a != b ? a > b : left < right;
    });
    std::vector<HostSnapshot> found;
    for (auto id = ids.begin(); id != end; ++id)
        found.push_back(current(m_hosts[*id]));
    return found;
}

int HostModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int HostModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : HostColumnCount;
}

} // namespace turnstone
