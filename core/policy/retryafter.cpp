// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/retryafter.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace turnstone {

namespace {

using std::chrono::seconds;

constexpr seconds FarAway{100 * 365 * 86400LL};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A fraction is not allowed, but means no less than it says: it is rounded up.
std::optional<seconds> parseSeconds(QByteArrayView text)
{
    const qsizetype dot = text.indexOf('.');
    const QByteArrayView whole = dot < 0 ? text : text.first(dot);
    const QByteArrayView fraction = dot < 0 ? QByteArrayView() : text.sliced(dot + 1);
    if (whole.isEmpty() || (dot >= 0 && fraction.isEmpty()) ||
        !std::all_of(whole.begin(), whole.end(), isDigit) ||
        !std::all_of(fraction.begin(), fraction.end(), isDigit))
        return std::nullopt;
    const bool hasRest = std::any_of(fraction.begin(), fraction.end(), [](char c) { return c != '0'; });
    bool fits = false; // more digits than fit mean "very long", too
    const qint64 value = whole.toByteArray().toLongLong(&fits);
    return fits && value < FarAway.count() ? seconds(value + (hasRest ? 1 : 0)) : FarAway;
}

/// Of a date in any form (RFC 9110, 5.6.7) what is left without the weekday and its comma.
QDateTime parseHttpDate(const QString &text)
{
    QStringList parts = QString(text).replace(u'-', u' ').simplified().split(u' ');
    if (parts.size() != 5)
        return {};
    if (parts.at(4) != QLatin1StringView("GMT")) // asctime(): weekday, month, day, time, year
        parts = {parts.at(2), parts.at(1), parts.at(4), parts.at(3)};
    const bool isShort = parts.at(2).size() == 2; // a year of RFC 850
    const QString day = parts.at(0) + u' ' + parts.at(1) + u' ' + parts.at(2);
    QDate date =
        QLocale::c().toDate(day, isShort ? QStringLiteral("d MMM yy") : QStringLiteral("d MMM yyyy"));
    if (isShort && date.isValid() && date.year() < 1970) // Qt takes 26 for 1926
        date = date.addYears(100);
    const QTime time = QTime::fromString(parts.at(3), QStringLiteral("HH:mm:ss"));
    return date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC) : QDateTime();
}

} // namespace

std::optional<std::chrono::milliseconds> parseRetryAfter(QByteArrayView field, QByteArrayView date,
                                                         const QDateTime &nowUtc)
{
    using std::chrono::milliseconds;
    constexpr qsizetype longest = 256;
    if (field.size() > longest)
        return std::nullopt;
    const QDateTime said = date.size() > longest
                               ? QDateTime()
                               : parseHttpDate(QString::fromLatin1(date.sliced(date.indexOf(',') + 1)));
    const QDateTime now = said.isValid() ? said : nowUtc;
    std::optional<milliseconds> wait;
    // Fields of one name come as one, with commas between them. A weekday is a part of its own, then, and
    // nothing that can be read.
    for (const QByteArray &each : field.toByteArray().split(',')) {
        const QByteArray part = each.trimmed();
        if (const std::optional<seconds> asked = parseSeconds(part)) {
            wait = std::max<milliseconds>(wait.value_or(milliseconds(0)), *asked);
        } else if (const QDateTime at = parseHttpDate(QString::fromLatin1(part)); at.isValid()) {
            wait = std::max(wait.value_or(milliseconds(0)), milliseconds(now.msecsTo(at)));
        }
    }
    return wait;
}

} // namespace turnstone
