// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringDecoder>

#include <functional>

namespace turnstone {

/// Bytes in pieces of any size -> lines of UTF-8 without their ends (LF, CRLF or CR). UTF-16 is known by its
/// byte-order mark. Keeps one unfinished line and of that only its beginning: 16,384 bytes, or 16 MiB where
/// it begins like JSON, which may carry a body.
class LineSplitter final
{
public:
    /// `cut`: the line went on beyond what is kept.
    using Handler = std::function<void(QByteArrayView line, bool cut)>;

    explicit LineSplitter(Handler handler);
    void feed(QByteArrayView piece);
    /// Hands over the last line where it has no end.
    void finish();

private:
    void decode(QByteArrayView piece);
    void split(QByteArrayView text);
    void endLine(QByteArrayView rest);
    void keep(QByteArrayView rest);

    Handler m_handler;
    QByteArray m_head;       // the first bytes, until the encoding is known
    QStringDecoder m_utf16;  // valid for UTF-16 only
    QByteArray m_unfinished; // the beginning of a line
    bool m_encodingKnown = false;
    bool m_pending = false; // a line has begun
    bool m_cut = false;
    bool m_skipLineFeed = false;
};

} // namespace turnstone
