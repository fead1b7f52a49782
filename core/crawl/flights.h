// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/deadlines.h"
#include "core/crawl/wire.h"
#include "core/net/lanepool.h"
#include "core/net/resolver.h"
#include "core/policy/memorybudget.h"

#include <QHash>

#include <deque>
#include <memory>

namespace turnstone {

/// The wire as it is: exchanges on lanes, with their deadlines. Lives in the worker's thread.
class Flights final : public Wire
{
    Q_OBJECT

public:
    Flights(NetworkFactory factory, QThreadPool &lookups, MemoryBudget &memory);
    ~Flights() override;

    void prepare(const CrawlSettings &settings, bool newList) override;
    void setLimits(const CrawlLimits &limits) override { m_settings.limits = limits; }
    void launch(RowId row, HostId host, WireRequest wire, Duration remaining, int knownHosts) override;
    int count() const override { return int(m_flights.size()); }
    TimePoint nextDeadline() const override { return m_deadlines.first(); }
    void expireDue(TimePoint now) override;
    bool goOn() override;
    void cancelAll() override;
    void close() override;
    void lookUp(const QString &name) override;

private:
    struct Flight
    {
        RowId row = 0;
        HostId host = 0;
        int lane = 0;
        TimePoint end;      // of the whole attempt
        TimePoint deadline; // the nearer one: connect, or end; Never while it is held
        TimePoint heldSince;
    };
    void onSent(Exchange *exchange);
    void onHeld(Exchange *exchange, bool isHeld);
    void land(Exchange *exchange);

    NetworkFactory m_factory;
    MemoryBudget &m_memory;
    CrawlSettings m_settings;
    QNetworkRequest m_common;
    int m_expirySeconds = 0;
    std::unique_ptr<LanePool> m_lanes;
    QHash<Exchange *, Flight> m_flights;
    Deadlines<Exchange *> m_deadlines;
    std::deque<Exchange *> m_held; // wait for memory, in turn
    Resolver m_resolver;
};

} // namespace turnstone
