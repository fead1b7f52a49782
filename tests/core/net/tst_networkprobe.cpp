// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkprobe.h"

#include <QTcpServer>
#include <QTest>

#include <optional>

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
};

QTEST_GUILESS_MAIN(TestNetworkProbe)
#include "tst_networkprobe.moc"
