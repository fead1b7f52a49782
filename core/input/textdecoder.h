// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringDecoder>

#include <functional>

namespace turnstone {

/// Bytes in pieces of any size -> UTF-8 without a byte-order mark. UTF-16 is known by its mark, or by the
/// zeros of its first characters, UTF-32 by its mark; half of a pair or of a character becomes U+FFFD; all
/// else is passed on as it is. Keeps a few bytes only.
class TextDecoder final
{
public:
    using Handler = std::function<void(QByteArrayView utf8)>;

    explicit TextDecoder(Handler handler);
    void feed(QByteArrayView piece);
    void finish();

    /// Whether a mark or zeros told the encoding, so that nothing in the text can.
    bool isTold() const { return m_told; }

private:
    void begin();
    void decode(QByteArrayView piece);
    void pass(QString text);

    Handler m_handler;
    QByteArray m_head;     // the first bytes, until the encoding is known
    QStringDecoder m_wide; // valid for UTF-16 and UTF-32 only
    QString m_half;        // of a surrogate pair, at the end of a piece
    int m_unit = 2;        // bytes of a unit of those
    qint64 m_bytes = 0;    // that were decoded
    bool m_known = false;
    bool m_told = false;
};

} // namespace turnstone
