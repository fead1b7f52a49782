// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/schema.h"
#include "core/store/sqlconnection.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"
#include "tests/core/store/victim.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// Projects of earlier versions are taken forward as a whole, or not at all.
class TestProjectMigration final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

    static constexpr int Addresses = 1500, OldRuns = 2; // those that the file has already

    void copyFixture(int version)
    {
        m_path = m_folder.filePath(u"old.turnstone"_s);
        QFile::remove(m_path);
        QVERIFY(
            QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/version%1.turnstone").arg(version), m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
    }

    /// Many addresses in as many more runs, with what the first run of the file found at its few: pages,
    /// redirects, several attempts, a body.
    void grow(int runs)
    {
        const auto connection = SqlConnection::open(m_path, SqlConnection::Access::ReadWrite);
        QVERIFY(connection);
        const auto run = [&](const QString &sql) {
            const Outcome done = connection.value()->run(sql);
            QVERIFY2(done, qPrintable(done ? QString() : done.error().message + sql));
        };
        run(u"BEGIN"_s);
        run(u"INSERT INTO addresses(id, url) WITH RECURSIVE n(i) AS (SELECT 5 UNION ALL SELECT i + 1 FROM n "
            u"WHERE i + 1 < %1) SELECT i, 'http://h.example/' || i FROM n"_s.arg(Addresses));
        for (int id = OldRuns + 1; id <= OldRuns + runs; ++id) {
            run(u"INSERT INTO runs(id, scope, started_at, ended_at, ending) VALUES(%1, 'list', 1700000000000 "
                u"+ "
                u"%1, 1800000000000, 'finished')"_s.arg(id));
            for (const char *table : {"results", "attempts", "hops", "headers", "bodies"}) {
                const QString name = QString::fromLatin1(table);
                const QString columns =
                    connection.value()
                        ->value(
                            u"SELECT group_concat('t.' || name) FROM pragma_table_info('%1') WHERE name NOT "
                            u"IN ('run_id', 'address_id')"_s.arg(name))
                        .value()
                        .toString();
                run(u"INSERT INTO %1(run_id, address_id, %2) SELECT %3, a.id, %4 FROM %1 t JOIN addresses a "
                    u"ON "
                    u"t.run_id = 1 AND t.address_id = a.id % 4 WHERE a.id >= 5"_s
                        .arg(name, QString(columns).remove(u"t."_s))
                        .arg(id)
                        .arg(columns));
            }
            // the times are others each time, and now and then a title
            run(u"UPDATE results SET total_us = total_us + %1, ttfb_us = NULL WHERE run_id = %1"_s.arg(id));
            run(u"UPDATE hops SET total_us = total_us + %1, ttfb_us = NULL WHERE run_id = %1 AND hop = 1 AND "
                u"attempt = 1"_s.arg(id));
            run(u"UPDATE results SET title = 'title %1' WHERE run_id = %1 AND address_id % 10 = 9"_s.arg(id));
            run(u"UPDATE hops SET location = 'http://c.example/%1' WHERE run_id = %1 AND address_id % 10 = 5 "
                u"AND "
                u"attempt > 1"_s.arg(id));
            run(u"UPDATE attempts SET retry_after_ms = 30000 WHERE run_id = %1 AND address_id % 10 = 3 AND "
                u"attempt = 1"_s.arg(id));
        }
        run(u"INSERT INTO run_counts SELECT run_id, verdict, count(*) FROM results WHERE run_id > %1 GROUP "
            u"BY "
            u"run_id, verdict"_s.arg(OldRuns));
        run(u"DELETE FROM bodies WHERE run_id = %1 AND address_id % 20 = 7"_s.arg(OldRuns + runs));
        run(u"UPDATE addresses SET current_run = %1 WHERE id >= 5"_s.arg(OldRuns + runs));
        run(u"COMMIT"_s);
    }

    /// All that the file says of its results, by run.
    QByteArrayList contentOf(Store &store)
    {
        QByteArrayList all;
        const auto runs = store.runs();
        for (const RunInfo &info : runs.value()) {
            all.append(QByteArray::number(info.id) + ' ' + QByteArray::number(info.results));
            [&] {
                QVERIFY(store.readRun(info.id, [&all](const FetchResult &result) {
                    all.append(bytesOf(result));
                    return true;
                }));
            }();
        }
        return all;
    }

    QByteArrayList contentAsItIs() { return contentAsItIs(m_path); }

    QByteArrayList contentAsItIs(const QString &path)
    {
        const auto store = openProject(path, OpenMode::Read);
        return store ? contentOf(*store.value()) : QByteArrayList();
    }

    int ask(const QString &select) { return askSqlite(m_path, select).toInt(); }

private Q_SLOTS:
    void everyResultComesAlong_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("version 1") << 1;
        QTest::newRow("version 2") << 2;
    }

    void everyResultComesAlong()
    {
        QFETCH(int, version);
        copyFixture(version);
        grow(3);
        const QByteArrayList before = contentAsItIs();
        QVERIFY(before.size() > 3 * (Addresses - 5));
        QCOMPARE(ask(u"PRAGMA user_version"_s), version); // to be read is not to be changed
        qint64 last = 0, all = 0;
        {
            const auto store = openProject(m_path, OpenMode::Write, [&](qint64 done, qint64 total) {
                all = done >= last ? total : -1;
                last = done;
                return true;
            });
            QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
            QCOMPARE(store.value()->info().version, SchemaVersion);
            QVERIFY(all > 0 && last == all);
            QVERIFY(contentOf(*store.value()) == before);
        }
        QVERIFY(contentAsItIs() == before);
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        // what was the same in all three runs is kept once: all but the titles and the targets that changed
        const int distinct = ask(u"SELECT count(*) FROM pages WHERE address_id >= 5"_s);
        int expected = 0;
        for (int id = 5; id < Addresses; ++id) {
            const bool isOther = id % 10 == 9 || (id % 10 == 5 && id % 4 != 0 && id % 4 != 3);
            expected += isOther ? 3 : id % 20 == 7 ? 2 : 1; // the last run kept no body of some
        }
        QCOMPARE(distinct, expected);
        QCOMPARE(ask(u"SELECT count(*) FROM page_bodies WHERE address_id >= 5 AND address_id % 10 <> 9"_s),
                 ask(u"SELECT count(*) FROM addresses WHERE id >= 5 AND id % 4 = 3 AND id % 10 <> 9"_s));
    }

    /// Nothing of its results moves: they have more columns.
    void version3ComesAlong()
    {
        copyFixture(3);
        const QByteArrayList before = contentAsItIs();
        QCOMPARE(before.size(), 2 + 4 + 1);
        QCOMPARE(ask(u"PRAGMA user_version"_s), 3);
        const int pages = ask(u"SELECT count(*) FROM pages"_s);
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
            QVERIFY(contentOf(*store.value()) == before);
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({makeResult(1, 7), makeResult(2, 3)})}));
            const auto now = store.value()->readResults(std::vector<RowId>{1});
            QCOMPARE(bytesOf(now.value().front()), bytesOf(makeResult(1, 7)));
        }
        QCOMPARE(ask(u"SELECT count(*) FROM pages"_s), pages); // the same pages, by what they say
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        const QString fresh = m_folder.filePath(u"fresh.turnstone"_s);
        QVERIFY(createProject(fresh));
        const QString columns =
            u"SELECT group_concat(m.name || ' ' || c.name || ' ' || c.type, ',') FROM (SELECT name FROM "
            "sqlite_master WHERE type IN ('table', 'view') ORDER BY name) m, pragma_table_info(m.name) c"_s;
        QCOMPARE(askSqlite(m_path, columns).toString(), askSqlite(fresh, columns).toString());
        QVERIFY(QFile::remove(fresh));
    }

    void aMigratedPageIsKnownAgain()
    {
        copyFixture(2);
        const auto store = openProject(m_path, OpenMode::Write);
        const int before = ask(u"SELECT count(*) FROM pages"_s);
        const auto current = store.value()->readResults(std::vector<RowId>{0, 1, 2, 3});
        QCOMPARE(current.value().size(), size_t(4));
        QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
        QVERIFY(store.value()->append(std::vector{batchOf(current.value())}));
        QCOMPARE(ask(u"SELECT count(*) FROM pages"_s), before);
        FetchResult other = makePage(2);
        QVERIFY(store.value()->append(std::vector{batchOf({other})}));
        QCOMPARE(ask(u"SELECT count(*) FROM pages"_s), before + 1);
        QCOMPARE(bytesOf(store.value()->readResults(std::vector<RowId>{2}).value().front()), bytesOf(other));
    }

    void ofSeveralMigratedPagesTheRightOneIsKnownAgain()
    {
        copyFixture(2);
        grow(3);
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(store);
        const int before = ask(u"SELECT count(*) FROM pages"_s);
        QCOMPARE(ask(u"SELECT count(*) FROM pages WHERE address_id = 9"_s), 3);
        const auto earlier = store.value()->readResults(std::vector<RowId>{9}, OldRuns + 1);
        QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
        QVERIFY(store.value()->append(std::vector{batchOf(earlier.value())}));
        const auto now = store.value()->readResults(std::vector<RowId>{9});
        QCOMPARE(bytesOf(now.value().front()), bytesOf(earlier.value().front()));
        QCOMPARE(ask(u"SELECT count(*) FROM pages"_s), before);
    }

    void cancelledItChangesNothing()
    {
        copyFixture(2);
        grow(2);
        const QByteArrayList before = contentAsItIs();
        int calls = 0;
        const auto refused = openProject(m_path, OpenMode::Write,
                                         [&calls](qint64 done, qint64) { return done == 0 || ++calls < 1; });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Cancelled);
        QCOMPARE(ask(u"PRAGMA user_version"_s), 2);
        QVERIFY(contentAsItIs() == before);
        QVERIFY(openProject(m_path, OpenMode::Write));
    }

    void killedInTheMiddleItChangesNothing()
    {
        copyFixture(2);
        grow(4);
        const QByteArrayList before = contentAsItIs();
        int cutShort = 0;
        for (int lines = 1; lines <= 6; ++lines) {
            Victim victim({u"--migrate"_s, m_path});
            QVERIFY(victim.says("begin"));
            for (int line = 0; line < lines; ++line)
                QVERIFY(!victim.line().isEmpty());
            victim.dies();
            const int version = ask(u"PRAGMA user_version"_s);
            QVERIFY(version == 2 || version == SchemaVersion);
            cutShort += version == 2;
            QVERIFY(contentAsItIs() == before);
            QCOMPARE(integrityOf(m_path), u"ok"_s);
        }
        QVERIFY2(cutShort >= 4, qPrintable(QString::number(cutShort)));
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(store);
        QVERIFY(contentOf(*store.value()) == before);
    }

    void killedAtAnyMoment_data() { everyResultComesAlong_data(); }

    /// From its beginning until the log is written back and the file closed: it is of the one version or of
    /// the other, and says the same.
    void killedAtAnyMoment()
    {
        QFETCH(int, version);
        copyFixture(version);
        grow(4);
        const QByteArrayList before = contentAsItIs();
        const QString old = m_folder.filePath(u"before.turnstone"_s);
        QFile::remove(old);
        QVERIFY(QFile::copy(m_path, old));
        const QStringList arguments{u"--migrate"_s, m_path};
        QByteArray lastStep; // then it is committed, written back and closed
        const std::chrono::nanoseconds whole = timeOf(arguments, {}, &lastStep);
        QVERIFY(whole.count() > 0);
        QVERIFY(QFile::remove(m_path) && QFile::copy(old, m_path));
        const std::chrono::nanoseconds tail = timeOf(arguments, lastStep);
        QVERIFY(tail.count() > 0 && tail < whole);
        const QTemporaryDir elsewhere;
        const QString copy = elsewhere.filePath(u"copy.turnstone"_s);
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        const int rounds = killRounds(4);
        int round = 0, within = 0, isOld = 0;
        for (; needsMore(round, within, rounds); ++round) {
            QVERIFY(QFile::remove(m_path) && QFile::copy(old, m_path));
            Victim victim(arguments);
            const bool isLate = round % 2 == 1;
            QVERIFY(isLate ? victim.says(lastStep) : victim.says("begin"));
            within += victim.dies(momentWithin(isLate ? tail : whole, random));
            QVERIFY(copyAsLeft(m_path, copy));
            const int found = askSqlite(copy, u"PRAGMA user_version"_s).toInt();
            QVERIFY2(found == version || found == SchemaVersion, qPrintable(QString::number(found)));
            isOld += found == version;
            QCOMPARE(integrityOf(copy), u"ok"_s);
            QVERIFY(contentAsItIs(copy) == before);
            Victim next(arguments);
            QVERIFY(next.ends());
            QCOMPARE(ask(u"PRAGMA user_version"_s), SchemaVersion);
            QCOMPARE(integrityOf(m_path), u"ok"_s);
            QVERIFY(contentAsItIs() == before);
            QCOMPARE(ask(u"SELECT sum(count) FROM run_counts WHERE run_id > %1"_s.arg(OldRuns)),
                     ask(u"SELECT count(*) FROM results WHERE run_id > %1"_s.arg(OldRuns)));
            QStringList names =
                QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
            QCOMPARE(names, (QStringList{u"before.turnstone"_s, u"old.turnstone"_s}));
        }
        qInfo("seed %u: %d kills, half of them in the last %.0f ms; %d within its %.0f ms, %d left the older "
              "version",
              seed, round, double(tail.count()) / 1e6, within, double(whole.count()) / 1e6, isOld);
        QVERIFY2(within >= rounds / 2, "the kills came too late");
    }
};

QTEST_GUILESS_MAIN(TestProjectMigration)
#include "tst_projectmigration.moc"
