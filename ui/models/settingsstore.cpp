// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingsstore.h"

#include "core/types/secrets.h"
#include "ui/models/settingscheck.h"

#include <QSettings>

#include <cmath>

namespace turnstone {

using std::chrono::milliseconds;

namespace {

QString key(const char *name)
{
    return QLatin1StringView("crawl/") + QLatin1StringView(name);
}

/// Reads values into what already holds their defaults, and leaves those alone where a value makes no sense.
class Reader final
{
public:
    explicit Reader(const QSettings &settings)
        : m_settings(settings)
    {}

    template <typename T>
    void number(const char *name, T &target, SettingRange<T> range) const
    {
        bool isNumber = false;
        const double stored = m_settings.value(key(name)).toDouble(&isNumber);
        if (isNumber && std::isfinite(stored) && stored >= double(range.least) &&
            stored <= double(range.most))
            target = T(stored);
    }

    void duration(const char *name, milliseconds &target, SettingRange<int> range) const
    {
        int value = int(target.count());
        number(name, value, range);
        target = milliseconds(value);
    }

    void flag(const char *name, bool &target) const
    {
        const QString stored = m_settings.value(key(name)).toString();
        if (stored == QLatin1StringView("true") || stored == QLatin1StringView("false"))
            target = stored == QLatin1StringView("true");
    }

    /// The stored text where `problemOf` finds nothing against it.
    template <typename Check, typename Take>
    void text(const char *name, Check problemOf, Take take) const
    {
        const QVariant stored = m_settings.value(key(name));
        if (stored.isValid() && problemOf(stored.toString()).isEmpty())
            take(stored.toString());
    }

    QByteArray bytes(const char *name) const { return m_settings.value(key(name)).toByteArray(); }

private:
    const QSettings &m_settings;
};

void readLimits(const Reader &read, CrawlLimits &limits)
{
    read.number("concurrency", limits.concurrency, ranges::Concurrency);
    read.number("perHost", limits.perHost, ranges::PerHost);
    read.number("rate", limits.rate, ranges::Rate);
    read.duration("hostDelayMs", limits.hostDelay, ranges::HostDelayMs);
    read.duration("timeoutMs", limits.timeout, ranges::TimeoutMs);
    read.duration("connectTimeoutMs", limits.connectTimeout, ranges::TimeoutMs);
    read.number("retries", limits.retries, ranges::Retries);
    read.duration("backoffMs", limits.backoff, ranges::BackoffMs);
    read.duration("maxBackoffMs", limits.maxBackoff, ranges::MaxBackoffMs);
    read.number("maxBodyBytes", limits.maxBodyBytes, ranges::MaxBodyBytes);
    read.number("maxRedirects", limits.maxRedirects, ranges::MaxRedirects);
    read.duration("hostPatienceMs", limits.hostPatience, ranges::HostPatienceMs);
    read.number("memoryBytes", limits.memoryBytes, ranges::MemoryBytes);
}

void readRequest(const Reader &read, CrawlSettings &crawl)
{
    read.text("method", methodProblem,
              [&crawl](const QString &text) { crawl.request.method = text.trimmed().toUpper().toLatin1(); });
    read.text("headers", headersProblem,
              [&crawl](const QString &text) { crawl.request.headers = headersFromText(text); });
    read.text("userAgent", userAgentProblem,
              [&crawl](const QString &text) { crawl.userAgent = text.trimmed().toUtf8(); });
    read.flag("hasBody", crawl.request.hasBody);
    if (crawl.request.hasBody)
        crawl.request.body = read.bytes("body");
}

void readNetwork(const Reader &read, CrawlSettings &crawl)
{
    read.text("proxy", proxyProblem, [&crawl](const QString &text) { crawl.proxy = proxyFromText(text); });
    read.flag("systemProxy", crawl.systemProxy);
    read.flag("insecure", crawl.insecure);
    read.flag("forbidPrivate", crawl.forbidPrivate);
    read.flag("cookies", crawl.cookies);
    int http2 = int(crawl.http2);
    read.number("http2", http2, {int(Http2::Auto), int(Http2::Off)});
    crawl.http2 = Http2(http2);
    int engine = int(crawl.engine);
    read.number("engine", engine, {int(Engine::Auto), int(Engine::Qt)});
    crawl.engine = Engine(engine);
}

} // namespace

CrawlSettings SettingsStore::defaults()
{
    CrawlSettings crawl;
    crawl.keepHeaders = true;
    crawl.keepBodyBytes = 65'536;
    return crawl;
}

CrawlSettings SettingsStore::load() const
{
    CrawlSettings crawl = defaults();
    const Reader read(m_settings);
    readLimits(read, crawl.limits);
    readRequest(read, crawl);
    readNetwork(read, crawl);
    read.flag("failFast", crawl.failFast);
    read.flag("keepHeaders", crawl.keepHeaders);
    read.number("keepBodyBytes", crawl.keepBodyBytes, ranges::KeepBodyBytes);
    read.flag("storeBodies", crawl.storeBodies);
    read.flag("keepSecrets", crawl.keepSecrets);
    return crawl;
}

void SettingsStore::save(const CrawlSettings &crawl)
{
    const auto write = [this](const char *name, const QVariant &value) {
        m_settings.setValue(key(name), value);
    };
    const CrawlLimits &limits = crawl.limits;
    write("concurrency", limits.concurrency);
    write("perHost", limits.perHost);
    write("rate", limits.rate);
    write("hostDelayMs", qint64(limits.hostDelay.count()));
    write("timeoutMs", qint64(limits.timeout.count()));
    write("connectTimeoutMs", qint64(limits.connectTimeout.count()));
    write("retries", limits.retries);
    write("backoffMs", qint64(limits.backoff.count()));
    write("maxBackoffMs", qint64(limits.maxBackoff.count()));
    write("maxBodyBytes", limits.maxBodyBytes);
    write("maxRedirects", limits.maxRedirects);
    write("hostPatienceMs", qint64(limits.hostPatience.count()));
    write("memoryBytes", limits.memoryBytes);
    write("method", QString::fromLatin1(crawl.request.method));
    write("headers", headersToText(shownHeaders(crawl.request.headers))); // the others are asked for
    write("hasBody", crawl.request.hasBody);
    write("body", crawl.request.body);
    write("userAgent", QString::fromUtf8(crawl.userAgent));
    write("proxy", crawl.proxy.toString(QUrl::FullyEncoded | QUrl::RemovePassword));
    write("systemProxy", crawl.systemProxy);
    write("insecure", crawl.insecure);
    write("forbidPrivate", crawl.forbidPrivate);
    write("cookies", crawl.cookies);
    write("http2", int(crawl.http2));
    write("engine", int(crawl.engine));
    write("failFast", crawl.failFast);
    write("keepHeaders", crawl.keepHeaders);
    write("keepBodyBytes", crawl.keepBodyBytes);
    write("storeBodies", crawl.storeBodies);
    write("keepSecrets", crawl.keepSecrets);
}

Appearance SettingsStore::appearance() const
{
    const QString stored = m_settings.value(QLatin1StringView("window/appearance")).toString();
    if (stored == QLatin1StringView("light"))
        return Appearance::Light;
    return stored == QLatin1StringView("dark") ? Appearance::Dark : Appearance::System;
}

void SettingsStore::setAppearance(Appearance appearance)
{
    static constexpr QLatin1StringView names[] = {QLatin1StringView("system"), QLatin1StringView("light"),
                                                  QLatin1StringView("dark")};
    m_settings.setValue(QLatin1StringView("window/appearance"), QString(names[size_t(appearance)]));
}

} // namespace turnstone
