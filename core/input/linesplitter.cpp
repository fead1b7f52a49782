// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/linesplitter.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"

#include <algorithm>
#include <cstring>

namespace turnstone {

namespace {

constexpr qsizetype MaxJsonBytes = 64 * 1024 * 1024;
constexpr qsizetype MaxUnusedBytes = 128 * 1024;

bool beginsLikeJson(QByteArrayView line)
{
    const auto first = std::find_if_not(line.begin(), line.end(), isBlank);
    return first != line.end() && (*first == '{' || *first == '[');
}

qsizetype indexOf(QByteArrayView text, char c, qsizetype from)
{
    const void *found = std::memchr(text.data() + from, c, size_t(text.size() - from));
    return found ? static_cast<const char *>(found) - text.data() : text.size();
}

/// The size of what divides two values at the end of a text: ',', ';', '|' or one beyond ASCII.
qsizetype separatorBehind(QByteArrayView text)
{
    return !text.isEmpty() && isSeparator(text.back()) ? 1 : wideSeparatorBehind(text);
}

/// Where the last http(s) address behind a blank begins, so that nothing is torn that may belong together;
/// else behind the last blank, or where the last one behind a comma and the like begins; 0 where there is
/// none.
qsizetype lastWord(QByteArrayView text)
{
    qsizetype word = 0, separated = 0;
    for (qsizetype at = text.size(); at > 0; --at) {
        const bool isScheme = hasWebScheme(text.sliced(at));
        if (isScheme && blankBehind(text.first(at)) > 0)
            return at;
        if (isScheme && separatorBehind(text.first(at)) > 0)
            separated = std::max(separated, at);
        if (isBlank(text[at - 1]))
            word = std::max(word, at);
    }
    return word > 0 ? word : separated;
}

} // namespace

LineSplitter::LineSplitter(Handler handler, qsizetype maxPartBytes)
    : m_handler(std::move(handler))
    , m_maxPartBytes(maxPartBytes)
{}

void LineSplitter::feed(QByteArrayView text)
{
    if (m_skipLineFeed && !text.isEmpty()) {
        m_skipLineFeed = false;
        if (text.front() == '\n')
            text = text.sliced(1);
    }
    qsizetype begin = 0, lineFeed = -1, carriageReturn = -1;
    while (begin < text.size()) {
        // each is searched for once, so that a text with only one of them is not scanned again and again
        if (lineFeed < begin)
            lineFeed = indexOf(text, '\n', begin);
        if (carriageReturn < begin)
            carriageReturn = indexOf(text, '\r', begin);
        const qsizetype end = std::min(lineFeed, carriageReturn);
        const QByteArrayView rest = text.sliced(begin, end - begin);
        if (end == text.size()) {
            keep(rest);
            return;
        }
        endLine(rest);
        begin = end + 1;
        if (end == carriageReturn) {
            if (begin == text.size())
                m_skipLineFeed = true;
            else if (text[begin] == '\n')
                ++begin;
        }
    }
}

void LineSplitter::emitLine(QByteArrayView text, bool cut)
{
    m_handler({text, cut, m_continues});
    m_continues = true;
}

void LineSplitter::keep(QByteArrayView rest)
{
    m_pending = true;
    while (!rest.isEmpty() && !m_dropping) {
        if (m_swallowing) {
            const qsizetype blank = std::find_if(rest.begin(), rest.end(), isBlank) - rest.begin();
            m_swallowing = blank == rest.size();
            rest = rest.sliced(blank);
            continue;
        }
        // a little at a time, so that the same parts come whatever the pieces were
        const bool json = !m_continues && beginsLikeJson(m_unfinished.isEmpty() ? rest : m_unfinished);
        const qsizetype limit = json ? MaxJsonBytes : m_maxPartBytes;
        const qsizetype step = std::min(rest.size(), limit - m_unfinished.size());
        m_unfinished.append(rest.first(step));
        rest = rest.sliced(step);
        if (m_unfinished.size() == limit && json) {
            emitLine(m_unfinished, true);
            m_unfinished.clear();
            m_dropping = true;
        } else if (m_unfinished.size() == limit) {
            handOverParts();
        }
    }
}

void LineSplitter::handOverParts()
{
    const qsizetype word = lastWord(m_unfinished);
    if (withoutBlanksAround(QByteArrayView(m_unfinished).first(word)).isEmpty()) {
        emitLine(m_unfinished, true);
        m_unfinished.clear();
        m_swallowing = true;
        return;
    }
    QByteArrayView part = QByteArrayView(m_unfinished).first(word);
    if (hasWebScheme(QByteArrayView(m_unfinished).sliced(word))) {
        while (const qsizetype mark = std::max(blankBehind(part), separatorBehind(part)))
            part.chop(mark);
    }
    emitLine(part, false);
    m_unfinished.remove(0, word);
}

void LineSplitter::endLine(QByteArrayView rest)
{
    if (!m_pending && rest.size() < m_maxPartBytes) {
        m_handler({rest, false, false});
        return;
    }
    keep(rest);
    if (!m_unfinished.isEmpty() || !m_continues)
        emitLine(m_unfinished, false);
    m_unfinished.truncate(0);
    if (m_unfinished.capacity() > MaxUnusedBytes)
        m_unfinished = {};
    m_pending = m_swallowing = m_dropping = m_continues = false;
}

void LineSplitter::finish()
{
    if (m_pending)
        endLine({});
}

} // namespace turnstone
