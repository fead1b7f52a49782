// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkprobe.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <array>
#include <memory>
#include <optional>
#include <vector>

using namespace turnstone;
using Sign = NetworkProbe::Sign;

class TestNetworkProbe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatShowsThatATargetIsThere_data()
    {
        QTest::addColumn<bool>("listens");
        QTest::addColumn<Sign>("sign");
        QTest::addColumn<bool>("isReachable");
        QTest::newRow("accepts") << true << Sign::AcceptsOrRefuses << true;
        QTest::newRow("refuses") << false << Sign::AcceptsOrRefuses << true;
        QTest::newRow("a proxy accepts") << true << Sign::Accepts << true;
        QTest::newRow("a proxy refuses") << false << Sign::Accepts << false;
    }

    void whatShowsThatATargetIsThere()
    {
        QFETCH(bool, listens);
        QFETCH(Sign, sign);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QStringList targets{u"127.0.0.1:"_qs + QString::number(server.serverPort())};
        if (!listens)
            server.close();
        std::optional<bool> answer;
        NetworkProbe::start(targets, sign, [&answer](bool reachable) { answer = reachable; });
        QVERIFY2(!answer, "it answers before it returns");
        QTRY_VERIFY(answer);
        QTEST(*answer, "isReachable");
    }

    /// One of several is enough, and none is known to be there before all have failed.
    void theFirstThatIsThereSpeaksForAll_data()
    {
        QTest::addColumn<bool>("listens");
        QTest::newRow("the last is there") << true;
        QTest::newRow("none is there") << false;
    }

    void theFirstThatIsThereSpeaksForAll()
    {
        QFETCH(bool, listens);
        std::array<QTcpServer, 3> servers;
        QStringList targets;
        for (QTcpServer &server : servers) {
            QVERIFY(server.listen(QHostAddress::LocalHost));
            targets.append(u"127.0.0.1:"_qs + QString::number(server.serverPort()));
        }
        targets[2].replace(u"127.0.0.1"_qs, u"localhost"_qs); // to be looked up, so it comes last
        for (size_t i = 0; i < (listens ? 2 : 3); ++i)
            servers[i].close();
        int answers = 0;
        bool isReachable = false;
        NetworkProbe::start(targets, Sign::Accepts, [&](bool reachable) {
            isReachable = reachable;
            ++answers;
        });
        QTRY_COMPARE(answers, 1);
        QCOMPARE(isReachable, listens);
        QCoreApplication::processEvents();
        QCOMPARE(answers, 1);
    }

    /// Whose packets are dropped on the way, nobody hears of.
    void silenceIsNoAnswer()
    {
        QTcpServer server;
        server.setListenBacklogSize(1);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        server.pauseAccepting();
        std::vector<std::unique_ptr<QTcpSocket>> crowd; // until nobody else gets in
        for (int i = 0; i < 8; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->connectToHost(server.serverAddress(), server.serverPort());
            if (!crowd.back()->waitForConnected(100))
                break;
        }
        if (crowd.back()->state() == QAbstractSocket::ConnectedState)
            QSKIP("This system lets everybody in.");
        std::optional<bool> answer;
        NetworkProbe::start({u"127.0.0.1:"_qs + QString::number(server.serverPort())}, Sign::AcceptsOrRefuses,
                            [&answer](bool reachable) { answer = reachable; });
        QTRY_VERIFY_WITH_TIMEOUT(answer, 10'000);
        QVERIFY(!*answer);
    }
};

QTEST_GUILESS_MAIN(TestNetworkProbe)
#include "tst_networkprobe.moc"
