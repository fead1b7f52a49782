// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/answerheader.h"

#include <algorithm>
#include <array>
#include <limits>

namespace turnstone {

namespace {

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// RFC 9110, 5.6.2.
constexpr auto TokenChars = [] {
    std::array<bool, 256> chars{};
    for (const char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        chars[uchar(c)] = c != '\0';
    return chars;
}();

bool isTokenChar(char c)
{
    return TokenChars[uchar(c)];
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

bool isNamed(QByteArrayView name, QByteArrayView wanted)
{
    return name.size() == wanted.size() && name.compare(wanted, Qt::CaseInsensitive) == 0;
}

bool saysWhereItEnds(QByteArrayView name)
{
    return isNamed(name, "Transfer-Encoding") || isNamed(name, "Content-Length");
}

} // namespace

bool AnswerHeader::refuse(const char *why)
{
    m_problem = why;
    return false;
}

bool AnswerHeader::add(QByteArrayView line)
{
    m_bytes += line.size();
    if (m_bytes > MostBytes)
        return refuse("The header is over 256 KiB long.");
    if (line.endsWith('\n'))
        line.chop(1);
    if (line.endsWith('\r'))
        line.chop(1);
    if (m_isComplete)
        return true; // a trailer
    if (line.contains('\0') || line.contains('\r'))
        return refuse("The header has a control character that no header may have.");
    if (m_status == 0)
        return beginBlock(line);
    return line.isEmpty() ? endBlock() : addField(line);
}

/// "HTTP/1.1 200 OK"; a reason may be missing, with its space.
bool AnswerHeader::beginBlock(QByteArrayView line)
{
    const qsizetype versionEnd = line.indexOf(' ');
    if (!line.startsWith("HTTP/") || versionEnd < 0)
        return refuse("The answer does not begin with a status line of HTTP.");
    m_version = line.first(versionEnd).sliced(5).toByteArray();
    line = line.sliced(versionEnd + 1);
    const QByteArrayView code = line.first(std::min<qsizetype>(line.size(), 3));
    if (code.size() != 3 || !isDigits(code) || code.front() == '0' || (line.size() > 3 && line[3] != ' '))
        return refuse("The answer's status is not a number of three digits.");
    m_status = code.toInt();
    m_fields.reserve(16);
    m_reason = line.sliced(std::min<qsizetype>(line.size(), 4)).toByteArray();
    return true;
}

bool AnswerHeader::endBlock()
{
    constexpr int switchingProtocols = 101;
    if (m_status == switchingProtocols)
        return refuse("It switches to another protocol, which nobody asked for.");
    if (m_status >= 200) {
        m_isComplete = checkLengths() && checkTarget();
        return m_isComplete;
    }
    ++m_interim;
    m_status = 0;
    m_bytes = 0;
    m_fields.clear();
    return true;
}

bool AnswerHeader::addField(QByteArrayView line)
{
    if (isSpace(line.front())) { // folded (RFC 9112, 5.2)
        if (m_fields.isEmpty())
            return refuse("The header begins with a folded line.");
        if (m_isPassedOver)
            return true;
        if (saysWhereItEnds(m_fields.last().first)) // libcurl reads its first line alone
            return refuse("A field that says where the body ends is folded.");
        m_fields.last().second += ' ' + line.trimmed().toByteArray();
        return true;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon > 0 && isSpace(line[colon - 1]) && saysWhereItEnds(line.first(colon).trimmed()))
        return refuse("There is a space before the colon of a field that says where the body ends.");
    m_isPassedOver = colon <= 0 || !std::all_of(line.begin(), line.begin() + colon, isTokenChar);
    if (m_isPassedOver)
        return true; // no field, as for browsers
    if (m_fields.size() == MostFields)
        return refuse("The header has over 1,000 fields.");
    m_fields.emplace_back(line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray());
    return true;
}

/// What says where the body ends has to be beyond doubt (RFC 9112, 6.1 and 6.3): else two readers see two
/// messages in one.
bool AnswerHeader::checkLengths()
{
    QByteArray length;
    QByteArray codings;
    for (const auto &[name, value] : m_fields) {
        if (isNamed(name, "Transfer-Encoding"))
            codings += (codings.isEmpty() ? "" : ",") + value.toLower();
        if (!isNamed(name, "Content-Length"))
            continue;
        for (const QByteArray &each : value.split(',')) {
            const QByteArray number = each.trimmed();
            if (!isDigits(number))
                return refuse("Its Content-Length is not a number.");
            if (!length.isNull() && number != length)
                return refuse("It has two different values of Content-Length.");
            length = number;
        }
    }
    if (codings.isEmpty() || codings.trimmed() == "identity") {
        bool fits = false;
        const qint64 number = length.toLongLong(&fits);
        const bool isTooMuch = !fits && !length.isEmpty(); // more than anybody has
        m_length = isTooMuch ? std::numeric_limits<qint64>::max() : fits ? number : -1;
        return true;
    }
    const QByteArrayList all = codings.split(',');
    const auto isChunked = [](const QByteArray &coding) { return coding.trimmed() == "chunked"; };
    if (!isChunked(all.last()) || std::count_if(all.begin(), all.end(), isChunked) != 1)
        return refuse("Its Transfer-Encoding does not say where the body ends.");
    return all.size() == 1 ? true : refuse("It has a Transfer-Encoding that was not asked for.");
}

/// Two targets are none (as browsers have it), the same one twice is one.
bool AnswerHeader::checkTarget()
{
    const bool leadsOn = (m_status >= 301 && m_status <= 303) || m_status == 307 || m_status == 308;
    const QByteArray *target = nullptr;
    for (const auto &[name, value] : m_fields) {
        if (!leadsOn || value.isEmpty() || !isNamed(name, "Location"))
            continue;
        if (target && *target != value)
            return refuse("It redirects to two different targets at once.");
        target = &value;
    }
    return true;
}

} // namespace turnstone
