// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/tablescan.h"

#include "core/input/bytetext.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype MaxRecordBytes = 1024 * 1024;

qint64 lineBreaks(QByteArrayView text)
{
    qint64 lines = 0;
    for (qsizetype i = 0; i < text.size(); ++i)
        lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    return lines;
}

bool hasLineBreak(QByteArrayView text)
{
    return text.contains('\n') || text.contains('\r');
}

} // namespace

QByteArrayView TableRecord::cell(int index) const
{
    if (index < 0 || index >= size())
        return {};
    const qsizetype begin = index == 0 ? 0 : m_cells[size_t(index) - 1].end;
    return withoutBlanksAround(QByteArrayView(m_text).sliced(begin, m_cells[size_t(index)].end - begin));
}

bool TableRecord::isBlank() const
{
    return withoutBlanksAround(m_text).isEmpty();
}

TableScan::TableScan(char delimiter, Handler handler)
    : m_delimiter(delimiter)
    , m_handler(std::move(handler))
{}

/// The line break that ends the record, what shows that a quote is stray, or the end of the text.
qsizetype TableScan::recordEnd(QByteArrayView text, qsizetype from)
{
    for (qsizetype at = from; at < text.size(); ++at) {
        if (m_place == Place::Quoted) {
            const qsizetype begin = at;
            at = std::find(text.begin() + at, text.end(), '"') - text.begin();
            m_severalLines = m_severalLines || hasLineBreak(text.sliced(begin, at - begin));
            if (at < text.size())
                m_place = Place::QuoteSeen;
            continue;
        }
        if (m_place == Place::InCell) {
            while (at < text.size() && text[at] != '\n' && text[at] != '\r' && text[at] != m_delimiter)
                ++at;
            if (at == text.size())
                break;
        }
        const char c = text[at];
        if (c == '\n' || c == '\r') {
            return at;
        } else if (c == m_delimiter && m_delimiter != '\0') {
            m_place = Place::CellBegin;
        } else if (c == '"' && m_place == Place::QuoteSeen) {
            m_place = Place::Quoted;
        } else if (c == '"' && m_place == Place::CellBegin && offsetOf(at, from) != m_stray) {
            m_place = Place::Quoted;
            m_opened = offsetOf(at, from);
            m_severalLines = false;
        } else if (m_place == Place::QuoteSeen || m_place == Place::BehindQuotes) {
            m_isStray = !isBlank(c) && m_severalLines && m_stray < 0;
            m_place = isBlank(c) ? Place::BehindQuotes : Place::InCell;
            if (m_isStray)
                return at;
        } else if (m_place != Place::CellBegin || !isBlank(c)) {
            m_place = Place::InCell;
        }
    }
    return text.size();
}

void TableScan::feed(QByteArrayView text)
{
    qsizetype begin = 0;
    while (begin < text.size()) {
        if (std::exchange(m_skipLineFeed, false) && text[begin] == '\n') {
            ++begin;
            continue;
        }
        if (m_dropping) {
            while (begin < text.size() && text[begin] != '\n' && text[begin] != '\r')
                ++begin;
            m_dropping = begin == text.size();
            if (begin < text.size())
                m_skipLineFeed = text[begin++] == '\r';
            continue;
        }
        const qsizetype end = recordEnd(text, begin);
        const QByteArrayView rest = text.sliced(begin, end - begin);
        if (m_isStray) {
            m_unfinished.append(rest);
            readAgain();
            begin = end;
            continue;
        }
        if (end == text.size()) {
            // a step at a time: where a quote stays open, the same is given up whatever the pieces were
            const qsizetype step = std::min(rest.size(), MaxRecordBytes - m_unfinished.size());
            m_unfinished.append(rest.first(step));
            if (m_unfinished.size() < MaxRecordBytes)
                return;
            giveUp(false);
            begin += step;
            continue;
        }
        if (m_unfinished.isEmpty()) {
            take(rest, true);
        } else {
            m_unfinished.append(rest);
            take(m_unfinished, true);
            m_unfinished.truncate(0);
        }
        beginRecord();
        begin = end + 1;
        m_skipLineFeed = text[end] == '\r';
    }
}

void TableScan::beginRecord()
{
    m_place = Place::CellBegin;
    m_stray = -1;
}

/// The quote that was opened last is a character. Up to here nothing opens another one for longer than its
/// line, or that would have closed this one: no byte is read a third time.
void TableScan::readAgain()
{
    const QByteArray text = std::exchange(m_unfinished, {});
    beginRecord();
    m_stray = m_opened;
    m_isStray = false;
    feed(text);
}

/// A record that is too long, or has no end: because of a quote that nothing closes, or by itself.
void TableScan::giveUp(bool all)
{
    if ((m_place == Place::Quoted || m_place == Place::QuoteSeen) && m_stray < 0)
        readAgain();
    else
        takeUnquoted(all);
}

void TableScan::take(QByteArrayView raw, bool quotes)
{
    m_record.m_line = m_line + 1;
    m_line += lineBreaks(raw) + 1;
    split(raw, quotes);
    m_handler(m_record);
}

/// Lines without the meaning of quotes, `all` of them or until few enough are kept.
void TableScan::takeUnquoted(bool all)
{
    const QByteArray text = std::exchange(m_unfinished, {});
    QByteArrayView rest = text;
    while (!rest.isEmpty()) {
        const auto end =
            std::find_if(rest.begin(), rest.end(), [](char c) { return c == '\n' || c == '\r'; });
        const qsizetype size = end - rest.begin();
        if (size == rest.size() && !all && size < MaxRecordBytes)
            break;
        m_dropping = m_record.m_cut = size == rest.size() && size >= MaxRecordBytes;
        take(rest.first(size), false);
        m_record.m_cut = false;
        rest = rest.sliced(std::min(rest.size(), size + (rest.sliced(size).startsWith("\r\n") ? 2 : 1)));
    }
    m_unfinished = rest.toByteArray();
    beginRecord();
    if (!m_unfinished.isEmpty())
        m_place = Place::InCell;
}

void TableScan::finish()
{
    if (m_place == Place::Quoted)
        giveUp(true);
    if (m_unfinished.isEmpty())
        return;
    if (m_place == Place::Quoted) {
        takeUnquoted(true);
        return;
    }
    take(m_unfinished, true);
    m_unfinished.clear();
}

void TableScan::split(QByteArrayView raw, bool quotes)
{
    QByteArray &text = m_record.m_text;
    text.truncate(0);
    m_record.m_cells.clear();
    m_record.m_raw = QByteArray::fromRawData(raw.data(), raw.size());
    bool quoted = false, wasQuoted = false, broken = false, blank = true;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (quoted && c == '"' && i + 1 < raw.size() && raw[i + 1] == '"') {
            text.append('"');
            ++i;
        } else if (quotes && c == '"' && (quoted || blank) && i != m_stray) {
            quoted = !quoted;
            wasQuoted = true;
            blank = blank && quoted; // a quote behind the closing one is a character
        } else if (c == m_delimiter && m_delimiter != '\0' && !quoted) {
            m_record.m_cells.push_back({text.size(), wasQuoted, broken});
            wasQuoted = broken = false;
            blank = true;
        } else {
            broken = broken || (wasQuoted && !quoted && !isBlank(c));
            blank = blank && !quoted && isBlank(c);
            text.append(c);
        }
    }
    m_record.m_cells.push_back({text.size(), wasQuoted, broken});
}

} // namespace turnstone
