// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/curltransfer.h"

#include "core/net/curl/curlloop.h"

#include <QIODevice>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <utility>

namespace turnstone {

namespace {

/// By itself, on connections that turn out dead, or to log in.
constexpr int MostSends = 6;

/// For a body, before it comes.
constexpr qint64 MostReserved = 64 * 1024;

} // namespace

CurlTransfer::CurlTransfer(std::shared_ptr<CurlLoop> loop, Order order, std::function<void()> told)
    : m_loop(std::move(loop))
    , m_order(std::move(order))
    , m_told(std::move(told))
    , m_handle(m_loop->takeHandle())
{
    m_loop->start(*this);
}

CurlTransfer::~CurlTransfer()
{
    m_loop->remove(*this);
    // What it has repeated so far, libcurl keeps counting with the next request.
    m_loop->giveBack(m_handle, m_isSpecial || m_sends > 1 || m_code != CURLE_OK);
}

void CurlTransfer::apply()
{
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(m_handle, option, value); };
    m_fields.reserve(size_t(m_order.fields.size()));
    for (QByteArray &field : m_order.fields) {
        m_fields.push_back({field.data(), nullptr});
        if (m_fields.size() > 1)
            m_fields[m_fields.size() - 2].next = &m_fields.back();
    }
    set(CURLOPT_URL, m_order.url.constData());
    set(CURLOPT_HTTPHEADER, m_fields.empty() ? nullptr : m_fields.data());
    set(CURLOPT_ERRORBUFFER, &m_error[0]);
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_PREREQDATA, this);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_SSL_CTX_DATA, &m_handshake);
    set(CURLOPT_HTTP_VERSION, long(m_order.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    set(CURLOPT_PIPEWAIT, m_order.http2 ? 1L : 0L); // a connection that is being made may take many
    const QByteArray trusted = m_order.isSecure ? m_loop->authorities() : QByteArray();
    m_isSpecial = m_order.method != "GET" || m_order.body || !m_order.proxy.isEmpty() ||
                  !m_order.resolve.isEmpty() || !trusted.isEmpty() || m_order.ownConnection ||
                  m_order.insecure;
    if (m_isSpecial)
        applyRest(trusted);
}

/// What the handle must not have when it is used again.
void CurlTransfer::applyRest(const QByteArray &trusted)
{
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(m_handle, option, value); };
    if (m_order.body) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(m_order.body->size() - m_order.body->pos()));
        set(CURLOPT_READFUNCTION, &CurlTransfer::onUpload);
        set(CURLOPT_READDATA, this);
        set(CURLOPT_SEEKFUNCTION, &CurlTransfer::onSeek);
        set(CURLOPT_SEEKDATA, this);
    } else if (m_order.method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
    }
    if (m_order.body ? m_order.method != "POST" : m_order.method != "GET" && m_order.method != "HEAD")
        set(CURLOPT_CUSTOMREQUEST, m_order.method.constData());
    if (m_order.ownConnection) {
        set(CURLOPT_FRESH_CONNECT, 1L);
        set(CURLOPT_FORBID_REUSE, 1L); // or they would pile up at the server, beyond the limit for a host
    }
    if (m_order.insecure) {
        set(CURLOPT_SSL_VERIFYPEER, 0L);
        set(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (!trusted.isEmpty()) {
        curl_blob blob{const_cast<char *>(trusted.data()), size_t(trusted.size()), CURL_BLOB_COPY};
        set(CURLOPT_CAINFO_BLOB, &blob);
    }
    if (!m_order.resolve.isEmpty()) {
        m_resolve.data = m_order.resolve.data();
        set(CURLOPT_RESOLVE, &m_resolve);
        if (m_order.connectTimeoutMs > 0)
            set(CURLOPT_CONNECTTIMEOUT_MS, m_order.connectTimeoutMs);
    }
    if (m_order.proxy.isEmpty())
        return;
    set(CURLOPT_PROXY, m_order.proxy.constData());
    // In the header of a request to an http proxy there is one already: libcurl would send it all again.
    const bool hasLogin = !m_order.proxyUser.isEmpty() || !m_order.proxyPassword.isEmpty();
    if (!hasLogin || (!m_order.isSecure && m_order.proxy.startsWith("http:")))
        return;
    set(CURLOPT_PROXYUSERNAME, m_order.proxyUser.constData());
    set(CURLOPT_PROXYPASSWORD, m_order.proxyPassword.constData());
    m_hasTunnelLogin = m_order.proxy.startsWith("http:");
    set(CURLOPT_PROXYAUTH,
        long(m_hasTunnelLogin ? CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM : CURLAUTH_NONE));
}

void CurlTransfer::end(CURLcode code)
{
    m_code = code;
    m_isOver = true;
    m_facts.endAt = Clock::now();
    if (m_connected && m_sends == 0)
        m_facts.connection = m_loop->connections().failed(m_handle, m_handshake);
    m_loop->note(*this);
}

QByteArray CurlTransfer::text() const
{
    if (!m_header.problem().isEmpty())
        return m_header.problem();
    return m_error[0] != '\0' ? QByteArray(m_error) : QByteArray(curl_easy_strerror(m_code));
}

long CurlTransfer::info(CURLINFO which) const
{
    long value = 0;
    curl_easy_getinfo(m_handle, which, &value);
    return value;
}

bool CurlTransfer::isShort() const
{
    const bool hasNoBody = m_order.method == "HEAD" || m_header.status() == 204 || m_header.status() == 304;
    return !hasNoBody && m_received < m_header.length();
}

/// The whole answer is there before the whole request is away. Nobody needs the rest of that, and libcurl
/// would wait until it can be sent, or not (RFC 9112, 9.5).
bool CurlTransfer::isAnsweredEarly() const
{
    return m_order.body && !m_order.body->atEnd() && isWhole();
}

bool CurlTransfer::isWhole() const
{
    constexpr int noContent = 204, notModified = 304;
    const bool hasNone = m_header.status() == noContent || m_header.status() == notModified;
    return hasHeader() && (hasNone || (m_header.length() >= 0 && m_received >= m_header.length()));
}

qint64 CurlTransfer::read(char *data, qint64 most)
{
    const qint64 count = std::min(most, available());
    std::memcpy(data, m_body.constData() + m_read, size_t(count));
    haveRead(count);
    return count;
}

QByteArray CurlTransfer::take(qint64 most)
{
    const qint64 count = std::min(most, available());
    QByteArray taken = m_read == 0 && count == m_body.size() ? std::move(m_body) : m_body.mid(m_read, count);
    haveRead(count);
    return taken;
}

void CurlTransfer::haveRead(qint64 count)
{
    m_read += count;
    if (m_read >= m_body.size()) {
        if (!m_body.isEmpty())
            m_body.resize(0);
        m_read = 0;
    }
    if (m_isPaused && available() < m_order.readAhead)
        m_loop->resume(*this);
}

size_t CurlTransfer::onHeader(char *data, size_t, size_t size, void *self)
{
    auto *transfer = static_cast<CurlTransfer *>(self);
    if (transfer->m_sends == 0 || !transfer->m_opened.empty()) // nobody else can have answered
        return transfer->acceptsFromProxy({data, qsizetype(size)}) ? size : 0;
    const bool wasComplete = transfer->hasHeader();
    if (!transfer->m_header.add({data, qsizetype(size)}))
        return 0;
    if (!wasComplete && transfer->hasHeader()) {
        transfer->m_facts.headerAt = Clock::now();
        transfer->m_facts.httpVersion = transfer->m_header.version();
        transfer->m_loop->note(*transfer);
        // To a server's 407 libcurl would send it again, with the login that is the proxy's.
        transfer->m_isCut =
            (transfer->m_hasTunnelLogin && transfer->m_header.status() == 407) || transfer->isAnsweredEarly();
    }
    return transfer->m_isCut ? 0 : size;
}

/// Of what a proxy answers to a CONNECT: libcurl would log in again as often as it is refused with a new
/// nonce, or greeted by NTLM. A login goes out once.
bool CurlTransfer::acceptsFromProxy(QByteArrayView line)
{
    constexpr int mostRefusals = 3; // without credentials, NTLM's greeting, its login
    if (line.startsWith("HTTP/")) {
        const bool isRefusal = line.contains(" 407");
        m_refusals += isRefusal ? 1 : 0;
        m_isLoginOpen = !isRefusal || m_refusals == 1;
        return true;
    }
    if (line.first(std::min<qsizetype>(line.size(), 19))
            .compare("Proxy-Authenticate:", Qt::CaseInsensitive) == 0) {
        const QByteArray challenge = line.sliced(19).trimmed().toByteArray().toLower();
        m_isLoginOpen = m_isLoginOpen || challenge.startsWith("ntlm ");
    }
    const bool isEnd = line == "\r\n" || line == "\n";
    if (isEnd)
        m_tunnelAt = Clock::now();
    return !isEnd || (m_isLoginOpen && m_refusals < mostRefusals);
}

size_t CurlTransfer::onBody(char *data, size_t, size_t size, void *self)
{
    auto *transfer = static_cast<CurlTransfer *>(self);
    const qint64 waiting = transfer->available();
    if (transfer->m_order.readAhead > 0 && waiting > 0 &&
        waiting + qint64(size) > transfer->m_order.readAhead) {
        transfer->m_isPaused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (transfer->m_read > 0) {
        transfer->m_body.remove(0, transfer->m_read);
        transfer->m_read = 0;
    }
    if (transfer->m_body.isEmpty() && transfer->m_received == 0)
        transfer->m_body.reserve(std::clamp(transfer->m_header.length(), qint64(size), MostReserved));
    transfer->m_body.append(data, qsizetype(size));
    transfer->m_received += qint64(size);
    transfer->m_loop->note(*transfer);
    transfer->m_isCut = transfer->isAnsweredEarly();
    return transfer->m_isCut ? 0 : size;
}

size_t CurlTransfer::onUpload(char *data, size_t one, size_t count, void *self)
{
    QIODevice *body = static_cast<CurlTransfer *>(self)->m_order.body;
    const qint64 read = body->read(data, qint64(one * count));
    return read < 0 ? 0 : size_t(read);
}

int CurlTransfer::onSeek(void *self, curl_off_t offset, int origin)
{
    QIODevice *body = static_cast<CurlTransfer *>(self)->m_order.body;
    return origin == SEEK_SET && body->seek(offset) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

/// Whether a connection that is to be used again cannot be: the next answer on it would be another one's.
/// libcurl 7.88 takes one that has something to be read for fine. Streams of HTTP/2 come at any time.
bool CurlTransfer::isStaleSocket(curl_socket_t socket) const
{
    if (m_order.http2 || socket == CURL_SOCKET_BAD)
        return false;
    char byte = 0;
    const ssize_t waiting = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return waiting >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

/// What a new connection is, and how long its handshake took.
void CurlTransfer::noteFresh(const ConnectionBook::Ends &ends)
{
    m_facts.connection = m_loop->connections().opened(m_handle, ends, m_opened);
    m_opened.clear();
    m_handshake = {};
    curl_off_t connected = 0, secured = 0;
    curl_easy_getinfo(m_handle, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(m_handle, CURLINFO_APPCONNECT_TIME_T, &secured);
    if (!m_order.isSecure || connected <= 0 || secured < connected)
        return;
    m_facts.tls = std::chrono::microseconds(secured - connected);
    if (m_tunnelAt != TimePoint()) // the connection is the proxy's, and the tunnel had to be asked for
        m_facts.tls = std::min(m_facts.tls, Clock::now() - m_tunnelAt);
}

/// Not again where it may have taken effect, and not what has been answered: libcurl would, over HTTP/1.1, if
/// that is what a stream is reset for (RFC 9113, 7: HTTP_1_1_REQUIRED).
bool CurlTransfer::maySend() const
{
    const bool isAnswered = m_header.status() != 0 || m_received > 0;
    return m_sends == 0 || (!m_order.ownConnection && !isAnswered && m_sends < MostSends);
}

/// There is a connection, and what comes next is the request.
int CurlTransfer::onSend(void *self, char *address, char *ownAddress, int port, int ownPort)
{
    auto *transfer = static_cast<CurlTransfer *>(self);
    const ConnectionBook::Ends ends{address, ownAddress, port, ownPort};
    const bool isFresh = !transfer->m_opened.empty();
    const ConnectionBook::Entry known =
        isFresh ? ConnectionBook::Entry() : transfer->m_loop->connections().of(ends);
    transfer->m_isStale = transfer->isStaleSocket(known.socket);
    if (transfer->m_isStale || !transfer->maySend())
        return CURL_PREREQFUNC_ABORT;
    ++transfer->m_sends;
    transfer->m_isOnFresh = isFresh;
    transfer->m_refusals = 0; // another connection asks for the login anew
    WireFacts &facts = transfer->m_facts;
    facts.sentAt = Clock::now();
    facts.isReused = !isFresh;
    facts.tls = Duration(-1);
    facts.connection = known.facts;
    if (isFresh)
        transfer->noteFresh(ends);
    transfer->m_loop->note(*transfer);
    return CURL_PREREQFUNC_OK;
}

curl_socket_t CurlTransfer::onOpen(void *self, curlsocktype, curl_sockaddr *address)
{
    auto *transfer = static_cast<CurlTransfer *>(self);
    transfer->m_connected = true;
    const curl_socket_t socket =
        ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    transfer->m_opened.push_back(socket);
    if (socket != CURL_SOCKET_BAD)
        transfer->m_loop->sockets().opened(socket);
    transfer->m_loop->note(*transfer);
    return socket;
}

} // namespace turnstone
