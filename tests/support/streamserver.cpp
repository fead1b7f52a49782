// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/streamserver.h"

#include <QString>
#include <QtEndian>

#include <memory>
#include <openssl/ssl.h>
#include <utility>

namespace turnstone {

namespace {

enum class FrameType : quint8 { Data = 0, Headers = 1, ResetStream = 3, Settings = 4 };

constexpr quint8 EndStream = 1, Acknowledged = 1, EndHeaders = 4;
constexpr qsizetype FrameHeader = 9;
constexpr QByteArrayView Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

QByteArray frame(FrameType type, quint8 flags, quint32 stream, const QByteArray &payload = {})
{
    QByteArray bytes(FrameHeader, '\0');
    qToBigEndian(quint32(payload.size()) << 8, bytes.data());
    bytes[3] = char(type);
    bytes[4] = char(flags);
    qToBigEndian(stream, bytes.data() + 5);
    return bytes.append(payload);
}

QByteArray pageOf(const StreamServer::Answer &answer, quint32 stream)
{
    if (answer.announced < 0)
        return {};
    // RFC 7541: `:status: 200` or `404` by its number, `content-length` by its name's
    const QByteArray fields = QByteArray(answer.isFound ? "\x88" : "\x8d")
                                  .append("\x0f\x0d\x02")
                                  .append(QByteArray::number(answer.announced));
    return frame(FrameType::Headers, EndHeaders, stream, fields) +
           frame(FrameType::Data, answer.reset ? 0 : EndStream, stream, answer.body);
}

QByteArray resetOf(const StreamServer::Answer &answer, quint32 stream)
{
    if (!answer.reset)
        return {};
    QByteArray code(4, '\0');
    code[3] = char(*answer.reset);
    return frame(FrameType::ResetStream, 0, stream, code);
}

int chooseHttp2(SSL *, const unsigned char **chosen, unsigned char *length, const unsigned char *offered,
                unsigned offeredLength, void *)
{
    static constexpr unsigned char protocols[] = {2, 'h', '2'};
    unsigned char *found = nullptr;
    if (SSL_select_next_proto(&found, length, protocols, sizeof protocols, offered, offeredLength) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

bool hasHttp2(const SSL *tls)
{
    const unsigned char *protocol = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(tls, &protocol, &length);
    return length > 0;
}

/// Reads so much, or says that the client has gone.
bool readExactly(SSL *tls, QByteArray &into, qsizetype count)
{
    into.resize(count);
    for (qsizetype done = 0; done < count;) {
        const int read = SSL_read(tls, into.data() + done, int(count - done));
        if (read <= 0)
            return false;
        done += read;
    }
    return true;
}

bool write(SSL *tls, const QByteArray &bytes)
{
    return SSL_write(tls, bytes.constData(), int(bytes.size())) == bytes.size();
}

/// Requests without a body.
void serveHttp1(SSL *tls, std::atomic_int &requests)
{
    QByteArray received, next;
    while (readExactly(tls, next, 1)) {
        received += next;
        if (!received.endsWith("\r\n\r\n"))
            continue;
        ++requests;
        received.clear();
        if (!write(tls, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nsecond"))
            return;
    }
}

void serve(const RawConnection &connection, SSL *tls, const StreamServer::Answer &answer,
           std::atomic_int &requests)
{
    QByteArray header, payload;
    if (SSL_accept(tls) != 1)
        return;
    if (!hasHttp2(tls))
        return serveHttp1(tls, requests);
    if (!readExactly(tls, header, Preface.size()) || !write(tls, frame(FrameType::Settings, 0, 0)))
        return;
    while (readExactly(tls, header, FrameHeader)) {
        const auto type = FrameType(header.at(3));
        const quint32 stream = qFromBigEndian<quint32>(header.constData() + 5);
        if (!readExactly(tls, payload, qsizetype(qFromBigEndian<quint32>(header.constData()) >> 8)))
            return;
        if (type == FrameType::Settings && header.at(4) == 0 &&
            !write(tls, frame(FrameType::Settings, Acknowledged, 0)))
            return;
        if (type != FrameType::Headers)
            continue;
        ++requests;
        const QByteArray page = pageOf(answer, stream), reset = resetOf(answer, stream);
        const bool isApart = answer.pause.count() > 0;
        if (isApart ? !write(tls, page) || !connection.pause(answer.pause) || !write(tls, reset)
                    : !write(tls, page + reset))
            return;
    }
}

RawServer::Script serving(const StreamServer::Answer &answer, std::shared_ptr<std::atomic_int> requests)
{
    const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    const char *const pem = TURNSTONE_TEST_CERTS "/sound.pem";
    if (SSL_CTX_use_certificate_file(context.get(), pem, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context.get(), pem, SSL_FILETYPE_PEM) != 1)
        qFatal("cannot use %s", pem);
    SSL_CTX_set_alpn_select_cb(context.get(), chooseHttp2, nullptr);
    return [context, answer, requests = std::move(requests)](RawConnection &connection) {
        const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
        SSL_set_fd(tls.get(), connection.descriptor());
        serve(connection, tls.get(), answer, *requests);
    };
}

} // namespace

StreamServer::StreamServer(const Answer &answer)
    : m_server(serving(answer, m_requests))
{}

} // namespace turnstone
