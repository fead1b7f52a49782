// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/siteserver.h"

#include "app/demosite/router.h"

#include <QCoreApplication>
#include <QStringBuilder>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <thread>
#include <utility> // before Asio 1.74, whose awaitable.hpp forgets it

namespace turnstone {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace {

constexpr quint64 MaxRequestBody = 64 * 1024 * 1024;
constexpr quint32 MaxRequestHeader = 256 * 1024;

template <typename View>
QByteArray toBytes(const View &view)
{
    return QByteArray(view.data(), qsizetype(view.size()));
}

SiteRequest toSiteRequest(const http::request<http::string_body> &message)
{
    SiteRequest request;
    request.method = toBytes(message.method_string());
    const QByteArray target = toBytes(message.target());
    // A proxy's clients ask for whole addresses.
    const qsizetype path = target.startsWith("http://") ? target.indexOf('/', 7) : 0;
    const qsizetype question = target.indexOf('?');
    request.path = path < 0 ? QByteArray("/") : target.mid(path, question < 0 ? -1 : question - path);
    request.query = question < 0 ? QByteArray() : target.mid(question + 1);
    for (const auto &field : message)
        request.headers.emplace_back(toBytes(field.name_string()), toBytes(field.value()));
    request.host = toBytes(message[http::field::host]);
    request.body = toBytes(message.body());
    return request;
}

asio::const_buffer bufferOf(const QByteArray &bytes)
{
    return asio::buffer(bytes.constData(), size_t(bytes.size()));
}

/// What every connection shares; outlives them all.
struct Site
{
    SiteCounters &counters;
    Router router;
    SiteState state;
};

/// One connection. Its coroutine holds the only lasting reference.
class Session final : public std::enable_shared_from_this<Session>
{
public:
    Session(tcp::socket socket, Site &site)
        : m_socket(std::move(socket))
        , m_timer(m_socket.get_executor())
        , m_site(site)
        , m_openConnection(site.counters)
    {}

    asio::awaitable<void> serve()
    {
        bool isOpen = true;
        while (isOpen) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(MaxRequestBody);
            parser.header_limit(MaxRequestHeader);
            if (!co_await read(parser))
                break;
            const bool keepAlive = parser.get().keep_alive();
            const SiteRequest request = toSiteRequest(parser.get());
            const SiteCounters::OpenRequest open(m_site.counters, request.host, request.path, request.method);
            const SiteReply reply = m_site.router.answer(request, m_site.state);
            isOpen = co_await send(reply, request.method == "HEAD", keepAlive);
        }
        error_code ignored;
        m_socket.shutdown(tcp::socket::shutdown_both, ignored);
    }

private:
    asio::awaitable<bool> read(http::request_parser<http::string_body> &parser)
    {
        error_code error;
        co_await http::async_read_header(m_socket, m_buffer, parser,
                                         asio::redirect_error(asio::use_awaitable, error));
        if (!error && !parser.is_done()) {
            if (parser.get()[http::field::expect] == "100-continue")
                co_await write("HTTP/1.1 100 Continue\r\n\r\n");
            co_await http::async_read(m_socket, m_buffer, parser,
                                      asio::redirect_error(asio::use_awaitable, error));
        }
        if (error.category() == http::make_error_code(http::error::bad_method).category() &&
            error != http::error::end_of_stream) {
            SiteReply reply;
            reply.status = error == http::error::body_limit ? 413 : 400;
            reply.contentType = "text/plain";
            reply.body = "This is not a request that can be understood: " +
                         QByteArray::fromStdString(error.message()) + "\n";
            co_await send(reply, false, false);
        }
        co_return !error;
    }

    /// True when the connection may carry another request.
    asio::awaitable<bool> send(const SiteReply &reply, bool isHead, bool keepAlive)
    {
        if (reply.delay.count() > 0 && !co_await pause(reply.delay))
            co_return false;
        if (reply.ending == SiteReply::Ending::Vanish)
            co_return false;
        if (reply.ending == SiteReply::Ending::Reset) {
            error_code ignored;
            m_socket.set_option(tcp::socket::linger(true, 0), ignored);
            m_socket.close(ignored);
            co_return false;
        }
        const bool staysOpen = keepAlive && reply.ending == SiteReply::Ending::KeepAlive &&
                               reply.framing != SiteReply::Framing::UntilClose;
        const QByteArray header = headerBlock(reply, staysOpen);
        const bool isBare = isHead || reply.isBodiless();
        const bool isPlain =
            reply.framing != SiteReply::Framing::Chunked && reply.pieces <= 1 && reply.repeatTo == 0;
        bool sent = false;
        if (isBare)
            sent = co_await write(header);
        else if (isPlain)
            sent = co_await write(header, reply.body);
        else
            sent = co_await sendInPieces(reply, header);
        co_return sent &&staysOpen;
    }

    asio::awaitable<bool> sendInPieces(const SiteReply &reply, const QByteArray &header)
    {
        if (!co_await write(header))
            co_return false;
        const bool chunked = reply.framing == SiteReply::Framing::Chunked;
        const qint64 total = reply.bodyBytes();
        const qint64 perPiece = reply.pieces > 1 ? std::max<qint64>(1, total / reply.pieces)
                                                 : std::max<qint64>(1, reply.body.size());
        const microseconds gap =
            reply.pieces > 1 ? microseconds(reply.spread) / (reply.pieces - 1) : microseconds(0);
        for (qint64 sent = 0, piece = 1; total == SiteReply::Endless || sent < total; ++piece) {
            if (piece > 1 && gap.count() > 0 && !co_await pause(gap))
                co_return false;
            const bool isLast = reply.pieces > 1 && piece == reply.pieces;
            const qint64 left = total == SiteReply::Endless ? perPiece : total - sent;
            const QByteArray bytes = part(reply, sent, isLast ? left : std::min(left, perPiece));
            const QByteArray prefix = chunked ? QByteArray::number(bytes.size(), 16) + "\r\n" : QByteArray();
            const QByteArray framed = chunked ? bytes + "\r\n" : bytes;
            if (!co_await write(prefix, framed))
                co_return false;
            sent += bytes.size();
        }
        if (!chunked)
            co_return true;
        co_return co_await write("0\r\n\r\n");
    }

    static QByteArray part(const SiteReply &reply, qint64 from, qint64 size)
    {
        if (reply.repeatTo == 0)
            return reply.body.mid(from, size);
        // Whole turns of the pattern go out without a copy.
        if (from % reply.body.size() == 0 && size == reply.body.size())
            return reply.body;
        QByteArray bytes;
        bytes.reserve(size);
        while (bytes.size() < size) {
            const qsizetype start = (from + bytes.size()) % reply.body.size();
            bytes.append(reply.body.mid(start, size - bytes.size()));
        }
        return bytes;
    }

    asio::awaitable<bool> write(const QByteArray &first, const QByteArray &second = {})
    {
        const std::array buffers{bufferOf(first), bufferOf(second)};
        error_code error;
        co_await asio::async_write(m_socket, buffers, asio::redirect_error(asio::use_awaitable, error));
        co_return !error;
    }

    /// Waits, and yields false at once when the client goes away meanwhile.
    asio::awaitable<bool> pause(microseconds duration)
    {
        m_timer.expires_after(duration);
        m_isGone = false;
        m_socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code &error) {
            if (!error && self->isClosedByPeer()) {
                self->m_isGone = true;
                self->m_timer.cancel();
            }
        });
        error_code error;
        co_await m_timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
        m_socket.cancel(error);
        co_return !m_isGone;
    }

    bool isClosedByPeer()
    {
        char byte = 0;
        error_code error;
        const size_t count = m_socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return count == 0 && error != asio::error::would_block;
    }

    tcp::socket m_socket;
    asio::steady_timer m_timer;
    boost::beast::flat_buffer m_buffer;
    Site &m_site;
    SiteCounters::OpenConnection m_openConnection;
    bool m_isGone = false;
};

asio::awaitable<void> runSession(std::shared_ptr<Session> session)
{
    co_await session->serve();
}

asio::awaitable<void> acceptAll(tcp::acceptor &acceptor, Site &site)
{
    asio::steady_timer breath(acceptor.get_executor());
    while (acceptor.is_open()) {
        error_code error;
        tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            // Out of descriptors: let some connections end instead of spinning.
            breath.expires_after(milliseconds(5));
            co_await breath.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        // The site is nobody's business but this machine's, though it listens for all of 127.0.0.0/8.
        const tcp::endpoint here = socket.local_endpoint(error);
        if (error || !here.address().is_loopback())
            continue;
        socket.set_option(tcp::no_delay(true), error);
        asio::co_spawn(acceptor.get_executor(),
                       runSession(std::make_shared<Session>(std::move(socket), site)), asio::detached);
    }
}

error_code open(tcp::acceptor &acceptor, const tcp::endpoint &endpoint)
{
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(tcp::acceptor::max_listen_connections, error);
    return error;
}

} // namespace

class SiteServer::Private
{
public:
    explicit Private(SiteCounters &counters)
        : site{counters, {}, {}}
    {
        site.state.counters = &counters;
    }

    Site site;
    // Destroyed before the site: what is left of the connections goes with it.
    asio::io_context io{1};
    tcp::acceptor ip4{io};
    tcp::acceptor ip6{io};
    std::thread thread;
};

SiteServer::SiteServer(SiteCounters &counters)
    : d(std::make_unique<Private>(counters))
{}

SiteServer::~SiteServer()
{
    d->io.stop();
    if (d->thread.joinable())
        d->thread.join();
}

Result<quint16> SiteServer::listen(quint16 port)
{
    if (const error_code error = open(d->ip4, {asio::ip::address_v4::any(), port})) {
        const QString text = QCoreApplication::translate(
            "DemoSite", "The demo site cannot use port %1: %2. Choose another port.");
        return Error{Error::Code::Network, text.arg(port).arg(QString::fromStdString(error.message()))};
    }
    d->site.state.port = d->ip4.local_endpoint().port();
    asio::co_spawn(d->io, acceptAll(d->ip4, d->site), asio::detached);
    // Not every machine has IPv6; the site does without it then.
    if (!open(d->ip6, {asio::ip::address_v6::loopback(), d->site.state.port}))
        asio::co_spawn(d->io, acceptAll(d->ip6, d->site), asio::detached);
    d->thread = std::thread([io = &d->io] { io->run(); });
    return d->site.state.port;
}

} // namespace turnstone
