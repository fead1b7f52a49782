// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/crawlsettingsjson.h"

#include "core/types/jsonbytes.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace turnstone {

namespace {

constexpr std::array<QLatin1StringView, 3> http2Ids{QLatin1StringView("auto"), QLatin1StringView("on"),
                                                    QLatin1StringView("off")};

/// Names each setting once, for both directions: `Visitor` writes or reads it.
template <typename Visitor, typename Limits>
void visitLimits(Visitor &visit, Limits &limits)
{
    visit("concurrency", limits.concurrency);
    visit("per_host", limits.perHost);
    visit("rate", limits.rate);
    visit("host_delay_ms", limits.hostDelay);
    visit("timeout_ms", limits.timeout);
    visit("connect_timeout_ms", limits.connectTimeout);
    visit("retries", limits.retries);
    visit("backoff_ms", limits.backoff);
    visit("max_backoff_ms", limits.maxBackoff);
    visit("max_body_bytes", limits.maxBodyBytes);
    visit("max_redirects", limits.maxRedirects);
    visit("host_patience_ms", limits.hostPatience);
    visit("memory_bytes", limits.memoryBytes);
}

template <typename Visitor, typename Settings>
void visitSettings(Visitor &visit, Settings &settings)
{
    visitLimits(visit, settings.limits);
    visit("method", settings.request.method);
    visit("headers", settings.request.headers);
    visit("has_body", settings.request.hasBody);
    visit("body", settings.request.body);
    visit("user_agent", settings.userAgent);
    visit("proxy", settings.proxy);
    visit("system_proxy", settings.systemProxy);
    visit("insecure", settings.insecure);
    visit("cookies", settings.cookies);
    visit("http2", settings.http2);
    visit("forbid_private", settings.forbidPrivate);
    visit("fail_fast", settings.failFast);
    visit("keep_headers", settings.keepHeaders);
    visit("keep_body_bytes", settings.keepBodyBytes);
    visit("store_bodies", settings.storeBodies);
}

class Writer final
{
public:
    void operator()(const char *name, int value) { put(name, value); }
    void operator()(const char *name, qint64 value) { put(name, value); }
    void operator()(const char *name, double value) { put(name, value); }
    void operator()(const char *name, bool value) { put(name, value); }
    void operator()(const char *name, std::chrono::milliseconds value) { put(name, qint64(value.count())); }
    void operator()(const char *name, const QByteArray &value) { put(name, bytesToJson(value)); }
    void operator()(const char *name, const HeaderList &value) { put(name, headersToJson(value)); }
    void operator()(const char *name, Http2 value) { put(name, QString(http2Ids[size_t(value)])); }
    void operator()(const char *name, const QUrl &value)
    {
        put(name, value.toString(QUrl::RemovePassword | QUrl::FullyEncoded));
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

    void operator()(const char *name, int &value)
    {
        qint64 number = value;
        (*this)(name, number);
        value = int(number);
    }
    void operator()(const char *name, qint64 &value)
    {
        if (const auto found = get(name, &QJsonValue::isDouble))
            value = found->toInteger(value);
    }
    void operator()(const char *name, double &value)
    {
        if (const auto found = get(name, &QJsonValue::isDouble))
            value = found->toDouble();
    }
    void operator()(const char *name, bool &value)
    {
        if (const auto found = get(name, &QJsonValue::isBool))
            value = found->toBool();
    }
    void operator()(const char *name, std::chrono::milliseconds &value)
    {
        qint64 number = value.count();
        (*this)(name, number);
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
    void operator()(const char *name, Http2 &value)
    {
        const auto found = get(name, &QJsonValue::isString);
        if (!found)
            return;
        for (size_t i = 0; i < http2Ids.size(); ++i) {
            if (found->toString() == http2Ids[i])
                value = Http2(i);
        }
    }
    void operator()(const char *name, QUrl &value)
    {
        if (const auto found = get(name, &QJsonValue::isString))
            value = QUrl(found->toString(), QUrl::StrictMode);
    }
    QString wrong; ///< the last setting that was of another type

private:
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
