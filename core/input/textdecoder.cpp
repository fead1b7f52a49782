// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/textdecoder.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr qsizetype HeadBytes = 4;
constexpr QByteArrayView Utf32LittleMark("\xFF\xFE\0\0", HeadBytes), Utf32BigMark("\0\0\xFE\xFF", HeadBytes);

bool hasZeros(QByteArrayView head, qsizetype first)
{
    return head.size() == HeadBytes && head[first] == '\0' && head[first + 2] == '\0' &&
           head[1 - first] != '\0' && head[3 - first] != '\0';
}

} // namespace

TextDecoder::TextDecoder(Handler handler)
    : m_handler(std::move(handler))
{}

void TextDecoder::feed(QByteArrayView piece)
{
    if (m_known) {
        decode(piece);
        return;
    }
    m_head.append(piece);
    if (m_head.size() >= HeadBytes)
        begin();
}

void TextDecoder::begin()
{
    m_known = true;
    const QByteArray head = std::exchange(m_head, {});
    QByteArrayView text = head;
    const QByteArrayView first = text.first(std::min(text.size(), HeadBytes));
    const bool isUtf32 = first == Utf32LittleMark || first == Utf32BigMark;
    m_unit = isUtf32 ? 4 : 2;
    if (first == Utf32LittleMark)
        m_wide = QStringDecoder(QStringDecoder::Utf32LE);
    else if (first == Utf32BigMark)
        m_wide = QStringDecoder(QStringDecoder::Utf32BE);
    else if (text.startsWith("\xFF\xFE") || hasZeros(first, 1))
        m_wide = QStringDecoder(QStringDecoder::Utf16LE);
    else if (text.startsWith("\xFE\xFF") || hasZeros(first, 0))
        m_wide = QStringDecoder(QStringDecoder::Utf16BE);
    else if (text.startsWith("\xEF\xBB\xBF"))
        text = text.sliced(3);
    m_told = m_wide.isValid() || text.size() < head.size();
    decode(text);
}

void TextDecoder::decode(QByteArrayView piece)
{
    if (!m_wide.isValid()) {
        if (!piece.isEmpty())
            m_handler(piece);
        return;
    }
    m_bytes += piece.size();
    constexpr qsizetype Step = 256 * 1024; // the decoded copy stays small
    for (; !piece.isEmpty(); piece = piece.sliced(std::min(Step, piece.size()))) {
        QString text = std::exchange(m_half, {});
        text += QString(m_wide.decode(piece.first(std::min(Step, piece.size()))));
        if (!text.isEmpty() && text.back().isHighSurrogate()) {
            m_half = text.back();
            text.chop(1);
        }
        pass(std::move(text));
    }
}

/// QString::toUtf8() would make a question mark of half a pair, and that means something in an address.
void TextDecoder::pass(QString text)
{
    for (qsizetype at = 0; at < text.size(); ++at) {
        const bool isPair =
            text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
        if (isPair)
            ++at;
        else if (text[at].isSurrogate())
            text[at] = QChar::ReplacementCharacter;
    }
    if (!text.isEmpty())
        m_handler(text.toUtf8());
}

void TextDecoder::finish()
{
    if (!m_known)
        begin();
    if (m_wide.isValid() && m_bytes % m_unit != 0)
        m_half += QChar::ReplacementCharacter; // the file is cut in the middle of a character
    pass(std::exchange(m_half, {}));
}

} // namespace turnstone
