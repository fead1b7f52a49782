// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/proxycheck.h"
#include "tests/support/oddports.h"
#include "tests/support/rawscripts.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStringBuilder>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace turnstone;

class TestProxyCheck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void somebodyListens()
    {
        RawServer server(rawscripts::silence());
        for (const QStringView scheme : {u"http", u"socks5"})
            QVERIFY(check(server.address(u"", scheme)));
    }

    void nobodyListens()
    {
        RefusingPort closed;
        const Outcome outcome = check(proxy(closed.port(), u"name:secret@"));
        QVERIFY(!outcome);
        const QString text = outcome.error().message;
        QVERIFY2(text.contains(QString::number(closed.port())), qPrintable(text));
        QVERIFY2(!text.contains(u"secret"), qPrintable(text));
        QVERIFY(outcome.error().code == Error::Code::Network);
    }

    void nobodyAnswers()
    {
        DeafPort deaf;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!check(proxy(deaf.port()), std::chrono::milliseconds(200)));
        QVERIFY(timer.elapsed() < 2000);
    }

    void whatWasFoundIsToldOnce()
    {
        const RawServer server(rawscripts::silence());
        const ProxyCheck question(server.address(u"", u"http"), std::chrono::milliseconds(100));
        const QSignalSpy finished(&question, &ProxyCheck::finished);
        bool isOver = false; // the time for it
        QTimer::singleShot(200, this, [&isOver] { isOver = true; });
        QTRY_VERIFY(isOver);
        QCOMPARE(finished.size(), 1);
    }

    void noSuchHost() { QVERIFY(!check(QUrl(u"http://proxy.invalid:8080"_qs))); }

    void whoeverStopsAskingWaitsForNothing()
    {
        const DeafPort deaf;
        QElapsedTimer timer;
        {
            const ProxyCheck question(proxy(deaf.port()));
            QTRY_VERIFY(deaf.isKnockedAt());
            timer.start();
        }
        QVERIFY(timer.elapsed() < 2000);
    }

private:
    static Outcome check(const QUrl &proxy, std::chrono::milliseconds timeout = std::chrono::seconds(3))
    {
        std::optional<Outcome> told;
        ProxyCheck question(proxy, timeout);
        connect(&question, &ProxyCheck::finished, &question, [&](const Outcome &outcome) { told = outcome; });
        if (told || !QTest::qWaitFor([&told] { return told.has_value(); }, 10'000))
            return Error{Error::Code::Internal, u"told at once, or never"_qs};
        return *told;
    }

    static QUrl proxy(quint16 port, QStringView user = {})
    {
        return QUrl(u"http://" % user % u"127.0.0.1:" % QString::number(port));
    }
};

QTEST_GUILESS_MAIN(TestProxyCheck)
#include "tst_proxycheck.moc"
