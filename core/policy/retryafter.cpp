// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/retryafter.h"

#include <QLocale>

#include <algorithm>

namespace turnstone {

namespace {

QDateTime parseHttpDate(const QString &text)
{
    const QLocale english = QLocale::c();
    QDateTime time = english.toDateTime(text, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!time.isValid()) { // RFC 850: of a year of this century Qt, which takes 1926 for 26, knows another
                           // weekday
        const QString day = text.mid(text.indexOf(u',') + 1).trimmed();
        time = english.toDateTime(day, QStringLiteral("dd-MMM-yy HH:mm:ss 'GMT'"));
        if (time.isValid() && time.date().year() < 1970)
            time = time.addYears(100);
    }
    if (!time.isValid()) // asctime() pads the day with a space
        time = english.toDateTime(text.simplified(), QStringLiteral("ddd MMM d HH:mm:ss yyyy"));
    if (time.isValid())
        time.setTimeSpec(Qt::UTC);
    return time;
}

} // namespace

std::optional<std::chrono::milliseconds> parseRetryAfter(QByteArrayView field, const QDateTime &nowUtc)
{
    using namespace std::chrono;
    const QByteArrayView text = field.trimmed();
    if (text.isEmpty() || text.size() > 64)
        return std::nullopt;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        constexpr qint64 farAway =
            100 * 365 * 86400LL; // more than this, and more digits than fit, mean "very long"
        bool fits = false;
        const qint64 value = text.toByteArray().toLongLong(&fits);
        return milliseconds(seconds(fits ? std::min(value, farAway) : farAway));
    }
    const QDateTime at = parseHttpDate(QString::fromLatin1(text));
    if (!at.isValid())
        return std::nullopt;
    return milliseconds(std::max<qint64>(0, nowUtc.msecsTo(at)));
}

} // namespace turnstone
