// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkfactory.h"

#include "core/net/curl/curlaccessmanager.h"

#include <QNetworkProxy>

namespace turnstone {

namespace {

/// Answers "the default proxy", which prepareNetwork() has set to none. Unlike an explicit NoProxy, this lets
/// Qt open plain sockets with a read buffer instead of reading each header byte by a system call of its own.
class DirectProxyFactory final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &) override { return m_answer; }

private:
    const QList<QNetworkProxy> m_answer{QNetworkProxy(QNetworkProxy::DefaultProxy)};
};

class SystemProxyFactory final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return systemProxyForQuery(query);
    }
};

QNetworkProxy proxyOf(const QUrl &url)
{
    const bool socks = url.scheme().startsWith(QLatin1StringView("socks5"));
    return QNetworkProxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
                         quint16(url.port(socks ? 1080 : 8080)), url.userName(), url.password());
}

/// Auto: as the environment says, for tests and comparisons; else libcurl.
bool isByQt(Engine engine)
{
    static const bool wantsQt = qEnvironmentVariable("TURNSTONE_ENGINE") == QLatin1StringView("qt");
    return engine == Engine::Qt || (engine == Engine::Auto && wantsQt);
}

} // namespace

std::unique_ptr<AccessManager> makeManager(const CrawlSettings &settings)
{
    auto manager = isByQt(settings.engine)
                       ? std::make_unique<AccessManager>()
                       : std::unique_ptr<AccessManager>(std::make_unique<CurlAccessManager>());
    manager->setAutoDeleteReplies(false);
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    if (!settings.proxy.isEmpty()) {
        manager->setProxy(proxyOf(settings.proxy));
    } else if (settings.systemProxy) {
        manager->setProxyFactory(new SystemProxyFactory); // the manager owns it
    } else {
        manager->setProxyFactory(new DirectProxyFactory);
        manager->setDirect();
    }
    return manager;
}

} // namespace turnstone
