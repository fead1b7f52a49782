// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/nameprobe.h"

#include <QMutex>
#include <QTest>
#include <QThreadPool>

#include <optional>

using namespace turnstone;

class TestNameProbe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyAnswerOfANameServerWillDo_data()
    {
        QTest::addColumn<QList<int>>("errors");
        QTest::addColumn<bool>("reachable");
        QTest::newRow("found") << QList<int>{QHostInfo::NoError} << true;
        QTest::newRow("known to be none") << QList<int>{QHostInfo::HostNotFound} << true;
        QTest::newRow("no answer") << QList<int>{QHostInfo::UnknownError} << false;
        QTest::newRow("one of three")
            << QList<int>{QHostInfo::UnknownError, QHostInfo::UnknownError, QHostInfo::NoError} << true;
        QTest::newRow("none of three") << QList<int>(3, QHostInfo::UnknownError) << false;
    }

    void anyAnswerOfANameServerWillDo()
    {
        QFETCH(QList<int>, errors);
        QFETCH(bool, reachable);
        QStringList targets;
        for (int i = 0; i < errors.size(); ++i)
            targets.append(QString::number(i) + QStringLiteral(".example:80"));
        std::optional<bool> answered;
        NameProbe::start(
            targets, m_pool, [&](bool is) { answered = is; }, this,
            [errors](const QString &name) {
                bool isKnown = false;
                const int number = name.section(u'.', 0, 0).toInt(&isKnown);
                QHostInfo info;
                info.setError(isKnown && number < errors.size() ? QHostInfo::HostInfoError(errors[number])
                                                                : QHostInfo::UnknownError);
                return info;
            });
        QVERIFY2(!answered, "never before it returns");
        QTRY_VERIFY(answered);
        QCOMPARE(*answered, reachable);
    }

    /// A zone may have failed with all its names, while the servers are there.
    void aNameThatIsNoneIsAskedForToo_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("below");
        QTest::newRow("a host") << u"www.dead.example:80"_qs << u".example"_qs;
        QTest::newRow("with the root's dot") << u"www.dead.example.:80"_qs << u".example"_qs;
        QTest::newRow("of one label") << u"inside:80"_qs << u".inside"_qs;
    }

    void aNameThatIsNoneIsAskedForToo()
    {
        QFETCH(QString, target);
        QFETCH(QString, below);
        QMutex mutex;
        QStringList asked;
        std::optional<bool> answered;
        const auto probe = [&] {
            answered.reset();
            NameProbe::start(
                {target}, m_pool, [&](bool is) { answered = is; }, this,
                [&](const QString &name) {
                    QHostInfo info;
                    const bool isTarget = name == target.section(u':', 0, -2);
                    info.setError(isTarget ? QHostInfo::UnknownError : QHostInfo::HostNotFound);
                    const QMutexLocker lock(&mutex);
                    if (!isTarget)
                        asked.append(name);
                    return info;
                });
            QTRY_VERIFY(answered);
        };
        probe();
        QCOMPARE(*answered, true);
        probe();
        QCOMPARE(asked.size(), 2);
        QVERIFY(asked[0] != asked[1]); // no cache has it
        for (const QString &name : asked) {
            QVERIFY2(name.endsWith(below), qPrintable(name));
            QCOMPARE(name.count(u'.'), 1);
        }
    }

    void onlyTheLatestAreAsked()
    {
        QMutex mutex;
        QStringList asked;
        bool answered = false;
        NameProbe::start(
            {QStringLiteral("a:1"), QStringLiteral("b:2"), QStringLiteral("::1:3"), QStringLiteral("d:4")},
            m_pool, [&](bool) { answered = true; }, this,
            [&](const QString &name) {
                const QMutexLocker lock(&mutex);
                asked.append(name);
                QHostInfo info;
                info.setError(QHostInfo::UnknownError);
                return info;
            });
        QTRY_VERIFY(answered);
        asked.removeIf([](const QString &name) { return name.endsWith(u".a"); });
        asked.sort();
        QCOMPARE(asked, (QStringList{QStringLiteral("::1"), QStringLiteral("a"), QStringLiteral("b")}));
    }

    void itsParentsEndIsItsOwn()
    {
        QMutex mutex;
        mutex.lock();
        auto parent = std::make_unique<QObject>();
        NameProbe::start(
            {QStringLiteral("a:1")}, m_pool, [](bool) { QFAIL("nobody is there to hear it"); }, parent.get(),
            [&mutex](const QString &) {
                const QMutexLocker lock(&mutex);
                return QHostInfo();
            });
        parent.reset();
        mutex.unlock();
        m_pool.waitForDone();
        QCoreApplication::processEvents();
    }

private:
    QThreadPool m_pool;
};

QTEST_GUILESS_MAIN(TestNameProbe)
#include "tst_nameprobe.moc"
