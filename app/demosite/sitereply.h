// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/siterequest.h"

#include <QByteArray>

#include <chrono>

namespace turnstone {

/// What the demo site answers and how it behaves while it does. A plain value; the server carries it out.
struct SiteReply
{
    enum class Framing {
        Length,     ///< Content-Length
        Chunked,    ///< Transfer-Encoding: chunked
        UntilClose, ///< neither: the body ends with the connection
    };
    enum class Ending {
        KeepAlive, ///< as the client asks for
        Close,     ///< the answer, then an orderly close
        Vanish,    ///< an orderly close instead of an answer
        Reset,     ///< a connection reset instead of an answer
    };
    static constexpr qint64 Endless = -1;

    int status = 200;
    QByteArray reason; ///< empty: the standard's phrase
    QByteArray contentType = "text/html; charset=utf-8";
    SiteHeaders headers;
    QByteArray body;
    qint64 repeatTo = 0;   ///< repeat the body up to that many bytes, or Endless; 0: send it once
    qint64 announced = -1; ///< a Content-Length that need not be true; negative: the truth
    std::chrono::milliseconds delay{0};  ///< before the status line
    std::chrono::milliseconds spread{0}; ///< the body is sent in pieces over this time
    int pieces = 1;
    Framing framing = Framing::Length;
    Ending ending = Ending::KeepAlive;

    qint64 bodyBytes() const { return repeatTo == 0 ? body.size() : repeatTo; }
    /// True for answers that never carry a body: 1xx, 204 and 304.
    bool isBodiless() const { return status < 200 || status == 204 || status == 304; }
};

/// "Not Found" for 404; "Unknown" for a status without a name.
QByteArray reasonPhrase(int status);
/// Status line and header fields up to the empty line.
QByteArray headerBlock(const SiteReply &reply, bool keepAlive);
/// The moment as HTTP writes dates: "Sun, 06 Nov 1994 08:49:37 GMT".
QByteArray httpDate(std::chrono::system_clock::time_point moment);

} // namespace turnstone
