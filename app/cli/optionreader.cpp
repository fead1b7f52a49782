// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/optionreader.h"

#include "core/base/translation.h"

#include <QCommandLineParser>

#include <cmath>

namespace turnstone {

bool OptionReader::isSet(const char *name) const
{
    return m_parser.isSet(QLatin1StringView(name));
}

QString OptionReader::text(const char *name) const
{
    return m_parser.value(QLatin1StringView(name));
}

QStringList OptionReader::texts(const char *name) const
{
    return m_parser.values(QLatin1StringView(name));
}

double OptionReader::number(const char *name, double fallback, SettingRange<double> range)
{
    if (!isSet(name))
        return fallback;
    bool isNumber = false;
    const double value = text(name).toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || !range.holds(value))
        complain(tr("--%1 takes a number from %2 to %3, not \"%4\".")
                     .arg(QLatin1StringView(name), QString::number(range.least),
                          QString::number(range.most, 'f', 0), text(name)));
    return value;
}

int OptionReader::whole(const char *name, int fallback, SettingRange<int> range)
{
    if (!isSet(name))
        return fallback;
    bool isNumber = false;
    const int value = text(name).toInt(&isNumber);
    if (!isNumber || !range.holds(value))
        complain(tr("--%1 takes a whole number from %2 to %3, not \"%4\".")
                     .arg(QLatin1StringView(name), QString::number(range.least), QString::number(range.most),
                          text(name)));
    return value;
}

std::chrono::milliseconds OptionReader::seconds(const char *name, std::chrono::milliseconds fallback,
                                                SettingRange<qint64> range)
{
    const double value = number(name, double(fallback.count()) / 1000,
                                {double(range.least) / 1000, double(range.most) / 1000});
    return std::chrono::milliseconds(std::llround(value * 1000));
}

qint64 OptionReader::bytes(const char *name, qint64 fallback, SettingRange<qint64> range)
{
    if (!isSet(name))
        return fallback;
    QString digits = text(name).toLower();
    if (digits.endsWith(u'b'))
        digits.chop(1);
    const qsizetype unit = digits.isEmpty() ? -1 : QStringView(u"kmg").indexOf(digits.back());
    if (unit >= 0)
        digits.chop(1);
    bool isNumber = false;
    const double value = digits.toDouble(&isNumber) * std::pow(1000.0, double(unit + 1));
    const bool isRight = isNumber && value >= double(range.least) && value <= double(range.most);
    if (!isRight && range.least > 1'000'000)
        complain(tr("--%1 takes a size of at least %2M, such as 500M or 1G, not \"%3\".")
                     .arg(QLatin1StringView(name), QString::number(range.least / 1'000'000), text(name)));
    else if (!isRight)
        complain(tr("--%1 takes a size such as 500k, 10M or 1G, not \"%2\".")
                     .arg(QLatin1StringView(name), text(name)));
    return isRight ? qint64(value) : fallback;
}

QString OptionReader::choice(const char *name, const QString &fallback)
{
    const QStringList choices = m_syntax.choicesOf(QLatin1StringView(name));
    const QString value = isSet(name) ? text(name) : fallback;
    if (!choices.contains(value))
        complain(tr("--%1 takes %2, not \"%3\".").arg(QLatin1StringView(name), choices.join(u'|'), value));
    return value;
}

void OptionReader::needNames(std::initializer_list<const char *> options)
{
    for (const char *option : options) {
        if (isSet(option) && texts(option).contains(QString()))
            complain(tr("--%1 needs a name, and the one given is empty.").arg(QLatin1StringView(option)));
    }
}

void OptionReader::complain(const QString &sentence)
{
    if (m_complaint.isEmpty())
        m_complaint = sentence;
}

} // namespace turnstone
