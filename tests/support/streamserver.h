// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/rawserver.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace turnstone {

/// An https server on 127.0.0.1 that speaks just frames of HTTP/2 (RFC 9113, 4): each request is answered
/// with what is given. Whoever does not offer HTTP/2 is answered with a 200 over HTTP/1.1.
class StreamServer final
{
public:
    enum class Code : quint8 { // RFC 9113, 7
        None = 0,
        Protocol = 1,
        Internal = 2,
        SettingsTimeout = 4,
        Refused = 7,
        Cancel = 8,
        Connect = 10,
        EnhanceYourCalm = 11,
        Http11Required = 13,
    };
    struct Answer
    {
        int announced = -1;        ///< a header with this Content-Length, of two digits; negative: none
        bool isFound = true;       ///< 200, or else 404
        QByteArray body;           ///< behind a header
        std::optional<Code> reset; ///< nothing: the stream ends as it should
        std::chrono::milliseconds pause{0}; ///< before the reset
    };
    explicit StreamServer(const Answer &answer);

    QUrl address(QStringView path = u"/") const { return m_server.address(path, u"https"); }
    /// So far, of either kind.
    int requests() const { return *m_requests; }

private:
    std::shared_ptr<std::atomic_int> m_requests = std::make_shared<std::atomic_int>(0);
    RawServer m_server;
};

} // namespace turnstone
