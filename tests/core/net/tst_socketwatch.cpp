// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/socketwatch.h"

#include <QTest>

#include <array>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace turnstone;

namespace {

/// Two ends of a connection; the first is watched.
struct Pair
{
    Pair() { valid = ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0; }
    ~Pair()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    void send() const { QCOMPARE(::write(ends[1], "x", 1), 1); }

    std::array<int, 2> ends{-1, -1};
    bool valid = false;
};

std::vector<int> ready(SocketWatch &watch)
{
    std::array<epoll_event, 8> events;
    const int count = watch.take(events);
    std::vector<int> sockets;
    for (int i = 0; i < count; ++i) {
        if (watch.isWaitedFor(events[size_t(i)].data.fd))
            sockets.push_back(events[size_t(i)].data.fd);
    }
    return sockets;
}

bool isQuiet(const SocketWatch &watch)
{
    std::array<epoll_event, 8> events;
    return watch.take(events) == 0;
}

} // namespace

class TestSocketWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWaitedForIsTold_data()
    {
        QTest::addColumn<bool>("isConnection");
        QTest::newRow("a connection") << true;
        QTest::newRow("another") << false;
    }

    void whatIsWaitedForIsTold()
    {
        QFETCH(bool, isConnection);
        const Pair pair;
        QVERIFY(pair.valid);
        const std::vector<int> it{pair.ends[0]};
        SocketWatch watch;
        if (isConnection)
            watch.opened(pair.ends[0]);
        watch.watch(pair.ends[0], CURL_POLL_IN);
        QVERIFY(ready(watch).empty());
        watch.watch(pair.ends[0], CURL_POLL_INOUT);
        QCOMPARE(ready(watch), it);
        watch.watch(pair.ends[0], CURL_POLL_IN);
        QVERIFY(ready(watch).empty());
        pair.send();
        QCOMPARE(ready(watch), it);
        QCOMPARE(ready(watch), it); // until it is read
        watch.watch(pair.ends[0], CURL_POLL_REMOVE);
        QVERIFY(ready(watch).empty());
        QVERIFY(isQuiet(watch)); // or it would wake its thread again and again
        watch.watch(pair.ends[0], CURL_POLL_IN);
        QCOMPARE(ready(watch), it);
    }

    void anIdleConnectionStays()
    {
        const Pair pair;
        QVERIFY(pair.valid);
        SocketWatch watch;
        watch.opened(pair.ends[0]);
        watch.watch(pair.ends[0], CURL_POLL_IN);
        watch.watch(pair.ends[0], CURL_POLL_REMOVE);
        pair.send();
        QVERIFY(!isQuiet(watch));
        watch.watch(pair.ends[0], CURL_POLL_IN);
        QCOMPARE(ready(watch), std::vector<int>{pair.ends[0]});
    }

    void othersGoAtOnce()
    {
        const Pair pair;
        QVERIFY(pair.valid);
        SocketWatch watch;
        watch.watch(pair.ends[0], CURL_POLL_IN);
        pair.send();
        watch.watch(pair.ends[0], CURL_POLL_REMOVE);
        QVERIFY(isQuiet(watch));
    }

    void aNumberThatIsUsedAgainIsNew()
    {
        const Pair pair;
        QVERIFY(pair.valid);
        SocketWatch watch;
        watch.opened(pair.ends[0]);
        watch.watch(pair.ends[0], CURL_POLL_IN);
        watch.closed(pair.ends[0]);
        pair.send();
        QVERIFY(isQuiet(watch));
        const Pair next;
        QVERIFY(next.valid);
        QCOMPARE(::dup2(next.ends[0], pair.ends[0]), pair.ends[0]);
        watch.opened(pair.ends[0]);
        watch.watch(pair.ends[0], CURL_POLL_IN);
        QVERIFY(ready(watch).empty());
        next.send();
        QCOMPARE(ready(watch), std::vector<int>{pair.ends[0]});
    }
};

QTEST_GUILESS_MAIN(TestSocketWatch)
#include "tst_socketwatch.moc"
