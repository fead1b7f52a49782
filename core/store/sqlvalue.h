// SPDX-License-Identifier: GPL-3.0-or-later
// Values of results as values of SQL and back, without loss. What is not known, and empty text, is NULL.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <optional>

namespace turnstone {

/// TEXT; a BLOB of UTF-16LE where SQL would not give the text back unchanged (NUL, lone surrogates, ...).
QVariant sqlText(const QString &text);
QString textFromSql(const QVariant &value);
/// TEXT where the bytes are plain UTF-8, else a BLOB of the bytes.
QVariant sqlBytes(const QByteArray &bytes);
QByteArray bytesFromSql(const QVariant &value);

/// Whether it is TEXT with a NUL, which none of ours has: a part of it was overwritten with zeros, as SQLite
/// does not notice.
bool isZeroedText(const QVariant &value);

/// NULL where it is negative.
inline QVariant sqlKnown(qint64 number)
{
    return number < 0 ? QVariant() : QVariant(number);
}
inline QVariant sqlKnown(std::optional<bool> truth)
{
    return truth ? QVariant(int(*truth)) : QVariant();
}
/// NULL where it is 0.
inline QVariant sqlNonZero(qint64 number)
{
    return number == 0 ? QVariant() : QVariant(number);
}
/// -1 for NULL.
inline qint64 knownFromSql(const QVariant &value)
{
    return value.isNull() ? qint64(-1) : value.toLongLong();
}

/// 16 hexadecimal digits; NULL for 0.
QVariant sqlHash(quint64 hash);
quint64 hashFromSql(const QVariant &value);
/// Whether sqlHash() may have made it.
bool isWholeHash(const QVariant &value);

/// The body of a page as a zlib stream, or as it is where that is not smaller: sqlar_uncompress(content,
/// size). Empty where it is damaged.
QVariant sqlCompressed(const QByteArray &bytes);
QByteArray uncompressedFromSql(const QVariant &content, qint64 size);

} // namespace turnstone
