// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/rawscripts.h"
#include "tests/support/rawserver.h"

#include <QSslCertificate>

#include <atomic>
#include <chrono>
#include <memory>

namespace turnstone {

/// An https server on 127.0.0.1 that answers every request with `answer`.
class TlsServer final
{
public:
    enum class Certificate {
        Sound,      ///< for 127.0.0.1 and localhost, signed by authority()
        SelfSigned, ///< for 127.0.0.1, signed by nobody else
        Expired,    ///< like Sound, until 2021
        WrongHost,  ///< like Sound, for elsewhere.example
        AsksBack,   ///< Sound; wants one of the client, too
    };
    /// `answersOfFirst`: its first connection is closed on the request behind so many; negative: on none.
    explicit TlsServer(Certificate certificate, const QByteArray &answer = rawscripts::soundAnswer(),
                       int answersOfFirst = -1);
    /// How long it takes for the handshake, the header of an answer and its body.
    struct Pauses
    {
        std::chrono::milliseconds handshake{0}, header{0}, body{0};
    };
    TlsServer(Certificate certificate, const Pauses &pauses);

    quint16 port() const { return m_server.port(); }
    QUrl address(QStringView path = u"/") const { return m_server.address(path, u"https"); }
    int connections() const { return m_server.connections(); }
    /// Requests that came through a finished handshake.
    int requests() const { return *m_requests; }
    /// What a client has to trust to find Sound sound.
    static QSslCertificate authority();
    /// From now on this program does.
    static void trust();

private:
    std::shared_ptr<std::atomic_int> m_requests;
    RawServer m_server;
};

} // namespace turnstone
