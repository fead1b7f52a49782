// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/linesplitter.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"

#include <algorithm>
#include <cstring>

namespace turnstone {

namespace {

constexpr qsizetype MaxJsonBytes = 16 * 1024 * 1024;

qsizetype limitOf(QByteArrayView line)
{
    const auto first = std::find_if_not(line.begin(), line.end(), isBlank);
    return first != line.end() && (*first == '{' || *first == '[') ? MaxJsonBytes : MaxAddressBytes;
}

qsizetype indexOf(QByteArrayView text, char c, qsizetype from)
{
    const void *found = std::memchr(text.data() + from, c, size_t(text.size() - from));
    return found ? static_cast<const char *>(found) - text.data() : text.size();
}

} // namespace

LineSplitter::LineSplitter(Handler handler)
    : m_handler(std::move(handler))
{}

void LineSplitter::feed(QByteArrayView piece)
{
    if (m_encodingKnown) {
        decode(piece);
        return;
    }
    m_head.append(piece);
    if (m_head.size() < 3)
        return;
    m_encodingKnown = true;
    const QByteArray head = std::exchange(m_head, {});
    QByteArrayView text = head;
    if (text.startsWith("\xFF\xFE"))
        m_utf16 = QStringDecoder(QStringDecoder::Utf16LE);
    else if (text.startsWith("\xFE\xFF"))
        m_utf16 = QStringDecoder(QStringDecoder::Utf16BE);
    else if (text.startsWith("\xEF\xBB\xBF"))
        text = text.sliced(3);
    decode(text);
}

void LineSplitter::decode(QByteArrayView piece)
{
    if (!m_utf16.isValid()) {
        split(piece);
        return;
    }
    constexpr qsizetype Step = 256 * 1024; // the decoded copy stays small
    for (; !piece.isEmpty(); piece = piece.sliced(std::min(Step, piece.size()))) {
        const QString text = m_utf16.decode(piece.first(std::min(Step, piece.size())));
        split(text.toUtf8());
    }
}

void LineSplitter::split(QByteArrayView text)
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

void LineSplitter::keep(QByteArrayView rest)
{
    m_pending = true;
    const qsizetype limit = limitOf(m_unfinished.isEmpty() ? rest : QByteArrayView(m_unfinished));
    const qsizetype room = limit - m_unfinished.size();
    m_cut = m_cut || rest.size() > room;
    m_unfinished.append(rest.first(std::min(rest.size(), room)));
}

void LineSplitter::endLine(QByteArrayView rest)
{
    if (m_pending) {
        keep(rest);
        m_handler(m_unfinished, m_cut);
        m_unfinished.truncate(0);
        if (m_unfinished.capacity() > 4 * MaxAddressBytes)
            m_unfinished = {};
        m_pending = m_cut = false;
        return;
    }
    if (rest.size() <= MaxAddressBytes) {
        m_handler(rest, false);
        return;
    }
    const qsizetype limit = limitOf(rest);
    m_handler(rest.first(std::min(rest.size(), limit)), rest.size() > limit);
}

void LineSplitter::finish()
{
    m_encodingKnown = true;
    if (!m_head.isEmpty())
        decode(std::exchange(m_head, {}));
    if (m_pending)
        endLine({});
}

} // namespace turnstone
