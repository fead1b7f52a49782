// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/connectionbook.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace turnstone;

namespace {

/// Of this machine, at a port of its own.
struct Socket final
{
    Socket()
        : number(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof any;
        if (::bind(number, reinterpret_cast<sockaddr *>(&any), size) != 0 ||
            ::getsockname(number, reinterpret_cast<sockaddr *>(&any), &size) != 0)
            qFatal("no socket");
        port = ntohs(any.sin_port);
    }
    ~Socket() { ::close(number); }
    Q_DISABLE_COPY_MOVE(Socket)
    ConnectionBook::Ends ends() const { return {"127.0.0.1", "127.0.0.1", 80, port}; }

    const int number;
    int port = 0;
};

} // namespace

class TestConnectionBook final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConnectionIsKnownAsLongAsItIsOpen()
    {
        CURL *handle = curl_easy_init();
        const Socket first, second;
        ConnectionBook book;
        QVERIFY(!book.of(first.ends()).facts);
        const auto facts = book.opened(handle, first.ends(), {second.number, first.number});
        QCOMPARE(facts->remoteAddress, QByteArray("127.0.0.1"));
        QCOMPARE(book.of(first.ends()).facts, facts);
        QCOMPARE(book.of(first.ends()).socket, first.number);
        QVERIFY(!book.of(second.ends()).facts);
        book.closed(second.number); // of which nothing is known
        QCOMPARE(book.of(first.ends()).facts, facts);
        book.closed(first.number);
        QVERIFY(!book.of(first.ends()).facts);
        QCOMPARE(book.of(first.ends()).socket, CURL_SOCKET_BAD);
        curl_easy_cleanup(handle);
    }

    /// Of its number there is another connection, as where nobody told that the one before was closed.
    void aSocketIsOneConnection()
    {
        CURL *handle = curl_easy_init();
        const Socket socket;
        ConnectionBook book;
        const ConnectionBook::Ends before{"127.0.0.2", "127.0.0.1", 80, socket.port};
        QVERIFY(book.opened(handle, before, {socket.number}));
        const auto facts = book.opened(handle, socket.ends(), {socket.number});
        QVERIFY(!book.of(before).facts);
        QCOMPARE(book.of(socket.ends()).facts, facts);
        curl_easy_cleanup(handle);
    }
};

QTEST_GUILESS_MAIN(TestConnectionBook)
#include "tst_connectionbook.moc"
