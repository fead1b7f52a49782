// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/sqlconnection.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// Several runs of a project: what differs between them, and what housekeeping leaves of them.
class TestRuns final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Store> m_store;

    void addRun(std::vector<FetchResult> results, RunScope scope = RunScope::List,
                RunEnding ending = RunEnding::Finished)
    {
        QVERIFY(m_store->beginRun(scope, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf(std::move(results))}));
        QVERIFY(m_store->endRun(ending, true));
    }

    static std::vector<FetchResult> pages(RowId count)
    {
        std::vector<FetchResult> results;
        for (RowId row = 0; row < count; ++row)
            results.push_back(makePage(row));
        return results;
    }

    /// "0:Status,Title 3:Gone": what compare() says, in its order.
    QString compared(RunId before, RunId after)
    {
        static const std::pair<Change, QString> Names[] = {
            {Change::New, u"New"_s},       {Change::Gone, u"Gone"_s},         {Change::Status, u"Status"_s},
            {Change::Title, u"Title"_s},   {Change::Redirect, u"Redirect"_s}, {Change::Content, u"Content"_s},
            {Change::Slower, u"Slower"_s},
        };
        QStringList rows;
        const Outcome done = m_store->compare(before, after, {}, [&rows](const RunDifference &difference) {
            QStringList changes;
            for (const auto &[change, name] : Names) {
                if (difference.changes.testFlag(change))
                    changes.append(name);
            }
            rows.append(QString::number(difference.row) + u':' + changes.join(u','));
            return true;
        });
        return done ? rows.join(u' ') : done.error().message;
    }

    /// Of all addresses.
    int pageCount() const
    {
        const auto connection = SqlConnection::open(m_path, SqlConnection::Access::ReadOnly);
        return connection ? connection.value()->value(u"SELECT count(*) FROM pages"_s).value().toInt() : -1;
    }

    static void setTotal(FetchResult &result, qint64 totalUs)
    {
        result.attempts.back().hops.back().phases.totalUs = totalUs;
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(u"runs.turnstone"_s);
        auto created = createProject(m_path);
        QVERIFY(created);
        m_store = std::move(created).value();
        QVERIFY(m_store->addAddresses(makeAddresses(1000), 0));
    }

    void cleanup()
    {
        m_store.reset();
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        QVERIFY(QFile::remove(m_path));
    }

    void equalRunsDoNotDiffer()
    {
        addRun(pages(500));
        addRun(pages(500));
        QCOMPARE(compared(1, 2), QString());
    }

    void everyKindOfChangeIsFound()
    {
        std::vector<FetchResult> before = pages(10), after = pages(10);
        after[0].verdict = Verdict::ServerError;
        after[0].attempts.back().hops.back().status = 500;
        after[0].facts.title.clear(); // of an error page: not a title that changed
        after[1].facts.title = u"Another"_s;
        after[2].facts.title.clear();
        after[3].attempts.back().hops.push_back(after[3].attempts.back().hops.front());
        after[3].attempts.back().hops.back().url = "http://else.example/";
        after[3].verdict = Verdict::Redirected;
        after[4].contentHash = 7;
        after[5].contentHash = 0; // not known
        setTotal(before[6], 100'000);
        setTotal(after[6], 250'000);
        setTotal(before[7], 10'000); // ten times as long, but quick
        setTotal(after[7], 100'000);
        setTotal(before[8], 900'000); // later by much, but not by twice
        setTotal(after[8], 1'500'000);
        addRun(before);
        addRun(after);
        QCOMPARE(compared(1, 2), u"0:Status 1:Title 2:Title 3:Status,Redirect 4:Content 6:Slower"_s);
        QCOMPARE(compared(2, 1), u"0:Status 1:Title 2:Title 3:Status,Redirect 4:Content"_s);
    }

    /// In a result an empty content has no hash, and neither has one that was not read.
    void emptyContentIsContent_data()
    {
        using Change = std::function<void(FetchResult &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<bool>("isKnown");
        const auto add = [](const char *name, bool isKnown, Change change) {
            QTest::newRow(name) << change << isKnown;
        };
        const auto hop = [](FetchResult &result) -> Hop & { return result.attempts.back().hops.back(); };
        add("fetched", true, [](FetchResult &) {});
        add("of an error page", true, [hop](FetchResult &r) {
            r.verdict = Verdict::Broken;
            hop(r).status = 404;
        });
        add("HEAD", false, [hop](FetchResult &r) { hop(r).method = "HEAD"; });
        add("not modified", false, [hop](FetchResult &r) { hop(r).status = 304; });
        add("broken off", false, [](FetchResult &r) {
            r.verdict = Verdict::BadResponse;
            r.attempts.back().error = FetchError::Truncated;
        });
        add("no answer", false, [hop](FetchResult &r) { hop(r).status = 0; });
        add("never tried", false, [](FetchResult &r) { r.attempts.clear(); });
    }

    void emptyContentIsContent()
    {
        QFETCH(std::function<void(FetchResult &)>, change);
        QFETCH(bool, isKnown);
        FetchResult full = makePage(0), empty = makePage(0);
        full.bytes = 5;
        change(full);
        empty.bytes = 0;
        empty.contentHash = 0;
        change(empty);
        addRun({full});
        addRun({empty});
        addRun({empty});
        addRun({full});
        QCOMPARE(compared(1, 2).contains(u"Content"_s), isKnown);
        QCOMPARE(compared(2, 3), QString());
        QCOMPARE(compared(3, 4).contains(u"Content"_s), isKnown);
        if (isKnown)
            QCOMPARE(pageCount(), 2); // what stays empty stays the same page
    }

    void bothSidesAreHandedOver()
    {
        std::vector<FetchResult> after = pages(1);
        after[0].facts.title = u"Another"_s;
        addRun(pages(1));
        addRun(after);
        int rows = 0;
        QVERIFY(m_store->compare(1, 2, {}, [&rows](const RunDifference &difference) {
            [&] {
                ++rows;
                QVERIFY(difference.before && difference.after);
                QCOMPARE(difference.before->title, makePage(0).facts.title);
                QCOMPARE(difference.after->title, u"Another"_s);
                QCOMPARE(difference.before->run, RunId(1));
                QCOMPARE(difference.after->run, RunId(2));
                QCOMPARE(difference.after->status, quint16(200));
                QCOMPARE(difference.after->bytes, qint64(10240));
                QCOMPARE(difference.after->contentHash, makePage(0).contentHash);
                QCOMPARE(difference.after->totalUs, qint64(15446));
                QCOMPARE(difference.after->ttfbUs, qint64(12345));
            }();
            return true;
        }));
        QCOMPARE(rows, 1);
    }

    void newAndGoneNeedAWholeRun()
    {
        std::vector<FetchResult> some = pages(6);
        some.erase(some.begin() + 1);
        addRun(pages(5));                                          // 1: 0..4
        addRun(some);                                              // 2: 0, 2..5
        addRun({makePage(3)}, RunScope::Rows);                     // 3
        addRun({makePage(3)}, RunScope::List, RunEnding::Stopped); // 4
        QCOMPARE(compared(1, 2), u"1:Gone 5:New"_s);
        QCOMPARE(compared(2, 1), u"1:New 5:Gone"_s);
        for (const RunId part : {3, 4}) {
            QCOMPARE(compared(1, part), QString());
            QCOMPARE(compared(part, 1), QString());
        }
        QVERIFY(compared(1, 9).contains(u"no run 9"_s));
    }

    void whatWasOnlyCancelledIsNeitherNewNorGone()
    {
        std::vector<FetchResult> some = pages(3);
        some[2].verdict = Verdict::Cancelled;
        addRun(pages(2));
        addRun(some);
        QCOMPARE(compared(1, 2), QString());
        QCOMPARE(compared(2, 1), QString());
    }

    void historyTellsWhatEachRunFound()
    {
        FetchResult moved = makePage(7);
        moved.facts.title = u"Moved"_s;
        moved.attempts.back().hops.push_back(moved.attempts.back().hops.front());
        moved.attempts.back().hops.back().url = "http://else.example/";
        addRun(pages(10));
        addRun({makePage(2)}, RunScope::Rows);
        addRun({moved}, RunScope::Rows);
        const auto history = m_store->history(7);
        QCOMPARE(history.value().size(), size_t(2));
        QCOMPARE(history.value()[0].run, RunId(1));
        QVERIFY(history.value()[0].finalUrl.isEmpty());
        QCOMPARE(history.value()[0].startedAtMs, makePage(7).lastAttempt()->startedAtMs());
        QCOMPARE(history.value()[1].run, RunId(3));
        QCOMPARE(history.value()[1].title, u"Moved"_s);
        QCOMPARE(history.value()[1].finalUrl, QByteArray("http://else.example/"));
        QCOMPARE(history.value()[1].redirects, 1);
        QVERIFY(m_store->history(500).value().empty());
    }

    void oldRunsGoButNotWhatIsCurrent()
    {
        std::vector<FetchResult> withBodies = pages(1000);
        for (FetchResult &result : withBodies)
            result.body = QByteArray(3000, 'b') + QByteArray::number(result.row);
        addRun(withBodies);
        addRun(pages(1000));
        addRun(pages(999));
        const auto before = m_store->sizes();
        QVERIFY(before && !before.value().estimated);

        QVERIFY(m_store->keepLastRuns(1));
        const auto runs = m_store->runs();
        QCOMPARE(runs.value().size(), size_t(2));
        QCOMPARE(runs.value()[0].id, RunId(2));
        QCOMPARE(runs.value()[0].results, qint64(1)); // the last page has nothing newer
        QVERIFY(runs.value()[0].pruned);
        QCOMPARE(runs.value()[1].results, qint64(999));
        QVERIFY(!runs.value()[1].pruned);
        QCOMPARE(bytesOf(m_store->readResults(std::vector<RowId>{999}).value().front()),
                 bytesOf(makePage(999)));
        QCOMPARE(compared(2, 3), u"999:Gone"_s); // but what was pruned before is not new

        const auto pruned = m_store->sizes();
        QVERIFY(pruned.value().freeBytes > 0);
        QVERIFY(m_store->compact());
        const auto compacted = m_store->sizes();
        QCOMPARE(compacted.value().freeBytes, qint64(0));
        QVERIFY(compacted.value().fileBytes < before.value().fileBytes);
        qint64 counted = 0;
        for (const auto &[table, bytes] : compacted.value().tables)
            counted += bytes;
        const qint64 others = compacted.value().fileBytes - counted; // what SQLite itself needs
        QVERIFY2(others >= 0 && others <= 8 * 4096, qPrintable(QString::number(others)));
    }

    void bodiesCanBeDropped()
    {
        std::vector<FetchResult> results = pages(10);
        results[4].body = "the body";
        addRun(results);
        QCOMPARE(m_store->readResults(std::vector<RowId>{4}).value().front().body, QByteArray("the body"));
        QVERIFY(m_store->dropBodies());
        QCOMPARE(bytesOf(m_store->readResults(std::vector<RowId>{4}).value().front()), bytesOf(makePage(4)));
    }

    void longWorkCanBeCancelled()
    {
        for (int run = 0; run < 4; ++run)
            addRun(pages(100));
        int asked = 0;
        const Outcome cancelled = m_store->keepLastRuns(1, [&asked](qint64, qint64) { return ++asked < 3; });
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, Error::Code::Cancelled);
        QCOMPARE(m_store->runs().value().size(), size_t(2)); // two of three were done
        const Outcome compacting = m_store->compact([](qint64, qint64) { return false; });
        QCOMPARE(compacting.error().code, Error::Code::Cancelled);
    }

    void aCopyIsWholeAndOneFile()
    {
        addRun(pages(1000));
        QVERIFY(m_store->setNote(3, u"three"_s));
        const QString copy = m_folder.filePath(u"copy of it.turnstone"_s);
        QVERIFY(m_store->copyTo(copy));
        QVERIFY(m_store->setNote(3, {}));
        QVERIFY(m_store->copyTo(m_folder.filePath(u"second"_s)));
        {
            const auto read = openProject(copy, OpenMode::Write);
            QVERIFY(read);
            QCOMPARE(read.value()->note(3).value(), u"three"_s);
            QCOMPARE(read.value()->info().addresses, qint64(1000));
            const Outcome busy = m_store->copyTo(copy);
            QCOMPARE(busy.error().code, Error::Code::InUse);
        }
        QVERIFY(m_store->copyTo(copy)); // replaced
        QCOMPARE(openProject(copy, OpenMode::Read).value()->note(3).value(), QString());
        QCOMPARE(m_store->copyTo(m_path).error().code, Error::Code::Invalid);
        QVERIFY(!m_store->copyTo(u"/proc/nowhere/copy"_s));
        QVERIFY(!m_store->copyTo(copy, [](qint64, qint64) { return false; }));
        QCOMPARE(integrityOf(copy), u"ok"_s);
        QCOMPARE(QDir(m_folder.path()).entryList({u"*copy*"_s, u".*"_s}, QDir::Files | QDir::Hidden).size(),
                 1);
    }

    void othersAskInSql()
    {
        FetchResult bad = makeHostile(2);
        bad.verdict = Verdict::Broken;
        FetchResult withHeaders = makePage(1);
        withHeaders.attempts.back().hops.back().responseHeaders = {{"Server", "nginx"}, {"X", "\"quoted\""}};
        addRun({makePage(0), withHeaders, bad});
        const auto ask = [this](const char *select) {
            return askSqlite(m_path, QString::fromLatin1(select));
        };
        QCOMPARE(ask("SELECT url FROM current_results WHERE verdict = 'broken'").toString(),
                 u"http://host-2.example/page-2"_s);
        QCOMPARE(ask("SELECT title FROM current_results WHERE address_id = 0").toString(),
                 makePage(0).facts.title);
        QCOMPARE(ask("SELECT started FROM current_results WHERE address_id = 0").toString(),
                 u"2025-12-31T23:59:59.123Z"_s);
        QCOMPARE(ask("SELECT value FROM header_fields WHERE name = 'X' AND address_id = 1").toString(),
                 u"\"quoted\""_s);
        QVERIFY(ask("SELECT count(*) FROM header_fields").toInt() > 4);
        QCOMPARE(ask("SELECT size FROM bodies").toInt(), bad.body.size());
        QCOMPARE(ask("SELECT count(*) FROM results WHERE connect_us < 0").toInt(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRuns)
#include "tst_runs.moc"
