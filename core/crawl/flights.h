// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/deadlines.h"
#include "core/net/exchange.h"
#include "core/net/lanepool.h"
#include "core/net/resolver.h"
#include "core/policy/hostscheduler.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace turnstone {

/// The requests of one worker that are on the wire, with their lanes and deadlines. Lives in the worker's
/// thread.
class Flights final : public QObject
{
    Q_OBJECT

public:
    Flights(QThreadPool &lookups, QObject *parent);
    ~Flights() override;

    /// New lanes for these settings. Only while nothing is in flight.
    void prepare(const NetworkFactory &factory, const CrawlSettings &settings);
    void setLimits(const CrawlLimits &limits) { m_settings.limits = limits; }

    /// Sends `wire`; landed() follows exactly once. `remaining` is what the attempt has left of its time.
    void launch(RowId row, HostId host, WireRequest wire, Duration remaining, int knownHosts);
    int count() const { return int(m_flights.size()); }

    TimePoint nextDeadline() const { return m_deadlines.first(); }
    void expireDue(TimePoint now);
    void cancelAll();
    /// Drops all that is in flight, without landed(), and the lanes.
    void close();

Q_SIGNALS:
    void landed(turnstone::RowId row, turnstone::HostId host, turnstone::Answer &answer);

private:
    struct Flight
    {
        RowId row = 0;
        HostId host = 0;
        int lane = 0;
        int knownHosts = 0;
        TimePoint end;      // of the whole attempt
        TimePoint deadline; // the nearer one: connect, or end
    };
    void send(Exchange *exchange);
    void onLookedUp(const QString &host, const Resolver::Answer &answer);
    void onSent(Exchange *exchange);
    void land(Exchange *exchange);

    CrawlSettings m_settings;
    QNetworkRequest m_common;
    int m_expirySeconds = 0;
    std::unique_ptr<LanePool> m_lanes;
    QHash<Exchange *, Flight> m_flights;
    Deadlines<Exchange *> m_deadlines;
    Resolver m_resolver;
    QMultiHash<QString, Exchange *> m_unresolved; // wait for their host's address
};

} // namespace turnstone
