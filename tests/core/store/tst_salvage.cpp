// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/salvage.h"
#include "core/store/schema.h"
#include "core/types/resultsource.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <csignal>
#include <fcntl.h>
#include <map>
#include <numeric>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr int Addresses = 2000;
constexpr int Runs = 3;
constexpr qint64 PageSize = 4096;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

/// But for its header fields, its body and its connections.
QByteArray withoutFields(FetchResult result)
{
    result.body.clear();
    for (FetchAttempt &attempt : result.attempts) {
        for (Hop &hop : attempt.hops) {
            hop.requestHeaders.clear();
            hop.responseHeaders.clear();
            hop.connection = nullptr;
        }
    }
    return bytesOf(result);
}

std::map<RowId, FetchResult> resultsOf(Store &store, RunId run)
{
    std::map<RowId, FetchResult> results;
    const Outcome read = store.readRun(run, [&results](const FetchResult &result) {
        results[result.row] = result;
        return true;
    });
    return read ? results : std::map<RowId, FetchResult>();
}

} // namespace

/// What can be read of a damaged project is saved, and nothing else is made up.
class TestSalvage final : public QObject
{
    Q_OBJECT

    using Results = std::map<RunId, std::map<RowId, FetchResult>>;

    QTemporaryDir m_once;
    QString m_whole; // what each test damages a copy of
    Results m_before;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QString m_into;

    void makeProject()
    {
        const auto store = createProject(m_whole);
        QVERIFY(store);
        QVERIFY(store.value()->addAddresses(makeAddresses(Addresses), 0));
        for (int run = 1; run <= Runs; ++run) {
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->oweAll());
            std::vector<FetchResult> results;
            for (RowId row = 0; row < Addresses - 10; ++row) {
                results.push_back(row % 3 == 0 ? makeResult(row, run) : makePage(row));
                results.back().facts.title = u"run %1, row %2"_s.arg(run).arg(row);
                if (row % 5 == 1)
                    results.back().body = QByteArray::number(row * run).repeated(20);
            }
            QVERIFY(store.value()->append(std::vector{batchOf(std::move(results))}));
            QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        }
        QVERIFY(store.value()->setNote(7, u"a note"_s));
    }

    void overwrite(qint64 page, const QByteArray &with)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(page * PageSize));
        QCOMPARE(file.write(with), with.size());
    }

    /// Whole in itself, every row at its place, and each result as it was in the project that was damaged.
    void checkSaved(const Salvaged &saved)
    {
        QCOMPARE(integrityOf(m_into), u"ok"_s);
        QVERIFY(!askSqlite(m_into, u"PRAGMA foreign_key_check"_s).isValid() ||
                askSqlite(m_into, u"PRAGMA foreign_key_check"_s).toString().isEmpty());
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        QVERIFY(!store.value()->info().readOnly);
        QCOMPARE(store.value()->info().addresses, saved.addresses);
        QCOMPARE(store.value()->info().version, SchemaVersion);
        AddressList list;
        QVERIFY(store.value()->readAddresses([&list](const std::shared_ptr<const AddressBlock> &block) {
            list.append(block);
            return true;
        }));
        QCOMPARE(qint64(list.size()), saved.addresses);
        const AddressList given = makeAddresses(Addresses);
        qint64 lost = 0;
        for (RowId row = 0; row < RowId(list.size()); ++row) {
            const bool isLost = list.problem(row) == AddressProblem::NoAddress;
            lost += isLost ? 1 : 0;
            QVERIFY(isLost || list.at(row) == given.at(row));
        }
        QCOMPARE(lost, saved.lostAddresses);
        const auto runs = store.value()->runs();
        QVERIFY(runs);
        QCOMPARE(qint64(runs.value().size()), saved.runs);
        qint64 results = 0;
        for (const RunInfo &run : runs.value()) {
            const bool isWhole = run.results == qint64(m_before.at(run.id).size());
            QVERIFY2(run.pruned || isWhole, "where results are missing, nothing is to be called gone");
            QVERIFY2(!run.pruned || !saved.isWhole(), "of what is whole, all comparisons hold");
            const auto found = resultsOf(*store.value(), run.id);
            QCOMPARE(qint64(found.size()), run.results);
            results += run.results;
            for (const auto &[row, result] : found) {
                QVERIFY(m_before.count(run.id) && m_before.at(run.id).count(row));
                const FetchResult &old = m_before.at(run.id).at(row);
                const bool isSame = saved.lostFields == 0 ? bytesOf(result) == bytesOf(old)
                                                          : withoutFields(result) == withoutFields(old);
                QVERIFY2(isSame, qPrintable(u"row %1 of run %2 is another"_s.arg(row).arg(run.id)));
            }
        }
        QCOMPARE(results, saved.results);
    }

    Results allResults() const
    {
        Results all;
        const auto store = openProject(m_whole, OpenMode::Read);
        for (RunId run = 1; store && run <= Runs; ++run)
            all[run] = resultsOf(*store.value(), run);
        return all;
    }

    /// How many of the results of all runs an export writes.
    qint64 countReadable() const
    {
        const auto store = openProject(m_path, OpenMode::Read);
        std::vector<RowId> rows(Addresses), lost;
        std::iota(rows.begin(), rows.end(), 0);
        qint64 count = 0;
        for (RunId run = 1; store && run <= Runs; ++run) {
            const auto read = [&store, run](std::span<const RowId> some) {
                return store.value()->readResults(some, run, false);
            };
            const auto found = readSound(rows, read, lost);
            count += found ? qint64(found.value().size()) : 0;
        }
        return count;
    }

    /// How many of the results of all runs are read as they were.
    qint64 countSound(const QString &path) const
    {
        const auto store = openProject(path, OpenMode::Read);
        std::vector<RowId> rows(Addresses), lost;
        std::iota(rows.begin(), rows.end(), 0);
        qint64 count = 0;
        for (const auto &[run, results] : m_before) {
            const auto read = [&store, run = run](std::span<const RowId> some) {
                return store.value()->readResults(some, run, false);
            };
            const auto found =
                store ? readSound(rows, read, lost) : Result<std::vector<FetchResult>>(store.error());
            for (size_t i = 0; found && i < found.value().size(); ++i) {
                const auto old = results.find(found.value()[i].row);
                count +=
                    old != results.end() && withoutFields(found.value()[i]) == withoutFields(old->second);
            }
        }
        return count;
    }

    /// Where in the file a leaf of a table is.
    qint64 leafOf(const QString &table, int number) const
    {
        return askSqlite(m_whole, u"SELECT pageno - 1 FROM dbstat WHERE name = '%1' AND pagetype = 'leaf' "
                                  "ORDER BY path LIMIT 1 OFFSET %2"_s.arg(table)
                                      .arg(number))
            .toLongLong();
    }
    QByteArray pageAt(qint64 page) const { return contentOf(m_whole).mid(page * PageSize, PageSize); }

    /// What is read of the current results, and whether nothing is damaged.
    int countCurrent(const QString &path) const
    {
        const auto store = openProject(path, OpenMode::Read);
        std::vector<RowId> rows(Addresses), lost;
        std::iota(rows.begin(), rows.end(), 0);
        const auto read = [&store](std::span<const RowId> some) {
            return store.value()->readResults(some, {}, false);
        };
        const auto found = readSound(rows, read, lost);
        const bool isWhole = found && (path == m_path || lost.empty());
        return isWhole ? int(found.value().size()) : -1;
    }

    QStringList namesLeft() const
    {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_whole = m_once.filePath(u"whole.turnstone"_s);
        makeProject();
        m_before = allResults();
        for (RunId run = 1; run <= Runs; ++run)
            QCOMPARE(m_before[run].size(), size_t(Addresses - 10));
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"damaged.turnstone"_s);
        m_into = m_folder->filePath(u"saved.turnstone"_s);
        QVERIFY(QFile::copy(m_whole, m_path));
    }

    void aWholeOneLosesNothing()
    {
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().isWhole());
        QCOMPARE(saved.value().addresses, Addresses);
        QCOMPARE(saved.value().runs, Runs);
        QCOMPARE(saved.value().results, Runs * (Addresses - 10));
        checkSaved(saved.value());
        QCOMPARE(namesLeft(), (QStringList{u"damaged.turnstone"_s, u"saved.turnstone"_s}));
        const auto store = openProject(m_into, OpenMode::Read);
        QVERIFY(store);
        QCOMPARE(store.value()->note(7).value(), u"a note"_s);
        QCOMPARE(store.value()->owedRows().value().size(), size_t(10));
    }

    void damagedPages_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void damagedPages()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const qint64 pages = QFileInfo(m_path).size() / PageSize;
        for (quint32 i = 0; i < seed; ++i)
            overwrite(1 + random.bounded(int(pages) - 1), QByteArray(PageSize, char(random.bounded(256))));
        const QByteArray damaged = contentOf(m_path);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().results > Addresses);
        checkSaved(saved.value());
        QVERIFY2(contentOf(m_path) == damaged, "the damaged one was changed");
        QCOMPARE(namesLeft(), (QStringList{u"damaged.turnstone"_s, u"saved.turnstone"_s}));
    }

    void aLeafOfEachTable_data()
    {
        QTest::addColumn<QString>("table");
        for (const QString &table : {u"addresses"_s, u"pages"_s, u"page_attempts"_s, u"page_hops"_s,
                                     u"result_rows"_s, u"attempt_times"_s, u"hop_times"_s, u"headers"_s,
                                     u"page_bodies"_s, u"run_counts"_s, u"peers"_s, u"certificates"_s})
            QTest::newRow(qPrintable(table)) << table;
    }

    /// What it takes with it is left out and counted; nothing else is another than before.
    void aLeafOfEachTable()
    {
        QFETCH(QString, table);
        qint64 had = 0;
        for (const auto &[run, results] : m_before)
            had += qint64(results.size());
        const qint64 page =
            askSqlite(m_path, u"SELECT pageno FROM dbstat WHERE name = '%1' AND pagetype = 'leaf' "
                              "ORDER BY path LIMIT 1 OFFSET (SELECT count(*) / 2 FROM dbstat WHERE "
                              "name = '%1' AND pagetype = 'leaf')"_s.arg(table))
                .toLongLong();
        QVERIFY(page > 1);
        overwrite(page - 1, QByteArray(PageSize, '\0'));
        const qint64 readable = countReadable();
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY2(!saved.value().isWhole(), "it says that nothing is lost");
        QVERIFY2(saved.value().results >= readable,
                 qPrintable(u"%1 of %2"_s.arg(saved.value().results).arg(readable)));
        const bool isPeer = table == u"peers" || table == u"certificates"; // whose only leaf it is
        const bool isBeside = table == u"headers" || table == u"page_bodies" || isPeer;
        checkSaved(saved.value());
        QCOMPARE(saved.value().lostFields > 0, isBeside);
        QVERIFY2(isPeer || saved.value().lostFields < had / 4,
                 qPrintable(QString::number(saved.value().lostFields)));
        if (table != u"run_counts" && table != u"addresses")
            QCOMPARE(saved.value().results + saved.value().lostResults, had);
    }

    void pagesThatChangedPlaces_data()
    {
        QTest::addColumn<QString>("table");
        for (const QString &table :
             {u"addresses"_s, u"pages"_s, u"result_rows"_s, u"headers"_s, u"page_bodies"_s})
            QTest::newRow(qPrintable(table)) << table;
    }

    /// What stands in the wrong place is not found, and SQLite calls that no error.
    void pagesThatChangedPlaces()
    {
        QFETCH(QString, table);
        const QString leaf =
            u"SELECT pageno FROM dbstat WHERE name = '%1' AND pagetype = 'leaf' ORDER BY path "
            "LIMIT 1 OFFSET %2"_s;
        const qint64 one = askSqlite(m_path, leaf.arg(table).arg(1)).toLongLong();
        const qint64 other = askSqlite(m_path, leaf.arg(table).arg(3)).toLongLong();
        QVERIFY(one > 1 && other > 1);
        const QByteArray all = contentOf(m_path);
        overwrite(one - 1, all.mid((other - 1) * PageSize, PageSize));
        overwrite(other - 1, all.mid((one - 1) * PageSize, PageSize));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        checkSaved(saved.value());
        const auto now = openProject(m_into, OpenMode::Read);
        bool hasAll = saved.value().lostAddresses == 0;
        for (RunId run = 1; now && run <= Runs; ++run) {
            const auto found = resultsOf(*now.value(), run);
            hasAll = hasAll && std::equal(found.begin(), found.end(), m_before.at(run).begin(),
                                          m_before.at(run).end(), [](const auto &a, const auto &b) {
                                              return bytesOf(a.second) == bytesOf(b.second);
                                          });
        }
        QCOMPARE(saved.value().isWhole(), hasAll);
    }

    void whatBelongsToAResultIsNoLess_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("header fields of zeros")
            << u"UPDATE headers SET response = 'A: ' || char(0) WHERE address_id = (SELECT "
               "max(address_id) FROM headers)"_s;
        QTest::newRow("a version of HTTP of zeros")
            << u"UPDATE hop_times SET http_version = char(0) WHERE address_id = (SELECT "
               "max(address_id) FROM hop_times)"_s;
        QTest::newRow("a connection that is lost")
            << u"DELETE FROM peers WHERE id = (SELECT max(peer_id) FROM result_rows)"_s;
    }

    /// Where nothing else is.
    void whatBelongsToAResultIsNoLess()
    {
        QFETCH(QString, damage);
        askSqlite(m_path, u"PRAGMA foreign_keys = OFF"_s);
        askSqlite(m_path, damage);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().lostFields > 0);
        QVERIFY2(!saved.value().isWhole(), "it says that nothing is lost");
    }

    void aLeafThatIsThereTwice_data()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("copied");
        QTest::newRow("a later one") << 5 << 20;
        QTest::newRow("an earlier one") << 20 << 5;
        QTest::newRow("the next one") << 5 << 6;
    }

    /// No result is lost with the header fields that were in its place, but their loss is counted.
    void aLeafThatIsThereTwice()
    {
        QFETCH(int, place);
        QFETCH(int, copied);
        overwrite(leafOf(u"headers"_s, place), pageAt(leafOf(u"headers"_s, copied)));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        checkSaved(saved.value());
        QCOMPARE(saved.value().lostResults, 0);
        const auto now = openProject(m_into, OpenMode::Read);
        qint64 lost = 0;
        for (RunId run = 1; now && run <= Runs; ++run) {
            for (const auto &[row, result] : resultsOf(*now.value(), run))
                lost += bytesOf(result) == bytesOf(m_before.at(run).at(row)) ? 0 : 1;
        }
        QVERIFY(lost > 0);
        const qint64 counted = saved.value().lostFields;
        QVERIFY2(counted >= lost && counted < lost * 10, qPrintable(u"%1 of %2"_s.arg(counted).arg(lost)));
    }

    void aLeafOfAnotherTable_data()
    {
        QTest::addColumn<int>("copied");
        for (const int copied : {2, 5, 10, 24})
            QTest::addRow("leaf %d", copied) << copied;
    }

    /// A key that it has hides no row that has the same key where it belongs.
    void aLeafOfAnotherTable()
    {
        QFETCH(int, copied);
        overwrite(leafOf(u"result_rows"_s, 24), pageAt(leafOf(u"headers"_s, copied)));
        const qint64 readable = countSound(m_path);
        QVERIFY(readable > Addresses);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        const qint64 kept = countSound(m_into);
        QVERIFY2(kept >= readable, qPrintable(u"%1 of %2"_s.arg(kept).arg(readable)));
    }

    /// A wrong key hides what lies behind it from whoever reads a range of them.
    void aKeyThatIsWrongHidesNoOther_data()
    {
        QTest::addColumn<int>("lost");
        QTest::newRow("one row has none") << 1;
        QTest::newRow("so have several") << 5;
    }

    void aKeyThatIsWrongHidesNoOther()
    {
        QFETCH(int, lost);
        const QString leaf = u"SELECT pageno FROM dbstat WHERE name = 'result_rows' AND pagetype = 'leaf' "
                             "ORDER BY path LIMIT 1 OFFSET %1"_s;
        for (int i = 0; i < lost; ++i) {
            const qint64 page = askSqlite(m_path, leaf.arg(2 * i)).toLongLong();
            QVERIFY(page > 1);
            QByteArray content = contentOf(m_path).mid((page - 1) * PageSize, PageSize);
            const int cells = qFromBigEndian<quint16>(content.constData() + 3);
            // where SQLite begins to look
            const int middle = qFromBigEndian<quint16>(content.constData() + 8 + 2 * ((cells - 1) / 2));
            QCOMPARE(int(content.at(middle + 2)),
                     9);             // the type of the run: it is 1 (sqlite.org/fileformat.html)
            content[middle + 2] = 0; // NULL
            overwrite(page - 1, content);
        }
        const qint64 rows =
            askSqlite(m_path, u"SELECT count(*) FROM result_rows NOT INDEXED WHERE +run_id > 0"_s)
                .toLongLong();
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().results, rows);
        QCOMPARE(rows, qint64(Runs * (Addresses - 10) - lost));
    }

    void wrongKeysBetweenLostPages_data()
    {
        QTest::addColumn<QString>("table");
        for (const QString &table : {u"pages"_s, u"page_attempts"_s, u"page_hops"_s, u"page_bodies"_s,
                                     u"result_rows"_s, u"attempt_times"_s, u"hop_times"_s, u"headers"_s})
            QTest::newRow(qPrintable(table)) << table;
    }

    /// Neither ranges of keys nor the order of the file lead to what lies behind them: each key by itself
    /// does.
    void wrongKeysBetweenLostPages()
    {
        QFETCH(QString, table);
        const QString leaf = u"SELECT %2 FROM dbstat WHERE name = '%1' AND pagetype = 'leaf' ORDER BY path "
                             "LIMIT 1 OFFSET (SELECT count(*) / 2 FROM dbstat WHERE name = '%1' AND "
                             "pagetype = 'leaf') + %3"_s;
        const auto ofLeaf = [&](const QString &what, int from) {
            return askSqlite(m_path, leaf.arg(table, what, QString::number(from))).toLongLong();
        };
        qint64 left = askSqlite(m_path, u"SELECT count(*) FROM "_s + table).toLongLong();
        std::map<int, qint64> pages;
        for (const int from : {-3, -1, 0, 1, 3}) {
            pages[from] = ofLeaf(u"pageno"_s, from);
            QVERIFY(pages[from] > 1);
            const bool isLost = std::abs(from) == 3;
            left -= isLost ? ofLeaf(u"ncell"_s, from) : 1;
        }
        for (const auto &[from, page] : pages) {
            QByteArray content(PageSize, '\0');
            if (std::abs(from) != 3) {
                content = contentOf(m_path).mid((page - 1) * PageSize, PageSize);
                // the first cell, and in it what the first of the key is (sqlite.org/fileformat.html)
                int at = qFromBigEndian<quint16>(content.constData() + 8);
                while (uchar(content.at(at)) >= 0x80)
                    ++at;
                content[at + 2] = 13; // an empty text: behind all numbers
            }
            overwrite(page - 1, content);
        }
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        const qint64 found = askSqlite(m_into, u"SELECT count(*) FROM "_s + table).toLongLong();
        // SQLite's search passes by a few, and what belongs to one that is lost goes with it
        QVERIFY2(found <= left && found >= left - 50, qPrintable(u"%1 of %2"_s.arg(found).arg(left)));
    }

    void aRowThatIsNoRunsIsLost_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("a number that is none") << 7;
        QTest::newRow("zero") << 8;
    }

    /// All others are saved.
    void aRowThatIsNoRunsIsLost()
    {
        QFETCH(int, type);
        const qint64 page = askSqlite(m_path, u"SELECT pageno FROM dbstat WHERE name = 'result_rows' AND "
                                              "pagetype = 'leaf' ORDER BY path LIMIT 1"_s)
                                .toLongLong();
        QVERIFY(page > 1);
        QByteArray content = contentOf(m_path).mid((page - 1) * PageSize, PageSize);
        // the types of its columns (sqlite.org/fileformat.html): 9 is 1, 5 and 2 are numbers of 6 and 2 bytes
        char *types = nullptr;
        for (int cell = 0; cell < qFromBigEndian<quint16>(content.constData() + 3) && !types; ++cell) {
            char *const at = content.data() + qFromBigEndian<quint16>(content.constData() + 8 + 2 * cell) + 2;
            types = at[0] == 9 && at[3] == 5 && at[4] == 2 ? at : nullptr;
        }
        QVERIFY(types);
        types[0] = char(type);
        if (type == 7) // of 8 bytes, which these two had
            types[3] = types[4] = 0;
        overwrite(page - 1, content);
        const qint64 readable = countReadable();
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().runs, qint64(Runs));
        QVERIFY(saved.value().results >= readable);
        QCOMPARE(saved.value().results, qint64(Runs * (Addresses - 10) - 1));
        QCOMPARE(saved.value().lostResults, qint64(1));
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY(store && store.value()->runs());
    }

    /// Which lie in a folder of the repair's own.
    void filesThatAreThereMeanwhileAreNotNamed()
    {
        struct rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit limit = {rlim_t(QFileInfo(m_path).size() / 2), before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        const auto saved = salvageProject(m_path, m_into);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, Error::Code::DiskFull);
        const QString &message = saved.error().message;
        QVERIFY2(!message.contains(u".repair-") && message.contains(u"saved.turnstone"), qPrintable(message));
    }

    void numbersThatNoRunHas_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<int>("runs");
        QTest::newRow("of an address")
            << u"UPDATE addresses SET current_run = 2000000000 WHERE id = 5"_s << Runs;
        QTest::newRow("of a run") << u"UPDATE runs SET id = 9000000000000000000 WHERE id = 2"_s << Runs + 1;
        QTest::newRow("of a result")
            << u"UPDATE result_rows SET run_id = 2000000000 WHERE run_id = 2 AND address_id = 5"_s << Runs;
    }

    /// They are looked for as what they are, not one after the other up to them.
    void numbersThatNoRunHas()
    {
        QFETCH(QString, damage);
        QFETCH(int, runs);
        askSqlite(m_path, damage);
        qint64 asked = 0;
        const auto saved =
            salvageProject(m_path, m_into, [&asked](qint64, qint64) { return ++asked < 50'000; });
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().runs, qint64(runs));
        QVERIFY(saved.value().results >= Runs * (Addresses - 10) - 1);
        QVERIFY(!saved.value().isWhole());
    }

    void anAddressFarBeyondTheFile()
    {
        askSqlite(m_path, u"UPDATE addresses SET id = 2000000000 WHERE id = 5"_s);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().addresses, qint64(Addresses));
        QCOMPARE(saved.value().lostAddresses, 1);
    }

    void aVerdictThatIsNoneIsLost()
    {
        askSqlite(m_path, u"UPDATE pages SET verdict = 'oak' WHERE address_id = 8 AND page = 0"_s);
        const qint64 lost =
            askSqlite(m_path, u"SELECT count(*) FROM result_rows WHERE address_id = 8 AND page = 0"_s)
                .toLongLong();
        QVERIFY(lost > 0);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().lostResults, lost);
        QVERIFY(!saved.value().isWhole());
    }

    void aRunThatAnAddressForgotIsFound_data()
    {
        QTest::addColumn<QString>("number");
        QTest::newRow("none") << u"NULL"_s;
        QTest::newRow("zero") << u"0"_s;
        QTest::newRow("a word") << u"'run'"_s;
        QTest::newRow("that of no run") << u"99"_s;
    }

    void aRunThatAnAddressForgotIsFound()
    {
        QFETCH(QString, number);
        askSqlite(m_path, u"UPDATE addresses SET current_run = %1 WHERE id IN (3, 600)"_s.arg(number));
        askSqlite(m_path,
                  u"UPDATE addresses SET problem = 'bad_host' WHERE id = 600"_s); // which has one, too
        QCOMPARE(countCurrent(m_path), Addresses - 12);
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().lostResults, qint64(0));
        QCOMPARE(countCurrent(m_into), Addresses - 10);
        QCOMPARE(askSqlite(m_into, u"SELECT count(*) FROM addresses WHERE current_run = 3"_s).toInt(),
                 Addresses - 10);
        QCOMPARE(askSqlite(m_into, u"SELECT count(*) FROM addresses WHERE current_run IS NULL"_s).toInt(),
                 10);
    }

    void aRunOfWhichTooMuchIsLost_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("only its figures are left") << u"UPDATE run_counts SET run_id = 99 WHERE run_id = 1"_s;
        QTest::newRow("so are those of all runs") << u"DROP TABLE runs"_s;
    }

    /// There may have been one of that number, with a later result.
    void aRunOfWhichTooMuchIsLost()
    {
        QFETCH(QString, damage);
        askSqlite(m_path, u"UPDATE addresses SET current_run = 99 WHERE id IN (3, 600)"_s);
        askSqlite(m_path, damage);
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().lostResults >= 2);
        QCOMPARE(countCurrent(m_into), Addresses - 12);
    }

    /// Its last one is lost with the number.
    void anOlderResultIsNotTheCurrentOne()
    {
        askSqlite(m_path, u"DELETE FROM result_rows WHERE run_id = 3 AND address_id = 3"_s);
        for (const QString &number : {u"3"_s, u"NULL"_s}) {
            askSqlite(m_path, u"UPDATE addresses SET current_run = %1 WHERE id = 3"_s.arg(number));
            QVERIFY(salvageProject(m_path, m_into));
            QVERIFY(askSqlite(m_into, u"SELECT current_run FROM addresses WHERE id = 3"_s).isNull());
            const auto store = openProject(m_into, OpenMode::Read);
            const auto read = store.value()->readResults(std::vector<RowId>{2, 3});
            QVERIFY2(read, read ? "" : qPrintable(read.error().message)); // the loss is told, and over
            QCOMPARE(read.value().size(), size_t(1));
            QVERIFY(QFile::remove(m_into));
        }
    }

    void textOfZerosIsLost()
    {
        askSqlite(m_path, u"UPDATE pages SET title = 'a' || char(0) WHERE address_id = 7"_s);
        askSqlite(m_path, u"UPDATE page_hops SET url = 'a' || char(0) WHERE address_id = 9"_s);
        const qint64 parted =
            askSqlite(m_path, u"SELECT count(DISTINCT page) FROM page_hops WHERE address_id = 9"_s)
                .toLongLong();
        QVERIFY(parted > 0);
        askSqlite(m_path, u"UPDATE addresses SET url = 'a' || char(0) WHERE id = 11"_s);
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().lostAddresses, qint64(1));
        QCOMPARE(saved.value().lostResults, Runs + parted);
        const auto store = openProject(m_into, OpenMode::Read);
        std::vector<RowId> rows(Addresses);
        std::iota(rows.begin(), rows.end(), 0);
        const auto read = store.value()->readResults(rows);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(read.value().size(), size_t(Addresses - 12));
    }

    void aHashThatIsNone_data()
    {
        QTest::addColumn<QString>("hash");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("zeros") << u"'12345' || char(0, 0, 0) || '9abcdef0'"_s
                               << false; // of more than the hash
        QTest::newRow("one character") << u"'12345678+abcdef0'"_s << true;
        QTest::newRow("short") << u"'1234'"_s << true;
        QTest::newRow("bytes") << u"x'3132'"_s << true;
    }

    /// No reader makes something of it; what is saved has none.
    void aHashThatIsNone()
    {
        QFETCH(QString, hash);
        QFETCH(bool, isKept);
        const qint64 results = askSqlite(m_path, u"SELECT count(*) FROM result_rows"_s).toLongLong();
        askSqlite(m_path, u"UPDATE pages SET content_hash = %1 WHERE address_id = 7"_s.arg(hash));
        const std::vector<RowId> rows{6, 7, 8};
        std::vector<RowId> lost;
        const auto store = openProject(m_path, OpenMode::Read);
        const auto read = readSound(
            rows, [&store](std::span<const RowId> some) { return store.value()->readResults(some); }, lost);
        QVERIFY(read);
        QCOMPARE(lost, std::vector<RowId>{7});
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().results, isKept ? results : results - Runs);
        const auto found = openProject(m_into, OpenMode::Read);
        QCOMPARE(found.value()->readResults(rows).value().size(), isKept ? size_t(3) : size_t(2));
    }

    void partsThatAreMissing_data()
    {
        QTest::addColumn<QString>("damage");
        const QString first =
            u"WHERE (address_id, page) = (SELECT address_id, page FROM pages WHERE secure IS "
            "NULL AND attempts > 1 AND redirects > 0 LIMIT 1)"_s;
        QTest::newRow("all attempts") << u"DELETE FROM page_attempts"_s;
        QTest::newRow("all hops") << u"DELETE FROM page_hops"_s;
        QTest::newRow("the attempts of one") << u"DELETE FROM page_attempts "_s + first;
        QTest::newRow("the hops of one") << u"DELETE FROM page_hops "_s + first;
        QTest::newRow("an attempt with a wrong key")
            << u"UPDATE page_attempts SET attempt = -1 "_s + first + u" AND attempt = 1"_s;
        QTest::newRow("an attempt with a word for its key")
            << u"UPDATE page_attempts SET attempt = 'x' "_s + first + u" AND attempt = 1"_s;
        const QString timed =
            u"WHERE address_id = (SELECT address_id FROM pages WHERE attempts > 1 LIMIT 1)"_s;
        QTest::newRow("all times of hops") << u"DELETE FROM hop_times"_s;
        QTest::newRow("the times of the hops of one") << u"DELETE FROM hop_times "_s + timed;
        QTest::newRow("the times of attempts of one") << u"DELETE FROM attempt_times "_s + timed;
        QTest::newRow("the times of a hop in one run")
            << u"DELETE FROM hop_times "_s + timed + u" AND run_id = 2 AND attempt = 1"_s;
        QTest::newRow("a hop before others") << u"DELETE FROM page_hops WHERE attempt = 2 AND hop = 1"_s;
        QTest::newRow("hops with another address") << u"UPDATE page_hops SET address_id = -1 "_s + first;
    }

    /// What is saved is whole in itself: nothing that is left of a result makes the next one damaged.
    void partsThatAreMissing()
    {
        QFETCH(QString, damage);
        askSqlite(m_path, damage);
        const qint64 readable = countReadable();
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().lostResults > 0);
        QCOMPARE(saved.value().results, readable);
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().results + saved.value().lostResults, Runs * (Addresses - 10));
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY(store);
        qint64 results = 0;
        for (RunId run = 1; run <= Runs; ++run) {
            const Outcome read =
                store.value()->readRun(run, [&results](const FetchResult &) { return ++results > 0; });
            QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        }
        QCOMPARE(results, saved.value().results);
        QCOMPARE(askSqlite(m_into,
                           u"SELECT count(*) FROM page_hops h WHERE NOT EXISTS (SELECT 1 FROM pages p "
                           "WHERE p.address_id = h.address_id AND p.page = h.page)"_s)
                     .toInt(),
                 0);
    }

    void aTableThatIsGone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("holdsResults");
        for (const char *name : {"pages", "result_rows"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const char *name :
             {"headers", "page_attempts", "page_hops", "attempt_times", "hop_times", "page_bodies",
              "run_counts", "notes", "runs", "owed", "settings", "peers", "certificates"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }

    void aTableThatIsGone()
    {
        QFETCH(QString, name);
        QFETCH(bool, holdsResults);
        askSqlite(m_path, u"DROP TABLE "_s + name);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().results == 0, holdsResults);
        const QString whole = m_folder->filePath(u"whole.turnstone"_s);
        QVERIFY(createProject(whole));
        const QString schema =
            u"SELECT group_concat(type || ' ' || name || ' ' || sql, '\n') FROM (SELECT * FROM "
            "sqlite_master WHERE sql IS NOT NULL ORDER BY name)"_s;
        QCOMPARE(askSqlite(m_into, schema).toString(), askSqlite(whole, schema).toString());
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        const auto runs = store.value()->runs();
        QVERIFY2(runs, runs ? "" : qPrintable(runs.error().message));
        for (const RunInfo &run : runs.value())
            QCOMPARE(qint64(resultsOf(*store.value(), run.id).size()), run.results);
        QCOMPARE(store.value()->owedRows().value().size(), size_t(name == u"owed" ? 0 : 10));
    }

    void whatIsOwedToALostRun_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("of one") << u"UPDATE owed SET run_id = 99 WHERE address_id = %1"_s.arg(Addresses - 3);
        QTest::newRow("of all") << u"UPDATE owed SET run_id = 99"_s;
        QTest::newRow("bytes") << u"UPDATE owed SET run_id = x'fffe' WHERE address_id = %1"_s.arg(Addresses -
                                                                                                  3);
        QTest::newRow("before the first") << u"UPDATE owed SET run_id = 0"_s;
    }

    /// Nobody goes on with such a project as if nothing were owed, and what is saved owes it still.
    void whatIsOwedToALostRun()
    {
        QFETCH(QString, damage);
        QVERIFY(openProject(m_path, OpenMode::Write));
        askSqlite(m_path, damage);
        QVERIFY(openProject(m_path, OpenMode::Read));
        const auto refused = openProject(m_path, OpenMode::Write);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Unreadable);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        QCOMPARE(store.value()->owedRows(Runs).value().size(), size_t(10));
    }

    void theLastAddressesThatAreOwed()
    {
        askSqlite(m_path, u"DELETE FROM addresses WHERE id >= %1"_s.arg(Addresses - 2));
        const auto reader = openProject(m_path, OpenMode::Read);
        QVERIFY(reader && reader.value()->info().lacksAddresses);
        QVERIFY(!openProject(m_path, OpenMode::Write));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().lostOwed, 2);
        QVERIFY(!saved.value().isWhole());
        const auto store = openProject(m_into, OpenMode::Write);
        QVERIFY(store && !store.value()->info().lacksAddresses);
        QCOMPARE(store.value()->owedRows().value().size(), size_t(8));
    }

    void whatANewerOneSavedIsNotRepaired()
    {
        askSqlite(m_path, u"PRAGMA user_version = 99"_s);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY(!saved);
        const QString &message = saved.error().message;
        QVERIFY2(message.contains(QFileInfo(m_path).fileName()) && message.contains(u"newer") &&
                     message.contains(u"format 99"),
                 qPrintable(message));
        QVERIFY2(!message.contains(QFileInfo(m_into).fileName()), qPrintable(message));
        QVERIFY(!QFileInfo::exists(m_into));
    }

    void theDatabaseOfAnotherProgram()
    {
        const QString other = m_folder->filePath(u"other.sqlite"_s);
        askSqlite(other, u"CREATE TABLE birds(name TEXT)"_s);
        const Result<Salvaged> saved = salvageProject(other, m_into);
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.contains(u"other.sqlite") &&
                     saved.error().message.contains(u"another program"),
                 qPrintable(saved.error().message));
    }

    /// Its results are kept, at a time at which it may have been: retention by age is not to take them.
    void aRunWhoseRecordIsLost_data()
    {
        QTest::addColumn<RunId>("lost");
        QTest::addColumn<RunId>("timed");
        QTest::newRow("the first: as the one behind") << RunId(1) << RunId(2);
        QTest::newRow("the second: as the one before") << RunId(2) << RunId(1);
    }

    void aRunWhoseRecordIsLost()
    {
        QFETCH(RunId, lost);
        QFETCH(RunId, timed);
        const qint64 time =
            askSqlite(m_path, u"SELECT started_at FROM runs WHERE id = %1"_s.arg(timed)).toLongLong();
        QVERIFY(time > 0);
        askSqlite(m_path, u"DELETE FROM runs WHERE id = %1"_s.arg(lost));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().runs, qint64(Runs));
        QCOMPARE(askSqlite(m_into, u"SELECT started_at FROM runs WHERE id = %1"_s.arg(lost)).toLongLong(),
                 time);
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().lostRuns, qint64(1));
        QCOMPARE(askSqlite(m_into, u"SELECT pruned FROM runs WHERE id = %1"_s.arg(lost)).toInt(), 1);
    }

    /// Wherever the rest of a tree ended up.
    /// So much is copied before it that SQLite has begun to write it, and has to take that back.
    void damageAtTheEndOfMuch()
    {
        constexpr RowId Many = 50'000;
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store && store.value()->addAddresses(makeAddresses(Many), Addresses));
            QVERIFY(store.value()->beginRun(RunScope::Rows, "{}"));
            std::vector<FetchResult> results;
            for (RowId row = Addresses; row < Many; ++row)
                results.push_back(makePage(row));
            QVERIFY(store.value()->append(std::vector{batchOf(std::move(results))}));
            QVERIFY(store.value()->endRun(RunEnding::Finished, true));
        }
        const qint64 leaf = askSqlite(m_path, u"SELECT pageno FROM dbstat WHERE name = 'pages' AND pagetype "
                                              "= 'leaf' ORDER BY path DESC LIMIT 1"_s)
                                .toLongLong() -
                            1;
        overwrite(leaf, QByteArray(PageSize, '\xff'));
        const auto saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().lostResults > 0 && saved.value().lostResults < 100);
        QCOMPARE(saved.value().results + saved.value().lostResults,
                 qint64(Many - Addresses + Runs * (Addresses - 10)));
        QCOMPARE(integrityOf(m_into), u"ok"_s);
    }

    void whatIsCutOff_data()
    {
        QTest::addColumn<int>("percent");
        for (const int percent : {95, 90, 75, 60})
            QTest::addRow("%d %% are left", percent) << percent;
    }

    void whatIsCutOff()
    {
        QFETCH(int, percent);
        QVERIFY(QFile::resize(m_path, QFileInfo(m_path).size() * percent / 100 / PageSize * PageSize));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(!saved.value().isWhole());
        QCOMPARE(saved.value().addresses, Addresses);
        QCOMPARE(saved.value().results + saved.value().lostResults, Runs * (Addresses - 10));
        checkSaved(saved.value());
    }

    void olderVersions_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("1") << u"version1.turnstone"_s;
        QTest::newRow("2") << u"version2.turnstone"_s;
    }

    void olderVersions()
    {
        QFETCH(QString, name);
        const QString older = QStringLiteral(TURNSTONE_STORE_DATA "/") + name;
        const auto store = openProject(older, OpenMode::Read);
        QVERIFY(store);
        const Result<Salvaged> saved = salvageProject(older, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QVERIFY(saved.value().isWhole());
        QCOMPARE(saved.value().lostFields, 0);
        QCOMPARE(saved.value().addresses, store.value()->info().addresses);
        const auto taken = openProject(m_into, OpenMode::Read);
        QVERIFY(taken);
        const auto runs = store.value()->runs();
        for (const RunInfo &run : runs.value())
            QCOMPARE(resultsOf(*taken.value(), run.id).size(), resultsOf(*store.value(), run.id).size());
    }

    void olderResultsInPart_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("table");
        for (int version = 1; version < 3; ++version) {
            for (const QString &table : {u"attempts"_s, u"hops"_s})
                QTest::addRow("%s of version %d", qPrintable(table), version)
                    << u"version%1.turnstone"_s.arg(version) << table;
        }
    }

    /// Nothing is made of what is left of one that no reader makes.
    void olderResultsInPart()
    {
        QFETCH(QString, name);
        QFETCH(QString, table);
        QVERIFY(QFile::remove(m_path) &&
                QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/") + name, m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        const qint64 before = countReadable();
        askSqlite(m_path, u"DELETE FROM %1 WHERE address_id = (SELECT min(address_id) FROM %1)"_s.arg(table));
        const qint64 readable = countReadable();
        QVERIFY(readable > 0 && readable < before);
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().results, readable);
        QCOMPARE(saved.value().lostResults, before - readable);
    }

    void aVersionThatIsDamaged_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("isWhole");
        for (int version = 1; version <= SchemaVersion; ++version) {
            for (const int number : {-1, 0, 1, 2, 3, 4, 5, 6, 0x81, 0x7fffffff}) {
                if (number != version &&
                    (version < 3 || number <= SchemaVersion)) // newer ones have pages, too
                    QTest::addRow("%d, says %d", version, number)
                        << u"version%1.turnstone"_s.arg(version) << number
                        << (version < 3 || number < version); // else tables may be lost from their list
            }
        }
    }

    /// The tables are what they are, whatever number is in the header.
    void aVersionThatIsDamaged()
    {
        QFETCH(QString, name);
        QFETCH(int, number);
        QFETCH(bool, isWhole);
        const QString sound = QStringLiteral(TURNSTONE_STORE_DATA "/") + name;
        QVERIFY(QFile::remove(m_path) && QFile::copy(sound, m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60)); // sqlite.org/fileformat2.html, 1.3
        const qint32 written = qToBigEndian(qint32(number));
        QCOMPARE(file.write(reinterpret_cast<const char *>(&written), 4), 4);
        file.close();

        const auto refused = openProject(m_path, OpenMode::Write);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Unreadable);
        QVERIFY2(refused.error().message.contains(u"repair"), qPrintable(refused.error().message));

        const auto before = openProject(sound, OpenMode::Read);
        const auto read = openProject(m_path, OpenMode::Read);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved.value().isWhole(), isWhole);
        const auto taken = openProject(m_into, OpenMode::Write);
        QVERIFY(before && taken);
        const auto runs = before.value()->runs();
        QVERIFY(runs && !runs.value().empty());
        for (const RunInfo &run : runs.value()) {
            const auto expected = resultsOf(*before.value(), run.id).size();
            QCOMPARE(resultsOf(*read.value(), run.id).size(), expected);
            QCOMPARE(resultsOf(*taken.value(), run.id).size(), expected);
        }
    }

    void whatCannotBe_data()
    {
        QTest::addColumn<QString>("part");
        for (const char *part :
             {"is there already", "being written by", "There is no file", "Not even the list"})
            QTest::newRow(part) << QString::fromLatin1(part);
    }

    void whatCannotBe()
    {
        const QByteArray what = QTest::currentDataTag();
        QString from = m_path;
        std::unique_ptr<Store> writer;
        if (what.contains("already")) {
            QFile file(m_into);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        } else if (what.contains("being")) {
            auto opened = openProject(m_path, OpenMode::Write);
            QVERIFY(opened);
            writer = std::move(opened).value();
        } else if (what.contains("no file")) {
            from = m_folder->filePath(u"missing.turnstone"_s);
        } else {
            overwrite(0, QByteArray(QFileInfo(m_path).size(), 'x'));
        }
        const QStringList names = namesLeft();
        const Result<Salvaged> saved = salvageProject(from, m_into);
        QVERIFY(!saved);
        QFETCH(QString, part);
        const bool isSaid = saved.error().message.contains(part);
        QVERIFY2(isSaid || what.contains("already"), qPrintable(saved.error().message));
        if (what.contains("already"))
            QCOMPARE(contentOf(m_into), "mine");
        QCOMPARE(namesLeft(), names);
    }

    void withoutTheListOfItsTables()
    {
        const qint64 page = askSqlite(m_path, u"SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' AND "
                                              "pagetype = 'leaf' ORDER BY path LIMIT 1"_s)
                                .toLongLong();
        QVERIFY(page > 1);
        overwrite(page - 1, QByteArray(PageSize, '\0'));
        const Result<Salvaged> saved = salvageProject(m_path, m_into);
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.contains(u"Not even the list of tables"_s),
                 qPrintable(saved.error().message));
        QCOMPARE(namesLeft(), QStringList(u"damaged.turnstone"_s));
    }

    /// By a repair into the same file that was killed; not what somebody works on, or what is not its own.
    void whatAnEarlierRepairLeftGoes()
    {
        const auto leave = [this](const QString &unique, const QString &name) {
            const QString folder = m_into + u".repair-" + unique;
            QFile file(folder + u'/' + name);
            QVERIFY(QDir().mkdir(folder) && file.open(QIODevice::WriteOnly) && file.write("left") == 4);
        };
        leave(u"AbCdEf"_s, u"found.turnstone"_s);
        leave(u"AbCdEg"_s, u"found.turnstone-journal"_s);
        leave(u"AbCdEh"_s, u"mine.txt"_s);
        leave(u"AbCdEi"_s, u"damaged.turnstone"_s);
        leave(u"not-one"_s, u"damaged.turnstone"_s);
        const int busy = ::open(QFile::encodeName(m_into + u".repair-AbCdEi").constData(), O_RDONLY);
        QCOMPARE(::flock(busy, LOCK_EX), 0);
        QVERIFY(salvageProject(m_path, m_into));
        ::close(busy);
        QCOMPARE(
            namesLeft(),
            (QStringList{u"damaged.turnstone"_s, u"saved.turnstone"_s, u"saved.turnstone.repair-AbCdEh"_s,
                         u"saved.turnstone.repair-AbCdEi"_s, u"saved.turnstone.repair-not-one"_s}));
    }

    void mayBeCancelled()
    {
        const QStringList names = namesLeft();
        const Result<Salvaged> saved = salvageProject(m_path, m_into, [](qint64, qint64) { return false; });
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, Error::Code::Cancelled);
        QCOMPARE(namesLeft(), names);
    }
};

QTEST_GUILESS_MAIN(TestSalvage)
#include "tst_salvage.moc"
