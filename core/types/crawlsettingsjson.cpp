// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/crawlsettingsjson.h"

#include "core/types/crawlsettingstable.h"
#include "core/types/jsonbytes.h"
#include "core/types/secrets.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace turnstone {

namespace {

constexpr Setting Headers{"headers"};

class Writer final
{
public:
    void operator()(const Setting &setting, int value, SettingRange<int>) { put(setting, value); }
    void operator()(const Setting &setting, qint64 value, SettingRange<qint64>) { put(setting, value); }
    void operator()(const Setting &setting, double value, SettingRange<double>) { put(setting, value); }
    void operator()(const Setting &setting, bool value) { put(setting, value); }
    void operator()(const Setting &setting, std::chrono::milliseconds value, SettingRange<qint64>)
    {
        put(setting, qint64(value.count()));
    }
    void operator()(const Setting &setting, const QByteArray &value) { put(setting, bytesToJson(value)); }
    void operator()(const Setting &setting, const HeaderList &value) { put(setting, headersToJson(value)); }
    void operator()(const Setting &setting, Http2 value) { put(setting, QString(Http2Ids[size_t(value)])); }
    void operator()(const Setting &setting, Engine value) { put(setting, QString(EngineIds[size_t(value)])); }
    void operator()(const Setting &setting, const QUrl &value)
    {
        put(setting, shownProxy(value).toString(QUrl::FullyEncoded));
    }
    QJsonObject object;

private:
    void put(const Setting &setting, const QJsonValue &value)
    {
        object.insert(QLatin1StringView(setting.id), value);
    }
};

class Reader final
{
public:
    explicit Reader(QJsonObject object)
        : m_object(std::move(object))
    {}

    void operator()(const Setting &setting, int &value, SettingRange<int> range)
    {
        qint64 number = value;
        (*this)(setting, number, {range.least, range.most});
        value = int(number);
    }
    void operator()(const Setting &setting, qint64 &value, SettingRange<qint64> range)
    {
        double number = double(value);
        (*this)(setting, number, {double(range.least), double(range.most)});
        if (std::floor(number) == number)
            value = qint64(number);
        else
            wrong = QString::fromLatin1(setting.id);
    }
    void operator()(const Setting &setting, double &value, SettingRange<double> range)
    {
        const auto found = get(setting, &QJsonValue::isDouble);
        if (!found)
            return;
        if (range.holds(found->toDouble()))
            value = found->toDouble();
        else
            wrong = QString::fromLatin1(setting.id);
    }
    void operator()(const Setting &setting, bool &value)
    {
        if (const auto found = get(setting, &QJsonValue::isBool))
            value = found->toBool();
    }
    void operator()(const Setting &setting, std::chrono::milliseconds &value, SettingRange<qint64> range)
    {
        qint64 number = value.count();
        (*this)(setting, number, range);
        value = std::chrono::milliseconds(number);
    }
    void operator()(const Setting &setting, QByteArray &value)
    {
        const QJsonValue found = m_object.value(QLatin1StringView(setting.id));
        if (found.isString() || found.isObject())
            value = bytesFromJson(found);
        else if (!found.isUndefined())
            wrong = QString::fromLatin1(setting.id);
    }
    void operator()(const Setting &setting, HeaderList &value)
    {
        if (const auto found = get(setting, &QJsonValue::isArray))
            value = headersFromJson(found->toArray());
    }
    void operator()(const Setting &setting, Http2 &value) { choose(setting, value, Http2Ids); }
    void operator()(const Setting &setting, Engine &value) { choose(setting, value, EngineIds); }
    void operator()(const Setting &setting, QUrl &value)
    {
        if (const auto found = get(setting, &QJsonValue::isString))
            value = QUrl(found->toString(), QUrl::StrictMode);
    }
    QString wrong; ///< the last setting that was of another type, or out of its range

private:
    template <typename Choice>
    void choose(const Setting &setting, Choice &value, const std::array<QLatin1StringView, 3> &ids)
    {
        const auto found = get(setting, &QJsonValue::isString);
        const auto id = found ? std::find(ids.begin(), ids.end(), found->toString()) : ids.end();
        if (id != ids.end())
            value = Choice(id - ids.begin());
    }
    std::optional<QJsonValue> get(const Setting &setting, bool (QJsonValue::*isRight)() const)
    {
        const QJsonValue found = m_object.value(QLatin1StringView(setting.id));
        if (found.isUndefined())
            return {};
        if ((found.*isRight)())
            return found;
        wrong = QString::fromLatin1(setting.id);
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
        writer(Headers, shownHeaders(settings.request.headers));
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
