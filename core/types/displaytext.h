// SPDX-License-Identifier: GPL-3.0-or-later
// Text of the web and numbers, as they are shown.
#pragma once

#include <QByteArrayView>
#include <QString>

#include <chrono>

namespace turnstone {

/// `text` on one line: white space as single spaces, control and direction-changing characters made visible
/// (U+202E as ⟨202E⟩), at most `maxLength` characters and an ellipsis.
QString visibleLine(QStringView text, qsizetype maxLength = 500);
/// The same for bytes in UTF-8.
QString visibleLine(QByteArrayView utf8, qsizetype maxLength = 500);
/// `text` with its line breaks and tabs, every other control character made visible; not shortened.
QString visibleText(const QString &text);
/// "404 Not Found"; without a phrase just the number.
QString statusText(int status, QByteArrayView reasonPhrase);
/// `plain` as a tool tip that is never taken for markup.
QString plainToolTip(const QString &plain);

/// Durations in microseconds, short: "41 ms", "1.52 s", "3:20"; an en dash when negative (not known).
QString durationText(qint64 microseconds);
/// Minutes and seconds for a countdown, rounded up: "0:04", "1:02:00".
QString countdownText(std::chrono::milliseconds left);
/// "1.3 kB", "18.9 MB": powers of 1,000.
QString bytesText(qint64 bytes);
/// "14.2 /s", from 100 on without a fraction.
QString rateText(double perSecond);
/// With the locale's group separators.
QString countText(qint64 count);
/// "97.3 %"; never rounded up to 100 %.
QString percentText(double fraction);

} // namespace turnstone
