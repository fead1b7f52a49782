// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/crawlstats.h"
#include "ui/models/hostcolumns.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

#include <functional>
#include <vector>

namespace turnstone {

/// All hosts of a crawl, filtered and sorted. update() costs what changed, not what there is; the order of a
/// column that lives is made anew by resort(), so that rows do not jump under the pointer.
class HostModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Now = std::function<TimePoint()>;

    /// `now` is the clock of the countdowns.
    explicit HostModel(Now now = &Clock::now, QObject *parent = nullptr);

    void update(const QList<HostSnapshot> &changed);
    void clear();
    /// Sorts again by the present values; nothing when no value has changed since.
    void resort();
    /// Repaints the countdowns; cheap when nothing is paused.
    void tick();
    /// Shows the hosts whose name contains `text`, whatever the case.
    void setFilter(const QString &text);
    /// What a host without limits of its own has; shown in the delay column.
    void setGeneralDelay(std::chrono::milliseconds delay);
    /// Likewise in the limit column; 0: not known.
    void setGeneralLimit(int limit);
    /// True while the crawl asks hosts: it runs, and our network is there.
    void setAsking(bool asking);
    bool isAsking() const { return m_asking; }

    /// hostStateText() of this one by now; empty where it is well, or not known.
    QString stateOf(const QString &host) const;
    int hostCount() const { return int(m_hosts.size()); }
    const HostSnapshot &snapshotAt(int row) const { return host(row).snapshot; }
    /// At most `count` hosts worth a look, with what is left of their waits: those that are down first, then
    /// slowed, given up, paused and waiting to retry, then by requests in flight.
    std::vector<HostSnapshot> notable(int count) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    /// Somebody gave a host limits of its own.
    void hostLimitsChanged(const QString &host, const turnstone::HostLimits &limits);

private:
    struct Host
    {
        HostSnapshot snapshot;
        TimePoint pausedUntil{};
        TimePoint retryAt = Never;
        TimePoint givenUpAt = Never;
        TimePoint toldAt{}; // when that was reckoned

        bool counts() const { return pausedUntil > TimePoint{} || retryAt != Never || givenUpAt != Never; }
    };

    const Host &host(int row) const { return m_hosts[m_order[size_t(row)]]; }
    std::chrono::milliseconds remaining(TimePoint until) const;
    /// Its snapshot, with what is left of its waits by now.
    HostSnapshot current(const Host &host) const;
    bool matches(const Host &host) const;
    bool lessThan(quint32 left, quint32 right) const;
    QString text(const Host &host, HostColumn column) const;
    std::chrono::milliseconds delayOf(const Host &host) const
    {
        const std::chrono::milliseconds own = host.snapshot.limits.hostDelay;
        return own.count() < 0 ? m_generalDelay : own;
    }
    /// In flight allowed while it has no trouble; its snapshot tells what is allowed now.
    int limitWhenWell(const Host &host) const;
    int limitNow(const Host &host) const;
    QString limitText(const Host &host) const;
    QString limitToolTip(const Host &host) const;
    void repaintColumn(HostColumn column);
    double sortNumber(const Host &host, HostColumn column) const;
    QVariant sortKey(const Host &host, HostColumn column) const;
    QVariant editValue(const Host &host, HostColumn column) const;
    void store(quint32 id, const HostSnapshot &snapshot);
    void append(const std::vector<quint32> &ids);
    void emitChanged(std::vector<int> rows);
    void reorder();

    Now m_now;
    std::vector<Host> m_hosts;     // by id, in the order they appeared
    QHash<QString, quint32> m_ids; // host -> id
    std::vector<quint32> m_order;  // row -> id
    std::vector<int> m_rows;       // id -> row, -1 where filtered out
    QString m_filter;
    std::chrono::milliseconds m_generalDelay{0};
    int m_generalLimit = 0;
    bool m_asking = false;
    TimePoint m_quietSince{}; // while it does not ask
    HostColumn m_sortColumn = HostColumn::Host;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_unsorted = false; // a value changed or a host came since the last sort
    int m_paused = 0;        // hosts with a countdown, as of the last update
};

} // namespace turnstone
