// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runsettings.h"

#include "core/types/crawlsettingsjson.h"
#include "core/types/secrets.h"

#include <utility>

namespace turnstone {

Result<CrawlSettings> settingsOf(const RunInfo &run, const CrawlSettings &own)
{
    Result<CrawlSettings> read = crawlSettingsFromJson(run.settings);
    if (!read)
        return read;
    CrawlSettings settings = std::move(read).value();
    if (settings.proxy == shownProxy(own.proxy))
        settings.proxy = own.proxy;
    if (settings.request.headers == shownHeaders(own.request.headers))
        settings.request.headers = own.request.headers;
    return settings;
}

bool isSameInProject(const CrawlSettings &a, const CrawlSettings &b)
{
    return crawlSettingsToJson(a) == crawlSettingsToJson(b);
}

QByteArrayList missingHeaders(const CrawlSettings &settings)
{
    QByteArrayList missing;
    for (const auto &[name, value] : settings.request.headers) {
        if (isHiddenHeader(name, value) && !missing.contains(name))
            missing.append(name);
    }
    return missing;
}

bool lacksProxyPassword(const CrawlSettings &settings)
{
    return !settings.proxy.userName().isEmpty() && settings.proxy.password().isEmpty();
}

bool lacksProxyKey(const CrawlSettings &settings)
{
    return settings.proxy.userName() == QLatin1StringView(Hidden);
}

} // namespace turnstone
