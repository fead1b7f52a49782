// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/ownnetwork.h"

#include "core/crawl/crew.h"

#include <algorithm>

namespace turnstone {

OwnNetwork::OwnNetwork(Crew &crew, const CrawlEngine &engine, std::function<Duration()> patience)
    : m_crew(crew)
    , m_time(*engine.timeSource)
    , m_hosts(crew.pulse(), m_time, engine.probe, nullptr)
    , m_names(crew.names(), m_time, engine.nameProbe ? engine.nameProbe : crew.nameProbe(), nullptr)
{
    m_hosts.setSecondOpinion(engine.nameProbe ? engine.nameProbe : crew.nameProbe(), std::move(patience));
    watch(NetworkPart::Hosts);
    watch(NetworkPart::Names);
}

void OwnNetwork::watch(NetworkPart part)
{
    NetworkWatch &one = part == NetworkPart::Hosts ? m_hosts : m_names;
    NetworkWatch &other = part == NetworkPart::Hosts ? m_names : m_hosts;
    connect(&one, &NetworkWatch::believed, this, [this, part](TimePoint until) {
        m_crew.tellAll([part, until](CrawlWorker &worker) { worker.believeDoubts(part, until); });
    });
    connect(&one, &NetworkWatch::wentDown, this, [this](TimePoint since) {
        m_downSince = m_isDown ? std::min(m_downSince, since) : since;
        update();
    });
    connect(&one, &NetworkWatch::cameBack, this, [this, &other] {
        update();
        other.hurry();
    });
    connect(&one, &NetworkWatch::neverWent, this, [this] {
        m_downSince = m_time.now(); // nobody is forgiven the time
        update();
    });
}

void OwnNetwork::doubt(NetworkPart part, const QString &host)
{
    if (part == NetworkPart::Names) {
        m_names.doubt(host, QString());
        return;
    }
    const bool socks = m_proxy.scheme().startsWith(QLatin1StringView("socks5"));
    m_hosts.doubt(host,
                  m_proxy.isEmpty()
                      ? QString()
                      : QStringLiteral("%1:%2").arg(m_proxy.host()).arg(m_proxy.port(socks ? 1080 : 8080)));
}

/// It is down while any part of it is.
void OwnNetwork::update()
{
    const bool isDown = m_hosts.isDown() || m_names.isDown();
    if (isDown == m_isDown)
        return;
    m_isDown = isDown;
    const Duration away = isDown ? Duration(0) : m_time.now() - m_downSince;
    m_crew.tellAll([isDown, away](CrawlWorker &worker) { worker.setNetworkDown(isDown, away); });
    Q_EMIT downChanged(isDown);
}

void OwnNetwork::beginRun(const QUrl &proxy)
{
    const bool isSameProxy = !proxy.isEmpty() && proxy == m_proxy;
    m_proxy = proxy;
    if (!isSameProxy)
        m_hosts.reset();
    m_names.reset();
    if (m_hosts.isDown())
        m_downSince = m_time.now();
    update();
    m_hosts.hurry();
}

void OwnNetwork::endRun()
{
    m_hosts.rest();
    m_names.rest();
    m_isDown = false;
}

} // namespace turnstone
