// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/rawserver.h"

#include <optional>

namespace turnstone {

/// An https server on 127.0.0.1 that speaks HTTP/2 only, and of it just frames (RFC 9113, 4): each request is
/// answered with what is given.
class StreamServer final
{
public:
    enum class Code : quint8 { // RFC 9113, 7
        None = 0,
        Protocol = 1,
        Internal = 2,
        Refused = 7,
        Cancel = 8,
        EnhanceYourCalm = 11,
    };
    struct Answer
    {
        int announced = -1;        ///< a 200 with this Content-Length, of two digits; negative: no header
        QByteArray body;           ///< behind a header
        std::optional<Code> reset; ///< nothing: the stream ends as it should
    };
    explicit StreamServer(const Answer &answer);

    QUrl address(QStringView path = u"/") const { return m_server.address(path, u"https"); }

private:
    RawServer m_server;
};

} // namespace turnstone
