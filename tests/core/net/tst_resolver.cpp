// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace turnstone;
using namespace std::chrono_literals;

class TestResolver final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesNeedNoLookUp()
    {
        QThreadPool pool;
        Resolver resolver(pool, nullptr);
        QVERIFY(resolver.isKnown(u"127.0.0.1"_qs, Clock::now()));
        QVERIFY(resolver.isKnown(u"::1"_qs, Clock::now()));
        QVERIFY(!resolver.isKnown(u"localhost"_qs, Clock::now()));
    }

    void aNameThatWasFoundIsKnownForAWhile()
    {
        if (QHostInfo::fromName(u"localhost"_qs).error() != QHostInfo::NoError)
            QSKIP("this machine has no localhost");
        QThreadPool pool;
        Resolver resolver(pool, nullptr);
        QSignalSpy answered(&resolver, &Resolver::answered);
        resolver.lookUp(u"localhost"_qs, Clock::now());
        resolver.lookUp(u"localhost"_qs, Clock::now()); // one look-up serves both
        QVERIFY(answered.isEmpty());
        QTRY_COMPARE(answered.size(), 1);
        QCOMPARE(answered[0][1].value<QHostInfo::HostInfoError>(), QHostInfo::NoError);
        QVERIFY(resolver.isKnown(u"localhost"_qs, Clock::now()));
        QVERIFY(!resolver.isKnown(u"localhost"_qs, Clock::now() + 60s));
    }

    void aDeadNameIsAskedForOnce()
    {
        QThreadPool pool;
        Resolver resolver(pool, nullptr);
        QSignalSpy answered(&resolver, &Resolver::answered);
        const QString dead = u"no..such..host"_qs; // malformed: dead without asking a name server
        resolver.lookUp(dead, Clock::now());
        QTRY_COMPARE(answered.size(), 1);
        QVERIFY(answered[0][1].value<QHostInfo::HostInfoError>() != QHostInfo::NoError);
        QVERIFY(!resolver.isKnown(dead, Clock::now()));
        resolver.lookUp(dead, Clock::now());
        QVERIFY(answered.size() == 1); // the kept answer comes from the event loop, like any other
        QTRY_COMPARE(answered.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestResolver)
#include "tst_resolver.moc"
