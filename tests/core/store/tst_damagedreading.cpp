// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/projectwriter.h"
#include "core/types/resultsource.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr RowId Rows = 2000;
constexpr qint64 PageSize = 4096;

} // namespace

/// What can be read of a damaged project is read, and what cannot is known: not one result is left out in
/// silence.
class TestDamagedReading final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_once;
    QString m_whole; // what each test damages a copy of
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::map<RowId, QByteArray> m_results; // those that there are
    std::map<RowId, QByteArray> m_bare;    // without header fields

    /// But for its body.
    static QByteArray essenceOf(FetchResult result)
    {
        result.body.clear();
        return bytesOf(result);
    }

    static QByteArray withoutFields(FetchResult result)
    {
        result.body.clear();
        for (FetchAttempt &attempt : result.attempts) {
            for (Hop &hop : attempt.hops) {
                hop.requestHeaders.clear();
                hop.responseHeaders.clear();
            }
        }
        return bytesOf(result);
    }

    /// A run of all but the last ten, which owe their fetch.
    void makeProject()
    {
        const auto store = createProject(m_whole);
        QVERIFY(store && store.value()->addAddresses(makeAddresses(Rows), 0));
        QVERIFY(store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll());
        std::vector<FetchResult> results;
        for (RowId row = 0; row < Rows - 10; ++row) {
            results.push_back(row % 3 == 0 ? makeResult(row, 1 + int(row) % 7) : makePage(row));
            results.back().facts.title = u"row %1"_s.arg(row);
            if (row % 10 == 1)
                results.back().body = QByteArray::number(row).repeated(50);
        }
        QVERIFY(store.value()->append(std::vector{batchOf(std::move(results))}));
        QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        // what is read back is what counts
        std::vector<RowId> rows(Rows);
        std::iota(rows.begin(), rows.end(), 0);
        const auto whole = store.value()->readResults(rows);
        for (const FetchResult &result : whole.value()) {
            m_results[result.row] = essenceOf(result);
            m_bare[result.row] = withoutFields(result);
        }
    }

    /// The leaves of a table or index, in order; its only page where it has no more.
    std::vector<qint64> leavesOf(const QString &name) const
    {
        std::vector<qint64> leaves;
        for (const QByteArray &page :
             askSqlite(m_path,
                       u"SELECT group_concat(pageno) FROM (SELECT pageno FROM dbstat WHERE name = '%1' "
                       "AND pagetype = 'leaf' ORDER BY path)"_s.arg(name))
                 .toByteArray()
                 .split(','))
            leaves.push_back(page.toLongLong() - 1);
        return leaves;
    }

    QByteArray read(qint64 page) const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) && file.seek(page * PageSize) ? file.read(PageSize)
                                                                            : QByteArray();
    }
    void overwrite(qint64 page, const QByteArray &with)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(page * PageSize));
        QCOMPARE(file.write(with), with.size());
    }

    /// All that can be read of the current results, without bodies, and what cannot.
    std::pair<std::map<RowId, QByteArray>, std::vector<RowId>> readAll() const
    {
        std::pair<std::map<RowId, QByteArray>, std::vector<RowId>> all;
        const auto store = openProject(m_path, OpenMode::Read);
        std::vector<RowId> rows(Rows);
        std::iota(rows.begin(), rows.end(), 0);
        const auto read = [&store](std::span<const RowId> some) {
            return store.value()->readResults(some, {}, false);
        };
        const auto found =
            store ? readSound(rows, read, all.second) : Result<std::vector<FetchResult>>(store.error());
        for (size_t i = 0; found && i < found.value().size(); ++i)
            all.first[found.value()[i].row] = essenceOf(found.value()[i]);
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_whole = m_once.filePath(u"whole.turnstone"_s);
        makeProject();
        QCOMPARE(m_results.size(), size_t(Rows - 10));
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"damaged.turnstone"_s);
        QVERIFY(QFile::copy(m_whole, m_path));
    }

    void aWholeOneHasAll()
    {
        const auto [found, lost] = readAll();
        QVERIFY(found == m_results);
        QVERIFY(lost.empty());
    }

    void pagesThatChangedPlaces_data()
    {
        QTest::addColumn<QString>("table");
        for (const QString &table : {u"pages"_s, u"result_rows"_s, u"page_attempts"_s, u"page_hops"_s,
                                     u"attempt_times"_s, u"hop_times"_s})
            QTest::newRow(qPrintable(table)) << table;
    }

    /// SQLite finds nothing there and calls it no error.
    void pagesThatChangedPlaces()
    {
        QFETCH(QString, table);
        const std::vector<qint64> leaves = leavesOf(table);
        QVERIFY(leaves.size() >= 3);
        const QByteArray one = read(leaves[1]), other = read(leaves.back());
        overwrite(leaves[1], other);
        overwrite(leaves.back(), one);
        const auto [found, lost] = readAll();
        QVERIFY(!lost.empty());
        QVERIFY(found.size() > m_results.size() / 2);
        QCOMPARE(found.size() + lost.size(), m_results.size());
        for (const auto &[row, result] : found)
            QVERIFY2(result == m_results.at(row), qPrintable(u"row %1 is another"_s.arg(row)));
    }

    void partsThatAreMissing_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("ofWhich");
        const QString several = u"SELECT address_id FROM pages WHERE attempts > 1"_s;
        const QString parted = u"SELECT address_id FROM pages WHERE secure IS NULL AND attempts > 0"_s;
        const QString single = u"SELECT address_id FROM pages WHERE secure IS NOT NULL"_s;
        QTest::newRow("times of attempts") << u"DELETE FROM attempt_times"_s << several;
        QTest::newRow("of the first attempt") << u"DELETE FROM attempt_times WHERE attempt = 1"_s << several;
        QTest::newRow("of attempts, in another run") << u"UPDATE attempt_times SET run_id = 2"_s << several;
        QTest::newRow("times of hops") << u"DELETE FROM hop_times"_s << parted;
        QTest::newRow("of the second hop")
            << u"DELETE FROM hop_times WHERE attempt = 2 AND hop = 2"_s << several;
        const QString three = u"SELECT address_id FROM pages WHERE attempts > 2"_s;
        QTest::newRow("a hop of an attempt before the last")
            << u"DELETE FROM page_hops WHERE attempt = 2 AND hop = 2 AND address_id IN (%1)"_s.arg(three)
            << three;
        QTest::newRow("a hop between two")
            << u"DELETE FROM page_hops WHERE hop = 2; DELETE FROM hop_times WHERE hop = 2"_s
            << u"SELECT address_id FROM page_hops WHERE hop = 2"_s;
        QTest::newRow("times that no single request needs")
            << u"DELETE FROM hop_times WHERE address_id IN (%1)"_s.arg(single)
            << u"SELECT address_id FROM pages WHERE 0"_s;
    }

    /// No time that is lost is taken for one that is not known, or for zero.
    void partsThatAreMissing()
    {
        QFETCH(QString, damage);
        QFETCH(QString, ofWhich);
        std::vector<RowId> expected;
        for (const QByteArray &row :
             askSqlite(m_path, u"SELECT group_concat(address_id) FROM (SELECT DISTINCT address_id FROM (%1) "
                               "ORDER BY 1)"_s.arg(ofWhich))
                 .toByteArray()
                 .split(','))
            if (!row.isEmpty())
                expected.push_back(row.toUInt());
        for (const QString &statement : damage.split(u';'))
            askSqlite(m_path, statement);
        const auto [found, lost] = readAll();
        QCOMPARE(lost, expected);
        QCOMPARE(found.size() + lost.size(), m_results.size());
        for (const auto &[row, result] : found)
            QVERIFY2(result == m_results.at(row), qPrintable(u"row %1 is another"_s.arg(row)));
        const auto store = openProject(m_path, OpenMode::Read);
        const auto take = [](const FetchResult &) { return true; };
        QCOMPARE(bool(store.value()->readRun(1, take, false)), expected.empty());
    }

    /// They are no reason to leave results out; whoever asks is told of it.
    void headerFieldsThatAreGone()
    {
        askSqlite(m_path, u"DROP TABLE headers"_s);
        const auto [found, lost] = readAll();
        QVERIFY(lost.empty());
        QCOMPARE(found.size(), m_results.size());
        QCOMPARE(found.at(1), m_results.at(1)); // which had none
        QVERIFY(openProject(m_path, OpenMode::Read).value()->info().lacksHeaders);
        QVERIFY(!openProject(m_path, OpenMode::Write));
    }

    void headerFieldsInOtherPlaces_data()
    {
        QTest::addColumn<bool>("isSwapped");
        QTest::addColumn<size_t>("one");
        QTest::addColumn<size_t>("other");
        for (const size_t one : {0, 1, 3}) {
            QTest::addRow("swapped %zu", one) << true << one << size_t(4);
            QTest::addRow("a later one twice, %zu", one) << false << one << size_t(5);
            QTest::addRow("an earlier one twice, %zu", one) << false << one + 2 << one;
            QTest::addRow("the next one twice, %zu", one) << false << one << one + 1;
        }
    }

    /// Nothing else says that there were any.
    void headerFieldsInOtherPlaces()
    {
        QFETCH(bool, isSwapped);
        QFETCH(size_t, one);
        QFETCH(size_t, other);
        QVERIFY(openProject(m_path, OpenMode::Read).value()->hasHeadersInOrder().value());
        QVERIFY(openProject(m_path, OpenMode::Read).value()->hasHeadersInOrder(1).value());
        const std::vector<qint64> leaves = leavesOf(u"headers"_s);
        QVERIFY(leaves.size() > 5);
        const QByteArray first = read(leaves[one]), second = read(leaves[other]);
        overwrite(leaves[one], second);
        if (isSwapped)
            overwrite(leaves[other], first);
        const auto [found, lost] = readAll();
        QVERIFY(lost.empty());
        QVERIFY(found != m_results);
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(!store.value()->hasHeadersInOrder().value());
        QVERIFY(!store.value()->hasHeadersInOrder(1).value());
    }

    void resultsWithoutTheirHeaderFields()
    {
        overwrite(leavesOf(u"headers"_s)[2], QByteArray(PageSize, '\0'));
        const auto [found, lost] = readAll();
        QVERIFY(!lost.empty());
        const auto store = openProject(m_path, OpenMode::Read);
        const auto bare = store.value()->readWithoutFields(lost);
        QVERIFY(bare);
        QCOMPARE(bare.value().size(), lost.size());
        for (const FetchResult &result : bare.value())
            QCOMPARE(withoutFields(result), m_bare.at(result.row));
    }

    void whatNoResultNeeds_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<bool>("hasFigures");
        QTest::newRow("which addresses are still to be fetched") << u"owed"_s << true;
        QTest::newRow("what is owed, by run") << u"owed_by_run"_s << false;
        QTest::newRow("the figures of runs") << u"run_counts"_s << false;
        QTest::newRow("pages by fingerprint") << u"pages_by_fingerprint"_s << true;
        QTest::newRow("bodies") << u"page_bodies"_s << true;
        QTest::newRow("notes") << u"notes"_s << true;
    }

    void whatNoResultNeeds()
    {
        QFETCH(QString, table);
        QFETCH(bool, hasFigures);
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store.value()->setNote(3, u"a note"_s));
        }
        for (const qint64 leaf : leavesOf(table))
            overwrite(leaf, QByteArray(PageSize, '\0'));
        const auto [found, lost] = readAll();
        QVERIFY(lost.empty());
        QVERIFY(found == m_results);
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(store);
        QCOMPARE(bool(store.value()->runs()), hasFigures);
        const auto runs = store.value()->readableRuns();
        QVERIFY(runs);
        QCOMPARE(runs.value().size(), size_t(1));
        QCOMPARE(runs.value().front().damaged, !hasFigures);
        QCOMPARE(runs.value().front().results, hasFigures ? qint64(m_results.size()) : 0);
        qint64 ofRun = 0;
        QVERIFY(store.value()->readRun(
            1, [&ofRun](const FetchResult &) { return ++ofRun > 0; }, false));
        QCOMPARE(ofRun, qint64(m_results.size()));
    }

    void aVerdictThatIsNone_data()
    {
        QTest::addColumn<QString>("verdict");
        QTest::newRow("another word") << u"'oak'"_s;
        QTest::newRow("bytes") << u"x'6f616b'"_s;
        QTest::newRow("a number") << u"7"_s;
    }

    /// Nobody takes it for one: not for a row that was cancelled, either.
    void aVerdictThatIsNone()
    {
        QFETCH(QString, verdict);
        askSqlite(m_path, u"UPDATE pages SET verdict = %1 WHERE address_id = 8"_s.arg(verdict));
        const auto [found, lost] = readAll();
        QCOMPARE(lost, std::vector<RowId>{8});
        QCOMPARE(found.size(), m_results.size() - 1);
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(store);
        bool hasResult = true;
        QVERIFY(store.value()->readRowStates(
            8, 1, [&hasResult](const RowState &state) { hasResult = state.hasResult; }));
        QVERIFY(!hasResult);
        qint64 verdicts = 0;
        QVERIFY(store.value()->readVerdicts(
            1, [&verdicts](RowId row, Verdict) { verdicts += row == 8 ? 1000 : 1; }));
        QCOMPARE(verdicts, qint64(m_results.size()) - 1);
    }

    void textOfZerosIsDamage_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        for (const char *column : {"title", "h1", "reason", "content_type"})
            QTest::newRow(column) << u"pages"_s << QString::fromLatin1(column);
        QTest::newRow("the error of a try") << u"page_attempts"_s << u"error_text"_s;
        QTest::newRow("a redirect") << u"page_hops"_s << u"location"_s;
        QTest::newRow("header fields") << u"headers"_s << u"response"_s;
    }

    void textOfZerosIsDamage()
    {
        QFETCH(QString, table);
        QFETCH(QString, column);
        const auto row = RowId(askSqlite(m_path, u"SELECT max(address_id) FROM %1"_s.arg(table)).toInt());
        askSqlite(m_path, u"UPDATE %1 SET %2 = 'http' || char(0, 0) WHERE address_id = %3"_s.arg(
                              table, column, QString::number(row)));
        const auto [found, lost] = readAll();
        QCOMPARE(lost, std::vector<RowId>{row});
        QCOMPARE(found.size(), m_results.size() - 1);
    }

    /// SQLite looks at no check sum. A text that has a NUL by itself is whole.
    void anOverflowPageOfZeros()
    {
        {
            const auto store = openProject(m_path, OpenMode::Write);
            FetchResult odd = makePage(1), large = makePage(2);
            odd.facts.title = u"a\0b"_s + QString(6000, u'x');
            large.facts.title = QString(6000, u'x');
            QVERIFY(store && store.value()->beginRun(RunScope::Rows, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({odd, large})}));
            QVERIFY(store.value()->endRun(RunEnding::Finished, true));
        }
        QVERIFY(readAll().second.empty());
        const qint64 page = askSqlite(m_path, u"SELECT max(pageno) FROM dbstat WHERE name = 'pages' AND "
                                              "pagetype = 'overflow'"_s)
                                .toLongLong() -
                            1;
        QVERIFY(page > 0 && read(page).contains("xxxx"));
        overwrite(page, QByteArray(PageSize, '\0'));
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        QCOMPARE(readAll().second, std::vector<RowId>{2});
        const auto store = openProject(m_path, OpenMode::Read);
        const auto take = [](const RunDifference &) { return true; };
        const Outcome compared = store.value()->compare(1, 2, {}, take);
        QVERIFY(!compared);
        QCOMPARE(compared.error().code, Error::Code::Unreadable);
    }

    void anAddressOfZerosIsDamage()
    {
        askSqlite(m_path, u"UPDATE addresses SET url = url || char(0) WHERE id = 3"_s);
        const auto store = openProject(m_path, OpenMode::Read);
        const auto take = [](const std::shared_ptr<const AddressBlock> &) { return true; };
        const Outcome read = store.value()->readAddresses(take);
        QVERIFY(!read);
        QCOMPARE(read.error().code, Error::Code::Unreadable);
    }

    /// A result that is missing would count as new, or gone.
    void aResultWhoseRunIsForgottenIsNotUnfetched_data()
    {
        QTest::addColumn<QString>("number");
        QTest::newRow("none") << u"NULL"_s;
        QTest::newRow("zero") << u"0"_s;
        QTest::newRow("another") << u"7"_s;
        QTest::newRow("a word") << u"'run'"_s;
    }

    /// Another program took the number of its run from an address.
    void aResultWhoseRunIsForgottenIsNotUnfetched()
    {
        QFETCH(QString, number);
        askSqlite(m_path, u"UPDATE addresses SET current_run = %1 WHERE id IN (3, 600)"_s.arg(number));
        const auto [found, lost] = readAll();
        QCOMPARE(lost, (std::vector<RowId>{3, 600})); // and not those that were not fetched
        QCOMPARE(found.size(), m_results.size() - 2);
    }

    void whatARepairForgotIsUnfetched()
    {
        askSqlite(m_path, u"UPDATE addresses SET current_run = NULL WHERE id = 3"_s);
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(store && store.value()->beginRun(RunScope::Rows, "{}"));
        askSqlite(m_path, u"UPDATE runs SET pruned = 1 WHERE id = 2"_s); // it had its result
        const auto [found, lost] = readAll();
        QVERIFY(lost.empty());
        QCOMPARE(found.size(), m_results.size() - 1);
    }

    void nothingIsComparedWithWhatIsMissing()
    {
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll());
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(1), makePage(2)})}));
            QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        }
        const auto compare = [this] {
            const auto store = openProject(m_path, OpenMode::Read);
            return store.value()->compare(1, 2, {}, [](const RunDifference &) { return true; });
        };
        QVERIFY(compare());
        askSqlite(m_path, u"DELETE FROM result_rows WHERE run_id = 1 AND address_id = 1500"_s);
        const Outcome compared = compare();
        QVERIFY(!compared);
        QCOMPARE(compared.error().code, Error::Code::Unreadable);
        askSqlite(m_path, u"UPDATE runs SET pruned = 1 WHERE id = 1"_s); // as where it was removed on purpose
        QVERIFY(compare());
    }

    void nothingIsComparedWhereRowsAreMisplaced_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<bool>("isCopied");
        for (const QString &table : {u"result_rows"_s, u"pages"_s}) {
            QTest::addRow("%s swapped", qPrintable(table)) << table << false;
            QTest::addRow("%s copied", qPrintable(table)) << table << true;
        }
    }

    /// A walk through the tables meets as many rows as were counted.
    void nothingIsComparedWhereRowsAreMisplaced()
    {
        QFETCH(QString, table);
        QFETCH(bool, isCopied);
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            std::vector<FetchResult> results;
            for (RowId row = 0; row < Rows; ++row)
                results.push_back(makePage(row));
            QVERIFY(store.value()->append(std::vector{batchOf(std::move(results))}));
            QVERIFY(store.value()->endRun(RunEnding::Finished, true));
        }
        askSqlite(m_path, u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        const std::vector<qint64> leaves = leavesOf(table);
        QVERIFY(leaves.size() > 12);
        // of the second run, where it is rows
        const qint64 one = leaves[leaves.size() - 5], other = leaves[leaves.size() - 3];
        const QByteArray first = read(one), second = read(other);
        overwrite(one, second);
        if (!isCopied)
            overwrite(other, first);
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        const Outcome compared = store.value()->compare(1, 2, {}, [](const RunDifference &) { return true; });
        QVERIFY(!compared);
        QCOMPARE(compared.error().code, Error::Code::Unreadable);
    }

    /// What a damage left of a result gives way to the new one.
    void whatIsLeftOfALostResultGivesWay_data()
    {
        QTest::addColumn<QString>("table");
        QTest::newRow("rows") << u"result_rows"_s;
        QTest::newRow("pages") << u"pages"_s;
    }

    void whatIsLeftOfALostResultGivesWay()
    {
        QFETCH(QString, table);
        askSqlite(m_path, u"PRAGMA foreign_keys = OFF"_s);
        askSqlite(m_path, u"DELETE FROM %1 WHERE address_id = 3"_s.arg(table));
        const FetchResult again = makeResult(3, 1 + 3 % 7);
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store && store.value()->continueRun(1, {}));
            QVERIFY(store.value()->append(std::vector{batchOf({again})}));
            QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        }
        const auto store = openProject(m_path, OpenMode::Read);
        const auto read = store.value()->readResults(std::vector<RowId>{3});
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(essenceOf(read.value().front()), essenceOf(again));
    }

    void aFreshResultIsWhole_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<bool>("isOlder");
        for (const bool isOlder : {false, true}) {
            const char *const which = isOlder ? "of an older result" : "of the last one";
            const QString ofPage = u" WHERE address_id = 7 AND page = 0"_s;
            QTest::addRow("verdict %s", which) << u"UPDATE pages SET verdict = 'oak'"_s + ofPage << isOlder;
            QTest::addRow("another verdict %s", which)
                << u"UPDATE pages SET verdict = 'timeout'"_s + ofPage << isOlder;
            QTest::addRow("attempts %s", which) << u"DELETE FROM page_attempts"_s + ofPage << isOlder;
            QTest::addRow("hops %s", which) << u"DELETE FROM page_hops"_s + ofPage << isOlder;
            QTest::addRow("the key of a hop %s", which)
                << u"UPDATE page_hops SET hop = 0"_s + ofPage + u" AND hop = 2"_s << isOlder;
            QTest::addRow("body %s", which) << u"DELETE FROM page_bodies"_s + ofPage << isOlder;
        }
    }

    /// Also where it says what a damaged page said: that one it would not be read from.
    void aFreshResultIsWhole()
    {
        QFETCH(QString, damage);
        QFETCH(bool, isOlder);
        FetchResult result = makePage(7);
        result.attempts.front().hops.push_back(result.attempts.front().hops.front());
        result.body = "a body";
        m_path = m_folder->filePath(u"another.turnstone"_s);
        const auto store = createProject(m_path);
        QVERIFY(store && store.value()->addAddresses(makeAddresses(10), 0));
        QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
        QVERIFY(store.value()->append(std::vector{batchOf({result})}));
        if (isOlder) {
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(7)})}));
        }
        askSqlite(m_path, damage);
        QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
        QVERIFY(store.value()->append(std::vector{batchOf({result})}));
        const auto read = store.value()->readResults(std::vector<RowId>{7});
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(bytesOf(read.value().front()), bytesOf(result));
        const auto first = store.value()->readResults(std::vector<RowId>{7}, 1);
        QVERIFY2(first, "the earlier one is not mended");
        QCOMPARE(bytesOf(first.value().front()), bytesOf(result));
    }

    /// Of a page that is lost.
    void whatIsLeftOfAnotherPageIsNobodys()
    {
        askSqlite(m_path, u"INSERT INTO page_attempts VALUES(1, 0, 1, NULL, NULL, NULL)"_s);
        askSqlite(m_path,
                  u"INSERT INTO page_hops(address_id, page, attempt, hop, secure) VALUES(1, 0, 2, 1, 0)"_s);
        const auto [found, lost] = readAll();
        QVERIFY(lost.empty());
        QVERIFY(found == m_results);
    }

    void noRunBeginsWhoseResultsCannotBeKept_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("damage");
        for (const QString &name :
             {u"headers"_s, u"pages"_s, u"pages_by_fingerprint"_s, u"page_attempts"_s, u"page_hops"_s,
              u"page_bodies"_s, u"result_rows"_s, u"attempt_times"_s, u"hop_times"_s, u"owed_by_run"_s}) {
            for (const QString &damage : {u"zeros at the front"_s, u"ones in the middle"_s,
                                          u"two cells changed places"_s, u"dropped"_s})
                QTest::addRow("%s: %s", qPrintable(name), qPrintable(damage)) << name << damage;
        }
        QTest::newRow("nothing") << QString() << QString();
    }

    /// Its requests may take effect, and would be sent again by whoever goes on.
    void noRunBeginsWhoseResultsCannotBeKept()
    {
        QFETCH(QString, name);
        QFETCH(QString, damage);
        if (damage == u"dropped") {
            const bool isIndex = name.contains(u"_by_");
            askSqlite(m_path, u"DROP %1 %2"_s.arg(isIndex ? u"INDEX"_s : u"TABLE"_s, name));
        } else if (damage.startsWith(u"two")) {
            const qint64 leaf = leavesOf(name).back();
            QByteArray page = read(leaf);
            std::swap_ranges(page.begin() + 8, page.begin() + 10, page.begin() + 10); // behind its header
            overwrite(leaf, page);
        } else if (!damage.isEmpty()) {
            const std::vector<qint64> leaves = leavesOf(name);
            const bool isFront = damage.startsWith(u"zeros");
            overwrite(isFront ? leaves.front() : leaves[leaves.size() / 2],
                      QByteArray(PageSize, isFront ? '\0' : '\xff'));
        }
        const auto figures = [this] {
            return askSqlite(m_path, u"SELECT (SELECT group_concat(id || ifnull(ending, '-')) FROM runs) || "
                                     "(SELECT group_concat(verdict || count) FROM run_counts) || (SELECT "
                                     "count(current_run) FROM addresses)"_s)
                .toString();
        };
        const QString before = figures();
        using Begin = void (*)(ProjectWriter &);
        const Begin ways[] = {
            [](ProjectWriter &writer) { writer.continueRun(1, {}); },
            [](ProjectWriter &writer) { writer.continueRunOf(1, {}, std::vector<RowId>{Rows - 1}); },
            [](ProjectWriter &writer) { writer.beginRunOf(RunScope::Rows, "{}", std::vector<RowId>{3}); },
            [](ProjectWriter &writer) { writer.beginRunOf(RunScope::List, "{}", {}); },
        };
        for (const Begin &begin : ways) {
            ProjectWriter writer;
            QSignalSpy begun(&writer, &ProjectWriter::runBegun);
            QSignalSpy failed(&writer, &ProjectWriter::failed);
            const Outcome opened = writer.open(m_path);
            if (!opened) {
                QVERIFY2(!damage.isEmpty(), qPrintable(opened.error().message));
                QCOMPARE(opened.error().code, Error::Code::Unreadable);
                continue;
            }
            begin(writer);
            QTRY_COMPARE(begun.size() + failed.size(), 1);
            QCOMPARE(failed.isEmpty(), damage.isEmpty());
            if (!damage.isEmpty()) {
                QCOMPARE(failed.front().front().value<Error>().code, Error::Code::Unreadable);
                QCOMPARE(figures(), before);
            }
        }
        if (!damage.isEmpty())
            return;
        QCOMPARE(integrityOf(m_path), u"ok"_s); // and nothing of the trials stays
        QVERIFY(readAll().first == m_results);
        QCOMPARE(askSqlite(m_path, u"SELECT count(*) FROM pages WHERE reason = 'a trial'"_s).toInt(), 0);
    }

    /// The root of the index by which runs are told what they owe is that of an empty table.
    void aRunThatSeemsToOweNothing()
    {
        const auto rootOf = [this](const QString &name) {
            return askSqlite(m_path, u"SELECT rootpage FROM sqlite_master WHERE name = '%1'"_s.arg(name))
                       .toLongLong() -
                   1;
        };
        const qint64 index = rootOf(u"owed_by_run"_s), empty = rootOf(u"settings"_s);
        const QByteArray before = read(index);
        overwrite(index, read(empty));
        const auto refused = openProject(m_path, OpenMode::Write);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Unreadable);
        overwrite(index, before);
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(store);
        QCOMPARE(store.value()->runs().value().front().owed, 10);
    }

    void figuresThatCannotBe_data()
    {
        QTest::addColumn<QString>("change");
        QTest::newRow("gone") << u"DELETE FROM run_counts"_s;
        QTest::newRow("of no verdict") << u"UPDATE run_counts SET verdict = 'x' || verdict"_s;
        QTest::newRow("none") << u"UPDATE run_counts SET count = 0"_s;
        QTest::newRow("fewer than none") << u"UPDATE run_counts SET count = -1"_s;
    }

    /// As where their page changed places with another: nothing is compared with them.
    void figuresThatCannotBe()
    {
        QFETCH(QString, change);
        askSqlite(m_path, change);
        const auto store = openProject(m_path, OpenMode::Read);
        QVERIFY(store);
        const auto sound = store.value()->runs();
        QVERIFY(!sound);
        QCOMPARE(sound.error().code, Error::Code::Unreadable);
        const auto runs = store.value()->readableRuns();
        QVERIFY(runs);
        QVERIFY(runs.value().front().damaged);
        QCOMPARE(runs.value().front().results, 0);
    }

    void onlyWhoWantsBodiesMissesThem()
    {
        overwrite(leavesOf(u"page_bodies"_s).front(), QByteArray(PageSize, '\0'));
        const auto store = openProject(m_path, OpenMode::Read);
        const std::vector<RowId> first{1, 2};
        QVERIFY(!store.value()->readResults(first));
        QCOMPARE(store.value()->readResults(first, {}, false).value().size(), size_t(2));
        QCOMPARE(store.value()->readResults(std::vector<RowId>{Rows - 29}).value().front().body.size(),
                 4 * 50);
    }

    /// One that writes would make it worse.
    void nobodyWritesWhereTheEndsAreDamaged()
    {
        overwrite(leavesOf(u"owed"_s).back(), QByteArray(PageSize, '\0'));
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(!store);
        QCOMPARE(store.error().code, Error::Code::Unreadable);
    }

    /// What is not there yet is not lost, also while somebody writes.
    void whatComesMeanwhileIsNotMissing()
    {
        const auto writer = openProject(m_path, OpenMode::Write);
        QVERIFY(writer && writer.value()->continueRun(1, {}));
        const auto [found, lost] = readAll();
        QVERIFY(lost.empty());
        QVERIFY(writer.value()->append(std::vector{batchOf({makePage(Rows - 1)})}));
        QCOMPARE(readAll().first.size(), m_results.size() + 1);
    }
};

QTEST_GUILESS_MAIN(TestDamagedReading)
#include "tst_damagedreading.moc"
