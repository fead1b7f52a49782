// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/descriptor.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QUrl>

#include <utility>
#include <vector>

namespace turnstone {

/// An answer as it came.
struct RawAnswer
{
    enum class Ending {
        Complete, ///< as long as its framing says
        Closed,   ///< the server closed before that
        Reset,    ///< a TCP reset
        Silent,   ///< nothing more came in time
    };
    Ending ending = Ending::Closed;
    int status = 0; ///< 0: no status line
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body; ///< without chunk framing
    int reads = 0;   ///< in how many pieces the body came, at least

    /// The first field of that name, whatever its case.
    QByteArray header(QByteArrayView name) const;
};

/// A blocking HTTP client that sends what it is given and interprets as little as it can.
class RawClient final
{
public:
    explicit RawClient(quint16 port, const char *host = "127.0.0.1");
    bool isConnected() const { return m_socket.isOpen(); }
    bool send(QByteArrayView bytes);
    /// Reads one answer; `toHead` when the request was a HEAD.
    RawAnswer readAnswer(bool toHead = false);
    /// Reads on until that many bytes of anything are there; fewer where the server ends first.
    QByteArray readAtLeast(qsizetype count);
    /// A whole exchange on this connection.
    RawAnswer request(const QByteArray &method, const QByteArray &target, const QByteArray &fields = {},
                      const QByteArray &body = {});
    RawAnswer get(const QByteArray &target, const QByteArray &fields = {})
    {
        return request("GET", target, fields);
    }

private:
    bool receive(RawAnswer &answer);
    bool readUntil(QByteArrayView mark, RawAnswer &answer);
    bool readHeader(RawAnswer &answer);
    bool readBytes(qsizetype count, RawAnswer &answer);
    bool readChunks(RawAnswer &answer);

    QByteArray m_host;
    Descriptor m_socket;
    QByteArray m_received;
};

/// One GET on a connection of its own.
RawAnswer fetch(const QUrl &address, const QByteArray &fields = {});

} // namespace turnstone
