// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QHash>

#include <deque>
#include <mutex>
#include <vector>

namespace turnstone {

/// One request as it arrived.
struct SiteVisit
{
    TimePoint at;
    QByteArray host; ///< without its port
    QByteArray path; ///< without the query
    QByteArray method;
};

/// What the demo site has seen. Every method may be called from any thread. A request is open from the moment
/// its header was read until the last byte of its answer was sent or the client went away. Memory is bounded:
/// single paths and hosts are counted for the first 65,536 of each, visits kept for the last 10,000.
class SiteCounters final
{
public:
    struct Gauge
    {
        quint64 seen = 0;
        int open = 0;
        int maxOpen = 0;
        void enter();
        void reset();
    };

    quint64 requests() const;
    quint64 requestsTo(QByteArrayView path) const;
    quint64 requestsAtHost(QByteArrayView host) const;
    int open() const;
    int maxOpen() const;
    int maxOpenAtHost(QByteArrayView host) const;
    QHash<QByteArray, Gauge> hosts() const;
    quint64 connections() const;
    int openConnections() const;
    int maxOpenConnections() const;
    std::vector<SiteVisit> recentVisits() const;
    /// Back to zero; what is open now stays counted as open.
    void reset();

    /// Counts a request as open for as long as it lives.
    class OpenRequest final
    {
    public:
        OpenRequest(SiteCounters &counters, const QByteArray &host, const QByteArray &path,
                    const QByteArray &method);
        ~OpenRequest();
        Q_DISABLE_COPY_MOVE(OpenRequest)

    private:
        SiteCounters &m_counters;
        QByteArray m_host;
        bool m_isHostCounted = false;
    };
    /// Likewise for a connection.
    class OpenConnection final
    {
    public:
        explicit OpenConnection(SiteCounters &counters);
        ~OpenConnection();
        Q_DISABLE_COPY_MOVE(OpenConnection)

    private:
        SiteCounters &m_counters;
    };

private:
    mutable std::mutex m_mutex;
    Gauge m_all;
    Gauge m_connections;
    QHash<QByteArray, Gauge> m_hosts;
    QHash<QByteArray, quint64> m_paths;
    std::deque<SiteVisit> m_visits;
};

} // namespace turnstone
