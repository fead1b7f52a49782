// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fileidentity.h"
#include "core/store/project.h"
#include "core/store/projectlock.h"
#include "core/store/projectresults.h"
#include "core/store/projectwriter.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"
#include "tests/support/resultat.h"

#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

class TestProjectWriter final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString pathOf(const char *name) { return m_folder.filePath(QString::fromLatin1(name) + u".turnstone"); }

private Q_SLOTS:
    void everythingIsWrittenInOrder()
    {
        const QString path = pathOf("order");
        ProjectResults results;
        {
            ProjectWriter writer;
            QVERIFY(writer.create(path));
            QCOMPARE(writer.path(), path);
            QVERIFY(results.open(path));
            QSignalSpy written(&writer, &ProjectWriter::written), drained(&writer, &ProjectWriter::drained),
                begun(&writer, &ProjectWriter::runBegun);
            writer.addAddresses(makeAddresses(3000), 0);
            writer.beginRun(RunScope::List, "{}");
            writer.oweAll();
            std::vector<ResultBatch> batches;
            for (RowId row = 0; row < 3000; row += 100) {
                std::vector<FetchResult> batch;
                for (RowId i = row; i < row + 100; ++i)
                    batch.push_back(makePage(i));
                batches.push_back(batchOf(std::move(batch)));
                writer.append(batches.back());
            }
            QCOMPARE(writer.backlog(), qsizetype(3000));
            QTRY_VERIFY(writer.isDrained());
            QCOMPARE(drained.size(), 1);
            QCOMPARE(begun.size(), 1);
            QCOMPARE(begun[0][0].value<RunId>(), RunId(1));
            QCOMPARE(writer.backlog(), qsizetype(0));
            QCOMPARE(written.size(), 30);
            for (int i = 0; i < 30; ++i)
                QVERIFY(written[i][0].value<ResultBatch>() == batches[size_t(i)]);
            QCOMPARE(bytesOf(*resultAt(results, 1234)), bytesOf(makePage(1234)));
            QVERIFY(results.has(2999) && !results.has(3000));
            writer.setNote(7, u"seven"_s);
            writer.endRun(RunEnding::Finished, false);
        } // finishes what it holds
        const auto store = openProject(path, OpenMode::Read);
        QVERIFY(store);
        QCOMPARE(store.value()->note(7).value(), u"seven"_s);
        QCOMPARE(store.value()->runs().value().front().results, qint64(3000));
        QCOMPARE(integrityOf(path), u"ok"_s);
    }

    void nothingIsLostWhileItIsStuck()
    {
        const QString path = pathOf("stuck"), away = pathOf("away");
        ProjectWriter writer;
        QVERIFY(writer.create(path));
        writer.addAddresses(makeAddresses(10), 0);
        writer.beginRun(RunScope::List, "{}");
        QTRY_VERIFY(writer.isDrained());
        QVERIFY(QFile::rename(path, away)); // as when its disk is taken away
        QSignalSpy failed(&writer, &ProjectWriter::failed), written(&writer, &ProjectWriter::written);
        writer.append(batchOf({makePage(1)}));
        writer.append(batchOf({makePage(2)}));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].value<Error>().message.contains(path));
        QVERIFY(writer.isStuck());
        writer.append(batchOf({makePage(3)}));
        writer.retry();
        QTRY_COMPARE(failed.size(), 2); // it is still away
        QCOMPARE(written.size(), 0);
        QCOMPARE(writer.backlog(), qsizetype(3));

        QVERIFY(QFile::rename(away, path));
        writer.retry();
        QTRY_VERIFY(writer.isDrained());
        QCOMPARE(written.size(), 3);
        QVERIFY(!writer.isStuck());
        ProjectResults results;
        QVERIFY(results.open(path));
        QVERIFY(results.has(1) && results.has(2) && results.has(3) && !results.has(4));
        QCOMPARE(askSqlite(path, u"SELECT count(*) FROM runs"_s).toInt(), 1);
    }

    /// Its place is before all that was asked for behind it: the end of its run, and a newer result.
    void whatFailedKeepsItsPlace()
    {
        const QString path = pathOf("place"), away = pathOf("away");
        ProjectWriter writer;
        QVERIFY(writer.create(path));
        writer.addAddresses(makeAddresses(10), 0);
        writer.beginRunOf(RunScope::List, "{}", {});
        QTRY_VERIFY(writer.isDrained());
        QVERIFY(QFile::rename(path, away));
        QSignalSpy failed(&writer, &ProjectWriter::failed), written(&writer, &ProjectWriter::written);
        QSemaphore isQueued;
        writer.run(
            [&isQueued](Store &) {
                isQueued.acquire();
                return success();
            },
            {});
        const std::vector<ResultBatch> batches{batchOf({makePage(1)}), batchOf({makePage(2)})};
        writer.append(batches[0]);
        writer.setNote(1, u"one"_s); // the batches are two transactions
        writer.append(batches[1]);
        writer.endRun(RunEnding::Stopped, false);
        isQueued.release();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(QFile::rename(away, path));
        writer.retry();
        QTRY_VERIFY(writer.isDrained());
        QCOMPARE(failed.size(), 1);
        QCOMPARE(written.size(), 2);
        for (int i = 0; i < 2; ++i)
            QVERIFY(written[i][0].value<ResultBatch>() == batches[size_t(i)]);
        const auto store = openProject(path, OpenMode::Read);
        QVERIFY(store);
        const RunInfo run = store.value()->runs().value().front();
        QCOMPARE(run.results, qint64(2));
        QCOMPARE(run.ending, RunEnding::Stopped);
    }

    /// As by a signal, when there is room again and nobody has said so.
    void whatIsStuckIsTriedOnceMoreAtTheEnd()
    {
        const QString path = pathOf("late"), away = pathOf("away");
        {
            ProjectWriter writer;
            QVERIFY(writer.create(path));
            writer.addAddresses(makeAddresses(10), 0);
            writer.beginRun(RunScope::List, "{}");
            QTRY_VERIFY(writer.isDrained());
            QVERIFY(QFile::rename(path, away));
            const QSignalSpy failed(&writer, &ProjectWriter::failed);
            writer.append(batchOf({makePage(1)}));
            QTRY_COMPARE(failed.size(), 1);
            QVERIFY(QFile::rename(away, path));
        }
        ProjectResults results;
        QVERIFY(results.open(path));
        QVERIFY(results.has(1));
    }

    /// Where the link leads, when the file is opened again, does not matter any more.
    void aLinkIsFollowedOnce()
    {
        const QString path = pathOf("linked"), other = pathOf("other"), link = pathOf("link");
        QVERIFY(createProject(other));
        QVERIFY(QFile::link(path, link));
        ProjectWriter writer;
        QVERIFY(writer.create(link));
        QCOMPARE(writer.path(), resolvedPath(path));
        writer.addAddresses(makeAddresses(10), 0);
        writer.beginRun(RunScope::List, "{}");
        QTRY_VERIFY(writer.isDrained());
        QVERIFY(QFile::rename(path, pathOf("away")));
        QSignalSpy failed(&writer, &ProjectWriter::failed);
        writer.append(batchOf({makePage(1)}));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(QFile::remove(link) && QFile::link(other, link));
        QVERIFY(QFile::rename(pathOf("away"), path));
        writer.retry();
        QTRY_VERIFY(writer.isDrained());
        QCOMPARE(askSqlite(path, u"SELECT count(*) FROM results"_s).toInt(), 1);
    }

    /// It waits for that program, and lets go of nothing meanwhile.
    void anotherProgramsLockLosesNothing()
    {
        constexpr int Patience = 30'000; // SQLite waits for five seconds by itself
        const QString path = pathOf("busy");
        ProjectWriter writer;
        QVERIFY(writer.create(path));
        writer.addAddresses(makeAddresses(10), 0);
        writer.beginRun(RunScope::List, "{}");
        QTRY_VERIFY(writer.isDrained());
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            other.setDatabaseName(path);
            QVERIFY(other.open() && QSqlQuery(other).exec(u"BEGIN IMMEDIATE"_s));
            QSignalSpy failed(&writer, &ProjectWriter::failed);
            writer.append(batchOf({makePage(1)}));
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, Patience);
            QCOMPARE(failed[0][0].value<Error>().code, Error::Code::InUse);
            writer.retry();
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, Patience);
            QVERIFY(ProjectLock::isTaken(path));
            other.close();
        }
        QSqlDatabase::removeDatabase(u"other"_s);
        writer.retry();
        QTRY_VERIFY(writer.isDrained());
        QCOMPARE(askSqlite(path, u"SELECT count(*) FROM results"_s).toInt(), 1);
    }

    void savingAsGoesOnThere()
    {
        const QString first = pathOf("first"), second = pathOf("second");
        ProjectWriter writer;
        QVERIFY(writer.create(first));
        writer.addAddresses(makeAddresses(10), 0);
        writer.beginRun(RunScope::List, "{}");
        writer.append(batchOf({makePage(1)}));
        QSignalSpy saved(&writer, &ProjectWriter::savedAs), notSaved(&writer, &ProjectWriter::saveFailed);
        writer.saveAs(u"/proc/nowhere/x"_s);
        writer.saveAs(second);
        writer.append(batchOf({makePage(2)}));
        QTRY_VERIFY(writer.isDrained());
        QCOMPARE(notSaved.size(), 1);
        QCOMPARE(saved.size(), 1);
        QCOMPARE(writer.path(), second);
        ProjectResults results;
        QVERIFY(results.open(first));
        QVERIFY(results.has(1) && !results.has(2));
        QVERIFY(results.open(second));
        QVERIFY(results.has(1) && results.has(2));
        QVERIFY(!results.open(pathOf("none")));
        QVERIFY(results.has(2));                      // what was open stays open
        QVERIFY(openProject(first, OpenMode::Write)); // let go
    }

    void savingElsewhereIsAWayOut()
    {
        const QString path = pathOf("lost"), away = pathOf("lost-away"), rescue = pathOf("rescue");
        ProjectWriter writer;
        QVERIFY(writer.create(path));
        writer.addAddresses(makeAddresses(10), 0);
        writer.beginRun(RunScope::List, "{}");
        writer.append(batchOf({makePage(1)}));
        QTRY_VERIFY(writer.isDrained());
        QVERIFY(QFile::rename(path, away));
        QSignalSpy failed(&writer, &ProjectWriter::failed), saved(&writer, &ProjectWriter::savedAs);
        writer.append(batchOf({makePage(2)}));
        QTRY_COMPARE(failed.size(), 1);
        writer.saveAs(rescue);
        QTRY_COMPARE(saved.size(), 1);
        QTRY_VERIFY(writer.isDrained());
        QVERIFY(!writer.isStuck());
        ProjectResults results;
        QVERIFY(results.open(rescue));
        QVERIFY(results.has(1) && results.has(2));
    }

    void housekeepingStopsNothing()
    {
        ProjectWriter writer;
        QVERIFY(writer.create(pathOf("house")));
        QStringList said;
        const auto say = [&said](const Outcome &outcome) {
            said.append(outcome ? u"done"_s : outcome.error().message);
        };
        QSignalSpy failed(&writer, &ProjectWriter::failed);
        writer.run([](Store &) { return Outcome(Error{Error::Code::Invalid, u"no"_s}); }, say);
        writer.run([](Store &store) { return store.compact(); }, say);
        writer.addAddresses(makeAddresses(3), 0);
        QTRY_VERIFY(writer.isDrained());
        QCOMPARE(said, (QStringList{u"no"_s, u"done"_s}));
        QCOMPARE(failed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestProjectWriter)
#include "tst_projectwriter.moc"
