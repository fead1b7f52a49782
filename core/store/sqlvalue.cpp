// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlvalue.h"

#include "core/types/jsonbytes.h"

#include <QtEndian>

#include <algorithm>
#include <zlib.h>

namespace turnstone {

namespace {

constexpr int CompressionLevel = 3;        // most of the gain at a third of the time
constexpr qsizetype StreamLengthBytes = 4; // what qCompress() puts in front of the stream

/// Whether SQLite gives the text back as it is: it stores UTF-8, ends many functions at a NUL, takes a
/// byte-order mark off and replaces what is no character.
bool isPlain(const QString &text)
{
    const bool ordinary = std::none_of(text.begin(), text.end(), [](QChar c) {
        return c.isNull() || c.isSurrogate() || c.unicode() >= 0xFEFF;
    });
    return ordinary || (text.isValidUtf16() && isPlainText(text.toUtf8()));
}

} // namespace

QVariant sqlText(const QString &text)
{
    if (text.isEmpty())
        return {};
    if (isPlain(text))
        return text;
    QByteArray units(text.size() * 2, Qt::Uninitialized);
    qToLittleEndian<char16_t>(text.utf16(), text.size(), units.data());
    return units;
}

QString textFromSql(const QVariant &value)
{
    if (value.typeId() != QMetaType::QByteArray)
        return value.toString();
    const QByteArray units = value.toByteArray();
    QString text(units.size() / 2, Qt::Uninitialized);
    qFromLittleEndian<char16_t>(units.constData(), text.size(), text.data());
    return text;
}

QVariant sqlBytes(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return {};
    if (isPlainText(bytes))
        return QString::fromUtf8(bytes);
    return bytes;
}

QByteArray bytesFromSql(const QVariant &value)
{
    return value.typeId() == QMetaType::QByteArray ? value.toByteArray() : value.toString().toUtf8();
}

bool isZeroedText(const QVariant &value)
{
    return value.typeId() == QMetaType::QString && value.toString().contains(QChar::Null);
}

QVariant sqlHash(quint64 hash)
{
    if (hash == 0)
        return {};
    return QString::number(hash, 16).rightJustified(16, u'0');
}

quint64 hashFromSql(const QVariant &value)
{
    return value.toString().toULongLong(nullptr, 16);
}

bool isWholeHash(const QVariant &value)
{
    constexpr qsizetype Digits = 16;
    if (value.isNull())
        return true;
    const QString text = value.typeId() == QMetaType::QString ? value.toString() : QString();
    return text.size() == Digits && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

QVariant sqlCompressed(const QByteArray &bytes)
{
    const QByteArray stream = qCompress(bytes, CompressionLevel).sliced(StreamLengthBytes);
    return stream.size() < bytes.size() ? stream : bytes;
}

QByteArray uncompressedFromSql(const QVariant &value, qint64 size)
{
    const QByteArray stored = value.toByteArray();
    if (stored.size() == size)
        return stored;
    constexpr qint64 MostRatio = 1032; // of what zlib makes (zlib.net/zlib_tech.html)
    if (size <= 0 || size > stored.size() * MostRatio)
        return {};
    // Not qUncompress(), which complains on standard error.
    QByteArray content(size, Qt::Uninitialized);
    auto length = uLongf(size);
    const int ending =
        ::uncompress(reinterpret_cast<Bytef *>(content.data()), &length,
                     reinterpret_cast<const Bytef *>(stored.constData()), uLong(stored.size()));
    return ending == Z_OK && qint64(length) == size ? content : QByteArray();
}

} // namespace turnstone
