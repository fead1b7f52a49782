// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include <QHostAddress>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <atomic>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

QHostInfo info(QHostInfo::HostInfoError error, const QList<QHostAddress> &addresses = {})
{
    QHostInfo answer;
    answer.setError(error);
    answer.setErrorString(error == QHostInfo::NoError ? QString() : u"Try again"_qs);
    answer.setAddresses(addresses);
    return answer;
}

} // namespace

class TestResolver final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_lookUps = 0; }

    void addressesNeedNoLookUp()
    {
        Resolver resolver(m_pool, nullptr);
        QVERIFY(resolver.isKnown(u"127.0.0.1"_qs, Clock::now()));
        QVERIFY(resolver.isKnown(u"::1"_qs, Clock::now()));
        QVERIFY(!resolver.isKnown(u"localhost"_qs, Clock::now()));
    }

    void aNameThatWasFoundIsKnownForAWhile()
    {
        Resolver resolver(m_pool, nullptr, always(QHostInfo::NoError));
        QSignalSpy answered(&resolver, &Resolver::answered);
        resolver.lookUp(u"shore.test"_qs, Clock::now());
        resolver.lookUp(u"shore.test"_qs, Clock::now()); // one look-up serves both
        QVERIFY(answered.isEmpty());
        QVERIFY(!resolver.isKnown(u"shore.test"_qs, Clock::now()));
        QTRY_COMPARE(answered.size(), 1);
        QCOMPARE(answer(answered[0]).error, QHostInfo::NoError);
        QVERIFY(resolver.isKnown(u"shore.test"_qs, Clock::now()));
        QVERIFY(resolver.isKnown(u"shore.test"_qs, Clock::now() + 40s));
        QVERIFY(!resolver.isKnown(u"shore.test"_qs, Clock::now() + 60s));
        QCOMPARE(m_lookUps.load(), 1);
        resolver.lookUp(u"shore.test"_qs, Clock::now() + 60s);
        QTRY_COMPARE(answered.size(), 2);
        QCOMPARE(m_lookUps.load(), 2);
    }

    void aDeadNameIsAskedForOnce()
    {
        Resolver resolver(m_pool, nullptr, always(QHostInfo::HostNotFound));
        QSignalSpy answered(&resolver, &Resolver::answered);
        const QString dead = u"dead.test"_qs;
        resolver.lookUp(dead, Clock::now());
        QTRY_COMPARE(answered.size(), 1);
        QCOMPARE(answer(answered[0]).error, QHostInfo::HostNotFound);
        QVERIFY(!answer(answered[0]).isKept);
        QVERIFY(!resolver.isKnown(dead, Clock::now()));
        QVERIFY(resolver.kept(dead, Clock::now()));
        resolver.lookUp(dead, Clock::now());
        QCOMPARE(answered.size(), 1); // the kept answer comes from the event loop, like any other
        QTRY_COMPARE(answered.size(), 2);
        QCOMPARE(answer(answered[1]).error, QHostInfo::HostNotFound);
        QVERIFY(answer(answered[1]).isKept);
        QCOMPARE(m_lookUps.load(), 1);
    }

    void aFailureThatMayPassIsAskedAgain()
    {
        Resolver resolver(m_pool, nullptr, always(QHostInfo::UnknownError));
        QSignalSpy answered(&resolver, &Resolver::answered);
        for (int i = 1; i <= 3; ++i) {
            resolver.lookUp(u"hiccup.test"_qs, Clock::now());
            QTRY_COMPARE(answered.size(), i);
            QCOMPARE(answer(answered.back()).error, QHostInfo::UnknownError);
            QCOMPARE(answer(answered.back()).text, u"Try again"_qs);
            QCOMPARE(m_lookUps.load(), i);
        }
        QCOMPARE(resolver.keptCount(), 0);
    }

    void privateAddressesAreTold_data()
    {
        QTest::addColumn<QStringList>("addresses");
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("public") << QStringList{u"1.1.1.1"_qs, u"2606:4700::1111"_qs} << false;
        QTest::newRow("private") << QStringList{u"10.0.0.1"_qs} << true;
        QTest::newRow("one of them private") << QStringList{u"1.1.1.1"_qs, u"::1"_qs} << true;
    }

    void privateAddressesAreTold()
    {
        QFETCH(QStringList, addresses);
        QFETCH(bool, isPrivate);
        QList<QHostAddress> list;
        for (const QString &address : addresses)
            list.append(QHostAddress(address));
        Resolver resolver(m_pool, nullptr, always(QHostInfo::NoError, list));
        QSignalSpy answered(&resolver, &Resolver::answered);
        for (int i = 1; i <= 2; ++i) { // looked up, and kept
            resolver.lookUp(u"shore.test"_qs, Clock::now());
            QTRY_COMPARE(answered.size(), i);
            QCOMPARE(answer(answered.back()).isPrivate, isPrivate);
        }
        QCOMPARE(resolver.kept(u"shore.test"_qs, Clock::now())->isPrivate, isPrivate);
    }

    void whatIsOldIsForgotten()
    {
        Resolver resolver(m_pool, nullptr, always(QHostInfo::NoError));
        QSignalSpy answered(&resolver, &Resolver::answered);
        for (int i = 0; i < 100; ++i)
            resolver.lookUp(u"host%1.test"_qs.arg(i), Clock::now());
        QTRY_COMPARE(answered.size(), 100);
        QCOMPARE(resolver.keptCount(), 100);
        resolver.lookUp(u"another.test"_qs, Clock::now());
        QCOMPARE(resolver.keptCount(), 100);
        resolver.lookUp(u"one-more.test"_qs, Clock::now() + 60s);
        QCOMPARE(resolver.keptCount(), 0);
        QTRY_COMPARE(answered.size(), 102);
        QCOMPARE(resolver.keptCount(), 2);
    }

    /// The server may have had no answer to one of its two questions.
    void aNameWithoutAnAddressIsAskedForAgain_data()
    {
        QTest::addColumn<int>("without"); // look-ups
        QTest::addColumn<QHostInfo::HostInfoError>("found");
        QTest::newRow("once") << 1 << QHostInfo::NoError;
        QTest::newRow("twice") << 2 << QHostInfo::NoError;
        QTest::newRow("always") << 3 << QHostInfo::HostNotFound;
    }

    void aNameWithoutAnAddressIsAskedForAgain()
    {
        QFETCH(int, without);
        QFETCH(QHostInfo::HostInfoError, found);
        Resolver resolver(m_pool, nullptr, [this, without](const QString &) {
            const bool isThere = ++m_lookUps > without;
            return info(QHostInfo::NoError,
                        isThere ? QList{QHostAddress(u"198.51.100.1"_qs)} : QList<QHostAddress>());
        });
        QSignalSpy answered(&resolver, &Resolver::answered);
        QSignalSpy delayed(&resolver, &Resolver::delayed);
        resolver.lookUp(u"shore.test"_qs, Clock::now());
        QTRY_COMPARE(answered.size(), 1);
        QCOMPARE(delayed.size(), 1);
        QCOMPARE(answer(answered[0]).error, found);
        QCOMPARE(m_lookUps.load(), std::min(without + 1, 3));
        QCOMPARE(resolver.keptCount(), 1);
    }

    void withoutALookUpOfItsOwnItAsksTheSystem()
    {
        Resolver resolver(m_pool, nullptr);
        QSignalSpy answered(&resolver, &Resolver::answered);
        resolver.lookUp(u"no..such..host"_qs, Clock::now()); // malformed: dead without asking a name server
        QTRY_COMPARE(answered.size(), 1);
        QVERIFY(answer(answered[0]).error != QHostInfo::NoError);
    }

    /// RFC 6761, 6.3.
    void namesOfThisMachine_data()
    {
        QTest::addColumn<bool>("found");
        QTest::newRow("localhost") << true;
        QTest::newRow("app.localhost") << true;
        QTest::newRow("a.b.LocalHost.") << true;
        QTest::newRow("no..such.localhost.host") << false;
        QTest::newRow("no..suchlocalhost") << false;
    }

    void namesOfThisMachine()
    {
        QFETCH(bool, found);
        Resolver resolver(m_pool, nullptr);
        QSignalSpy answered(&resolver, &Resolver::answered);
        resolver.lookUp(QString::fromLatin1(QTest::currentDataTag()), Clock::now());
        QTRY_COMPARE(answered.size(), 1);
        const Resolver::Answer got = answer(answered[0]);
        QCOMPARE(got.error == QHostInfo::NoError, found);
        QCOMPARE(got.isPrivate, found);
        QVERIFY(!found || (got.addresses.contains("127.0.0.1") && got.addresses.contains("[::1]")));
    }

private:
    static Resolver::Answer answer(const QVariantList &signal) { return signal[1].value<Resolver::Answer>(); }
    Resolver::Lookup always(QHostInfo::HostInfoError error, QList<QHostAddress> addresses = {})
    {
        if (error == QHostInfo::NoError && addresses.isEmpty())
            addresses.append(QHostAddress(u"198.51.100.1"_qs));
        return [this, answer = info(error, addresses)](const QString &) {
            ++m_lookUps;
            return answer;
        };
    }

    QThreadPool m_pool;
    std::atomic_int m_lookUps = 0;
};

QTEST_GUILESS_MAIN(TestResolver)
#include "tst_resolver.moc"
