// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/httpproxy.h"

#include "tests/support/relay.h"

#include <sys/socket.h>

namespace turnstone {

namespace {

RawServer::Script proxying(const QByteArray &credentials)
{
    return [credentials](RawConnection &connection) {
        QByteArray request;
        for (;;) {
            request = connection.readRequest();
            if (request.isEmpty())
                return;
            const QByteArray field = "proxy-authorization: basic " + credentials.toLower() + "\r\n";
            if (credentials.isEmpty() || request.toLower().contains(field))
                break;
            if (!connection.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 4\r\n"
                                 "Proxy-Authenticate: Basic realm=\"shore\"\r\n\r\nkey?"))
                return;
        }
        const QByteArray target = request.split(' ').value(1);
        const bool isTunnel = request.startsWith("CONNECT ");
        const QUrl url(QString::fromUtf8(isTunnel ? "http://" + target : target));
        const Descriptor there = connectTo(url.host().toUtf8(), quint16(url.port(80)));
        if (!there.isOpen()) {
            connection.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        if (isTunnel)
            connection.send("HTTP/1.1 200 Connection established\r\n\r\n");
        else
            ::send(there.number(), request.constData(), size_t(request.size()), MSG_NOSIGNAL);
        relay(connection.descriptor(), there.number());
    };
}

QByteArray encoded(const QByteArray &user, const QByteArray &password)
{
    return user.isEmpty() && password.isEmpty() ? QByteArray() : QByteArray(user + ':' + password).toBase64();
}

} // namespace

HttpProxy::HttpProxy(const QByteArray &user, const QByteArray &password)
    : m_server(proxying(encoded(user, password)))
{}

} // namespace turnstone
