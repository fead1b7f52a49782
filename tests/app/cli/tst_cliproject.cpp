// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/projectlock.h"
#include "core/store/sqlconnection.h"
#include "tests/app/cli/cliprogram.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/descriptor.h"
#include "tests/support/networkspace.h"
#include "tests/support/testsite.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;
using test::beginCli;
using test::endCli;
using test::Ran;
using test::runCli;

namespace {

constexpr rlim_t SmallFile = 1'000'000;

/// Another program's right to write a database, in this process.
class SqliteLock final
{
public:
    explicit SqliteLock(const QString &path)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name());
        database.setDatabaseName(path);
        m_isTaken = database.open() && QSqlQuery(database).exec(u"BEGIN IMMEDIATE"_s);
    }
    ~SqliteLock() { release(); }
    bool isTaken() const { return m_isTaken; }
    void release()
    {
        QSqlDatabase::database(name(), false).close();
        QSqlDatabase::removeDatabase(name());
    }

private:
    static QString name() { return u"another program"_s; }
    bool m_isTaken = false;
};

} // namespace

/// Project files on the command line, as their users meet them.
class TestCliProject final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_project = path(u"a.turnstone");
        m_site.resetCounters();
    }

    void aProjectHoldsWhatWasFetched()
    {
        const Ran ran = crawl({url(u"/fast"), url(u"/status/404"), url(u"/redirect/1")});
        QCOMPARE(ran.status, 1);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.contains("3 addresses: 1 ok, 1 redirected, 1 broken."), ran.err.constData());
        QVERIFY2(ran.err.contains("Saved in "), ran.err.constData());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"a.turnstone"_s});

        const Ran exported = onProject(u"export"_s);
        QCOMPARE(exported.status, 0);
        QCOMPARE(verdicts(exported), (QByteArrayList{"ok", "broken", "redirected"}));
        QCOMPARE(m_site.counters().requests(), quint64(4));
    }

    void settingsOutOfRangeAreNotGoneOnWith()
    {
        QCOMPARE(crawl({url(u"/fast")}).status, 0);
        askSqlite(m_project, u"UPDATE runs SET settings = json_set(settings, '$.concurrency', 0)"_s);
        const Ran ran = crawl({u"--resume"_s}); // it would start nothing, for ever
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("cannot be read (concurrency)"), ran.err.constData());
    }

    /// Which SQLite does not see; whether a run has all its results, nobody knows then.
    void aDamagedListOfRunsIsTold()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/page/1")}).status, 0);
        askSqlite(m_project, u"INSERT INTO runs(id, scope, started_at) VALUES(-5, 'list', 0)"_s);
        const Ran exported = onProject(u"export"_s, {u"--run"_s, u"1"_s});
        QCOMPARE(exported.status, 1);
        QCOMPARE(verdicts(exported), (QByteArrayList{"ok", "ok"}));
        QVERIFY2(exported.err.contains("damaged"), exported.err.constData());
        for (const QString &command : {u"runs"_s, u"diff"_s}) {
            const Ran ran = onProject(command);
            QCOMPARE(ran.status, 2);
            QVERIFY2(ran.err.contains("damaged"), ran.err.constData());
        }
    }

    void noRunBeginsThatNobodyCouldGoOnWith()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/page/1")}).status, 0);
        askSqlite(m_project, u"UPDATE run_counts SET count = 0"_s);
        m_site.resetCounters();
        for (const QStringList &what :
             {QStringList(), QStringList{url(u"/fast")}, QStringList{u"--only"_s, url(u"/fast")},
              QStringList{u"--resume"_s}}) {
            const Ran ran = crawl(what);
            QCOMPARE(ran.status, 2);
            QVERIFY2(ran.err.contains("damaged (run_counts)"), ran.err.constData());
        }
        QCOMPARE(m_site.counters().requests(), quint64(0));
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM runs"_s).toInt(), 1);
    }

    /// As a repair leaves it: earlier results are there, the current one is lost.
    void withoutItsCurrentResultAnAddressIsCheckedAgain()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/page/1")}).status, 0);
        askSqlite(m_project, u"UPDATE addresses SET current_run = NULL"_s);
        const Ran ran = crawl({});
        QCOMPARE(ran.status, 0);
        QCOMPARE(verdicts(onProject(u"export"_s)), (QByteArrayList{"ok", "ok"}));
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM pages"_s).toInt(), 2); // the same, once
    }

    void whatIsLeftOfADamagedProject()
    {
        QStringList list;
        for (int i = 0; i < 300; ++i)
            list.append(url(u"/fast?%1"_s.arg(i)));
        QCOMPARE(crawl(list).status, 0);
        QFile file(m_project);
        const qint64 pages =
            askSqlite(m_project, u"SELECT pageno FROM dbstat WHERE name = 'pages' AND pagetype = 'leaf' "
                                 "ORDER BY path LIMIT 1 OFFSET 3"_s)
                .toLongLong();
        QVERIFY(pages > 1);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((pages - 1) * 4096));
        QCOMPARE(file.write(QByteArray(4096, '\xaa')), 4096);
        file.close();

        for (const QStringList &options : {QStringList(), QStringList{u"--run"_s, u"1"_s}}) {
            const Ran exported = onProject(u"export"_s, options);
            QCOMPARE(exported.status, 1);
            QVERIFY2(exported.err.contains("results are damaged and were left out"),
                     exported.err.constData());
            const auto fine = verdicts(exported).count("ok");
            QVERIFY2(fine > 200 && fine < 300, "but for those of one page of the file");
            QCOMPARE(verdicts(exported).size(), options.isEmpty() ? 300 : fine);
            QCOMPARE(exported.out.contains("Not fetched yet"), false);
        }
        const QString saved = path(u"saved.turnstone");
        const Ran repaired = onProject(u"repair"_s, {u"--into"_s, saved});
        QCOMPARE(repaired.status, 1);
        QVERIFY2(repaired.err.contains("300 addresses, 1 run,"), repaired.err.constData());
        m_project = saved;
        const Ran exported = onProject(u"export"_s);
        QCOMPARE(exported.status, 0);
        QCOMPARE(verdicts(exported).size(), 300);
        QCOMPARE(crawl({u"--resume"_s}).status, 0);
    }

    /// What was committed lies behind a frame that cannot be read: nobody fetches that again unasked.
    void aDamagedLog()
    {
        const QString live = path(u"live.turnstone");
        {
            const auto store = createProject(live); // not closed before it is copied
            AddressBlockBuilder builder;
            for (const QByteArray &address : numbered(300, u"/fast?%1"_s).trimmed().split('\n'))
                builder.add(address);
            AddressList list;
            list.append(std::move(builder).build());
            QVERIFY(store && store.value()->addAddresses(list, 0));
            QVERIFY(store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll());
            for (RowId row = 0; row < 200; ++row) {
                FetchResult result;
                result.row = row;
                result.verdict = Verdict::Ok;
                result.attempts.resize(1);
                const auto batch = std::make_shared<const std::vector<FetchResult>>(std::vector{result});
                QVERIFY(store.value()->append(std::vector{batch}));
            }
            for (const QString &ending : {QString(), u"-wal"_s})
                QVERIFY(QFile::copy(live + ending, m_project + ending));
        }
        QByteArray log = read(m_project + u"-wal");
        log[log.size() / 2] = char(log[log.size() / 2] ^ 4);
        QFile file(m_project + u"-wal");
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(log) == log.size());
        file.close();

        for (const QStringList &options : {QStringList(), QStringList{u"--run"_s, u"1"_s}}) {
            const Ran exported = onProject(u"export"_s, options);
            QCOMPARE(exported.status, 1);
            QVERIFY2(exported.err.contains("its log a.turnstone-wal cannot be read"),
                     exported.err.constData());
            const auto fine = verdicts(exported).count("ok");
            QVERIFY2(fine > 50 && fine < 150, "those before the damage");
        }
        m_site.resetCounters();
        for (const Ran &ran :
             {onProject(u"runs"_s), onProject(u"diff"_s), onProject(u"compact"_s), crawl({u"--resume"_s}),
              crawl({}), crawl({url(u"/fast")}), crawl({u"--only"_s, url(u"/fast?1")})}) {
            QCOMPARE(ran.status, 2);
            QVERIFY2(ran.err.contains("its log a.turnstone-wal cannot be read") &&
                         ran.err.contains("Nothing was changed") && ran.err.contains("turnstone-cli repair"),
                     ran.err.constData());
        }
        QCOMPARE(m_site.counters().requests(), quint64(0));
        const QString saved = path(u"saved.turnstone");
        const Ran repaired = onProject(u"repair"_s, {u"--into"_s, saved});
        QCOMPARE(repaired.status, 1);
        QVERIFY2(repaired.err.contains("300 addresses, 1 run, 200 results"), repaired.err.constData());
        QVERIFY2(repaired.err.contains("1 frame of its log is damaged"), repaired.err.constData());
        QVERIFY(read(m_project + u"-wal") == log);
        m_project = saved;
        const Ran exported = onProject(u"export"_s);
        QCOMPARE(exported.status, 0);
        QCOMPARE(verdicts(exported).count("ok"), 200);
        QCOMPARE(crawl({u"--resume"_s}).status, 0);
        QCOMPARE(m_site.counters().requests(), quint64(100));
    }

    void aDamagedPartThatNoResultNeeds_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("what is owed, by run") << u"owed_by_run"_s << true;
        QTest::newRow("figures of runs") << u"run_counts"_s << true;
        QTest::newRow("bodies") << u"page_bodies"_s << false;
        QTest::newRow("pages by fingerprint") << u"pages_by_fingerprint"_s << false;
    }

    /// All results are exported, and what is wrong is said where it is met.
    void aDamagedPartThatNoResultNeeds()
    {
        QFETCH(QString, table);
        QFETCH(bool, isTold);
        QCOMPARE(crawl({u"--keep-bodies"_s, u"100"_s, u"-"_s}, numbered(100, u"/fast?%1"_s)).status, 0);
        askSqlite(m_project, u"INSERT INTO owed VALUES(0, 1)"_s);
        for (const qint64 page : leavesOf(table))
            damage(page);
        for (const QStringList &options : {QStringList(), QStringList{u"--run"_s, u"1"_s}}) {
            const Ran exported = onProject(u"export"_s, options);
            QCOMPARE(exported.status, isTold ? 1 : 0);
            QCOMPARE(verdicts(exported), QByteArrayList(100, "ok"));
            const QByteArray ofAll = "that holds no results is damaged",
                             ofRun = "count of this run's results is damaged";
            const QByteArray told = options.isEmpty() ? ofAll : ofRun;
            QVERIFY2(!isTold || exported.err.contains(told), exported.err.constData());
            QCOMPARE(exported.err.isEmpty(), !isTold);
        }
    }

    /// What is left of the run is no state that it ever had.
    void aRunThatIsRemovedWhileItIsExported()
    {
        const QByteArray list = numbered(2000, u"/fast?%1"_s);
        for (int run = 0; run < 2; ++run)
            QCOMPARE(crawl({u"-"_s}, list).status, 0);
        const QString pipe = path(u"pipe.jsonl");
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const Descriptor reader(::open(QFile::encodeName(pipe).constData(), O_RDONLY | O_NONBLOCK));
        QProcess process;
        beginCli(process, {u"export"_s, u"--project"_s, m_project, u"--run"_s, u"1"_s, u"--output"_s, pipe});
        pollfd ready{reader.number(), POLLIN, 0};
        QCOMPARE(::poll(&ready, 1, test::PatienceMs), 1); // it waits now for what it has written to be read
        QCOMPARE(onProject(u"compact"_s, {u"--keep-runs"_s, u"1"_s}).status, 0);
        QByteArray buffer(65'536, '\0');
        const auto isRead = [&] {
            while (::read(reader.number(), buffer.data(), size_t(buffer.size())) > 0) {
            }
            return process.state() == QProcess::NotRunning || process.waitForFinished(10);
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRead(), test::PatienceMs);
        QCOMPARE(process.exitCode(), 1);
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(said.contains("removed results of run 1"), said.constData());
    }

    /// They are no reason to leave results out, but their loss is said.
    void headerFieldsThatAreGone()
    {
        QCOMPARE(crawl({u"--keep-headers"_s, u"-"_s}, numbered(20, u"/fast?%1"_s)).status, 0);
        QVERIFY(onProject(u"export"_s, {u"--format"_s, u"jsonl"_s}).out.contains("response_headers"));
        askSqlite(m_project, u"DROP TABLE headers"_s);
        for (const QStringList &options : {QStringList(), QStringList{u"--run"_s, u"1"_s}}) {
            const Ran exported = onProject(u"export"_s, options);
            QCOMPARE(exported.status, 1);
            QCOMPARE(verdicts(exported), QByteArrayList(20, "ok"));
            QVERIFY2(exported.err.contains("stored header fields are missing"), exported.err.constData());
        }
    }

    void headerFieldsThatAreDamaged_data()
    {
        QTest::addColumn<bool>("isZeroed");
        QTest::newRow("a page of zeros") << true;
        QTest::newRow("a page that is there twice") << false;
    }

    void headerFieldsThatAreDamaged()
    {
        QFETCH(bool, isZeroed);
        QCOMPARE(crawl({u"--keep-headers"_s, u"-"_s}, numbered(200, u"/fast?%1"_s)).status, 0);
        const std::vector<qint64> leaves = leavesOf(u"headers"_s);
        QVERIFY(leaves.size() >= 5);
        const QByteArray whole = read(m_project);
        damage(leaves[2]);
        if (!isZeroed) {
            QFile file(m_project);
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((leaves[2] - 1) * 4096));
            QCOMPARE(file.write(whole.mid((leaves[4] - 1) * 4096, 4096)), 4096);
        }
        for (const QStringList &options : {QStringList(), QStringList{u"--run"_s, u"1"_s}}) {
            const Ran exported = onProject(u"export"_s, options);
            QCOMPARE(exported.status, 1);
            QCOMPARE(verdicts(exported), QByteArrayList(200, "ok"));
            QVERIFY2(exported.err.contains("header fields are damaged"), exported.err.constData());
            QVERIFY2(!exported.err.contains("left out"), exported.err.constData());
        }
    }

    /// SQLite finds nothing where the pages of a file have changed places, and calls that no error.
    void resultsThatAreNotInTheirPlace_data()
    {
        QTest::addColumn<QString>("table");
        QTest::newRow("what was said") << u"pages"_s;
        QTest::newRow("rows") << u"result_rows"_s;
    }

    void resultsThatAreNotInTheirPlace()
    {
        QFETCH(QString, table);
        QCOMPARE(crawl({u"-"_s}, numbered(600, u"/fast?%1"_s)).status, 0);
        const std::vector<qint64> leaves = leavesOf(table);
        QVERIFY(leaves.size() >= 3);
        QByteArray file = read(m_project);
        const QByteArray one = file.mid((leaves[1] - 1) * 4096, 4096);
        file.replace((leaves[1] - 1) * 4096, 4096, file.mid((leaves[2] - 1) * 4096, 4096));
        file.replace((leaves[2] - 1) * 4096, 4096, one);
        QFile damaged(m_project);
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(file) == file.size());
        damaged.close();
        for (const QStringList &options : {QStringList(), QStringList{u"--run"_s, u"1"_s}}) {
            const Ran exported = onProject(u"export"_s, options);
            QCOMPARE(exported.status, 1);
            const auto fine = verdicts(exported).count("ok");
            QVERIFY2(fine > 100 && fine < 600, qPrintable(QString::number(fine)));
            const QByteArray said = QByteArray::number(600 - fine) + " results are damaged and were left out";
            QVERIFY2(exported.err.contains(said), exported.err.constData());
        }
    }

    void aDamagedResultKeepsNobodyFromGoingOn_data()
    {
        QTest::addColumn<int>("owed");
        QTest::newRow("nothing is owed") << 0;
        QTest::newRow("some is owed") << 5;
    }

    /// The others are written, as by export, and what is owed is fetched to the end.
    void aDamagedResultKeepsNobodyFromGoingOn()
    {
        QFETCH(int, owed);
        QCOMPARE(crawl({u"-"_s}, numbered(20, u"/fast?%1"_s)).status, 0);
        askSqlite(m_project, u"UPDATE pages SET reason = 'The' || char(0, 0, 0, 0) || 'er' "
                             "WHERE address_id = 3"_s);
        askSqlite(m_project, u"INSERT INTO owed SELECT id, 1 FROM addresses WHERE id >= %1"_s.arg(20 - owed));
        const QString output = path(u"all.csv");
        m_site.resetCounters();
        const Ran ran = crawl({u"--resume"_s, u"-o"_s, output});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains("1 result is damaged and was left out"), ran.err.constData());
        QVERIFY2(ran.err.contains("Written to"), ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(owed));
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM owed"_s).toInt(), 0);
        QByteArrayList expected(20, "ok");
        expected[3] = "cancelled";
        Ran written;
        written.out = read(output);
        QCOMPARE(verdicts(written), expected);
        QVERIFY(written.out.contains("damaged"));
    }

    /// What a later run found of the same addresses is none of its business.
    void anOlderRunIsGoneOnWithAsItIs()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/fast?2"), url(u"/fast?3")}).status, 0);
        QCOMPARE(crawl({url(u"/fast")}).status, 0);
        askSqlite(m_project, u"INSERT INTO pages(address_id, page, verdict, status, attempts, secure) "
                             "VALUES(0, 99, 'broken', 404, 1, 0)"_s);
        askSqlite(m_project, u"UPDATE result_rows SET page = 99 WHERE run_id = 2"_s);
        QCOMPARE(verdicts(onProject(u"export"_s)), (QByteArrayList{"broken", "ok", "ok"}));
        askSqlite(m_project, u"INSERT INTO owed VALUES(2, 1)"_s);

        const Ran ran = crawl({u"--resume"_s, u"--output"_s, u"-"_s});
        QCOMPARE(ran.status, 0);
        QCOMPARE(verdicts(ran), (QByteArrayList{"ok", "ok", "ok"}));
        const Ran other = crawl({u"--resume"_s, u"--run"_s, u"2"_s, u"--output"_s, u"-"_s});
        QCOMPARE(other.status, 1);
        QCOMPARE(verdicts(other), QByteArrayList{"broken"});
        const Ran none = crawl({u"--resume"_s, u"--run"_s, u"3"_s});
        QCOMPARE(none.status, 2);
        QVERIFY2(none.err.contains("no run 3"), none.err.constData());
    }

    /// Which an index says alone: what is owed itself is right.
    void whatIsOwedOfNoAddressIsDamage()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/fast?2"), url(u"/fast?3")}).status, 0);
        askSqlite(m_project, u"INSERT INTO owed VALUES(2, 1)"_s);
        const std::vector<qint64> leaves = leavesOf(u"owed_by_run"_s);
        QCOMPARE(leaves.size(), size_t(1));
        QByteArray file = read(m_project);
        const QByteArray entry("\x04\x03\x09\x01\x02"); // run 1, address 2 (sqlite.org/fileformat.html)
        const qsizetype at = file.indexOf(entry, (leaves[0] - 1) * 4096);
        QVERIFY(at > 0 && at < leaves[0] * 4096);
        file[at + entry.size() - 1] = 100;
        QFile damaged(m_project);
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(file) == file.size());
        damaged.close();
        m_site.resetCounters();
        const Ran ran = crawl({u"--resume"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("refers to addresses that are missing"), ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void optionsAtAResumeHoldFromThenOn()
    {
        QCOMPARE(crawl({url(u"/fast"), u"--insecure"_s, u"--cookies"_s, u"--retries"_s, u"1"_s}).status, 0);
        askSqlite(m_project, u"INSERT INTO owed VALUES(0, 1)"_s);
        QCOMPARE(crawl({u"--resume"_s, u"--no-insecure"_s, u"--retries"_s, u"5"_s}).status, 0);
        const auto setting = [this](const QString &name) {
            return askSqlite(m_project, u"SELECT json_extract(settings, '$."_s + name + u"') FROM runs"_s)
                .toInt();
        };
        QCOMPARE(setting(u"insecure"_s), 0);
        QCOMPARE(setting(u"cookies"_s), 1);
        QCOMPARE(setting(u"retries"_s), 5);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM runs"_s).toInt(), 1);
    }

    /// A window keeps the beginnings of bodies for its preview, and stores them only where that is asked for.
    void bodiesAreStoredOnlyWhereTheRunSaysSo()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/fast?2")}).status, 0);
        askSqlite(m_project, u"UPDATE runs SET settings = json_set(settings, '$.keep_body_bytes', 1000)"_s);
        const auto goOn = [this](const QStringList &options) {
            askSqlite(m_project, u"INSERT INTO owed VALUES(0, 1)"_s);
            crawl(QStringList{u"--resume"_s} + options);
            return askSqlite(m_project, u"SELECT count(*) FROM page_bodies"_s).toInt();
        };
        QCOMPARE(goOn({}), 0);
        QCOMPARE(goOn({u"--keep-bodies"_s, u"100"_s}), 1);
    }

    void outputsAreWrittenBesideTheProject()
    {
        const Ran ran = crawl(
            {u"--output"_s, u"-"_s, u"--output"_s, path(u"a.jsonl"), url(u"/fast"), url(u"/status/404")});
        QCOMPARE(verdicts(ran), (QByteArrayList{"ok", "broken"}));
        QCOMPARE(read(path(u"a.jsonl")).count('\n'), 2);
        QVERIFY(!read(path(u"a.jsonl")).contains("response_headers")); // which the project was not to keep
    }

    void givenAddressesMakeARunOfTheirOwn()
    {
        QCOMPARE(crawl({url(u"/page/1"), url(u"/page/2")}).status, 0);
        const Ran ran = crawl({u"--output"_s, u"-"_s, url(u"/page/3"), url(u"/page/2")});
        QCOMPARE(ran.status, 0);
        QCOMPARE(urls(ran), (QByteArrayList{m_site.text(u"/page/2"), m_site.text(u"/page/3")}));
        QCOMPARE(m_site.counters().requestsTo("/page/1"), quint64(1));
        QCOMPARE(m_site.counters().requestsTo("/page/2"), quint64(2));
        QCOMPARE(urls(onProject(u"export"_s)),
                 (QByteArrayList{m_site.text(u"/page/1"), m_site.text(u"/page/2"), m_site.text(u"/page/3")}));
        QCOMPARE(urls(onProject(u"export"_s, {u"--run"_s, u"1"_s})),
                 (QByteArrayList{m_site.text(u"/page/1"), m_site.text(u"/page/2")}));
    }

    void onlySomeAreCheckedAgain()
    {
        const QString changing = url(u"/flaky/some?fails=1&mode=503");
        QCOMPARE(crawl({u"--retries"_s, u"0"_s, changing, url(u"/page/1"), url(u"/page/2")}).status, 1);
        const Ran ran = crawl({u"--only"_s, u"--output"_s, u"-"_s, url(u"/page/2"), changing});
        QCOMPARE(ran.status, 0);
        QCOMPARE(urls(ran), (QByteArrayList{changing.toUtf8(), m_site.text(u"/page/2")}));
        QCOMPARE(m_site.counters().requestsTo("/page/1"), quint64(1));
        QCOMPARE(askSqlite(m_project, u"SELECT group_concat(scope) FROM runs"_s).toString(), u"list,rows"_s);
        const Ran compared = onProject(u"diff"_s);
        QCOMPARE(compared.status, 1);
        QCOMPARE(urls(compared), QByteArrayList{changing.toUtf8()}); // and nothing is gone

        // What the project does not have, is told before anything is written or fetched.
        const quint64 before = m_site.counters().requests();
        const Ran unknown = crawl({u"--only"_s, url(u"/page/2"), url(u"/page/7"), url(u"/page/8")});
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains("2 of these addresses are not in the project") &&
                     unknown.err.contains("/page/7"),
                 unknown.err.constData());
        QCOMPARE(m_site.counters().requests(), before);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM addresses"_s).toInt(), 3);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM runs"_s).toInt(), 2);
    }

    void aStopTakesNoResultAway()
    {
        const QByteArray list = numbered(12, u"/slow?ms=200&n=%1"_s);
        QCOMPARE(crawl({u"-"_s}, list).status, 0);
        QProcess process;
        beginCli(process, crawlOf({}));
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() > 12, test::PatienceMs);
        ::kill(pid_t(process.processId()), SIGINT);
        QCOMPARE(endCli(process).status, 130);
        QCOMPARE(verdicts(onProject(u"export"_s)), QByteArrayList(12, "ok"));
        const Ran differences = onProject(u"diff"_s);
        QVERIFY2(!differences.out.contains("cancelled"), differences.out.constData());
        QVERIFY(onProject(u"runs"_s).out.contains(" to fetch"));
        QCOMPARE(crawl({u"--resume"_s}).status, 0);
    }

    void aProjectThatWasMovedIsNotWhereToGoOn()
    {
        QProcess process;
        beginCli(process, crawlOf({u"--per-host"_s, u"1"_s, u"-"_s}), numbered(40, u"/slow?ms=100&n=%1"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() > 3, test::PatienceMs);
        QVERIFY(QFile::rename(m_project, path(u"elsewhere")));
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("is no longer there"), ran.err.constData());
        QVERIFY2(!ran.err.contains("--resume"), ran.err.constData());
    }

    void aReaderMeanwhileLosesNothing()
    {
        const QByteArray list = numbered(6, u"/slow?ms=300&n=%1"_s);
        QCOMPARE(crawl({u"-"_s}, list).status, 0);
        QProcess process;
        beginCli(process, crawlOf({u"--per-host"_s, u"1"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() > 7, test::PatienceMs);
        for (const QString &command : {u"runs"_s, u"diff"_s, u"export"_s}) {
            QVERIFY(onProject(command).status <= 1);
            QVERIFY2(QFile::exists(m_project + u"-wal"), qPrintable(command));
        }
        QCOMPARE(endCli(process).status, 0);
        const QByteArrayList runs = onProject(u"runs"_s, {u"--format"_s, u"csv"_s}).out.split('\n');
        QVERIFY2(runs.at(2).contains(",finished,list,6,0,6,"), runs.at(2).constData());
    }

    /// Each is a row, also those that only became equal, and the same row in the next run.
    void badLinesDoNotPileUp()
    {
        const QByteArray list =
            m_site.text(u"/fast") + "\nftp://a/\nftp://b/\nftp://a/\nftp://u:p1@h/\nftp://u:p2@h/\n";
        const QByteArrayList all{"ok",          "invalid_url", "invalid_url",
                                 "invalid_url", "invalid_url", "invalid_url"};
        for (int run = 1; run <= 2; ++run) {
            const Ran ran = crawl({u"--output"_s, u"-"_s, u"-"_s}, list);
            QCOMPARE(ran.status, 1);
            QCOMPARE(verdicts(ran), all);
            QCOMPARE(verdicts(onProject(u"export"_s, {u"--run"_s, QString::number(run)})), all);
        }
        QCOMPARE(verdicts(onProject(u"export"_s)), all);
        QCOMPARE(onProject(u"diff"_s).status, 0);
        QCOMPARE(crawl({u"-"_s}, m_site.text(u"/fast") + "\nftp://a/\n").status, 1);
        QCOMPARE(column(onProject(u"export"_s, {u"--run"_s, u"3"_s}), 0).size(), 2);
    }

    void withoutInputsAllAreFetchedAgain()
    {
        QCOMPARE(crawl({url(u"/page/1"), url(u"/page/2")}).status, 0);
        QCOMPARE(crawl({}).status, 0);
        QCOMPARE(m_site.counters().requestsTo("/page/1"), quint64(2));
        QCOMPARE(m_site.counters().requestsTo("/page/2"), quint64(2));
        const QByteArrayList runs = onProject(u"runs"_s, {u"--format"_s, u"csv"_s}).out.split('\n');
        QVERIFY2(runs.at(0).startsWith("run,started_at,ended_at,ending,scope,results,owed,ok,redirected,"),
                 runs.at(0).constData());
        QVERIFY2(runs.at(2).startsWith("2,") && runs.at(2).contains(",finished,list,2,0,2,0,"),
                 runs.at(2).constData());
    }

    void anInterruptedRunIsGoneOnWith()
    {
        const QByteArray list = numbered(300, u"/random/%1?min=20&max=60"_s);
        QProcess process;
        beginCli(process, crawlOf({u"--output"_s, path(u"a.csv"), u"-"_s}), list);
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() > 60, test::PatienceMs);
        ::kill(pid_t(process.processId()), SIGINT);
        const Ran interrupted = endCli(process);
        QCOMPARE(interrupted.status, 130);
        QVERIFY2(interrupted.err.contains("--resume"), interrupted.err.constData());
        const auto rows = test::readCsv(read(path(u"a.csv")));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 301);

        const Ran gone = crawl({u"--resume"_s, u"--output"_s, u"-"_s});
        QCOMPARE(gone.status, 0);
        QCOMPARE(verdicts(gone).count("ok"), 300);
        QVERIFY2(gone.err.contains("300 addresses: 300 ok."), gone.err.constData());
        for (int i = 0; i < 300; ++i) {
            const bool wasFetched = rows->at(i + 1).at(2) == "ok";
            const QByteArray at = "/random/" + QByteArray::number(i);
            const quint64 seen = m_site.counters().requestsTo(at);
            QVERIFY2(wasFetched ? seen == 1 : seen <= 2, qPrintable(QString::number(i)));
        }
        QCOMPARE(integrityOf(m_project), u"ok"_s);
        const Ran runs = onProject(u"runs"_s);
        QCOMPARE(runs.out.count('\n'), 2);
        QVERIFY2(runs.out.contains("finished") && runs.out.contains("300 ok"), runs.out.constData());
    }

    void goingOnKeepsTheOptions()
    {
        const QStringList options{u"--method"_s, u"HEAD"_s, u"--fail-fast"_s, u"--concurrency"_s, u"1"_s};
        QCOMPARE(
            crawl(options + QStringList{url(u"/status/404"), url(u"/slow?ms=900"), url(u"/page/1")}).status,
            1);
        QCOMPARE(m_site.counters().requestsTo("/page/1"), quint64(0));
        QCOMPARE(crawl({u"--resume"_s}).status, 1); // the first is broken still
        QCOMPARE(m_site.counters().requestsTo("/page/1"), quint64(1));
        QCOMPARE(m_site.counters().requestsTo("/status/404"), quint64(1));
        QCOMPARE(m_site.counters().recentVisits().back().method, QByteArray("HEAD"));
    }

    void whatAnEarlierRunOwesIsTold()
    {
        const QStringList options{u"--fail-fast"_s, u"--concurrency"_s, u"1"_s};
        QCOMPARE(
            crawl(options + QStringList{url(u"/status/404"), url(u"/slow?ms=900"), url(u"/page/1")}).status,
            1);
        const Ran some = crawl({u"--only"_s, url(u"/status/404")});
        QCOMPARE(some.status, 1);
        QVERIFY2(some.err.contains("2 addresses of run 1 are still to be fetched") &&
                     some.err.contains("--resume"),
                 some.err.constData());
        const Ran rest = crawl({u"--resume"_s});
        QCOMPARE(m_site.counters().requestsTo("/page/1"), quint64(1));
        QVERIFY2(!rest.err.contains("still to be fetched"), rest.err.constData());
    }

    void nothingLeftToDo()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/status/404")}).status, 1);
        const quint64 before = m_site.counters().requests();
        const Ran ran = crawl({u"--resume"_s, u"--output"_s, u"-"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains("Nothing to do: the last run is complete"), ran.err.constData());
        QCOMPARE(verdicts(ran), (QByteArrayList{"ok", "broken"}));
        QCOMPARE(m_site.counters().requests(), before);
    }

    /// As the window writes it where Stop ended a check of what had a result.
    void nothingLeftToDoOfAStoppedCheck()
    {
        QCOMPARE(crawl({url(u"/fast")}).status, 0);
        {
            const auto store = turnstone::openProject(m_project, OpenMode::Write);
            QVERIFY(store && store.value()->beginRun(RunScope::Rows, "{}"));
            QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        }
        const quint64 before = m_site.counters().requests();
        const Ran ran = crawl({u"--resume"_s, u"--output"_s, u"-"_s});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.err.contains("Nothing to do: the last run was stopped"), ran.err.constData());
        QCOMPARE(m_site.counters().requests(), before);
    }

    void nothingIsFetchedInVain_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto add = [](const char *name, const QStringList &arguments, const QByteArray &says) {
            QTest::newRow(name) << arguments << says;
        };
        add("no project", {u"--project"_s, u"FOLDER/foreign"_s, u"URL"_s}, "foreign");
        add("a folder", {u"--project"_s, u"FOLDER"_s, u"URL"_s}, "FOLDER");
        add("in no folder", {u"--project"_s, u"/proc/nonexistent/a.turnstone"_s, u"URL"_s},
            "/proc/nonexistent");
        add("newer", {u"--project"_s, u"FOLDER/newer.turnstone"_s, u"URL"_s}, "newer");
        add("in use", {u"--project"_s, u"FOLDER/used.turnstone"_s, u"URL"_s}, "being written");
        add("missing, without inputs", {u"--project"_s, u"FOLDER/b.turnstone"_s}, "no project");
        add("missing, to go on with", {u"--project"_s, u"FOLDER/b.turnstone"_s, u"--resume"_s}, "no project");
        add("missing, only some", {u"--project"_s, u"FOLDER/b.turnstone"_s, u"--only"_s, u"URL"_s},
            "no project");
        add("only none", {u"--project"_s, u"FOLDER/newer.turnstone"_s, u"--only"_s}, "--only");
        add("only without a project", {u"--only"_s, u"URL"_s}, "--project");
        add("go on with only", {u"--project"_s, u"FOLDER/newer.turnstone"_s, u"--resume"_s, u"--only"_s},
            "--only");
        add("go on with nothing", {u"--resume"_s}, "--project");
        add("go on without a run", {u"--project"_s, u"FOLDER/used.turnstone"_s, u"--resume"_s},
            "being written");
        add("bad output",
            {u"--project"_s, u"FOLDER/b.turnstone"_s, u"--output"_s, u"/proc/nonexistent/x.csv"_s, u"URL"_s},
            "/proc/nonexistent");
        add("an output without a name",
            {u"--project"_s, u"FOLDER/b.turnstone"_s, u"--output"_s, QString(), u"--format"_s, u"csv"_s,
             u"URL"_s},
            "--output needs a name");
        add("one of two outputs without a name", {u"--output"_s, u"-"_s, u"-o"_s, QString(), u"URL"_s},
            "--output needs a name");
        add("bodies without a project", {u"--keep-bodies"_s, u"1k"_s, u"URL"_s}, "--project");
    }

    void nothingIsFetchedInVain()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        QFile foreign(path(u"foreign"));
        QVERIFY(foreign.open(QIODevice::WriteOnly) && foreign.write("# a list\n") > 0);
        foreign.close();
        QVERIFY(createProject(path(u"newer.turnstone")));
        askSqlite(path(u"newer.turnstone"), u"PRAGMA user_version = 99"_s);
        const Result<std::unique_ptr<Store>> used = createProject(path(u"used.turnstone"));
        QVERIFY(used);
        arguments.replaceInStrings(u"FOLDER"_s, m_folder->path());
        arguments.replaceInStrings(u"URL"_s, url(u"/fast"));
        says.replace("FOLDER", m_folder->path().toUtf8());

        const Ran ran = runCli(QStringList{u"crawl"_s} + arguments);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QVERIFY2(ran.err.startsWith("turnstone-cli: ") && ran.err.count('\n') == 1, ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
        QCOMPARE(read(path(u"foreign")), QByteArray("# a list\n"));
        QVERIFY2(!QFile::exists(path(u"b.turnstone")), "nothing half made is left behind");
    }

    void aReadOnlyFolderIsRefused()
    {
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner |
                                                            QFile::ReadOther | QFile::ExeOther));
        const Ran ran = runUnprivileged({u"crawl"_s, u"--project"_s, m_project, url(u"/fast")});
        QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("read-only"), ran.err.constData());
        QVERIFY2(ran.err.startsWith("turnstone-cli: ") && ran.err.count('\n') == 1, ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void aFileThatCannotGrowEndsTheCrawl()
    {
        const QByteArray list = numbered(4000, u"/page/%1"_s);
        QProcess process;
        process.setChildProcessModifier([] {
            const rlimit limit{SmallFile, SmallFile};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ::signal(SIGXFSZ, SIG_DFL);
        });
        const QString csv = path(u"out.csv");
        // Not so fast that all would be one transaction, which is written as a whole or not at all.
        beginCli(process, crawlOf({u"--per-host"_s, u"32"_s, u"--rate"_s, u"800"_s, u"-"_s, u"-o"_s, csv}),
                 list);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(m_project.toUtf8()) && ran.err.contains("--resume"), ran.err.constData());
        QVERIFY2(ran.err.contains("the file size limit"), ran.err.constData());
        QVERIFY2(m_site.counters().requests() < 4000, "the crawl goes on without a place for its results");
        QCOMPARE(integrityOf(m_project), u"ok"_s);
        const int kept = askSqlite(m_project, u"SELECT count(*) FROM results"_s).toInt();
        QVERIFY(kept > 0);
        // The output has all that came until then, and what did not.
        QVERIFY2(ran.err.contains(csv.toUtf8()), ran.err.constData());
        const QByteArray written = read(csv);
        QCOMPARE(written.count('\n'), 4001);
        QVERIFY(written.count(",ok,") >= kept);

        QCOMPARE(crawl({u"--resume"_s}).status, 0);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM results WHERE verdict = 'ok'"_s).toInt(), 4000);
        QVERIFY(m_site.counters().requests() >= 4000);
    }

    /// There is nothing to go on with.
    void noRoomForTheListEndsTheCrawlBeforeItBegins()
    {
        QProcess process;
        process.setChildProcessModifier([] {
            const rlimit limit{200'000, 200'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        beginCli(process, crawlOf({u"-"_s}), numbered(20'000, u"/page/%1"_s));
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("the file size limit"), ran.err.constData());
        QVERIFY2(ran.err.contains("Nothing was fetched"), ran.err.constData());
        QVERIFY2(!ran.err.contains("--resume"), ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
        QCOMPARE(integrityOf(m_project), u"ok"_s);
        QCOMPARE(crawl({u"-"_s}, numbered(20, u"/page/%1"_s)).status, 0); // the same again
    }

    void aSecondReaderReadsMeanwhile()
    {
        const QByteArray list = numbered(400, u"/random/%1?min=20&max=40"_s);
        QProcess process;
        beginCli(process, crawlOf({u"-"_s}), list);
        int seen = 0;
        const auto readsSome = [this, &seen] {
            if (QFile::exists(m_project))
                seen = askSqlite(m_project, u"SELECT count(*) FROM results"_s).toInt();
            return seen > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(readsSome(), test::PatienceMs);
        QVERIFY(seen < 400);
        QCOMPARE(endCli(process).status, 0);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM results"_s).toInt(), 400);
    }

    void anExportThatFailsLeavesTheOthers()
    {
        QCOMPARE(crawl({u"-"_s}, numbered(3000, u"/page/%1"_s)).status, 0);
        const Ran ran = onProject(u"export"_s, {u"--format"_s, u"csv"_s, u"--output"_s, u"/dev/full"_s,
                                                u"--output"_s, path(u"out.csv")});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("/dev/full") && ran.err.count('\n') == 1, ran.err.constData());
        QCOMPARE(read(path(u"out.csv")).count('\n'), 3001);
    }

    void anInterruptedExportLeavesTheFileAsItWas()
    {
        QByteArray list;
        for (int i = 0; i < 20'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        QCOMPARE(crawl({u"-"_s}, list).status, 1);
        const QString target = path(u"out.csv"), pipe = path(u"pipe");
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("as it was") > 0);
        file.close();
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const Descriptor reader(::open(QFile::encodeName(pipe).constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
        QVERIFY(reader.isOpen());
        QProcess process;
        process.setStandardOutputFile(pipe);
        beginCli(process,
                 {u"export"_s, u"--project"_s, m_project, u"--output"_s, target, u"--output"_s, u"-"_s});
        pollfd some{reader.number(), POLLIN, 0};
        QCOMPARE(::poll(&some, 1, test::PatienceMs),
                 1); // it is in the middle of it, and waits for its reader
        QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
        QByteArray bytes(1'000'000, '\0');
        while (!process.waitForFinished(10))
            (void)!::read(reader.number(), bytes.data(), size_t(bytes.size()));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(read(target), QByteArray("as it was"));
        QCOMPARE(QDir(m_folder->path()).entryList({u"out.csv*"_s}, QDir::Files | QDir::Hidden).size(), 1);
    }

    void exportsInEveryFormat()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/status/404")}).status, 1);
        QStringList arguments;
        for (const char *ending : {"csv", "jsonl", "html", "xlsx", "xml"})
            arguments += {u"--output"_s, path(u"out.%1"_s.arg(QLatin1StringView(ending)))};
        const Ran ran = onProject(u"export"_s, arguments);
        QVERIFY2(ran.status == 0 && ran.out.isEmpty(), ran.err.constData());
        QCOMPARE(test::readCsv(read(path(u"out.csv")))->size(), 3);
        QCOMPARE(read(path(u"out.jsonl")).count('\n'), 2);
        QVERIFY(read(path(u"out.html")).contains("</html>"));
        QVERIFY(read(path(u"out.xlsx")).startsWith("PK"));
        QVERIFY(read(path(u"out.xml")).contains("failures=\"1\""));
        QCOMPARE(onProject(u"export"_s, {u"--format"_s, u"jsonl"_s}).out, read(path(u"out.jsonl")));
    }

    void anAddressWithoutAResultIsACancelledRow()
    {
        QCOMPARE(crawl({url(u"/fast")}).status, 0);
        {
            const Result<std::unique_ptr<Store>> store = openProject(m_project, OpenMode::Write);
            QVERIFY(store);
            AddressBlockBuilder builder;
            builder.add(m_site.text(u"/fast"));
            builder.add(m_site.text(u"/page/1"));
            AddressList addresses;
            addresses.append(std::move(builder).build());
            QVERIFY(store.value()->addAddresses(addresses, 1));
        }
        const Ran ran = onProject(u"export"_s);
        QCOMPARE(verdicts(ran), (QByteArrayList{"ok", "cancelled"}));
        QVERIFY2(ran.rows().at(1).at(4).contains("Not fetched yet"), ran.out.constData());
    }

    void differences()
    {
        const QString changing = url(u"/flaky/this?fails=1&mode=503");
        const QString same = u"ftp://127.0.0.1/"_s; // never fetched, so never slower
        QCOMPARE(crawl({u"--retries"_s, u"0"_s, changing, same, url(u"/status/404")}).status, 1);
        QCOMPARE(onProject(u"diff"_s).status, 2);
        QCOMPARE(crawl({changing, same, url(u"/page/1")}).status, 1);

        const Ran ran = onProject(u"diff"_s);
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.out.startsWith("url,changes,before_run,after_run,before_verdict,after_verdict,"),
                 ran.out.constData());
        const QList<test::CsvRow> rows = ran.rows();
        QCOMPARE(rows.size(), 3);
        QVERIFY(rows[0][1].contains("status"));
        QCOMPARE(rows[0][4], QByteArray("server_error"));
        QCOMPARE(rows[0][5], QByteArray("ok"));
        QCOMPARE(rows[1][1], QByteArray("gone"));
        QCOMPARE(rows[2][1], QByteArray("new"));

        const Ran itself = onProject(u"diff"_s, {u"2"_s, u"2"_s});
        QCOMPARE(itself.status, 0);
        QCOMPARE(itself.rows().size(), 0);
        QCOMPARE(onProject(u"export"_s, {u"-o"_s, path(u"e.csv")}).status, 0);
        QVERIFY(QFile::exists(path(u"e.csv")));
        QCOMPARE(onProject(u"diff"_s, {u"-o"_s, path(u"d.jsonl"), u"1"_s, u"2"_s}).status, 1);
        QCOMPARE(read(path(u"d.jsonl")).count('\n'), 3);
        for (const QStringList &wrong :
             {QStringList{u"1"_s}, QStringList{u"1"_s, u"7"_s}, QStringList{u"x"_s, u"2"_s},
              QStringList{u"--output"_s, path(u"d.html")}})
            QCOMPARE(onProject(u"diff"_s, wrong).status, 2);
    }

    void anOutputWithoutANameIsNone()
    {
        QCOMPARE(crawl({url(u"/fast")}).status, 0);
        QCOMPARE(crawl({}).status, 0);
        for (const QString &command : {u"export"_s, u"diff"_s}) {
            const Ran ran = onProject(command, {u"--output"_s, QString(), u"--format"_s, u"csv"_s});
            QCOMPARE(ran.status, 2);
            QCOMPARE(ran.out, QByteArray());
            QVERIFY2(ran.err.contains("--output needs a name"), ran.err.constData());
        }
    }

    void compacting()
    {
        QStringList arguments{u"--keep-bodies"_s, u"1M"_s};
        for (int i = 0; i < 60; ++i)
            arguments.append(url(u"/page/%1"_s.arg(i)));
        QCOMPARE(crawl(arguments).status, 0);
        QCOMPARE(crawl({}).status, 0);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM bodies"_s).toInt(), 60);
        const qint64 before = QFile(m_project).size();

        const Ran ran = onProject(u"compact"_s, {u"--keep-runs"_s, u"1"_s, u"--drop-bodies"_s});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.err.contains("before") && ran.err.contains("now"), ran.err.constData());
        QVERIFY(QFile(m_project).size() < before / 2);
        QCOMPARE(askSqlite(m_project, u"SELECT count(*) FROM bodies"_s).toInt(), 0);
        QCOMPARE(onProject(u"runs"_s, {u"--format"_s, u"jsonl"_s}).out.count('\n'), 1);
        QCOMPARE(verdicts(onProject(u"export"_s)).count("ok"), 60);
        QCOMPARE(integrityOf(m_project), u"ok"_s);
    }

    /// As another program makes it anew: without the ability to give back its free pages one by one.
    void theSizesOfCompactingAreThoseOfTheFile()
    {
        QStringList arguments{u"--keep-bodies"_s, u"1M"_s};
        for (int i = 0; i < 60; ++i)
            arguments.append(url(u"/page/%1"_s.arg(i)));
        QCOMPARE(crawl(arguments).status, 0);
        {
            const auto other = SqlConnection::open(m_project, SqlConnection::Access::ReadWrite);
            QVERIFY(other);
            QVERIFY(other.value()->run(u"PRAGMA auto_vacuum = 0"_s));
            QVERIFY(other.value()->run(u"VACUUM"_s));
        }
        QCOMPARE(askSqlite(m_project, u"PRAGMA auto_vacuum"_s).toInt(), 0);
        const auto said = [this] {
            return QLocale(QLocale::English)
                .formattedDataSize(QFile(m_project).size(), 1, QLocale::DataSizeSIFormat);
        };
        const QString before = said();
        const Ran ran = onProject(u"compact"_s, {u"--drop-bodies"_s});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.err.contains(u"%1 before, %2 now."_s.arg(before, said()).toUtf8()), ran.err.constData());
    }

    void takingForwardIsSaid_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<bool>("isSaid");
        QTest::newRow("always") << u"always"_s << true;
        QTest::newRow("auto") << u"auto"_s << false; // no terminal
        QTest::newRow("never") << u"never"_s << false;
    }

    void takingForwardIsSaid()
    {
        QFETCH(QString, when);
        QFETCH(bool, isSaid);
        QVERIFY(QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/version1.turnstone"), m_project));
        QVERIFY(QFile::setPermissions(m_project, QFile::ReadOwner | QFile::WriteOwner));
        const Ran ran = crawl({url(u"/fast"), u"--only"_s, u"--progress"_s, when});
        QVERIFY2(ran.err.contains("to the format of this version: 100 %") == isSaid, ran.err.constData());
        QVERIFY2(!ran.err.contains('\r'), ran.err.constData());
    }

    /// What it had sent is not known, and a POST would take effect twice.
    void aRunThatMissesResultsIsNotGoneOnWith()
    {
        QCOMPARE(crawl({url(u"/page/1"), url(u"/page/2"), url(u"/page/3")}).status, 0);
        askSqlite(m_project, u"UPDATE runs SET ended_at = NULL, ending = NULL"_s);
        askSqlite(m_project, u"INSERT INTO owed(address_id, run_id) VALUES(2, 1)"_s);
        askSqlite(m_project, u"DELETE FROM result_rows WHERE address_id = 0"_s);
        const Ran ran = crawl({u"--resume"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("of the 3 results of run 1 only 2 can be read"), ran.err.constData());
        for (const char *page : {"/page/1", "/page/2", "/page/3"})
            QCOMPARE(m_site.counters().requestsTo(page), quint64(1));
    }

    void oneOfEachIsToldInTheSingular()
    {
        QCOMPARE(crawl({url(u"/page/1")}).status, 0);
        const Ran repaired = onProject(u"repair"_s, {u"--into"_s, path(u"saved.turnstone")});
        QVERIFY2(repaired.err.contains("1 address, 1 run, 1 result."), repaired.err.constData());
        askSqlite(m_project, u"UPDATE runs SET ended_at = NULL, ending = NULL"_s);
        askSqlite(m_project, u"INSERT INTO owed(address_id, run_id) VALUES(0, 1)"_s);
        askSqlite(m_project, u"DELETE FROM result_rows WHERE address_id = 0"_s);
        const Ran ran = crawl({u"--resume"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("the one result of run 1 cannot be read. Save"), ran.err.constData());
    }

    void onlyTheLastRunsAreKept()
    {
        for (int run = 0; run < 4; ++run)
            QCOMPARE(crawl({url(u"/fast")}).status, 0);
        const auto runs = [this] { return column(onProject(u"runs"_s, {u"--format"_s, u"csv"_s}), 0); };
        QCOMPARE(onProject(u"compact"_s).status, 0);
        QCOMPARE(runs(), QByteArrayList({"1", "2", "3", "4"}));
        QCOMPARE(onProject(u"compact"_s, {u"--keep-runs"_s, u"3"_s}).status, 0);
        QCOMPARE(runs(), QByteArrayList({"2", "3", "4"}));
        QCOMPARE(onProject(u"compact"_s, {u"--keep-runs"_s, u"1"_s}).status, 0);
        QCOMPARE(runs(), QByteArrayList({"4"}));
    }

    /// As a whole one, it would say that the others were not there.
    void aThinnedRunIsToldFromAWholeOne()
    {
        const QString changing = url(u"/flaky/thinned?fails=1&mode=503");
        QCOMPARE(crawl({u"--retries"_s, u"0"_s, changing, url(u"/page/1"), url(u"/page/2")}).status, 1);
        for (int run = 2; run <= 3; ++run)
            QCOMPARE(crawl({}).status, 0);
        const auto pruned = [this] {
            return column(onProject(u"runs"_s, {u"--format"_s, u"csv"_s}), 7 + VerdictCount);
        };
        QCOMPARE(pruned(), QByteArrayList({"false", "false", "false"}));
        QVERIFY(!onProject(u"export"_s, {u"--run"_s, u"2"_s}).err.contains("not complete"));
        askSqlite(m_project, u"UPDATE runs SET started_at = 1000"_s);
        {
            const Result<std::unique_ptr<Store>> store = openProject(m_project, OpenMode::Write);
            QVERIFY(store && store.value()->setRetention({Retention::Keep::Days, 1}));
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            while (store.value()->tidy(now).value()) {
            }
        }
        QCOMPARE(pruned(), QByteArrayList({"false", "true", "false"}));
        const Ran table = onProject(u"runs"_s);
        QVERIFY2(table.out.contains("3, partly removed"), table.out.constData());
        const QByteArrayList lines = onProject(u"runs"_s, {u"--format"_s, u"jsonl"_s}).out.split('\n');
        QCOMPARE(QJsonDocument::fromJson(lines.at(0))[u"pruned"_s], QJsonValue(false));
        QCOMPARE(QJsonDocument::fromJson(lines.at(1))[u"pruned"_s], QJsonValue(true));

        const QByteArray says = "Run 2 is not complete: of its 3 results, 1 is left";
        const Ran thinned = onProject(u"export"_s, {u"--run"_s, u"2"_s});
        QCOMPARE(thinned.status, 0);
        QCOMPARE(thinned.rows().size(), 1);
        QVERIFY2(thinned.err.contains(says) && thinned.err.count('\n') == 1, thinned.err.constData());
        QCOMPARE(onProject(u"export"_s, {u"--run"_s, u"1"_s}).err, QByteArray());
        QCOMPARE(onProject(u"export"_s).err, QByteArray());
        const Ran compared = onProject(u"diff"_s, {u"1"_s, u"2"_s});
        QCOMPARE(compared.status, 1);
        QVERIFY2(compared.err.contains(says) && compared.err.count('\n') == 1, compared.err.constData());
        QCOMPARE(onProject(u"diff"_s, {u"1"_s, u"3"_s}).err, QByteArray());
    }

    void runsForPeopleAndPrograms()
    {
        QCOMPARE(crawl({url(u"/fast"), url(u"/status/404")}).status, 1);
        const Ran table = onProject(u"runs"_s);
        QCOMPARE(table.status, 0);
        QVERIFY2(table.out.startsWith("Run") && table.out.contains("1 ok, 1 broken"), table.out.constData());
        const QJsonObject run =
            QJsonDocument::fromJson(onProject(u"runs"_s, {u"--format"_s, u"jsonl"_s}).out).object();
        QCOMPARE(run[u"run"_s].toInt(), 1);
        QCOMPARE(run[u"ending"_s].toString(), u"finished"_s);
        QCOMPARE(run[u"broken"_s].toInt(), 1);
    }

    void aRunThatFailedFastIsCalledSo()
    {
        QCOMPARE(crawl({u"--fail-fast"_s, url(u"/status/404")}).status, 1);
        const Ran table = onProject(u"runs"_s);
        QVERIFY2(table.out.contains("failed fast"), table.out.constData());
    }

    void aReaderThatLeavesDoesNotHoldTheProjectUp()
    {
        QByteArray list;
        for (int i = 0; i < 50'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        list += url(u"/slow?ms=300").toUtf8() + '\n';
        QProcess process;
        QProcess head;
        process.setStandardOutputProcess(&head);
        head.start(u"head"_s, {u"-n1"_s});
        beginCli(process, {u"crawl"_s, u"--project"_s, m_project, u"--output"_s, u"-"_s, u"-"_s}, list);
        const Ran ran = endCli(process);
        QVERIFY(head.waitForFinished(test::PatienceMs));
        QCOMPARE(ran.status, 1);
        const QJsonObject run =
            QJsonDocument::fromJson(onProject(u"runs"_s, {u"--format"_s, u"jsonl"_s}).out).object();
        QCOMPARE(run[u"ending"_s].toString(), u"finished"_s);
        QCOMPARE(run[u"ok"_s].toInt(), 1);
    }

    void noOutputIsSomethingThatIsNeeded_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto add = [](const char *name, const QString &arguments, const QByteArray &says) {
            QTest::newRow(name) << arguments.split(u' ') << says;
        };
        add("export on its project", u"export --project P --format csv --output P"_s,
            "project would be lost");
        add("export on its project by a link", u"export --project P --output link.csv"_s,
            "project would be lost");
        add("export on its log", u"export --project P --format csv --output P-wal"_s,
            "belongs to the project");
        add("export on another project", u"export --project P --format csv --output Q"_s,
            "is a Turnstone project");
        add("export on one file twice", u"export --project P --output a.csv --output ./a.csv"_s,
            "are the same file");
        add("diff on its project", u"diff --project P --format csv --output P 1 1"_s,
            "project would be lost");
        add("crawl on its project", u"crawl --project P --output link.csv"_s, "project would be lost");
        add("crawl on a new project", u"crawl --project q.csv --output q.csv URL"_s, "project would be lost");
        add("crawl on its list", u"crawl list.csv --output list.csv"_s, "input would be lost");
        add("crawl on its list by a link", u"crawl list.csv --output listlink.csv"_s, "input would be lost");
        add("crawl on the body it sends", u"crawl URL --data-file list.csv --output list.csv"_s,
            "input would be lost");
        add("crawl on one file twice", u"crawl -o a.csv -o a.csv URL"_s, "are the same file");
        add("crawl on another project", u"crawl --format csv -o P URL"_s, "is a Turnstone project");
        add("a project for a list", u"crawl --project P P"_s, "the project");
    }

    void noOutputIsSomethingThatIsNeeded()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        makeWhatIsNeeded();
        const QMap<QString, QByteArray> before = everyFile();
        arguments.replaceInStrings(u"URL"_s, url(u"/fast"));
        const Ran ran = runIn(arguments);
        QCOMPARE(ran.status, 2);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QVERIFY2(ran.err.startsWith("turnstone-cli: ") && ran.err.count('\n') == 1, ran.err.constData());
        QVERIFY(everyFile() == before);
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void noStandardOutputIsSomethingThatIsNeeded_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("file");
        QTest::newRow("runs into the project") << u"runs --project P"_s.split(u' ') << u"P"_s;
        QTest::newRow("export into the project") << u"export --project link.csv"_s.split(u' ') << u"P"_s;
        QTest::newRow("crawl into the list") << u"crawl list.csv"_s.split(u' ') << u"list.csv"_s;
        QTest::newRow("crawl into an output")
            << u"crawl -o old.csv -o - list.csv"_s.split(u' ') << u"old.csv"_s;
    }

    void noStandardOutputIsSomethingThatIsNeeded()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, file);
        makeWhatIsNeeded();
        const QMap<QString, QByteArray> before = everyFile();
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.setStandardOutputFile(path(file), QIODevice::Append);
        beginCli(process, arguments);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("standard output"), ran.err.constData());
        QVERIFY(everyFile() == before);
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void whatCannotBeWrittenIsTold_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<bool>("isClosed"); // else full
        for (const QString &command : {u"runs"_s, u"runs --format csv"_s, u"runs --format jsonl"_s,
                                       u"export"_s, u"export --format jsonl"_s, u"diff 1 1"_s}) {
            QTest::addRow("%s, full", qPrintable(command)) << command << false;
            QTest::addRow("%s, closed", qPrintable(command)) << command << true;
        }
    }

    void whatCannotBeWrittenIsTold()
    {
        QFETCH(QString, command);
        QFETCH(bool, isClosed);
        QCOMPARE(crawl({url(u"/fast")}).status, 0);
        QProcess process;
        process.setStandardOutputFile(u"/dev/full"_s);
        if (isClosed)
            process.setChildProcessModifier([] { ::close(STDOUT_FILENO); });
        beginCli(process, command.split(u' ') + QStringList{u"--project"_s, m_project});
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.toLower().contains("standard output") && ran.err.count('\n') == 1,
                 ran.err.constData());
    }

    /// Longer than a transaction waits by itself.
    void anotherProgramsLockIsWaitedFor()
    {
        QCOMPARE(crawl({url(u"/page/1")}).status, 0);
        SqliteLock lock(m_project);
        QVERIFY(lock.isTaken());
        QProcess process;
        QByteArray said;
        connect(&process, &QProcess::readyReadStandardError, this,
                [&] { said += process.readAllStandardError(); });
        beginCli(process, crawlOf({url(u"/page/1"), url(u"/page/2")}));
        QTRY_VERIFY_WITH_TIMEOUT(said.contains("locked; waiting for it"), test::PatienceMs);
        QCOMPARE(process.state(), QProcess::Running);
        QCOMPARE(m_site.counters().requestsTo("/page/2"), quint64(0));
        // It keeps its own lock meanwhile: nobody else begins a run.
        for (int look = 0; look < 5; ++look)
            QVERIFY(crawl({}).err.contains("is being written by turnstone"));
        lock.release();
        QVERIFY(process.waitForFinished(test::PatienceMs));
        said += process.readAllStandardError();
        QCOMPARE(process.exitCode(), 0);
        QVERIFY2(said.contains("can be written again"), said.constData());
        QCOMPARE(verdicts(onProject(u"export"_s)), (QByteArrayList{"ok", "ok"}));
    }

    void anInterruptWhileItWaits()
    {
        QCOMPARE(crawl({url(u"/page/1")}).status, 0);
        SqliteLock lock(m_project);
        QVERIFY(lock.isTaken());
        QProcess process;
        QByteArray said;
        connect(&process, &QProcess::readyReadStandardError, this,
                [&] { said += process.readAllStandardError(); });
        beginCli(process, crawlOf({}));
        QTRY_VERIFY_WITH_TIMEOUT(said.contains("locked; waiting for it"), test::PatienceMs);
        ::kill(pid_t(process.processId()), SIGINT);
        QTRY_VERIFY_WITH_TIMEOUT(said.contains("Another interrupt quits at once"), test::PatienceMs);
        QCOMPARE(process.state(), QProcess::Running);
        const auto interruptAgain = [&process, pid = pid_t(process.processId())] {
            if (process.state() == QProcess::NotRunning)
                return true;
            ::kill(pid, SIGINT); // one that comes within a second is taken for the first
            return process.waitForFinished(100);
        };
        QTRY_VERIFY_WITH_TIMEOUT(interruptAgain(), test::PatienceMs);
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + SIGINT);
    }

    /// As soon as nothing else is left to do, not only when SQLite has given up its own try.
    void anInterruptBeforeTheWaitIsTold()
    {
        QProcess process;
        QByteArray said;
        connect(&process, &QProcess::readyReadStandardError, this,
                [&] { said += process.readAllStandardError(); });
        beginCli(process, crawlOf({u"--quiet"_s, url(u"/slow?ms=20000")}));
        QTRY_COMPARE_WITH_TIMEOUT(m_site.counters().requests(), quint64(1), test::PatienceMs);
        SqliteLock lock(m_project);
        QVERIFY(lock.isTaken());
        ::kill(pid_t(process.processId()), SIGINT);
        QTRY_VERIFY_WITH_TIMEOUT(said.contains("Another interrupt quits at once"), 4000);
        lock.release();
        QVERIFY(process.waitForFinished(test::PatienceMs));
        QCOMPARE(process.exitCode(), 128 + SIGINT);
    }

    void anInterruptedCompact()
    {
        for (int run = 0; run < 3; ++run)
            QCOMPARE(crawl({url(u"/page/1")}).status, 0);
        SqliteLock lock(m_project);
        QVERIFY(lock.isTaken());
        QProcess process;
        beginCli(process, {u"compact"_s, u"--project"_s, m_project, u"--keep-runs"_s, u"1"_s});
        QTRY_VERIFY_WITH_TIMEOUT(ProjectLock::isTaken(m_project), test::PatienceMs);
        ::kill(pid_t(process.processId()), SIGINT);
        lock.release();
        const test::Ran ended = test::endCli(process);
        QCOMPARE(ended.status, 128 + SIGINT);
        QVERIFY2(ended.err.contains("is intact"), ended.err.constData());
        QCOMPARE(onProject(u"compact"_s).status, 0);
    }

    void whatWasSentAndNotKept_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("mayRepeat");
        QTest::newRow("GET") << QByteArray("GET") << true;
        QTest::newRow("POST") << QByteArray("POST") << false;
    }

    /// A table goes while the answers are awaited: nobody is asked to send them again unawares.
    void whatWasSentAndNotKept()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, mayRepeat);
        QByteArray list;
        for (int i = 0; i < 3; ++i)
            list += "{\"url\":\"" + url(u"/slow?ms=1500&n=%1"_s.arg(i)).toUtf8() + "\",\"method\":\"" +
                    method + "\"}\n";
        QProcess process;
        beginCli(process, crawlOf({u"--per-host"_s, u"3"_s, u"--keep-headers"_s, u"-"_s}), list);
        QTRY_COMPARE_WITH_TIMEOUT(m_site.counters().requests(), quint64(3), test::PatienceMs);
        askSqlite(m_project, u"DROP TABLE headers"_s);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("is damaged") && !ran.err.contains("could not be used"),
                 ran.err.constData());
        QVERIFY2(ran.err.contains("whose results could not be saved: 3."), ran.err.constData());
        QVERIFY2(!ran.err.contains("continue with --resume"), ran.err.constData());
        QCOMPARE(ran.err.contains("--resume would send them again"), !mayRepeat);
        const Ran again = crawl({u"--resume"_s});
        QCOMPARE(again.status, 2);
        QVERIFY2(again.err.contains("headers is missing"), again.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(3));
    }

    /// In a container the next process has the number of the one that was killed.
    void afterAKillInAContainerItGoesOn()
    {
        if (const QString reason = NetworkSpace::reasonAgainst(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        QProcess process;
        process.start(u"unshare"_s, contained({u"--per-host"_s, u"1"_s, u"-"_s}));
        process.write(numbered(40, u"/slow?ms=200&n=%1"_s));
        process.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() > 3, test::PatienceMs);
        const Ran refused = crawl({});
        QVERIFY2(refused.err.contains("is being written by turnstone"), refused.err.constData());
        process.kill(); // and all in the container with it
        QVERIFY(process.waitForFinished());
        QTRY_VERIFY(!ProjectLock::isTaken(m_project));
        QVERIFY(QFile::exists(m_project + u"-wal"));
        process.start(u"unshare"_s, contained({u"--resume"_s, u"--per-host"_s, u"40"_s}));
        const Ran gone = endCli(process);
        QVERIFY2(gone.status == 0, gone.err.constData());
        QCOMPARE(verdicts(onProject(u"export"_s)), QByteArrayList(40, "ok"));
    }

    void wrongUseOfTheCommands_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("runs") << QStringList{u"runs"_s};
        QTest::newRow("export") << QStringList{u"export"_s};
        QTest::newRow("diff") << QStringList{u"diff"_s};
        QTest::newRow("compact") << QStringList{u"compact"_s};
        QTest::newRow("a missing project")
            << QStringList{u"runs"_s, u"--project"_s, u"/proc/nonexistent/a"_s};
        QTest::newRow("an argument") << QStringList{u"runs"_s, u"--project"_s, u"PROJECT"_s, u"x"_s};
        QTest::newRow("an unknown format")
            << QStringList{u"runs"_s, u"--project"_s, u"PROJECT"_s, u"--format"_s, u"xml"_s};
        QTest::newRow("an unknown run")
            << QStringList{u"export"_s, u"--project"_s, u"PROJECT"_s, u"--run"_s, u"9"_s};
        QTest::newRow("an unknown ending")
            << QStringList{u"export"_s, u"--project"_s, u"PROJECT"_s, u"--output"_s, u"a.txt"_s};
        QTest::newRow("no runs kept")
            << QStringList{u"compact"_s, u"--project"_s, u"PROJECT"_s, u"--keep-runs"_s, u"0"_s};
    }

    void wrongUseOfTheCommands()
    {
        QFETCH(QStringList, arguments);
        QVERIFY(createProject(m_project));
        const QByteArray before = read(m_project);
        arguments.replaceInStrings(u"PROJECT"_s, m_project);
        const Ran ran = runCli(arguments);
        QCOMPARE(ran.status, 2);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.startsWith("turnstone-cli: ") && ran.err.count('\n') == 1, ran.err.constData());
        QCOMPARE(read(m_project), before);
        const Ran help = runCli({arguments.front(), u"--help"_s});
        QVERIFY(help.status == 0 && help.out.contains("--project"));
        const QByteArray usage = "Usage: turnstone-cli " + arguments.front().toUtf8();
        QVERIFY2(help.out.startsWith(usage), help.out.constData());
    }

private:
    /// Two projects, a list, an older output and links.
    void makeWhatIsNeeded()
    {
        for (const QString &name : {u"P"_s, u"Q"_s}) {
            const auto store = createProject(path(name));
            QVERIFY(store && store.value()->beginRun(RunScope::List, "{}"));
        }
        for (const QString &name : {u"list.csv"_s, u"old.csv"_s}) {
            QFile file(path(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_site.text(u"/fast") + '\n') > 0);
        }
        QVERIFY(QFile::link(path(u"P"), path(u"link.csv")));
        QVERIFY(QFile::link(path(u"list.csv"), path(u"listlink.csv")));
    }
    QMap<QString, QByteArray> everyFile() const
    {
        QMap<QString, QByteArray> files;
        for (const QString &name :
             QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden | QDir::System))
            files[name] = read(path(name));
        return files;
    }
    /// The built program as the first process of a space of its own, as in a container.
    QStringList contained(const QStringList &arguments) const
    {
        const QStringList unshare{u"--user"_s,
                                  u"--map-root-user"_s,
                                  u"--pid"_s,
                                  u"--fork"_s,
                                  u"--mount-proc"_s,
                                  u"--kill-child=KILL"_s,
                                  QStringLiteral(TURNSTONE_CLI)};
        return unshare + crawlOf(arguments);
    }
    Ran runIn(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        beginCli(process, arguments);
        return endCli(process);
    }

    /// A list of so many addresses; `%1` is the number of each.
    QByteArray numbered(int count, const QString &path) const
    {
        QByteArray list;
        for (int i = 0; i < count; ++i)
            list += m_site.text(path.arg(i)) + '\n';
        return list;
    }
    QString url(QStringView where) const { return m_site.address(where).toString(); }
    QString path(QStringView name) const { return m_folder->filePath(name.toString()); }
    static QByteArray read(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// The pages of the file that hold a table or index, in its order.
    std::vector<qint64> leavesOf(const QString &name) const
    {
        std::vector<qint64> leaves;
        const QString pages =
            u"SELECT group_concat(pageno) FROM (SELECT pageno FROM dbstat WHERE name = '%1' "
            "AND pagetype = 'leaf' ORDER BY path)"_s.arg(name);
        for (const QString &page : askSqlite(m_project, pages).toString().split(u','))
            leaves.push_back(page.toLongLong());
        return leaves;
    }
    void damage(qint64 page)
    {
        QFile file(m_project);
        QVERIFY(page > 1 && file.open(QIODevice::ReadWrite) && file.seek((page - 1) * 4096));
        QCOMPARE(file.write(QByteArray(4096, '\0')), 4096);
    }
    QStringList crawlOf(const QStringList &arguments) const
    {
        return QStringList{u"crawl"_s, u"--project"_s, m_project} + arguments;
    }
    Ran crawl(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return runCli(crawlOf(arguments), input);
    }
    Ran onProject(const QString &command, const QStringList &arguments = {}) const
    {
        return runCli(QStringList{command, u"--project"_s, m_project} + arguments);
    }
    /// Root may write everywhere, unless this capability is taken from it.
    static Ran runUnprivileged(const QStringList &arguments)
    {
        QProcess process;
        process.setChildProcessModifier([] {
            if (::getuid() == 0 && ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE) != 0)
                ::_exit(99);
        });
        beginCli(process, arguments);
        return endCli(process);
    }
    static QByteArrayList column(const Ran &ran, int index)
    {
        QByteArrayList cells;
        for (const test::CsvRow &row : ran.rows())
            cells.append(row.value(index));
        return cells;
    }
    static QByteArrayList urls(const Ran &ran) { return column(ran, 0); }
    static QByteArrayList verdicts(const Ran &ran) { return column(ran, 2); }

    TestSite m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_project;
};

QTEST_GUILESS_MAIN(TestCliProject)
#include "tst_cliproject.moc"
