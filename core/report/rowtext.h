// SPDX-License-Identifier: GPL-3.0-or-later
// How single values are written into a row. All of them append to `out` without a detour over QString.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1StringView>
#include <QStringView>

#include <array>

namespace turnstone {

/// The columns of every format, in their order. Never renamed; later ones are added at the end.
inline constexpr auto ColumnNames = std::to_array<QLatin1StringView>(
    {QLatin1StringView("url"),          QLatin1StringView("final_url"),  QLatin1StringView("verdict"),
     QLatin1StringView("status"),       QLatin1StringView("reason"),     QLatin1StringView("title"),
     QLatin1StringView("content_type"), QLatin1StringView("charset"),    QLatin1StringView("bytes"),
     QLatin1StringView("attempts"),     QLatin1StringView("redirects"),  QLatin1StringView("queued_ms"),
     QLatin1StringView("connect_ms"),   QLatin1StringView("ttfb_ms"),    QLatin1StringView("download_ms"),
     QLatin1StringView("total_ms"),     QLatin1StringView("started_at"), QLatin1StringView("http_version"),
     QLatin1StringView("description"),  QLatin1StringView("h1"),         QLatin1StringView("canonical"),
     QLatin1StringView("robots"),       QLatin1StringView("links")});

void appendNumber(QByteArray &out, qint64 number);
/// Microseconds as milliseconds with this many decimals, 0 to 3.
void appendMs(QByteArray &out, qint64 us, int decimals);
/// 2026-01-31T23:59:59.123Z
void appendTimestamp(QByteArray &out, qint64 msSinceEpoch);
/// One CSV cell: on one line, safe in a spreadsheet, quoted where needed.
void appendCsvText(QByteArray &out, QStringView text);
void appendCsvText(QByteArray &out, QByteArrayView text);
/// An address of the list, which is never changed; a bad line as text.
void appendCsvAddress(QByteArray &out, QByteArrayView url);
/// A JSON string with its quotes. Bytes that are no UTF-8 are read as Latin-1.
void appendJsonText(QByteArray &out, QStringView text);
void appendJsonText(QByteArray &out, QByteArrayView text);

} // namespace turnstone
