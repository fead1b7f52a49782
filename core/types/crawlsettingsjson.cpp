// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/crawlsettingsjson.h"

#include "core/types/jsonbytes.h"
#include "core/types/secrets.h"
#include "core/types/settingranges.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace turnstone {

namespace {

constexpr std::array<QLatin1StringView, 3> http2Ids{QLatin1StringView("auto"), QLatin1StringView("on"),
                                                    QLatin1StringView("off")};
constexpr std::array<QLatin1StringView, 3> engineIds{QLatin1StringView("auto"), QLatin1StringView("curl"),
                                                     QLatin1StringView("qt")};

constexpr auto HeadersName = "headers";

/// Names each setting once, for both directions: `Visitor` writes or reads it, and keeps numbers in range.
template <typename Visitor, typename Limits>
void visitLimits(Visitor &visit, Limits &limits)
{
    visit("concurrency", limits.concurrency, allowed::Concurrency);
    visit("per_host", limits.perHost, allowed::PerHost);
    visit("rate", limits.rate, allowed::Rate);
    visit("host_delay_ms", limits.hostDelay, allowed::WaitMs);
    visit("timeout_ms", limits.timeout, allowed::TimeoutMs);
    visit("connect_timeout_ms", limits.connectTimeout, allowed::TimeoutMs);
    visit("retries", limits.retries, allowed::Retries);
    visit("backoff_ms", limits.backoff, allowed::WaitMs);
    visit("max_backoff_ms", limits.maxBackoff, allowed::WaitMs);
    visit("max_body_bytes", limits.maxBodyBytes, allowed::MaxBodyBytes);
    visit("max_redirects", limits.maxRedirects, allowed::MaxRedirects);
    visit("host_patience_ms", limits.hostPatience, allowed::WaitMs);
    visit("memory_bytes", limits.memoryBytes, allowed::MemoryBytes);
}

template <typename Visitor, typename Settings>
void visitSettings(Visitor &visit, Settings &settings)
{
    visitLimits(visit, settings.limits);
    visit("method", settings.request.method);
    visit(HeadersName, settings.request.headers);
    visit("has_body", settings.request.hasBody);
    visit("body", settings.request.body);
    visit("user_agent", settings.userAgent);
    visit("proxy", settings.proxy);
    visit("system_proxy", settings.systemProxy);
    visit("insecure", settings.insecure);
    visit("cookies", settings.cookies);
    visit("http2", settings.http2);
    visit("engine", settings.engine);
    visit("forbid_private", settings.forbidPrivate);
    visit("fail_fast", settings.failFast);
    visit("keep_headers", settings.keepHeaders);
    visit("keep_secrets", settings.keepSecrets);
    visit("keep_body_bytes", settings.keepBodyBytes, allowed::KeepBodyBytes);
    visit("store_bodies", settings.storeBodies);
}

class Writer final
{
public:
    void operator()(const char *name, int value, SettingRange<int>) { put(name, value); }
    void operator()(const char *name, qint64 value, SettingRange<qint64>) { put(name, value); }
    void operator()(const char *name, double value, SettingRange<double>) { put(name, value); }
    void operator()(const char *name, bool value) { put(name, value); }
    void operator()(const char *name, std::chrono::milliseconds value, SettingRange<qint64>)
    {
        put(name, qint64(value.count()));
    }
    void operator()(const char *name, const QByteArray &value) { put(name, bytesToJson(value)); }
    void operator()(const char *name, const HeaderList &value) { put(name, headersToJson(value)); }
    void operator()(const char *name, Http2 value) { put(name, QString(http2Ids[size_t(value)])); }
    void operator()(const char *name, Engine value) { put(name, QString(engineIds[size_t(value)])); }
    void operator()(const char *name, const QUrl &value)
    {
        put(name, shownProxy(value).toString(QUrl::FullyEncoded));
    }
    QJsonObject object;

private:
    void put(const char *name, const QJsonValue &value) { object.insert(QLatin1StringView(name), value); }
};

class Reader final
{
public:
    explicit Reader(QJsonObject object)
        : m_object(std::move(object))
    {}

    void operator()(const char *name, int &value, SettingRange<int> range)
    {
        qint64 number = value;
        (*this)(name, number, {range.least, range.most});
        value = int(number);
    }
    void operator()(const char *name, qint64 &value, SettingRange<qint64> range)
    {
        double number = double(value);
        (*this)(name, number, {double(range.least), double(range.most)});
        if (std::floor(number) == number)
            value = qint64(number);
        else
            wrong = QString::fromLatin1(name);
    }
    void operator()(const char *name, double &value, SettingRange<double> range)
    {
        const auto found = get(name, &QJsonValue::isDouble);
        if (!found)
            return;
        if (range.holds(found->toDouble()))
            value = found->toDouble();
        else
            wrong = QString::fromLatin1(name);
    }
    void operator()(const char *name, bool &value)
    {
        if (const auto found = get(name, &QJsonValue::isBool))
            value = found->toBool();
    }
    void operator()(const char *name, std::chrono::milliseconds &value, SettingRange<qint64> range)
    {
        qint64 number = value.count();
        (*this)(name, number, range);
        value = std::chrono::milliseconds(number);
    }
    void operator()(const char *name, QByteArray &value)
    {
        const QJsonValue found = m_object.value(QLatin1StringView(name));
        if (found.isString() || found.isObject())
            value = bytesFromJson(found);
        else if (!found.isUndefined())
            wrong = QString::fromLatin1(name);
    }
    void operator()(const char *name, HeaderList &value)
    {
        if (const auto found = get(name, &QJsonValue::isArray))
            value = headersFromJson(found->toArray());
    }
    void operator()(const char *name, Http2 &value) { choose(name, value, http2Ids); }
    void operator()(const char *name, Engine &value) { choose(name, value, engineIds); }
    void operator()(const char *name, QUrl &value)
    {
        if (const auto found = get(name, &QJsonValue::isString))
            value = QUrl(found->toString(), QUrl::StrictMode);
    }
    QString wrong; ///< the last setting that was of another type, or out of its range

private:
    template <typename Choice>
    void choose(const char *name, Choice &value, const std::array<QLatin1StringView, 3> &ids)
    {
        const auto found = get(name, &QJsonValue::isString);
        const auto id = found ? std::find(ids.begin(), ids.end(), found->toString()) : ids.end();
        if (id != ids.end())
            value = Choice(id - ids.begin());
    }
    std::optional<QJsonValue> get(const char *name, bool (QJsonValue::*isRight)() const)
    {
        const QJsonValue found = m_object.value(QLatin1StringView(name));
        if (found.isUndefined())
            return {};
        if ((found.*isRight)())
            return found;
        wrong = QString::fromLatin1(name);
        return {};
    }
    QJsonObject m_object;
};

Error invalid(const QString &what)
{
    return {Error::Code::Invalid,
            QCoreApplication::translate("CrawlSettings",
                                        "The settings of this run cannot be read (%1). Start a new run.")
                .arg(what)};
}

} // namespace

QByteArray crawlSettingsToJson(const CrawlSettings &settings)
{
    Writer writer;
    visitSettings(writer, settings);
    if (!settings.keepSecrets)
        writer(HeadersName, shownHeaders(settings.request.headers));
    return QJsonDocument(writer.object).toJson(QJsonDocument::Compact);
}

Result<CrawlSettings> crawlSettingsFromJson(const QByteArray &json)
{
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsing);
    if (!document.isObject())
        return invalid(parsing.errorString());
    Reader reader(document.object());
    CrawlSettings settings;
    visitSettings(reader, settings);
    if (!reader.wrong.isEmpty())
        return invalid(reader.wrong);
    return settings;
}

} // namespace turnstone
