// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingsstore.h"

#include "core/types/crawlsettingstable.h"
#include "core/types/secrets.h"
#include "ui/models/settingscheck.h"

#include <QSettings>

#include <cctype>
#include <cmath>
#include <optional>

namespace turnstone {

using std::chrono::milliseconds;

namespace {

/// "crawl/hostPatienceMs" of "host_patience_ms".
QString keyOf(const Setting &setting)
{
    QByteArray key("crawl/");
    for (const char *c = setting.id; *c != '\0'; ++c)
        key += *c == '_' ? char(std::toupper(*++c)) : *c;
    return QString::fromLatin1(key);
}

bool isRaw(const Setting &setting)
{
    return QLatin1StringView(setting.id) == QLatin1StringView("body");
}

/// Reads values into what already holds their defaults, and leaves those alone where a value makes no sense.
class SettingsReader final
{
public:
    explicit SettingsReader(const QSettings &settings)
        : m_settings(settings)
    {}

    template <typename T>
    void operator()(const Setting &setting, T &value, SettingRange<T> range)
    {
        bool isNumber = false;
        const double stored = get(setting).toDouble(&isNumber);
        if (isNumber && std::isfinite(stored) && stored >= double(range.least) &&
            stored <= double(range.most))
            value = T(stored);
    }
    void operator()(const Setting &setting, milliseconds &value, SettingRange<qint64> range)
    {
        qint64 count = value.count();
        (*this)(setting, count, range);
        value = milliseconds(count);
    }
    void operator()(const Setting &setting, bool &value)
    {
        const QString stored = get(setting).toString();
        if (stored == QLatin1StringView("true") || stored == QLatin1StringView("false"))
            value = stored == QLatin1StringView("true");
    }
    void operator()(const Setting &setting, Http2 &value) { choose(setting, value, Http2Ids.size()); }
    void operator()(const Setting &setting, Engine &value) { choose(setting, value, EngineIds.size()); }
    void operator()(const Setting &setting, QByteArray &value)
    {
        if (isRaw(setting)) {
            value = get(setting).toByteArray();
            return;
        }
        const bool isMethod = QLatin1StringView(setting.id) == QLatin1StringView("method");
        if (const auto text = textOf(setting, isMethod ? methodProblem : userAgentProblem))
            value = isMethod ? text->trimmed().toUpper().toLatin1() : text->trimmed().toUtf8();
    }
    void operator()(const Setting &setting, HeaderList &value)
    {
        if (const auto text = textOf(setting, headersProblem))
            value = headersFromText(*text);
    }
    void operator()(const Setting &setting, QUrl &value)
    {
        if (const auto text = textOf(setting, proxyProblem))
            value = proxyFromText(*text);
    }

private:
    QVariant get(const Setting &setting) const { return m_settings.value(keyOf(setting)); }
    template <typename Choice>
    void choose(const Setting &setting, Choice &value, size_t count)
    {
        int chosen = int(value);
        (*this)(setting, chosen, SettingRange<int>{0, int(count) - 1});
        value = Choice(chosen);
    }
    /// What is stored, where `problemOf` finds nothing against it.
    std::optional<QString> textOf(const Setting &setting, QString (*problemOf)(const QString &)) const
    {
        const QVariant stored = get(setting);
        if (!stored.isValid() || !problemOf(stored.toString()).isEmpty())
            return {};
        return stored.toString();
    }

    const QSettings &m_settings;
};

class SettingsWriter final
{
public:
    explicit SettingsWriter(QSettings &settings)
        : m_settings(settings)
    {}

    template <typename T>
    void operator()(const Setting &setting, const T &value, SettingRange<T>)
    {
        put(setting, value);
    }
    void operator()(const Setting &setting, const milliseconds &value, SettingRange<qint64>)
    {
        put(setting, qint64(value.count()));
    }
    void operator()(const Setting &setting, const bool &value) { put(setting, value); }
    void operator()(const Setting &setting, const Http2 &value) { put(setting, int(value)); }
    void operator()(const Setting &setting, const Engine &value) { put(setting, int(value)); }
    void operator()(const Setting &setting, const QByteArray &value)
    {
        put(setting, isRaw(setting) ? QVariant(value) : QVariant(QString::fromUtf8(value)));
    }
    void operator()(const Setting &setting, const HeaderList &value)
    {
        put(setting, headersToText(shownHeaders(value))); // the others are asked for
    }
    void operator()(const Setting &setting, const QUrl &value)
    {
        put(setting, value.toString(QUrl::FullyEncoded | QUrl::RemovePassword));
    }

private:
    void put(const Setting &setting, const QVariant &value) { m_settings.setValue(keyOf(setting), value); }

    QSettings &m_settings;
};

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
    SettingsReader read(m_settings);
    visitSettings(read, crawl);
    if (!crawl.request.hasBody)
        crawl.request.body.clear();
    return crawl;
}

void SettingsStore::save(const CrawlSettings &crawl)
{
    SettingsWriter write(m_settings);
    visitSettings(write, crawl);
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
