// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QProcess>
#include <QTemporaryDir>

#include <vector>

namespace turnstone {

/// One request that nginx answered, from its log.
struct NginxRequest
{
    QByteArray host;
    QByteArray method;
    QByteArray path;
    QByteArray protocol; ///< "HTTP/2.0"
    qint64 startMs = 0;  ///< since 1970
    qint64 endMs = 0;
};

/// A private nginx in a folder of its own, over TLS with HTTP/2 on 127.0.0.1 and the addresses that follow: a
/// page with the path for its title, below /late/ after 100 ms, and what another server says. It ends with
/// this object, or with the test program.
class PrivateNginx final
{
public:
    struct Options
    {
        int hosts = 1;
        int requestsPerConnection = 1'000'000; ///< then the server says that it goes away
        quint16 backend = 1;                   ///< the port of 127.0.0.1 that answers below /backend/
    };
    /// Why there can be none here, for QSKIP; empty where there can.
    static QString reasonAgainst();

    /// Aborts the program where nginx does not start.
    explicit PrivateNginx(const Options &options);
    ~PrivateNginx();
    Q_DISABLE_COPY_MOVE(PrivateNginx)

    /// "https://127.0.0.2:4711/path" for host 1.
    QByteArray address(int host, const QByteArray &path) const;
    /// Ends the server, whose log is complete then.
    std::vector<NginxRequest> stop();

private:
    bool start(const Options &options);

    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace turnstone
