// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/demosite.h"
#include "core/store/project.h"
#include "core/types/crawlsettingsjson.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/oddports.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <optional>
#include <sys/resource.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// The program with --start, --export and --quit-when-done: what it does to a project, and how it ends.
class TestAutomation final : public QObject
{
    Q_OBJECT

    static constexpr int Pages = 12;
    static constexpr int PatienceMs = 30'000;

    QTemporaryDir m_folder;
    std::unique_ptr<DemoSite> m_site;

    QString file(const QString &name) const { return m_folder.filePath(name); }

    /// What a kill leaves of a run that had two results.
    QString unfinishedProject(const QString &name) const
    {
        AddressBlockBuilder builder;
        for (int i = 0; i < Pages; ++i)
            builder.add(m_site->address(u"/page/%1"_s.arg(i)).toEncoded());
        AddressList addresses;
        addresses.append(std::move(builder).build());
        std::vector<FetchResult> results;
        for (RowId row = 0; row < 2; ++row) {
            FetchResult result;
            result.row = row;
            result.verdict = Verdict::Ok;
            Hop hop;
            hop.url = addresses.at(row).toByteArray();
            hop.method = "GET";
            hop.status = 200;
            result.attempts.push_back({});
            result.attempts.back().hops.push_back(hop);
            results.push_back(result);
        }
        const auto store = createProject(file(name));
        if (!store)
            return {};
        const bool made = store.value()->addAddresses(addresses, 0) &&
                          store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll() &&
                          store.value()->append(std::vector{
                              ResultBatch(std::make_shared<const std::vector<FetchResult>>(results))});
        return made ? file(name) : QString();
    }

    struct Ended
    {
        int status = -1;
        QByteArrayList said; ///< by the program, not by the platform plugin
    };

    static QByteArrayList saidIn(const QByteArray &err)
    {
        QByteArrayList lines = err.trimmed().split('\n');
        lines.removeIf([](const QByteArray &line) { return !line.startsWith("turnstone: "); });
        return lines;
    }

    /// With settings and data of its own.
    void prepare(QProcess &process) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        for (const QString &place :
             {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s})
            environment.insert(place, m_folder.path());
        process.setProcessEnvironment(environment);
    }

    /// `limit`: of the size of each file that it writes, in bytes.
    Ended run(const QStringList &arguments, std::optional<rlim_t> limit = std::nullopt) const
    {
        QProcess process;
        prepare(process);
        if (limit) {
            process.setChildProcessModifier([limit] {
                const rlimit files{*limit, *limit};
                ::setrlimit(RLIMIT_FSIZE, &files);
            });
        }
        process.start(QStringLiteral(TURNSTONE_GUI_PROGRAM), arguments);
        if (!process.waitForFinished(PatienceMs)) {
            process.kill();
            process.waitForFinished();
            return {-1, {"it does not end"}};
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
                saidIn(process.readAllStandardError())};
    }

    void overwrite(const QString &path, qint64 at, const QByteArray &bytes) const
    {
        QFile changed(path);
        QVERIFY(changed.open(QIODevice::ReadWrite));
        QVERIFY(changed.seek(at));
        QCOMPARE(changed.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto site = DemoSite::start({});
        QVERIFY(site);
        m_site = std::move(site).value();
    }

    void startGoesOnWhereAProjectStood()
    {
        const QString project = unfinishedProject(u"unfinished.turnstone"_s);
        QVERIFY(!project.isEmpty());
        const QString exported = file(u"all.csv"_s);
        const quint64 before = m_site->counters().requests();
        const Ended ended = run({project, u"--start"_s, u"--export"_s, exported, u"--quit-when-done"_s});
        QCOMPARE(ended.said, QByteArrayList());
        QCOMPARE(ended.status, 0);
        QCOMPARE(m_site->counters().requests(), before + Pages - 2);
        QFile csv(exported);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count('\n'), 1 + Pages);
        const auto store = openProject(project, OpenMode::Read);
        QVERIFY(store);
        const std::vector<RunInfo> runs = store.value()->runs().value();
        QCOMPARE(runs.size(), size_t(1));
        QCOMPARE(runs.front().results, Pages);
        QCOMPARE(runs.front().ending, RunEnding::Finished);
        QVERIFY(store.value()->owedRows().value().empty());
    }

    void exportsIntoSeveralFiles()
    {
        const QStringList exports = {file(u"one.csv"_s), file(u"two.jsonl"_s), file(u"three.xml"_s)};
        const Ended ended =
            run({m_site->address(u"/fast"_s).toString(), u"--start"_s, u"--export"_s, exports[0],
                 u"--export=%1"_s.arg(exports[1]), u"--output"_s, exports[2], u"--quit-when-done"_s});
        QCOMPARE(ended.said, QByteArrayList());
        QCOMPARE(ended.status, 0);
        for (const QString &name : exports) {
            QFile exported(name);
            QVERIFY2(exported.open(QIODevice::ReadOnly), qPrintable(name));
            QVERIFY2(exported.readAll().contains("/fast"), qPrintable(name));
        }
    }

    void aSignalLeavesNothingBesideAnExport_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }

    void aSignalLeavesNothingBesideAnExport()
    {
        QFETCH(int, signal);
        const QTemporaryDir exports;
        const auto inside = [&exports] {
            return QDir(exports.path()).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
        };
        m_site->resetCounters();
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(TURNSTONE_GUI_PROGRAM),
                      {m_site->address(u"/slow?ms=3600000"_s).toString(), u"--start"_s, u"--export"_s,
                       exports.filePath(u"out.csv"_s), u"--quit-when-done"_s});
        QTRY_VERIFY_WITH_TIMEOUT(m_site->counters().requests() > 0, PatienceMs);
        QVERIFY(!inside().isEmpty());
        ::kill(pid_t(process.processId()), signal);
        QVERIFY(process.waitForFinished(PatienceMs));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + signal);
        QCOMPARE(
            saidIn(process.readAllStandardError()),
            (QByteArrayList{"turnstone: Interrupted before the end; what was fetched is in its project."}));
        QCOMPARE(inside(), QStringList());
    }

    void aSignalEndsTheQuestionForAProxy_data() { aSignalLeavesNothingBesideAnExport_data(); }

    void aSignalEndsTheQuestionForAProxy()
    {
        QFETCH(int, signal);
        const DeafPort proxy;
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(TURNSTONE_GUI_PROGRAM),
                      {m_site->address(u"/fast"_s).toString(), u"--start"_s, u"--quit-when-done"_s,
                       u"--proxy"_s, u"http://127.0.0.1:%1"_s.arg(proxy.port())});
        QTRY_VERIFY_WITH_TIMEOUT(proxy.isKnockedAt(), PatienceMs);
        QElapsedTimer timer;
        timer.start();
        ::kill(pid_t(process.processId()), signal);
        QVERIFY(process.waitForFinished(PatienceMs));
        QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + signal);
        QCOMPARE(saidIn(process.readAllStandardError()),
                 (QByteArrayList{
                     "turnstone: Interrupted while checking the proxy; nothing was fetched or written."}));
    }

    /// An option changes what it names: the rest of the run stays as it was.
    void anOptionChangesNothingElseOfARun()
    {
        const QString project = unfinishedProject(u"posted.turnstone"_s);
        QVERIFY(!project.isEmpty());
        {
            const auto store = openProject(project, OpenMode::Write);
            CrawlSettings settings;
            settings.request.method = "POST";
            settings.request.headers = {{"X-Plain", "v1"}};
            settings.limits.perHost = 1;
            QVERIFY(store && store.value()->continueRun(1, crawlSettingsToJson(settings)));
        }
        const Ended ended = run({project, u"--timeout"_s, u"7"_s, u"--start"_s, u"--quit-when-done"_s});
        QCOMPARE(ended.said, QByteArrayList());
        const auto store = openProject(project, OpenMode::Read);
        QVERIFY(store);
        const CrawlSettings kept =
            crawlSettingsFromJson(store.value()->runs().value().front().settings).value();
        QCOMPARE(kept.request.method, QByteArray("POST"));
        QCOMPARE(kept.request.headers, (HeaderList{{"X-Plain", "v1"}}));
        QCOMPARE(kept.limits.perHost, 1);
        QCOMPARE(kept.limits.timeout, std::chrono::milliseconds(7000));
        const auto results = store.value()->readResults(std::vector<RowId>{5});
        QVERIFY(results && results.value().size() == 1);
        QVERIFY(results.value().front().contentHash != 0); // by which runs are compared
    }

    void aProxyThatLacksASecretEndsIt_data()
    {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QStringList>("given");
        QTest::addColumn<QByteArray>("says");
        const QStringList again{u"--proxy"_s, u"http://me@127.0.0.1:9"_s};
        QTest::newRow("its password") << again[1] << QStringList() << QByteArray("are missing");
        QTest::newRow("its key") << u"http://***@127.0.0.1:9"_s << QStringList() << QByteArray("are missing");
        QTest::newRow("given, it has none") << again[1] << again << QByteArray("cannot be used");
    }

    void aProxyThatLacksASecretEndsIt()
    {
        QFETCH(QString, proxy);
        QFETCH(QStringList, given);
        QFETCH(QByteArray, says);
        const QString project =
            unfinishedProject(QLatin1StringView(QTest::currentDataTag()) + u".turnstone"_s);
        QVERIFY(!project.isEmpty());
        {
            const auto store = openProject(project, OpenMode::Write);
            CrawlSettings settings;
            settings.proxy = QUrl(proxy);
            QVERIFY(store && store.value()->continueRun(1, crawlSettingsToJson(settings)));
        }
        const Ended ended = run(QStringList{project, u"--start"_s, u"--quit-when-done"_s} + given);
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.size() == 1 && ended.said.front().contains(says),
                 ended.said.join('\n').constData());
    }

    void noExportReplacesWhatWasRead_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("a body") << QStringList{u"--method"_s, u"POST"_s, u"--data-file"_s,
                                               file(u"read.csv"_s)};
        QTest::newRow("header fields") << QStringList{u"--header"_s, u'@' + file(u"read.csv"_s)};
        QTest::newRow("the list") << QStringList{file(u"read.csv"_s)};
    }

    void noExportReplacesWhatWasRead()
    {
        QFETCH(QStringList, options);
        const QByteArray content = "X-Tide: http://127.0.0.1/\n";
        QFile given(file(u"read.csv"_s));
        QVERIFY(given.open(QIODevice::ReadWrite | QIODevice::Truncate));
        given.write(content);
        given.close();
        const quint64 before = m_site->counters().requests();
        const Ended ended =
            run(options + QStringList{m_site->address(u"/fast"_s).toString(), u"--start"_s,
                                      u"--quit-when-done"_s, u"--export"_s, file(u"read.csv"_s)});
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.join('\n').contains("read.csv"), ended.said.join('\n').constData());
        QVERIFY(given.open(QIODevice::ReadOnly));
        QCOMPARE(given.readAll(), content);
        QCOMPARE(m_site->counters().requests(), before);
    }

    /// Rather than to leave it aside without a word.
    void whatIsForTheCommandLineIsRefused_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("--project") << QStringList{u"--project"_s, file(u"named.turnstone"_s)};
        QTest::newRow("--resume") << QStringList{u"--resume"_s};
        QTest::newRow("--only") << QStringList{u"--only"_s};
        QTest::newRow("--run") << QStringList{u"--run"_s, u"1"_s};
        QTest::newRow("--table") << QStringList{u"--table"_s};
        QTest::newRow("--format") << QStringList{u"--format"_s, u"csv"_s};
    }

    void whatIsForTheCommandLineIsRefused()
    {
        QFETCH(QStringList, options);
        const Ended ended = run(options + QStringList{m_site->address(u"/fast"_s).toString(), u"--start"_s,
                                                      u"--quit-when-done"_s});
        QCOMPARE(ended.status, 2);
        QVERIFY2(
            ended.said.join('\n').contains(QByteArray(options.front().toUtf8() + " is for turnstone-cli")),
            ended.said.join('\n').constData());
    }

    void whatNeedsAProjectHasOne()
    {
        const Ended ended = run({u"--keep-headers"_s, u"--keep-bodies"_s, u"100"_s, u"--start"_s,
                                 u"--quit-when-done"_s, u"--"_s, m_site->address(u"/fast"_s).toString()});
        QVERIFY2(ended.status == 0, ended.said.join('\n').constData());
    }

    void aListThatLacksASecretEndsIt()
    {
        QFile list(file(u"list.jsonl"_s));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("{\"url\": \"" + m_site->address(u"/fast"_s).toEncoded() +
                   "\", \"headers\": {\"X-Api-Key\": \"***\"}}\n");
        list.close();
        const quint64 before = m_site->counters().requests();
        const Ended ended = run({list.fileName(), u"--start"_s, u"--quit-when-done"_s});
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.size() == 1 && ended.said.front().contains("are missing"),
                 ended.said.join('\n').constData());
        QCOMPARE(m_site->counters().requests(), before);
    }

    /// The window holds a crawl that cannot be written until somebody makes room; here nobody comes.
    void aProjectThatCannotGrowEndsIt()
    {
        QFile list(file(u"long.txt"_s));
        QVERIFY(list.open(QIODevice::WriteOnly));
        for (int i = 0; i < 4000; ++i)
            list.write(m_site->address(u"/page/%1"_s.arg(i)).toEncoded() + '\n');
        list.close();
        const quint64 before = m_site->counters().requests();
        const Ended ended = run({list.fileName(), u"--per-host"_s, u"32"_s, u"--rate"_s, u"800"_s,
                                 u"--start"_s, u"--export"_s, file(u"long.csv"_s), u"--quit-when-done"_s},
                                400'000);
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.join('\n').contains("the file size limit"), ended.said.join('\n').constData());
        const quint64 sent = m_site->counters().requests() - before;
        QVERIFY2(sent > 0 && sent < 4000, QByteArray::number(sent).constData());
    }

    /// Nobody is there to correct it, or to say that it will come.
    void aProxyThatIsAwayEndsIt()
    {
        const RefusingPort closed;
        QFile list(file(u"list.txt"_s));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write(m_site->address(u"/fast"_s).toEncoded() + '\n');
        list.close();
        const quint64 before = m_site->counters().requests();
        const Ended ended = run({u"--proxy"_s, u"http://127.0.0.1:%1"_s.arg(closed.port()), list.fileName(),
                                 u"--start"_s, u"--quit-when-done"_s});
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.size() == 1 && ended.said.front().contains("The proxy") &&
                     ended.said.front().contains("cannot be used"),
                 ended.said.join('\n').constData());
        QCOMPARE(m_site->counters().requests(), before);
    }

    void whatIsExportedWithoutAResultIsKept_data()
    {
        QTest::addColumn<bool>("isDamaged");
        QTest::newRow("whole") << false;
        QTest::newRow("damaged") << true;
    }

    /// A project that nobody named goes where all of it is exported, and only there.
    void whatIsExportedWithoutAResultIsKept()
    {
        QFETCH(bool, isDamaged);
        const QTemporaryDir data;
        QProcess process;
        prepare(process);
        QProcessEnvironment environment = process.processEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, data.path());
        process.setProcessEnvironment(environment);
        const auto project = [&data] {
            QDirIterator found(data.path(), {u"*.turnstone"_s}, QDir::Files, QDirIterator::Subdirectories);
            return found.hasNext() ? found.next() : QString();
        };
        const QString exported = file(isDamaged ? u"lacking.csv"_s : u"lacking-none.csv"_s);
        process.start(QStringLiteral(TURNSTONE_GUI_PROGRAM),
                      {m_site->address(u"/fast"_s).toString(), m_site->address(u"/slow?ms=2000"_s).toString(),
                       u"--start"_s, u"--export"_s, exported, u"--quit-when-done"_s});
        const auto hasFirst = [&project] {
            return !project().isEmpty() &&
                   askSqlite(project(), u"SELECT count(*) FROM result_rows WHERE address_id = 0"_s).toInt() ==
                       1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasFirst(), PatienceMs);
        if (isDamaged)
            askSqlite(project(), u"UPDATE pages SET reason = 'a' || char(0) WHERE address_id = 0"_s);
        QVERIFY(process.waitForFinished(PatienceMs));
        const QByteArrayList said = saidIn(process.readAllStandardError());
        QCOMPARE(process.exitCode(), isDamaged ? 1 : 0);
        QCOMPARE(said.size(), isDamaged ? 1 : 0);
        QVERIFY2(!isDamaged || said.front().contains("1 result is damaged and was left out"),
                 said.join('\n').constData());
        QFile csv(exported);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count('\n'), isDamaged ? 2 : 3);
        QCOMPARE(!project().isEmpty(), isDamaged);
    }

    /// As well where it is damaged from the beginning on.
    void aDamagedResultEndsIt()
    {
        const QString project = unfinishedProject(u"zeros.turnstone"_s);
        askSqlite(project, u"UPDATE pages SET reason = 'a' || char(0) WHERE address_id = 0"_s);
        const QString exported = file(u"zeros.csv"_s);
        const Ended ended = run({project, u"--start"_s, u"--export"_s, exported, u"--quit-when-done"_s});
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.said.join('\n').contains("1 result is damaged and was left out"),
                 ended.said.join('\n').constData());
        QFile csv(exported);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count('\n'), Pages);
        QVERIFY(QFile::exists(project));
    }

    /// Rather than to send their requests again.
    void lostResultsEndIt()
    {
        const QString project = unfinishedProject(u"lost.turnstone"_s);
        askSqlite(project, u"DELETE FROM result_rows WHERE address_id = 0"_s);
        const quint64 before = m_site->counters().requests();
        const Ended ended = run({project, u"--start"_s, u"--quit-when-done"_s});
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.join('\n').contains("1 of its results cannot be read"),
                 ended.said.join('\n').constData());
        QCOMPARE(m_site->counters().requests(), before);
    }

    void aRefusedProjectEndsIt_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("garbage") << u"garbage"_s << QByteArray("is not a Turnstone project");
        QTest::newRow("damaged") << u"damaged"_s << QByteArray("is damaged");
        QTest::newRow("not there") << u"absent"_s << QByteArray("absent.turnstone");
        QTest::newRow("written by another") << u"busy"_s << QByteArray("is being written by");
        QTest::newRow("of a newer version") << u"newer"_s << QByteArray("newer Turnstone");
    }

    void aRefusedProjectEndsIt()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, says);
        const QString project = file(kind + u".turnstone");
        std::unique_ptr<Store> writer;
        if (kind == u"garbage") {
            QFile garbage(project);
            QVERIFY(garbage.open(QIODevice::WriteOnly));
            garbage.write(QByteArray(9'000, 'x'));
        } else if (kind != u"absent") {
            QVERIFY(!unfinishedProject(kind + u".turnstone").isEmpty());
        }
        if (kind == u"damaged") {
            overwrite(project, 100, QByteArray(9'000, 'x')); // behind the header
        } else if (kind == u"newer") {
            overwrite(project, 60, QByteArray("\0\0\0\x63", 4)); // user_version
        } else if (kind == u"busy") {
            auto opened = openProject(project, OpenMode::Write);
            QVERIFY(opened);
            writer = std::move(opened).value();
        }
        const quint64 before = m_site->counters().requests();
        const QString exported = file(kind + u".csv");
        const Ended ended = run({project, u"--start"_s, u"--export"_s, exported, u"--quit-when-done"_s});
        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.said.size(), 1);
        QVERIFY2(ended.said.front().contains(says), ended.said.front().constData());
        QVERIFY(!QFile::exists(exported));
        QCOMPARE(m_site->counters().requests(), before);
    }
};

QTEST_GUILESS_MAIN(TestAutomation)

#include "tst_automation.moc"
