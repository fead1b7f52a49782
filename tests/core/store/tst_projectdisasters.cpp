// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "tests/core/store/projectcheck.h"

#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// A process that writes is killed, or its disk is full: what was reported as written is there.
class TestProjectDisasters final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static QString writerProgram() { return QStringLiteral(TURNSTONE_STOREWRITER); }

    static bool hasEnded(QProcess &process)
    {
        return process.state() == QProcess::NotRunning || process.waitForFinished();
    }
    /// Takes the rows that the process says are written, until there are that many more; the last line may be
    /// no number.
    static QByteArray takeRows(QProcess &process, QSet<RowId> &rows, int wanted)
    {
        for (int taken = 0; taken < wanted;) {
            if (!process.canReadLine() && !process.waitForReadyRead(60'000))
                return "nothing more";
            while (process.canReadLine() && taken < wanted) {
                const QByteArray line = process.readLine().trimmed();
                bool isRow = false;
                const RowId row = line.toUInt(&isRow);
                if (!isRow)
                    return line;
                rows.insert(row);
                ++taken;
            }
        }
        return {};
    }

    /// Everything that was reported is there, everything else is owed, and nothing is both.
    static void checkCounts(const QString &path, const QSet<RowId> &reported)
    {
        QCOMPARE(integrityOf(path), u"ok"_s);
        const auto store = openProject(path, OpenMode::Read);
        QVERIFY(store);
        qint64 results = 0, owed = 0, wrong = 0, lost = 0;
        QVERIFY(store.value()->readRowStates(0, RowId(store.value()->info().addresses),
                                             [&](const RowState &state) {
                                                 results += state.hasResult;
                                                 owed += state.owed;
                                                 wrong += state.hasResult == state.owed;
                                                 lost += !state.hasResult && reported.contains(state.row);
                                             }));
        QCOMPARE(wrong, qint64(0));
        QCOMPARE(lost, qint64(0));
        QCOMPARE(results + owed, store.value()->info().addresses);
        QCOMPARE(store.value()->runs().value().front().results, results);
        QCOMPARE(store.value()->finishedAddresses().value(), results);
    }

private Q_SLOTS:
    void killedAtAnyMoment()
    {
        const QString path = m_folder.filePath(u"killed.turnstone"_s);
        QSet<RowId> reported;
        QRandomGenerator random(4);
        for (int round = 0; round < 12; ++round) {
            QProcess process;
            process.start(writerProgram(), {path});
            QVERIFY(process.waitForStarted());
            const qsizetype before = reported.size();
            const int wanted = 1 + random.bounded(3000);
            QCOMPARE(takeRows(process, reported, wanted), QByteArray());
            process.kill();
            QVERIFY(hasEnded(process));
            QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            QCOMPARE(reported.size(), before + wanted); // none was given out a second time
            takeRows(process, reported, 1'000'000);     // what it could still say
            checkCounts(path, reported);
        }
    }

    void aSecondProcessReadsMeanwhile()
    {
        const QString path = m_folder.filePath(u"read.turnstone"_s);
        QProcess process;
        process.start(writerProgram(), {path});
        QSet<RowId> reported;
        qint64 last = 0;
        for (int round = 0; round < 10; ++round) {
            QCOMPARE(takeRows(process, reported, 200), QByteArray());
            const qint64 results = askSqlite(path, u"SELECT count(*) FROM results"_s).toLongLong();
            QVERIFY(results >= reported.size() && results >= last);
            last = results;
        }
        const auto second = openProject(path, OpenMode::Write);
        QVERIFY(!second);
        QCOMPARE(second.error().code, Error::Code::InUse);
        QVERIFY(second.error().message.contains(QString::number(process.processId())));
        QVERIFY(openProject(path, OpenMode::Read));
        process.kill();
        QVERIFY(hasEnded(process));
        QVERIFY(openProject(path, OpenMode::Write)); // the dead one's lock does not count
    }

    /// A limit on the size of files stands in for a disk that refuses.
    void aDiskThatRefusesLosesNothing()
    {
        const QString path = m_folder.filePath(u"refused.turnstone"_s);
        QProcess process;
        process.setChildProcessModifier([] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{24'000'000, 24'000'000};
            setrlimit(RLIMIT_FSIZE, &limit);
        });
        process.start(writerProgram(), {path});
        QSet<RowId> reported;
        const QByteArray said = takeRows(process, reported, 1'000'000);
        QVERIFY2(said.startsWith("failed "), said.constData());
        QVERIFY(said.contains("refused.turnstone"));
        QVERIFY(hasEnded(process));
        checkCounts(path, reported);
    }

    void aFullDiskLosesNothing()
    {
        const QString place = m_folder.filePath(u"small"_s);
        QVERIFY(QDir().mkpath(place));
        const QString path = place + u"/full.turnstone";
        // a disk of its own, seen by this child alone; what is on it is taken off before it goes
        const QString script =
            u"mount -t tmpfs -o size=24m none \"$1\" || exit 77; \"$2\" \"$3\"; code=$?; cp \"$3\"* \"$4\"; exit $code"_s;
        const QString shelf = m_folder.filePath(u"shelf"_s);
        QVERIFY(QDir().mkpath(shelf));
        QProcess process;
        process.start(u"unshare"_s, {u"--user"_s, u"--map-root-user"_s, u"--mount"_s, u"sh"_s, u"-c"_s,
                                     script, u"sh"_s, place, writerProgram(), path, shelf});
        QSet<RowId> reported;
        const QByteArray said = takeRows(process, reported, 1'000'000);
        QVERIFY(hasEnded(process));
        if (process.exitCode() == 77 || process.readAllStandardError().contains("unshare"))
            QSKIP(
                "This system lets nobody mount a disk of his own; aDiskThatRefusesLosesNothing() stands in.");
        QVERIFY2(said.startsWith("failed "), said.constData());
        QCOMPARE(said.split(' ').value(1).toInt(), int(Error::Code::DiskFull));
        checkCounts(shelf + u"/full.turnstone", reported);
    }
};

QTEST_GUILESS_MAIN(TestProjectDisasters)
#include "tst_projectdisasters.moc"
