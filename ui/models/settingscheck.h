// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings dialog offers of what the settings of a crawl may be, and what is wrong with a text.
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/settingranges.h"

#include <QString>

namespace turnstone {

namespace ranges {
inline constexpr SettingRange<int> Concurrency{1, 10'000};
inline constexpr SettingRange<int> PerHost{1, 1'000};
inline constexpr SettingRange<double> Rate{0, 100'000};
inline constexpr SettingRange<int> HostDelayMs{0, 3'600'000};
inline constexpr SettingRange<int> TimeoutMs{100, 3'600'000};
inline constexpr SettingRange<int> Retries{0, 20};
inline constexpr SettingRange<int> BackoffMs{0, 3'600'000};
inline constexpr SettingRange<int> MaxBackoffMs{0, 86'400'000};
inline constexpr SettingRange<qint64> MaxBodyBytes{1'000, 10'000'000'000};
inline constexpr SettingRange<int> MaxRedirects{0, 100};
inline constexpr SettingRange<int> HostPatienceMs{0, 86'400'000};
inline constexpr SettingRange<qint64> MemoryBytes{16'000'000, 1'000'000'000'000};
inline constexpr SettingRange<qint64> KeepBodyBytes{0, 10'000'000};
} // namespace ranges

/// Each answers with one sentence saying what is wrong, empty where it is right.
QString methodProblem(const QString &method);
QString userAgentProblem(const QString &userAgent);
/// "Name: value" lines; empty lines are passed over.
QString headersProblem(const QString &lines);
/// Empty, or http:// or socks5:// with a host.
QString proxyProblem(const QString &proxy);

/// The fields of `lines` that are right.
HeaderList headersFromText(const QString &lines);
QString headersToText(const HeaderList &headers);
/// The address of a proxy that proxyProblem() finds nothing against; without a scheme it is http.
QUrl proxyFromText(const QString &proxy);

} // namespace turnstone
