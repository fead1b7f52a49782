// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/textencoder.h"

#include "core/parse/textdecoder.h"

#include <QList>
#include <QStringEncoder>

namespace turnstone::parse {

namespace {

/// The space brings an encoding with a state, ISO-2022-JP, back to ASCII.
QByteArray encoded(QStringEncoder &encoder, const QString &text)
{
    return QByteArray(encoder(QString(text + QLatin1Char(' ')))).chopped(1);
}

} // namespace

QByteArray encodedQuery(const QString &query, Encoding encoding)
{
    if (encoding == Encoding::Utf16Be || encoding == Encoding::Utf16Le || encoding == Encoding::Replacement)
        return query.toUtf8();
    constexpr auto Flags = QStringEncoder::Flag::Stateless;
    QStringEncoder encoder(converterName(encoding).constData(), Flags);
    if (!encoder.isValid())
        return query.toUtf8();
    TextDecoder decoder(encoding);
    const QByteArray whole = encoded(encoder, query);
    if (decoder.decode(whole) == query)
        return whole;
    QByteArray bytes;
    for (const uint character : query.toUcs4()) {
        const QString one = QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
        const QByteArray sent = encoded(encoder, one);
        if (decoder.decode(sent) == one)
            bytes.append(sent);
        else
            bytes.append("%26%23" + QByteArray::number(character) + "%3B");
    }
    return bytes;
}

} // namespace turnstone::parse
