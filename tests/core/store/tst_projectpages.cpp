// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/housekeeping.h"
#include "core/store/project.h"
#include "core/store/sqlconnection.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

QStringList statements;

void noteStatement(QtMsgType, const QMessageLogContext &, const QString &message)
{
    statements.append(message);
}

} // namespace

/// What an address says is kept once; a run that finds it again adds a few bytes. What the file holds is
/// asked for in SQL, as others do.
class TestProjectPages final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Store> m_store;

    void addRun(std::vector<FetchResult> results)
    {
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf(std::move(results))}));
        QVERIFY(m_store->endRun(RunEnding::Finished, true));
    }

    QVariant ask(const QString &select) { return askSqlite(m_path, select); }
    int count(const QString &what) { return ask(u"SELECT count(*) FROM "_s + what).toInt(); }

    static FetchResult movedPage(RowId row)
    {
        FetchResult result = makePage(row);
        std::vector<Hop> &hops = result.attempts.front().hops;
        hops.push_back(hops.front());
        hops.front().status = 301;
        hops.front().location = hops.back().url = "http://else.example/";
        result.verdict = Verdict::Redirected;
        return result;
    }

    /// Those of a file that is too large to be gone through: there is nothing but a hole at its end.
    bool hasEstimatedSizes()
    {
        const auto counted = m_store->sizes();
        const qint64 size = QFileInfo(m_path).size();
        const QByteArray name = QFile::encodeName(m_path);
        const bool isLarge = ::truncate(name.constData(), 200'000'000) == 0;
        const auto estimated = m_store->sizes();
        return isLarge && ::truncate(name.constData(), size) == 0 && counted && estimated &&
               !counted.value().estimated && estimated.value().estimated;
    }

    /// As a later run would find it: nothing but its times is different.
    static FetchResult later(FetchResult result, int run)
    {
        for (FetchAttempt &attempt : result.attempts) {
            attempt.waitUs += 1'000'000 + run * 7 + result.row * 31;
            for (Hop &hop : attempt.hops) {
                hop.startedAtMs = QDateTime::currentMSecsSinceEpoch() + 20'000 + result.row;
                hop.queuedUs = attempt.waitUs + 150;
                hop.phases.ttfbUs += run * 13;
                hop.phases.totalUs += run * 13;
            }
        }
        return result;
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(u"pages.turnstone"_s);
        auto created = createProject(m_path);
        QVERIFY(created);
        m_store = std::move(created).value();
        QVERIFY(m_store->addAddresses(makeAddresses(2000), 0));
    }

    void cleanup()
    {
        m_store.reset();
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        QVERIFY(QFile::remove(m_path));
    }

    void aConnectionIsKeptOnce()
    {
        std::vector<FetchResult> results;
        for (RowId row = 0; row < 500; ++row) {
            results.push_back(makePage(row));
            results.back().attempts[0].hops[0].connection =
                makeResult(0, 1).attempts[0].hops[0].connection; // alike
        }
        addRun(results);
        addRun(results);
        QCOMPARE(count(u"peers"_s), 1);
        QCOMPARE(count(u"certificates"_s), 1);
        const auto read = m_store->readResults(std::vector<RowId>{7, 8});
        QCOMPARE(bytesOf(read.value()[1]), bytesOf(results[8]));
        QCOMPARE(read.value()[0].lastHop()->connection, read.value()[1].lastHop()->connection); // shared
        FetchResult renewed = results[3];
        auto certificate = std::make_shared<CertificateFacts>(*renewed.lastHop()->connection->certificate);
        certificate->sha256.back() = 'f';
        auto connection = std::make_shared<ConnectionFacts>(*renewed.lastHop()->connection);
        connection->certificate = certificate;
        renewed.attempts[0].hops[0].connection = connection;
        const int pages = count(u"pages"_s);
        addRun({renewed});
        QCOMPARE(count(u"peers"_s), 2);
        QCOMPARE(count(u"certificates"_s), 2);
        QCOMPARE(count(u"pages"_s), pages); // the page is what it was
        QCOMPARE(bytesOf(m_store->readResults(std::vector<RowId>{3}).value().front()), bytesOf(renewed));
        const auto ask = [this](const QString &what) {
            return askSqlite(m_path,
                             u"SELECT %1 FROM results WHERE run_id = 1 AND address_id = 9"_s.arg(what))
                .toString();
        };
        QCOMPARE(ask(u"remote_ip || ' ' || tls_version"_s), u"192.0.2.1 TLSv1.3"_s);
        QCOMPARE(ask(u"certificate_expires_at"_s), QString::number(certificate->expiresMs));
    }

    void anUnchangedResultTakesSixtyBytes()
    {
        constexpr int Addresses = 2000, First = 4, Last = 24;
        qint64 before = 0;
        for (int run = 1; run <= Last; ++run) {
            std::vector<FetchResult> results;
            for (int i = 0; i < Addresses; ++i) // not in list order, as hosts answer when they like
                results.push_back(later(makePage(RowId(i * 37 % Addresses)), run));
            addRun(std::move(results));
            QVERIFY(m_store->compact()); // the log belongs to the file
            if (run == First)
                before = QFileInfo(m_path).size();
        }
        const double each = double(QFileInfo(m_path).size() - before) / (Addresses * (Last - First));
        qInfo("%.1f bytes for an unchanged result and run", each);
        QVERIFY(each < 60.0);
        QCOMPARE(count(u"pages"_s), Addresses);
        QCOMPARE(count(u"results"_s), Addresses * Last);
    }

    void equalFactsAreKeptOnce_data()
    {
        QTest::addColumn<int>("seed");
        QTest::newRow("a page") << -1;
        QTest::newRow("a redirect") << -2;
        QTest::newRow("hostile") << -3;
        for (int seed = 0; seed < 16; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }

    void equalFactsAreKeptOnce()
    {
        QFETCH(int, seed);
        FetchResult result = seed == -1   ? makePage(3)
                             : seed == -2 ? movedPage(3)
                             : seed == -3 ? makeHostile(3)
                                          : makeResult(3, seed);
        if (result.verdict == Verdict::Cancelled)
            result.verdict = Verdict::Ok;
        const std::vector<FetchResult> given = {result, later(result, 2), makePage(3), later(result, 4)};
        for (const FetchResult &each : given)
            addRun({each});
        QCOMPARE(count(u"pages"_s), seed == -1 ? 1 : 2);
        QCOMPARE(count(u"page_bodies"_s), seed == -3 ? 1 : 0);
        for (RunId run = 1; run <= 4; ++run) {
            const auto read = m_store->readResults(std::vector<RowId>{3}, run);
            QCOMPARE(read.value().size(), size_t(1));
            QCOMPARE(bytesOf(read.value().front()), bytesOf(given[size_t(run) - 1]));
        }
    }

    void eachFactMakesAPageOfItsOwn_data()
    {
        QTest::addColumn<FetchResult>("before");
        QTest::addColumn<std::function<void(FetchResult &)>>("change");
        const auto add = [](const char *name, std::function<void(FetchResult &)> change,
                            const FetchResult &before = makePage(1)) {
            QTest::newRow(name) << before << change;
        };
        add("verdict", [](FetchResult &r) { r.verdict = Verdict::Broken; });
        add("status", [](FetchResult &r) { r.attempts[0].hops[0].status = 404; });
        add("title", [](FetchResult &r) { r.facts.title += u'!'; });
        add("content", [](FetchResult &r) { ++r.contentHash; });
        add("bytes", [](FetchResult &r) { ++r.bytes; });
        add("links", [](FetchResult &r) { ++r.facts.links; });
        add("robots", [](FetchResult &r) { r.facts.robots = u"noindex"_s; });
        add("the address that was asked", [](FetchResult &r) { r.attempts[0].hops[0].url += "/?"; });
        add("secure", [](FetchResult &r) { r.attempts[0].hops[0].secure = true; });
        add("error", [](FetchResult &r) { r.attempts[0].error = FetchError::Truncated; });
        add("body", [](FetchResult &r) { r.body = "<html>"; });
        add("tries", [](FetchResult &r) { r.attempts.push_back(r.attempts[0]); });
        add("the way", [](FetchResult &r) { r = movedPage(r.row); });
        add(
            "a status on the way", [](FetchResult &r) { r.attempts[0].hops[0].status = 302; }, movedPage(1));
        FetchResult again = makePage(1);
        again.attempts.push_back(again.attempts[0]);
        add(
            "an error of the first try", [](FetchResult &r) { r.attempts[0].error = FetchError::Reset; },
            again);
    }

    void eachFactMakesAPageOfItsOwn()
    {
        QFETCH(FetchResult, before);
        QFETCH(std::function<void(FetchResult &)>, change);
        FetchResult changed = before;
        change(changed);
        addRun({before});
        addRun({changed});
        QCOMPARE(count(u"pages"_s), 2);
        QCOMPARE(bytesOf(m_store->readResults(std::vector<RowId>{1}, 1).value().front()), bytesOf(before));
        QCOMPARE(bytesOf(m_store->readResults(std::vector<RowId>{1}, 2).value().front()), bytesOf(changed));
    }

    void aResultThatIsReplacedLeavesNoPage()
    {
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf({makeHostile(3), makePage(4)})}));
        QVERIFY(m_store->append(std::vector{batchOf({makePage(3), makePage(4)})}));
        QCOMPARE(count(u"pages"_s), 2);
        for (const char *table : {"page_attempts", "page_hops", "page_bodies", "hop_times", "attempt_times"})
            QCOMPARE(count(QString::fromLatin1(table)), 0);
    }

    void aPageWithoutItsBodyIsTheSamePage()
    {
        FetchResult withBody = makePage(1);
        withBody.body = "<html>";
        addRun({withBody});
        QVERIFY(m_store->dropBodies());
        addRun({makePage(1)});
        QCOMPARE(count(u"pages"_s), 1);
        addRun({withBody});
        QCOMPARE(count(u"pages"_s), 2);
        QCOMPARE(m_store->readResults(std::vector<RowId>{1}).value().front().body, QByteArray("<html>"));
    }

    void aStartThatIsNotKnownIsNone()
    {
        FetchResult result = movedPage(3);
        result.attempts.front().hops.back().startedAtMs = 0;
        addRun({result});
        QVERIFY(ask(u"SELECT started_at FROM hops WHERE hop = 1"_s).toLongLong() > 0);
        QCOMPARE(count(u"hops WHERE hop = 2 AND started_at IS NULL"_s), 1);
    }

    /// The views say of every result what it is, whether its evidence is in its page or beside it.
    void theViewsShowAllOfIt()
    {
        std::vector<FetchResult> results = {makePage(0), movedPage(1), makeResult(2, 7), makeResult(3, 4)};
        results[0].attempts[0].hops[0].sends = 3;
        results[0].attempts[0].hops[0].phases.lookupUs = 9;
        results[0].attempts[0].waitUs = 77;
        QVERIFY(results[3].attempts.empty());
        addRun(results);
        for (const FetchResult &result : results) {
            const QString where = u" WHERE run_id = 1 AND address_id = %1"_s.arg(result.row);
            QCOMPARE(ask(u"SELECT attempts FROM results"_s + where).toInt(), int(result.attempts.size()));
            QCOMPARE(count(u"attempts"_s + where), int(result.attempts.size()));
            for (size_t i = 0; i < result.attempts.size(); ++i) {
                const FetchAttempt &attempt = result.attempts[i];
                const QString ofAttempt = where + u" AND attempt = %1"_s.arg(i + 1);
                QCOMPARE(ask(u"SELECT wait_us FROM attempts"_s + ofAttempt).toLongLong(), attempt.waitUs);
                QCOMPARE(ask(u"SELECT error_text FROM attempts"_s + ofAttempt).toString(), attempt.errorText);
                QCOMPARE(count(u"hops"_s + ofAttempt), int(attempt.hops.size()));
                for (size_t j = 0; j < attempt.hops.size(); ++j) {
                    const Hop &hop = attempt.hops[j];
                    const QString ofHop =
                        QStringLiteral(" FROM hops") + ofAttempt + u" AND hop = %1"_s.arg(j + 1);
                    QCOMPARE(ask(u"SELECT url"_s + ofHop).toByteArray(), hop.url);
                    QCOMPARE(ask(u"SELECT status"_s + ofHop).toInt(), int(hop.status));
                    QCOMPARE(ask(u"SELECT started_at"_s + ofHop).toLongLong(), hop.startedAtMs);
                    QCOMPARE(ask(u"SELECT queued_us"_s + ofHop).toLongLong(), hop.queuedUs);
                    QCOMPARE(ask(u"SELECT total_us"_s + ofHop).toLongLong(), hop.phases.totalUs);
                    QCOMPARE(ask(u"SELECT sends"_s + ofHop).toInt(), int(hop.sends));
                    QCOMPARE(ask(u"SELECT ifnull(lookup_us, -1)"_s + ofHop).toLongLong(),
                             hop.phases.lookupUs);
                }
            }
        }
    }

    void theExamplesOfTheDocumentationWork()
    {
        QFile page(QStringLiteral(TURNSTONE_PROJECT_FILE_PAGE));
        QVERIFY(page.open(QIODevice::ReadOnly));
        static const QRegularExpression blocks(u"```sql\n(.*?)```"_s,
                                               QRegularExpression::DotMatchesEverythingOption);
        addRun({makePage(0), movedPage(1)});
        int examples = 0;
        for (const auto &block : blocks.globalMatch(QString::fromUtf8(page.readAll()))) {
            const QString example = block.captured(1);
            if (!example.contains(u"sqlar_uncompress")) { // of the sqlite3 program alone
                const QString plan = planOf(m_path, example.trimmed());
                QVERIFY2(!plan.contains(u"error") && !plan.contains(u"no such"), qPrintable(plan + example));
            }
            ++examples;
        }
        QVERIFY(examples >= 6);
    }

    void nothingGoesThroughAllResults_data()
    {
        QTest::addColumn<QString>("select");
        QTest::newRow("current results") << u"SELECT * FROM current_results WHERE verdict = 'broken'"_s;
        QTest::newRow("one current result") << u"SELECT * FROM current_results WHERE address_id = 5"_s;
        QTest::newRow("a run") << u"SELECT * FROM results WHERE run_id = 5 ORDER BY address_id"_s;
        QTest::newRow("attempts") << u"SELECT * FROM attempts WHERE run_id = 5 AND address_id = 7"_s;
        QTest::newRow("hops") << u"SELECT * FROM hops WHERE run_id = 5 AND address_id = 7"_s;
        QTest::newRow("hops of a run") << u"SELECT * FROM hops WHERE run_id = 5"_s;
        QTest::newRow("a body") << u"SELECT content FROM bodies WHERE run_id = 5 AND address_id = 7"_s;
        QTest::newRow("history") << u"SELECT r.id, s.title FROM runs r JOIN results s ON s.run_id = r.id "
                                    u"WHERE s.address_id = 7 ORDER BY r.id"_s;
        QTest::newRow("two runs")
            << u"SELECT x.title, y.title FROM results x JOIN results y ON y.run_id = 2 AND "
               u"y.address_id = x.address_id WHERE x.run_id = 1 AND x.title IS NOT y.title"_s;
        QTest::newRow("owed by a run")
            << u"SELECT (SELECT count(*) FROM owed WHERE run_id = runs.id) FROM runs"_s;
    }

    void nothingGoesThroughAllResults()
    {
        QFETCH(QString, select);
        const QString plan = planOf(m_path, select);
        static const QRegularExpression whole(
            u"SCAN (r|x|y|s|p|e|c|t|o|b|owed|\\w*pages|result_rows|\\w*_times)\\b|error|MATERIALIZE|AUTOMATIC"_s);
        // a scan of the runs, or of the addresses for what is current, is meant
        const QString others = QString(plan).remove(u"SCAN r\n"_s.repeated(select.contains(u"runs r"_s)));
        QVERIFY2(!others.contains(whole), qPrintable(plan));
        QVERIFY(plan.contains(u"SEARCH"_s));
    }

    /// All that the program itself asks and does: nothing of it grows with the number of runs but by a step
    /// for each.
    void theProgramGoesThroughNothing()
    {
        statements.clear();
        const auto before = qInstallMessageHandler(noteStatement);
        QLoggingCategory::setFilterRules(u"turnstone.sql.debug=true"_s);
        m_store.reset();
        m_store = std::move(openProject(m_path, OpenMode::Write)).value();
        for (int run = 0; run < 4; ++run)
            addRun({makePage(0), makeHostile(run % 2), makeHostile(run % 2), movedPage(RowId(run + 2))});
        const auto ignore = [](const auto &...) { return true; };
        const bool worked =
            m_store->beginRun(RunScope::Rows, "{}") && m_store->owe(std::vector<RowId>{5}) &&
            m_store->endRun(RunEnding::Stopped, false) && m_store->history(0) && m_store->runs() &&
            m_store->compare(1, 4, {}, ignore) && m_store->readRun(1, ignore) && m_store->owedRows(5) &&
            m_store->readResults(std::vector<RowId>{0, 1, 2}) &&
            m_store->readResults(std::vector<RowId>{1}, 2) && m_store->readRowStates(0, 10, ignore) &&
            m_store->readVerdicts(1, ignore) && m_store->setRetention({Retention::Keep::Days, 1}) &&
            m_store->tidy(QDateTime::currentMSecsSinceEpoch() + 1'000'000'000) &&
            m_store->setRetention({Retention::Keep::LastRuns, 2}) && m_store->tidy(0) &&
            m_store->keepLastRuns(2) && m_store->dropBodies() && hasEstimatedSizes();
        QLoggingCategory::setFilterRules({});
        qInstallMessageHandler(before);
        QVERIFY(worked);
        statements.removeDuplicates();
        int looked = 0;
        // the runs and their counts may be gone through, and what is owed
        static const QRegularExpression whole(
            u"SCAN (addresses|headers|a|b|c|d|e|h|p|q|r|t|x|pages|page_\\w+|\\w+_times|result_rows|peers|"
            u"certificates)\\b|AUTOMATIC"_s);
        static const QRegularExpression asks(u"^(SELECT|DELETE|UPDATE|WITH|INSERT.*SELECT)"_s);
        for (const QString &statement : statements) {
            if (!statement.contains(asks))
                continue;
            static const QRegularExpression placeholder(u"\\?|:\\w+"_s);
            const QString plan = planOf(m_path, QString(statement).replace(placeholder, u"1"_s));
            QVERIFY2(!plan.contains(u"error") && !plan.contains(u"mismatch"), qPrintable(statement + plan));
            QVERIFY2(!plan.contains(whole), qPrintable(statement + u'\n' + plan));
            // but not again for each run
            static const QRegularExpression each(u"CORRELATED SCALAR SUBQUERY \\d+\nSCAN owed"_s);
            const bool isOfOne = statement.contains(u"run_id = ") && plan.contains(u"SCAN owed");
            QVERIFY2(!isOfOne && !plan.contains(each), qPrintable(statement + u'\n' + plan));
            looked += plan.contains(u"SEARCH");
        }
        QVERIFY2(looked > 30, qPrintable(QString::number(looked)));
    }

    void sizesAreEstimatedWithoutReadingAll()
    {
        std::vector<FetchResult> results;
        for (RowId row = 0; row < 2000; ++row) {
            results.push_back(makePage(row));
            results.back().body = QByteArray::number(row).repeated(300);
            results.back().attempts[0].hops[0].responseHeaders = {{"Server", QByteArray(200, 's')}};
        }
        for (int run = 0; run < 3; ++run)
            addRun(results);
        const auto connection = SqlConnection::open(m_path, SqlConnection::Access::ReadWrite);
        const auto counted = selectSizes(*connection.value());
        const auto estimated = selectSizes(*connection.value(), 0);
        QVERIFY(counted && estimated && !counted.value().estimated && estimated.value().estimated);
        for (const auto &[table, bytes] : counted.value().tables) {
            if (bytes < 100'000)
                continue;
            qint64 guess = 0;
            for (const auto &[name, size] : estimated.value().tables)
                guess += name == table ? size : 0;
            QVERIFY2(guess > bytes / 2 && guess < bytes * 2,
                     qPrintable(u"%1: %2, not %3"_s.arg(table).arg(bytes).arg(guess)));
        }
    }

    /// A reader that takes its time, as a pager does, keeps no log from being written back.
    void aComparisonThatPausesHoldsNobodyUp()
    {
        std::vector<FetchResult> after;
        for (RowId row = 0; row < 2000; ++row)
            after.push_back(makeResult(row, 4 + int(row) % 3));
        addRun({makePage(0), makePage(1), makePage(1500)});
        addRun(std::move(after));
        const auto reader = openProject(m_path, OpenMode::Read);
        int rows = 0, busy = 0;
        QVERIFY(reader.value()->compare(1, 2, {}, [&](const RunDifference &) {
            if (rows++ % 500 == 0) {
                const bool written = bool(m_store->setNote(1, QString::number(rows)));
                busy += !written || ask(u"PRAGMA wal_checkpoint(TRUNCATE)"_s).toInt() != 0;
            }
            return true;
        }));
        QCOMPARE(rows, 2000);
        QCOMPARE(busy, 0);
    }
};

QTEST_GUILESS_MAIN(TestProjectPages)
#include "tst_projectpages.moc"
