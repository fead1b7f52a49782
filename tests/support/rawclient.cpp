// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rawclient.h"

#include <QStringBuilder>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace turnstone {

namespace {

constexpr timeval Patience{10, 0};

Descriptor connectTo(quint16 port, const char *host)
{
    Descriptor descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::setsockopt(descriptor.number(), SOL_SOCKET, SO_RCVTIMEO, &Patience, sizeof Patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &address.sin_addr);
    if (::connect(descriptor.number(), reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        descriptor.close();
    return descriptor;
}

} // namespace

QByteArray RawAnswer::header(QByteArrayView name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto &field) {
        return name.compare(field.first, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->second;
}

RawClient::RawClient(quint16 port, const char *host)
    : m_host(QByteArray(host) + ':' + QByteArray::number(port))
    , m_socket(connectTo(port, host))
{}

bool RawClient::send(QByteArrayView bytes)
{
    return ::send(m_socket.number(), bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
}

QByteArray RawClient::readAtLeast(qsizetype count)
{
    RawAnswer answer;
    while (m_received.size() < count && receive(answer)) {
    }
    return std::exchange(m_received, {});
}

RawAnswer RawClient::request(const QByteArray &method, const QByteArray &target, const QByteArray &fields,
                             const QByteArray &body)
{
    QByteArray message = method + ' ' + target + " HTTP/1.1\r\nHost: " + m_host + "\r\n" + fields;
    if (!body.isEmpty())
        message += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    message += "\r\n" + body;
    send(message);
    return readAnswer(method == "HEAD");
}

bool RawClient::receive(RawAnswer &answer)
{
    std::array<char, 65536> buffer;
    const ssize_t count = ::recv(m_socket.number(), buffer.data(), buffer.size(), 0);
    if (count > 0) {
        m_received.append(buffer.data(), count);
        ++answer.reads;
        return true;
    }
    answer.ending = count == 0            ? RawAnswer::Ending::Closed
                    : errno == ECONNRESET ? RawAnswer::Ending::Reset
                                          : RawAnswer::Ending::Silent;
    return false;
}

bool RawClient::readUntil(QByteArrayView mark, RawAnswer &answer)
{
    while (!m_received.contains(mark)) {
        if (!receive(answer))
            return false;
    }
    return true;
}

bool RawClient::readHeader(RawAnswer &answer)
{
    if (!readUntil("\r\n\r\n", answer))
        return false;
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    const QList<QByteArray> lines = m_received.first(end).split('\n');
    m_received.remove(0, end + 4);
    const QList<QByteArray> statusLine = lines.first().split(' ');
    answer.status = statusLine.size() > 1 ? statusLine.at(1).toInt() : 0;
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.emplace_back(line.first(std::max<qsizetype>(colon, 0)), line.mid(colon + 1).trimmed());
    }
    return true;
}

bool RawClient::readBytes(qsizetype count, RawAnswer &answer)
{
    while (m_received.size() < count) {
        if (!receive(answer)) {
            answer.body += std::exchange(m_received, {});
            return false;
        }
    }
    answer.body += m_received.first(count);
    m_received.remove(0, count);
    return true;
}

bool RawClient::readChunks(RawAnswer &answer)
{
    for (;;) {
        if (!readUntil("\r\n", answer))
            return false;
        const qsizetype end = m_received.indexOf("\r\n");
        const qsizetype size = m_received.first(end).toLongLong(nullptr, 16);
        m_received.remove(0, end + 2);
        if (!readBytes(size + 2, answer))
            return false;
        answer.body.chop(2);
        if (size == 0)
            return true;
    }
}

RawAnswer RawClient::readAnswer(bool toHead)
{
    RawAnswer answer;
    if (!readHeader(answer))
        return answer;
    answer.reads = m_received.isEmpty() ? 0 : 1;
    bool isWhole = true;
    if (toHead || answer.status < 200 || answer.status == 204 || answer.status == 304) {
        // No body, whatever the header says.
    } else if (answer.header("Transfer-Encoding") == "chunked") {
        isWhole = readChunks(answer);
    } else if (const QByteArray length = answer.header("Content-Length"); !length.isEmpty()) {
        isWhole = readBytes(std::max(length.toLongLong(), 0LL), answer);
    } else {
        while (receive(answer)) {
        }
        answer.body = std::exchange(m_received, {});
        isWhole = answer.ending == RawAnswer::Ending::Closed;
    }
    if (isWhole)
        answer.ending = RawAnswer::Ending::Complete;
    return answer;
}

RawAnswer fetch(const QUrl &address, const QByteArray &fields)
{
    RawClient client(quint16(address.port(80)), address.host().toLatin1().constData());
    const QByteArray target =
        address.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    return client.get(target, fields);
}

} // namespace turnstone
