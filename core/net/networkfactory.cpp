// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkfactory.h"

#include "core/net/curl/curlaccessmanager.h"

#include <QNetworkProxy>

#include <curl/curl.h>

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

} // namespace

Engine engineOf(const CrawlSettings &settings)
{
    static const bool wantsQt = qEnvironmentVariable("TURNSTONE_ENGINE") == QLatin1StringView("qt");
    if (settings.engine != Engine::Auto)
        return settings.engine;
    return wantsQt ? Engine::Qt : Engine::Curl;
}

bool isSoundInHttp2(Engine engine)
{
    if (engine == Engine::Qt)
        return QT_VERSION >= QT_VERSION_CHECK(6, 8, 0);
    constexpr unsigned firstSound = 0x080100;
    static const unsigned version = curl_version_info(CURLVERSION_NOW)->version_num;
    return version >= firstSound;
}

QString curlVersion()
{
    return QString::fromLatin1(curl_version_info(CURLVERSION_NOW)->version);
}

std::unique_ptr<AccessManager> makeManager(const CrawlSettings &settings)
{
    auto manager = engineOf(settings) == Engine::Qt
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
    }
    if (engineOf(settings) == Engine::Curl || (settings.proxy.isEmpty() && !settings.systemProxy))
        manager->setBoundedAtOnce();
    return manager;
}

} // namespace turnstone
