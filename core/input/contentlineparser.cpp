// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/contentlineparser.h"

#include "core/input/bytetext.h"
#include "core/input/mimemessage.h"

#include <algorithm>

namespace turnstone {

namespace {

/// "NOTE;ENCODING=QUOTED-PRINTABLE:", or in short "NOTE;QUOTED-PRINTABLE:", of vCard 2.1.
bool isQuotedPrintable(QByteArrayView line)
{
    const QByteArray head = line.first(std::max<qsizetype>(line.indexOf(':'), 0)).toByteArray().toUpper();
    const QByteArrayList parameters = head.split(';').mid(1);
    return parameters.contains("ENCODING=QUOTED-PRINTABLE") || parameters.contains("QUOTED-PRINTABLE");
}

/// Line breaks in it as spaces.
QByteArray quotedPrintableDecoded(QByteArrayView text)
{
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    QByteArray plain(qsizetype(g_mime_encoding_outlen(&state, size_t(text.size()))), Qt::Uninitialized);
    plain.resize(qsizetype(g_mime_encoding_flush(&state, text.data(), size_t(text.size()), plain.data())));
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
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
    m_isBroken = m_isQuoted && text.endsWith('=');
    if (m_isQuoted)
        m_text.feed(quotedPrintableDecoded(m_isBroken ? text.chopped(1) : text));
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
