// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/contentlineparser.h"

namespace turnstone {

ContentLineParser::ContentLineParser(RowCollector &rows, ProseParser::From from, qint64 linesBefore)
    : ListParser(rows)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
    , m_text(rows, from, LineMarkup::ContentLine, linesBefore)
{}

void ContentLineParser::take(const LineSplitter::Line &line)
{
    QByteArrayView text = line.text;
    const bool isFolded = text.startsWith(' ') || text.startsWith('\t');
    if (isFolded && !line.continues)
        text = text.sliced(1);
    else if (!line.continues)
        m_text.feed(QByteArray(std::exchange(m_lineFeeds, 0), '\n'));
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
