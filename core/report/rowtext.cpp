// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/rowtext.h"

#include <QChar>
#include <QCoreApplication>
#include <QString>
#include <QUrl>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>

namespace turnstone {

namespace {

char *putUtf8(char *to, char32_t c)
{
    if (c < 0x800) {
        *to++ = char(0xC0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            *to++ = char(0xE0 | (c >> 12));
        } else {
            *to++ = char(0xF0 | (c >> 18));
            *to++ = char(0x80 | ((c >> 12) & 0x3F));
        }
        *to++ = char(0x80 | ((c >> 6) & 0x3F));
    }
    *to++ = char(0x80 | (c & 0x3F));
    return to;
}

/// Appends `text` as UTF-8; `ascii` writes what is below 0x80, at most `expansion` bytes each.
template <typename Ascii>
void appendEncoded(QByteArray &out, QStringView text, qsizetype expansion, const Ascii &ascii)
{
    const qsizetype begin = out.size();
    out.resize(begin + text.size() * expansion);
    char *to = out.data() + begin;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (unit < 0x80) {
            to = ascii(to, char(unit));
        } else if (!QChar::isSurrogate(unit)) {
            to = putUtf8(to, unit);
        } else if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            to = putUtf8(to, QChar::surrogateToUcs4(unit, text[i + 1].unicode()));
            ++i;
        } else {
            to = putUtf8(to, QChar::ReplacementCharacter);
        }
    }
    out.resize(to - out.constData());
}

template <typename Ascii>
void appendAscii(QByteArray &out, QByteArrayView text, qsizetype expansion, const Ascii &ascii)
{
    const qsizetype begin = out.size();
    out.resize(begin + text.size() * expansion);
    char *to = out.data() + begin;
    for (const char c : text)
        to = ascii(to, c);
    out.resize(to - out.constData());
}

bool isAscii(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return uchar(c) >= 0x80; });
}

/// What servers send need not be UTF-8; as Latin-1 no byte of it is lost.
QString decoded(QByteArrayView text)
{
    return text.isValidUtf8() ? QString::fromUtf8(text) : QString::fromLatin1(text);
}

char *csvAscii(char *to, char c)
{
    *to++ = uchar(c) < 0x20 && c != '\t' ? ' ' : c;
    return to;
}

char *jsonAscii(char *to, char c)
{
    constexpr char Digits[] = "0123456789abcdef";
    const char *shortForm = nullptr;
    switch (c) {
    case '"':
        shortForm = "\\\"";
        break;
    case '\\':
        shortForm = "\\\\";
        break;
    case '\n':
        shortForm = "\\n";
        break;
    case '\r':
        shortForm = "\\r";
        break;
    case '\t':
        shortForm = "\\t";
        break;
    default:
        break;
    }
    if (shortForm) {
        *to++ = shortForm[0];
        *to++ = shortForm[1];
    } else if (uchar(c) < 0x20) {
        std::memcpy(to, "\\u00", 4);
        to[4] = Digits[uchar(c) >> 4];
        to[5] = Digits[uchar(c) & 15];
        to += 6;
    } else {
        *to++ = c;
    }
    return to;
}

/// The signs of formulas, in full width too: spreadsheets of East Asia take them for the narrow ones.
bool isFormulaSign(char16_t c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == u'\uFF1D' || c == u'\uFF0B' ||
           c == u'\uFF0D' || c == u'\uFF20';
}

bool runsInSpreadsheets(char16_t first)
{
    return isFormulaSign(first) || first == '\t' || first == '\r';
}

bool beginsWithFormulaSign(QByteArrayView utf8)
{
    if (utf8.isEmpty() || uchar(utf8.front()) < 0x80)
        return !utf8.isEmpty() && isFormulaSign(uchar(utf8.front()));
    return utf8.startsWith("\xEF\xBC") && utf8.size() > 2 &&
           isFormulaSign(char16_t(0xFF00 | (uchar(utf8[2]) & 0x3F)));
}

/// Where a semicolon or a tab divides cells, a spreadsheet sees one that begins behind it, whatever the
/// quotes are.
void defuseBehindSeparators(QByteArray &out, qsizetype begin)
{
    const QByteArrayView written = QByteArrayView(out).sliced(begin);
    if (!written.contains(';') && !written.contains('\t'))
        return;
    const QByteArray cell = written.toByteArray();
    out.truncate(begin);
    bool behind = false; // a separator, or quotes behind it
    for (qsizetype at = 0; at < cell.size(); ++at) {
        if (behind && beginsWithFormulaSign(QByteArrayView(cell).sliced(at)))
            out.append('\'');
        behind = cell[at] == ';' || cell[at] == '\t' || (behind && cell[at] == '"');
        out.append(cell[at]);
    }
}

/// Quotes what was written from `begin` on, where RFC 4180 or a spreadsheet that divides at semicolons asks
/// for it.
void finishCell(QByteArray &out, qsizetype begin)
{
    const QByteArrayView cell = QByteArrayView(out).sliced(begin);
    if (cell.contains('"')) {
        QByteArray quoted = cell.toByteArray();
        quoted.replace('"', "\"\"");
        out.truncate(begin);
        out.append('"').append(quoted).append('"');
    } else if (cell.contains(',') || cell.contains(';') || cell.contains('\t')) {
        out.insert(begin, '"').append('"');
    }
}

char16_t unitOf(QChar c)
{
    return c.unicode();
}

char16_t unitOf(char c)
{
    return uchar(c);
}

/// What most cells are: printable ASCII that asks for nothing but quotes around its commas. False: it is not,
/// and nothing is written.
template <typename Text>
bool appendPlainCell(QByteArray &out, Text text)
{
    const qsizetype begin = out.size();
    out.resize(begin + text.size());
    char *to = out.data() + begin;
    bool hasComma = false;
    for (const auto each : text) {
        const char16_t c = unitOf(each);
        if (c < 0x20 || c >= 0x80 || c == '"' || c == ';') {
            out.truncate(begin);
            return false;
        }
        hasComma |= c == ',';
        *to++ = char(c);
    }
    if (hasComma)
        out.insert(begin, '"').append('"');
    return true;
}

/// A CR and its LF are one line break, as are the separators of Unicode.
QString onOneLine(QStringView text)
{
    QString line = text.toString();
    line.replace(QLatin1StringView("\r\n"), QLatin1StringView(" "));
    for (const char16_t separator : {u'\u2028', u'\u2029', u'\u0085'})
        line.replace(QChar(separator), u' ');
    return line;
}

bool hasOddBreaks(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c == u'\r' || c == u'\u2028' || c == u'\u2029' || c == u'\u0085';
    });
}

bool isForbiddenInXml(QChar c)
{
    const char16_t unit = c.unicode();
    return (unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r') || unit >= 0xFFFE;
}

} // namespace

void appendNumber(QByteArray &out, qint64 number)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end - digits.data());
}

void appendMs(QByteArray &out, qint64 us, int decimals)
{
    static constexpr std::array<qint64, 4> UnitsPerMs = {1, 10, 100, 1000};
    const qint64 perMs = UnitsPerMs[size_t(decimals)];
    const qint64 step = 1000 / perMs;
    const qint64 units = (us + step / 2) / step;
    appendNumber(out, units / perMs);
    if (decimals == 0)
        return;
    out.append('.');
    for (qint64 digit = perMs / 10; digit > 0; digit /= 10)
        out.append(char('0' + units / digit % 10));
}

void appendTimestamp(QByteArray &out, qint64 msSinceEpoch)
{
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(msSinceEpoch)};
    const sys_days day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss time(moment - day);
    std::array<char, 24> text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                              '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'};
    const auto put = [&text](size_t at, int width, qint64 value) {
        for (; width > 0; --width, value /= 10)
            text[at + size_t(width) - 1] = char('0' + value % 10);
    };
    put(0, 4, std::clamp(int(date.year()), 0, 9999));
    put(5, 2, unsigned(date.month()));
    put(8, 2, unsigned(date.day()));
    put(11, 2, time.hours().count());
    put(14, 2, time.minutes().count());
    put(17, 2, time.seconds().count());
    put(20, 3, time.subseconds().count());
    out.append(text.data(), qsizetype(text.size()));
}

void appendCsvText(QByteArray &out, QStringView text)
{
    if (text.isEmpty())
        return;
    const bool runs = runsInSpreadsheets(text.front().unicode());
    if (!runs && appendPlainCell(out, text))
        return;
    const qsizetype begin = out.size();
    if (runs)
        out.append('\'');
    if (hasOddBreaks(text))
        appendEncoded(out, onOneLine(text), 3, csvAscii);
    else
        appendEncoded(out, text, 3, csvAscii);
    defuseBehindSeparators(out, begin);
    finishCell(out, begin);
}

void appendCsvText(QByteArray &out, QByteArrayView text)
{
    if (text.isEmpty())
        return;
    const bool runs = runsInSpreadsheets(uchar(text.front()));
    if (!runs && appendPlainCell(out, text))
        return;
    if (!isAscii(text) || text.contains('\r')) {
        appendCsvText(out, decoded(text));
        return;
    }
    const qsizetype begin = out.size();
    if (runs)
        out.append('\'');
    appendAscii(out, text, 1, csvAscii);
    defuseBehindSeparators(out, begin);
    finishCell(out, begin);
}

void appendCsvAddress(QByteArray &out, QByteArrayView url)
{
    if (!(url.startsWith("http://") || url.startsWith("https://")) || !url.isValidUtf8()) {
        appendCsvText(out, url); // a bad line
        return;
    }
    const qsizetype begin = out.size();
    appendAscii(out, url, 1, csvAscii);
    finishCell(out, begin);
}

void appendJsonText(QByteArray &out, QStringView text)
{
    out.append('"');
    appendEncoded(out, text, 6, jsonAscii);
    out.append('"');
}

void appendJsonText(QByteArray &out, QByteArrayView text)
{
    if (!isAscii(text)) {
        appendJsonText(out, decoded(text));
        return;
    }
    out.append('"');
    appendAscii(out, text, 6, jsonAscii);
    out.append('"');
}

QString xmlText(QStringView text)
{
    QString safe = text.toString();
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (isPair)
            ++i;
        else if (isForbiddenInXml(c) || c.isSurrogate())
            safe[i] = QChar::ReplacementCharacter;
    }
    return safe;
}

QString xmlText(QByteArrayView bytes)
{
    return xmlText(decoded(bytes));
}

QString hostText(QByteArrayView url)
{
    const QUrl parsed = QUrl::fromEncoded(url.toByteArray());
    const QString host = parsed.host();
    if (host.isEmpty())
        return QCoreApplication::translate("Report", "no host");
    return parsed.port() < 0 ? host : QString(host + u':' + QString::number(parsed.port()));
}

} // namespace turnstone
