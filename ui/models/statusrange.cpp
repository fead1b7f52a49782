// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/statusrange.h"

#include <QString>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int LeastStatus = 100;
constexpr int MostStatus = 999;

std::optional<int> number(QStringView text)
{
    const auto isDigit = [](QChar each) { return each >= u'0' && each <= u'9'; };
    if (text.isEmpty() || text.size() > 3 || !std::all_of(text.begin(), text.end(), isDigit))
        return {};
    return text.toInt();
}

/// "4", "40" and "4xx".
std::optional<StatusRange> beginningWith(QStringView text)
{
    while (!text.isEmpty() && text.size() <= 3 && text.back().toLower() == u'x')
        text.chop(1);
    const std::optional<int> digits = number(text);
    if (!digits || text.front() == u'0')
        return {};
    const int width = text.size() == 1 ? 100 : text.size() == 2 ? 10 : 1;
    return StatusRange{*digits * width, *digits * width + width - 1};
}

/// What follows ">=" and the like.
std::optional<StatusRange> compared(QStringView text)
{
    const bool greater = text.front() == u'>';
    const bool equal = text.sliced(1).startsWith(u'=');
    const std::optional<int> bound = number(text.sliced(equal ? 2 : 1));
    if (!bound)
        return {};
    if (greater)
        return StatusRange{std::max(LeastStatus, equal ? *bound : *bound + 1), MostStatus};
    return StatusRange{LeastStatus, equal ? *bound : *bound - 1};
}

} // namespace

std::optional<StatusRange> statusRange(QStringView text)
{
    if (text.startsWith(u'>') || text.startsWith(u'<'))
        return compared(text);
    if (text.endsWith(u'.') && !text.endsWith(QLatin1StringView(".."))) // of a range that is being typed
        text.chop(1);
    if (text.startsWith(u'='))
        return beginningWith(text.sliced(1));
    if (const qsizetype dots = text.indexOf(QLatin1StringView("..")); dots >= 0) {
        const std::optional<int> from = dots == 0 ? LeastStatus : number(text.first(dots));
        const QStringView end = text.sliced(dots + 2);
        const std::optional<int> to = end.isEmpty() ? MostStatus : number(end);
        return from && to ? std::optional(StatusRange{*from, *to}) : std::nullopt;
    }
    if (const qsizetype dash = text.indexOf(u'-'); dash > 0) {
        const std::optional<int> from = number(text.first(dash));
        const QStringView end = text.sliced(dash + 1);
        const std::optional<int> to = end.isEmpty() ? MostStatus : number(end);
        return from && to ? std::optional(StatusRange{*from, *to}) : std::nullopt;
    }
    return beginningWith(text);
}

} // namespace turnstone
