// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/contentlineparser.h"

#include "core/input/bytetext.h"

#include <algorithm>
#include <cctype>

namespace turnstone {

namespace {

/// "NOTE;ENCODING=QUOTED-PRINTABLE:", or in short "NOTE;QUOTED-PRINTABLE:", of vCard 2.1.
bool isQuotedPrintable(QByteArrayView line)
{
    QByteArray head = line.first(std::max<qsizetype>(line.indexOf(':'), 0)).toByteArray().toUpper();
    const QByteArrayList parameters = head.replace('"', "").split(';').mid(1);
    return parameters.contains("ENCODING=QUOTED-PRINTABLE") || parameters.contains("QUOTED-PRINTABLE");
}

/// RFC 2045, 6.7, with line breaks as spaces. What is no escape stays as it is ("?page=1"): some programs
/// write addresses as they are, and decoders of mails leave such out.
QByteArray quotedPrintableDecoded(QByteArrayView text)
{
    QByteArray plain;
    plain.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QByteArray digits =
            text.sliced(at).first(std::min<qsizetype>(3, text.size() - at)).toByteArray();
        bool isNumber = false;
        const int byte = digits.size() == 3 && digits[0] == '=' && std::isxdigit(uchar(digits[1])) &&
                                 std::isxdigit(uchar(digits[2]))
                             ? digits.sliced(1).toInt(&isNumber, 16)
                             : 0;
        const bool isBreak = byte == '\n' || byte == '\r' || byte == '\t';
        if (!isNumber || (byte < ' ' && !isBreak)) {
            plain.append(text[at]);
            continue;
        }
        plain.append(isBreak ? ' ' : char(byte));
        at += 2;
    }
    return plain;
}

} // namespace

ContentLineParser::ContentLineParser(RowCollector &rows, ProseParser::From from, qint64 linesBefore)
    : ListParser(rows)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
    , m_text(rows, from, LineMarkup::ContentLine, linesBefore)
{}

void ContentLineParser::take(const LineSplitter::Line &line)
{
    QByteArrayView text = line.text;
    const bool isFolded = !m_isBroken && (text.startsWith(' ') || text.startsWith('\t'));
    if (!line.continues && isFolded) {
        text = text.sliced(1);
    } else if (!line.continues && !m_isBroken) {
        m_text.feed(QByteArray(std::exchange(m_lineFeeds, 0), '\n'));
        m_isQuoted = isQuotedPrintable(text);
    }
    if (m_isBroken && !line.continues)
        text = withoutBlanksAround(text); // that were put in front of it to fold it
    const QByteArrayView shown = m_isQuoted ? withoutBlanksAround(text) : text;
    m_isBroken = m_isQuoted && shown.endsWith('=');
    if (m_isQuoted)
        m_text.feed(quotedPrintableDecoded(m_isBroken ? shown.chopped(1) : text));
    else
        m_text.feed(text);
    m_lineFeeds += !line.continues;
}

void ContentLineParser::finish()
{
    m_lines.finish();
    m_text.feed(QByteArray(m_lineFeeds, '\n'));
    m_text.finish();
}

} // namespace turnstone
