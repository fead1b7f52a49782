// SPDX-License-Identifier: GPL-3.0-or-later
// How single values are written into a row. What appends to `out` does so without a detour over QString.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1StringView>
#include <QStringView>

#include <array>

namespace turnstone {

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

/// `text` with U+FFFD for every character that XML 1.0 cannot hold.
QString xmlText(QStringView text);
/// The same for bytes; what is no UTF-8 is read as Latin-1.
QString xmlText(QByteArrayView bytes);

/// The host of an address, with its port where it names one; "no host" where it has none.
QString hostText(QByteArrayView url);

} // namespace turnstone
