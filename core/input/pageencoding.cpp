// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/pageencoding.h"

#include "core/input/addresstext.h"
#include "core/input/bytetext.h"
#include "core/parse/textdecoder.h"
#include "core/parse/textencoder.h"

#include <algorithm>

namespace turnstone {

namespace {

bool isAscii(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(), isNonAscii);
}

bool isUtf16(parse::Encoding encoding)
{
    return encoding == parse::Encoding::Utf16Be || encoding == parse::Encoding::Utf16Le;
}

} // namespace

QByteArray decodedByLabel(QByteArrayView text, QByteArrayView label)
{
    const std::optional<parse::Encoding> encoding = parse::encodingOfLabel(label);
    const bool asciiMarkup = encoding && parse::TextDecoder::isAsciiCompatible(*encoding);
    if (!encoding || encoding == parse::Encoding::Replacement || (asciiMarkup && text.isValidUtf8()))
        return text.toByteArray();
    parse::TextDecoder decoder(*encoding);
    if (isUtf16(*encoding))
        return decoder.decode(text).toUtf8();
    QByteArray decoded;
    decoded.reserve(text.size() + text.size() / 2);
    while (!text.isEmpty()) {
        const qsizetype lineFeed = text.indexOf('\n');
        const QByteArrayView line = text.first(lineFeed < 0 ? text.size() : lineFeed + 1);
        const QString characters = decoder.decode(line);
        if (characters.contains(QChar::ReplacementCharacter))
            decoded.append(line);
        else
            decoded.append(characters.toUtf8());
        text = text.sliced(line.size());
    }
    return decoded;
}

PageEncoding::PageEncoding(std::optional<parse::Encoding> declared)
    : m_encoding(declared)
{}

QByteArray PageEncoding::toUtf8(QByteArrayView tag) const
{
    const bool bytes = m_encoding && parse::TextDecoder::isAsciiCompatible(*m_encoding);
    if (!bytes || isAscii(tag))
        return tag.toByteArray();
    return parse::TextDecoder(*m_encoding).decode(tag).toUtf8();
}

QByteArray PageEncoding::sentTarget(const QByteArray &target) const
{
    const qsizetype fragment = target.indexOf('#');
    const QByteArray sent = target.first(fragment < 0 ? target.size() : fragment);
    const qsizetype query = sent.indexOf('?');
    if (!m_encoding || query < 0 || isAscii(QByteArrayView(sent).sliced(query)))
        return target;
    const QByteArray bytes = parse::encodedQuery(QString::fromUtf8(sent.mid(query)), *m_encoding);
    return sent.first(query) + percentEncodedQuery(bytes);
}

} // namespace turnstone
