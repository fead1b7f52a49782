// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/valuerange.h"

#include <QLatin1StringView>
#include <QString>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace turnstone {

namespace {

constexpr double Most = 9e18; // what a qint64 surely holds

struct Unit
{
    QLatin1StringView name; // lower case
    double factor;
};

constexpr Unit SizeUnits[] = {
    {QLatin1StringView(""), 1},
    {QLatin1StringView("b"), 1},
    {QLatin1StringView("k"), 1e3},
    {QLatin1StringView("kb"), 1e3},
    {QLatin1StringView("m"), 1e6},
    {QLatin1StringView("mb"), 1e6},
    {QLatin1StringView("g"), 1e9},
    {QLatin1StringView("gb"), 1e9},
    {QLatin1StringView("ki"), 1024},
    {QLatin1StringView("kib"), 1024},
    {QLatin1StringView("mi"), 1048576},
    {QLatin1StringView("mib"), 1048576},
    {QLatin1StringView("gi"), 1073741824},
    {QLatin1StringView("gib"), 1073741824},
};
constexpr Unit TimeUnits[] = {
    {QLatin1StringView(""), 1e3},  {QLatin1StringView("us"), 1},     {QLatin1StringView("ms"), 1e3},
    {QLatin1StringView("s"), 1e6}, {QLatin1StringView("min"), 60e6},
};
constexpr Unit CountUnits[] = {{QLatin1StringView(""), 1}};

struct Number
{
    double value = 0;
    double precision = 1; // of the last digit that was typed
};

std::optional<Number> number(QStringView text, std::span<const Unit> units)
{
    if (text.endsWith(u'.')) // of a range or a fraction that is being typed
        text.chop(1);
    const auto *end = std::find_if_not(
        text.begin(), text.end(), [](QChar each) { return (each >= u'0' && each <= u'9') || each == u'.'; });
    const QStringView digits = text.first(end - text.begin());
    QString name = text.sliced(digits.size()).toString().toLower();
    name.replace(QChar(0xB5), u'u').replace(QChar(0x3BC), u'u'); // both of Unicode's micro signs
    const auto unit =
        std::find_if(units.begin(), units.end(), [&name](const Unit &each) { return name == each.name; });
    bool isNumber = false;
    const double value = digits.toDouble(&isNumber);
    if (!isNumber || unit == units.end())
        return {};
    const qsizetype point = digits.indexOf(u'.');
    const qsizetype decimals = point < 0 ? 0 : digits.size() - point - 1;
    return Number{std::min(value * unit->factor, Most), unit->factor * std::pow(10.0, -double(decimals))};
}

qint64 atLeast(double value)
{
    return qint64(std::ceil(value));
}

qint64 atMost(double value)
{
    return qint64(std::floor(value));
}

ValueRange roundingTo(const Number &number)
{
    return {atLeast(number.value - number.precision / 2), atLeast(number.value + number.precision / 2) - 1};
}

std::optional<ValueRange> between(QStringView from, QStringView to, std::span<const Unit> units)
{
    ValueRange range;
    const std::optional<Number> low = from.isEmpty() ? std::nullopt : number(from, units);
    const std::optional<Number> high = to.isEmpty() ? std::nullopt : number(to, units);
    if ((!from.isEmpty() && !low) || (!to.isEmpty() && !high))
        return {};
    if (low && high)
        return ValueRange{atLeast(std::min(low->value, high->value)),
                          atMost(std::max(low->value, high->value))};
    if (low)
        range.from = atLeast(low->value);
    if (high)
        range.to = atMost(high->value);
    return range;
}

std::optional<ValueRange> rangeIn(QStringView text, std::span<const Unit> units)
{
    const QLatin1StringView dots("..");
    if (const qsizetype at = text.indexOf(dots); at >= 0)
        return between(text.first(at), text.sliced(at + dots.size()), units);
    const qsizetype signs =
        text.startsWith(QLatin1StringView(">=")) || text.startsWith(QLatin1StringView("<=")) ? 2
        : !text.isEmpty() && QStringView(u"<>=").contains(text.front())                      ? 1
                                                                                             : 0;
    const std::optional<Number> bound = number(text.sliced(signs), units);
    if (!bound)
        return {};
    ValueRange range;
    if (text.startsWith(u'>'))
        range.from = signs == 2 ? atLeast(bound->value) : atMost(bound->value) + 1;
    else if (text.startsWith(u'<'))
        range.to = signs == 2 ? atMost(bound->value) : atLeast(bound->value) - 1;
    else
        range = roundingTo(*bound);
    return range;
}

} // namespace

std::optional<ValueRange> sizeRange(QStringView text)
{
    return rangeIn(text, SizeUnits);
}

std::optional<ValueRange> durationRange(QStringView text)
{
    return rangeIn(text, TimeUnits);
}

std::optional<ValueRange> countRange(QStringView text)
{
    return rangeIn(text, CountUnits);
}

bool isUnfinishedRange(QStringView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](QChar each) { return QStringView(u"<>=.").contains(each); });
}

} // namespace turnstone
