// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

namespace turnstone {

/// The sockets of a loop's connections by their two ends, which is what libcurl says before a request goes
/// out: its CURLINFO_ACTIVESOCKET is of the request before. Lives in the loop's thread.
class OpenSockets final
{
public:
    /// "from address, port, to address, port": as a key.
    static QByteArray endsOf(const char *localAddress, int localPort, const char *address, int port);

    void add(const QByteArray &ends, int socket);
    /// It is closed.
    void remove(int socket);
    /// Whether its other side has closed it, or has sent what nobody asked for. False where it is not known.
    bool isStale(const QByteArray &ends) const;
    qsizetype count() const { return m_sockets.size(); }

private:
    QHash<QByteArray, int> m_sockets;
    QHash<int, QByteArray> m_ends;
};

/// The port of this side; 0: it has none.
int localPortOf(int socket);

} // namespace turnstone
