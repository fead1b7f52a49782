// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/networkwatch.h"

#include <QObject>
#include <QUrl>

namespace turnstone {

struct CrawlEngine;
class Crew;

/// Our own network as a crawl sees it: down while the way to hosts or the name servers are. Tells the
/// workers, so that meanwhile nothing starts and nothing counts against anybody. Belongs to the thread of its
/// creator.
class OwnNetwork final : public QObject
{
    Q_OBJECT

public:
    /// `patience`: that with a host.
    OwnNetwork(Crew &crew, const CrawlEngine &engine, std::function<Duration()> patience);

    bool isDown() const { return m_isDown; }
    /// A worker could not reach a host, or learn its address.
    void doubt(NetworkPart part, const QString &host);
    /// A run begins, by way of that proxy. One that was away when the last run ended is waited for from the
    /// beginning; without one, the hosts of this run say more about the network than those of the last.
    void beginRun(const QUrl &proxy);
    void endRun();

Q_SIGNALS:
    void downChanged(bool down);

private:
    void watch(NetworkPart part);
    void update();

    Crew &m_crew;
    TimeSource &m_time;
    NetworkWatch m_hosts;
    NetworkWatch m_names;
    QUrl m_proxy;
    bool m_isDown = false;
    TimePoint m_downSince;
};

} // namespace turnstone
