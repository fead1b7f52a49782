// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace turnstone {

/// UTF-8 in pieces of any size -> lines without their ends (LF, CRLF or CR). A line that begins like JSON is
/// kept up to 64 MiB. Of any other, no more than 64 KiB is kept at a time, or what else is said: a longer one
/// comes in parts that end at blanks, and of what has no blank for so long only the beginning is handed over,
/// as cut.
class LineSplitter final
{
public:
    struct Line
    {
        QByteArrayView text;
        bool cut = false;       ///< it went on beyond what is kept
        bool continues = false; ///< a part of the line before
    };
    using Handler = std::function<void(const Line &line)>;

    explicit LineSplitter(Handler handler, qsizetype maxPartBytes = 64 * 1024);
    void feed(QByteArrayView text);
    /// Hands over the last line where it has no end.
    void finish();

private:
    void endLine(QByteArrayView rest);
    void keep(QByteArrayView rest);
    void handOverParts();
    void emitLine(QByteArrayView text, bool cut);

    Handler m_handler;
    const qsizetype m_maxPartBytes;
    QByteArray m_unfinished;   // the beginning of a line
    bool m_pending = false;    // a line has begun
    bool m_swallowing = false; // what follows up to a blank belongs to what was cut
    bool m_dropping = false;   // what follows up to the end of the line does
    bool m_continues = false;
    bool m_skipLineFeed = false;
};

} // namespace turnstone
