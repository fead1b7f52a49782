// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/displaytext.h"

#include "core/base/translation.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace turnstone {

namespace {

/// Characters that are not seen but change what is: controls, format and direction marks, lone surrogates.
bool isHidden(char32_t ucs4)
{
    switch (QChar::category(ucs4)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format:
        // The joiners belong to the spelling of some scripts and to emoji.
        return ucs4 != 0x200C && ucs4 != 0x200D;
    default:
        return false;
    }
}

void appendVisible(QString &out, char32_t ucs4)
{
    if (ucs4 < 0x20)
        out += QChar(char16_t(0x2400 + ucs4)); // the Control Pictures block
    else if (ucs4 == 0x7F)
        out += QChar(u'\u2421');
    else
        out += u'\u27E8' + QString::number(uint(ucs4), 16).toUpper().rightJustified(4, u'0') + u'\u27E9';
}

char32_t nextCharacter(QStringView text, qsizetype &at)
{
    const QChar first = text.at(at++);
    if (first.isHighSurrogate() && at < text.size() && text.at(at).isLowSurrogate())
        return QChar::surrogateToUcs4(first, text.at(at++));
    return first.unicode();
}

QString withUnit(double value, int decimals, const char *unit)
{
    return QLocale().toString(value, 'f', decimals) + u'\u00A0' + QLatin1StringView(unit);
}

} // namespace

QString visibleLine(QStringView text, qsizetype maxLength)
{
    QString out;
    out.reserve(std::min(text.size(), maxLength));
    bool gap = false;
    for (qsizetype at = 0; at < text.size();) {
        if (out.size() >= maxLength)
            return out + u'\u2026';
        const char32_t ucs4 = nextCharacter(text, at);
        if (ucs4 == u' ' || (ucs4 >= 9 && ucs4 <= 13)) {
            gap = !out.isEmpty();
            continue;
        }
        if (std::exchange(gap, false))
            out += u' ';
        if (isHidden(ucs4))
            appendVisible(out, ucs4);
        else
            out += QStringView(QChar::fromUcs4(ucs4));
    }
    return out;
}

QString visibleLine(QByteArrayView utf8, qsizetype maxLength)
{
    // Four bytes to a character at most; one more shows that something was left out.
    return visibleLine(QString::fromUtf8(utf8.first(std::min(utf8.size(), (maxLength + 1) * 4))), maxLength);
}

QString visibleText(const QString &text)
{
    const auto isOdd = [](QChar c) {
        return c != u'\n' && c != u'\t' && (c.isSurrogate() || isHidden(c.unicode()));
    };
    if (std::none_of(text.begin(), text.end(), isOdd))
        return text;
    QString out;
    out.reserve(text.size() + text.size() / 16);
    for (qsizetype at = 0; at < text.size();) {
        const char32_t ucs4 = nextCharacter(text, at);
        if (ucs4 == u'\r' && at < text.size() && text.at(at) == u'\n')
            continue;
        if (ucs4 == u'\n' || ucs4 == u'\t' || !isHidden(ucs4))
            out += QStringView(QChar::fromUcs4(ucs4));
        else
            appendVisible(out, ucs4);
    }
    return out;
}

QString statusText(int status, QByteArrayView reasonPhrase)
{
    const QString phrase = visibleLine(reasonPhrase, 80);
    const QString number = QString::number(status);
    return phrase.isEmpty() ? number : QString(number + u' ' + phrase);
}

QString plainToolTip(const QString &plain)
{
    if (plain.isEmpty())
        return {};
    return QLatin1StringView("<p style='white-space:pre-wrap'>") + plain.toHtmlEscaped() +
           QLatin1StringView("</p>");
}

QString durationText(qint64 microseconds)
{
    if (microseconds < 0)
        return QStringLiteral("\u2013");
    if (microseconds < 1'000)
        return microseconds ? tr("<\u00A0"
                                 "1\u00A0ms")
                            : withUnit(0, 0, "ms");
    if (microseconds < 999'500)
        return withUnit(double(microseconds) / 1e3, 0, "ms");
    const double seconds = double(microseconds) / 1e6;
    if (seconds < 59.95)
        return withUnit(seconds, seconds < 9.995 ? 2 : 1, "s");
    return countdownText(std::chrono::milliseconds(microseconds / 1000));
}

QString countdownText(std::chrono::milliseconds left)
{
    const qint64 seconds = (std::max<qint64>(left.count(), 0) + 999) / 1000;
    const auto two = [](qint64 value) { return QString::number(value).rightJustified(2, u'0'); };
    if (seconds < 3600)
        return QString::number(seconds / 60) + u':' + two(seconds % 60);
    return QString::number(seconds / 3600) + u':' + two(seconds / 60 % 60) + u':' + two(seconds % 60);
}

QString bytesText(qint64 bytes)
{
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB"};
    double value = double(bytes);
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return withUnit(value, unit == 0 || value >= 99.95 ? 0 : 1, units[unit]);
}

QString rateText(double perSecond)
{
    return QLocale().toString(perSecond, 'f', perSecond > 0 && perSecond < 99.95 ? 1 : 0) + u'\u00A0' +
           tr("/s");
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString percentText(double fraction)
{
    const double shown = fraction >= 1 ? 100 : std::min(std::round(fraction * 1000) / 10, 99.9);
    return QLocale().toString(shown, 'f', fraction >= 1 || fraction <= 0 ? 0 : 1) + QStringLiteral("\u00A0%");
}

} // namespace turnstone
