// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprogram.h"
#include "tests/support/oddports.h"
#include "tests/support/testsite.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace turnstone;

using test::beginCli;
using test::endCli;
using test::PatienceMs;
using test::Ran;
using test::runCli;

/// The built program as its users meet it.
class TestCli final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_site.resetCounters();
    }

    void standardOutputIsOnlyData()
    {
        const Ran ran = crawl({url(u"/fast"), url(u"/redirect/2"), url(u"/encoding/gbk")});
        QCOMPARE(ran.status, 0);
        const auto all = test::readCsv(ran.out);
        QVERIFY2(all && all->size() == 4, ran.out.constData());
        QVERIFY(ran.out.startsWith("url,final_url,verdict,status,reason,title,"));
        QCOMPARE(all->at(1).at(2), QByteArray("ok"));
        QCOMPARE(all->at(2).at(2), QByteArray("redirected"));
        QCOMPARE(all->at(3).at(5), QByteArray("翻石鹬与潮汐：黄海湿地观鸟手记"));
        QVERIFY2(ran.err.contains("3 addresses: 2 ok, 1 redirected."), ran.err.constData());
        QVERIFY2(!ran.err.contains("Written to"), ran.err.constData()); // it is no file
    }

    void exitStatus_data()
    {
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<int>("status");
        QTest::newRow("all ok") << QStringList{u"/fast"_qs, u"/page/1"_qs} << 0;
        QTest::newRow("redirected is fine") << QStringList{u"/redirect/1"_qs} << 0;
        QTest::newRow("one is broken") << QStringList{u"/fast"_qs, u"/status/404"_qs} << 1;
        QTest::newRow("one is no address") << QStringList{u"/fast"_qs, u"bad"_qs} << 1;
    }

    void exitStatus()
    {
        QFETCH(QStringList, paths);
        QFETCH(int, status);
        QStringList addresses;
        for (const QString &path : paths)
            addresses.append(path.startsWith(u'/') ? url(path) : u"ftp://127.0.0.1/"_qs);
        QCOMPARE(crawl(addresses).status, status);
    }

    void quietSaysNothing() { QCOMPARE(crawl({u"--quiet"_qs, url(u"/status/404")}).err, QByteArray()); }

    void rowsComeInTheOrderOfTheList()
    {
        QStringList addresses;
        for (int i = 0; i < 40; ++i)
            addresses.append(url(u"/random?min=0&max=60&n=%1"_qs.arg(i)));
        const QList<test::CsvRow> rows = crawl(addresses).rows();
        QCOMPARE(rows.size(), 40);
        for (int i = 0; i < 40; ++i)
            QCOMPARE(rows[i][0], addresses[i].toUtf8());
    }

    void standardInputIsAList()
    {
        const Ran ran =
            crawl({u"-"_qs}, url(u"/fast").toUtf8() + "\n\n# comment\n" + url(u"/page/2").toUtf8());
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.rows().size(), 2);
    }

    void duplicatesAndBadLinesAreReported()
    {
        const QByteArray fast = url(u"/fast").toUtf8();
        QByteArray list = fast + '\n' + fast + "\nftp://127.0.0.1/\n" + fast + '\n';
        Ran ran = crawl({u"-"_qs}, list);
        QCOMPARE(ran.status, 1);
        QCOMPARE(ran.rows().size(), 2);
        QCOMPARE(ran.rows().at(1).at(2), QByteArray("invalid_url"));
        QVERIFY2(ran.err.contains("2 lines"), ran.err.constData());
        QVERIFY2(ran.err.contains("Line 3 of standard input: ") && ran.err.contains("ftp://127.0.0.1/"),
                 ran.err.constData());

        for (int i = 0; i < 10'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        ran = crawl({u"-"_qs}, list);
        QCOMPARE(ran.rows().size(), 10'002);
        QVERIFY2(ran.err.contains("10,001"), ran.err.constData());
        QVERIFY2(ran.err.count('\n') < 15, ran.err.constData());
    }

    void whatWasReadHowIsSaid()
    {
        const QString list = path(u"list.csv");
        QFile file(list);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("url,old\n" + url(u"/fast").toUtf8() + ',' + url(u"/page/1").toUtf8() + "\n" +
                   url(u"/page/").toUtf8() + "%2f" + ",\n" + url(u"/page/").toUtf8() + "%2F" + ",\n");
        file.close();
        Ran ran = crawl({list});
        QCOMPARE(ran.rows().size(), 2);
        for (const char *word : {"column \"url\" of 2", "--column NAME", "the same request as", "%2F", "%2f"})
            QVERIFY2(ran.err.toLower().contains(QByteArray(word).toLower()), ran.err.constData());
        ran = crawl({u"--column"_qs, u"old"_qs, list});
        QCOMPARE(ran.rows().size(), 1);
        QVERIFY(ran.rows().at(0).at(0).endsWith("/page/1"));
        QVERIFY2(ran.err.contains("nothing in that column: 2"), ran.err.constData());
        ran = crawl({u"--column"_qs, u"older"_qs, list});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("url, old"), ran.err.constData());
    }

    void aTableForPeople()
    {
        const Ran ran = crawl({u"--table"_qs, url(u"/hostile-title"), url(u"/status/404")});
        QCOMPARE(ran.status, 1);
        const QByteArrayList lines = ran.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith("Verdict"));
        QVERIFY(lines[2].startsWith("Broken"));
        QVERIFY2(!ran.out.contains('\x1b') && !ran.out.contains("\xe2\x80\xae"), ran.out.constData());
    }

    void everyFormatIsWritten()
    {
        const QStringList names = {path(u"a.html"), path(u"a.xlsx"), path(u"a.xml"), path(u"noending")};
        QStringList arguments = {u"--format"_qs, u"junit"_qs, url(u"/fast"), url(u"/status/404")};
        for (const QString &name : names)
            arguments += {u"--output"_qs, name};
        const Ran ran = crawl(arguments);
        QVERIFY2(ran.status == 1, ran.err.constData());
        QVERIFY(read(names[0]).startsWith("<!DOCTYPE html>"));
        QVERIFY(read(names[0]).contains("32 at once"));
        QVERIFY(read(names[1]).startsWith("PK"));
        QVERIFY(read(names[2]).contains("tests=\"2\" failures=\"1\""));
        QVERIFY(read(names[3]).contains("tests=\"2\" failures=\"1\""));
        const Ran lines = crawl({u"--format"_qs, u"jsonl"_qs, u"-o"_qs, u"-"_qs, url(u"/fast")});
        QVERIFY(QJsonDocument::fromJson(lines.out).isObject());
        const Ran workbook = crawl({u"--format"_qs, u"xlsx"_qs, u"-o"_qs, u"-"_qs, url(u"/fast")});
        QCOMPARE(workbook.status, 2);
        QVERIFY2(workbook.err.contains(".xlsx"), workbook.err.constData());
    }

    void severalFilesAtOnce()
    {
        const QString csv = path(u"a.csv"), lines = path(u"b.jsonl");
        const Ran ran =
            crawl({u"--output"_qs, csv, u"--output"_qs, lines, url(u"/fast"), url(u"/status/404")});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.out.isEmpty(), "files were asked for, so nothing else is written");
        const auto rows = test::readCsv(read(csv));
        QVERIFY(rows && rows->size() == 3);
        const QByteArrayList objects = read(lines).trimmed().split('\n');
        QCOMPARE(objects.size(), 2);
        const QJsonObject second = QJsonDocument::fromJson(objects[1]).object();
        QCOMPARE(second[u"status"_qs].toInt(), 404);
        QVERIFY(second[u"attempts"_qs].isArray());
        QVERIFY2(ran.err.contains("a.csv") && ran.err.contains("b.jsonl"), ran.err.constData());
    }

    void aLineMayBringItsOwnRequest()
    {
        const QJsonObject request{{u"url"_qs, url(u"/status/200")},
                                  {u"method"_qs, u"POST"_qs},
                                  {u"json"_qs, QJsonObject{{u"tide"_qs, u"low"_qs}}}};
        const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact);
        QCOMPARE(crawl({u"-"_qs}, line + '\n').status, 0);
        QCOMPARE(m_site.counters().recentVisits().back().method, QByteArray("POST"));
    }

    void fewDescriptorsAreEnough_data()
    {
        QTest::addColumn<int>("descriptors");
        for (const int descriptors : {64, 256, 1024})
            QTest::addRow("%d", descriptors) << descriptors;
    }

    /// What is wanted at once takes more than the system allows: fewer are in flight then, and nothing fails.
    void fewDescriptorsAreEnough()
    {
        QFETCH(int, descriptors);
        QByteArray list;
        for (int i = 0; i < 1500; ++i)
            list += url(u"/slow?ms=20&n=%1"_qs.arg(i)).toUtf8() + '\n';
        QProcess process;
        process.setChildProcessModifier([descriptors] {
            const rlimit files{rlim_t(descriptors), rlim_t(descriptors)};
            ::setrlimit(RLIMIT_NOFILE, &files);
        });
        beginCli(process,
                 {u"crawl"_qs, u"--concurrency"_qs, u"1000"_qs, u"--per-host"_qs, u"1000"_qs, u"--output"_qs,
                  path(u"few.csv"), u"-"_qs},
                 list);
        const Ran ran = endCli(process);
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY2(ran.err.contains("ulimit -n"), ran.err.constData());
        QVERIFY2(ran.err.contains("1,500 ok"), ran.err.constData());
    }

    void noOutputHoldsASecret()
    {
        const QString address = url(u"/fast").replace(u"http://"_qs, u"http://tide:sesame@"_qs);
        const QJsonObject keyed{{u"url"_qs, url(u"/page/1")},
                                {u"headers"_qs, QJsonObject{{u"X-Api-Key"_qs, u"sesame"_qs}}}};
        const QByteArray list = address.toUtf8() + "\nhttp://tide:sesame@bad_host.example:99999/\n" +
                                QJsonDocument(keyed).toJson(QJsonDocument::Compact) + '\n';
        const QStringList names = {u"a.csv"_qs, u"a.jsonl"_qs, u"a.html"_qs, u"a.xml"_qs};
        QStringList arguments{u"--header"_qs, u"Authorization: Bearer sesame"_qs};
        for (const QString &name : names)
            arguments << u"--output"_qs << path(name);
        const Ran ran = crawl(arguments << u"-"_qs, list);
        QCOMPARE(ran.status, 1);
        QVERIFY2(!ran.err.contains("sesame"), ran.err.constData());
        for (const QString &name : names) {
            const QByteArray written = read(path(name));
            QVERIFY(written.contains("***@127.0.0.1"));
            QVERIFY2(!written.contains("sesame"), qPrintable(name));
        }
    }

    void failFastStops()
    {
        QStringList addresses{u"--fail-fast"_qs, u"--per-host"_qs, u"1"_qs, url(u"/status/404")};
        for (int i = 0; i < 100; ++i)
            addresses.append(url(u"/slow?ms=200&n=%1"_qs.arg(i)));
        const Ran ran = crawl(addresses);
        QCOMPARE(ran.status, 1);
        QCOMPARE(ran.rows().size(), 101);
        QVERIFY(m_site.counters().requests() < 50);
        QVERIFY2(ran.err.contains("first address that is not fine"), ran.err.constData());
    }

    void nothingIsFetchedInVain_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto add = [](const char *name, const QStringList &arguments, const QByteArray &says) {
            QTest::newRow(name) << arguments << says;
        };
        add("output in no folder", {u"--output"_qs, u"/proc/nonexistent/x.csv"_qs}, "/proc/nonexistent");
        add("output on a folder", {u"--output"_qs, u"FOLDER/folder.csv"_qs}, "folder.csv");
        add("second output is bad",
            {u"--output"_qs, u"FOLDER/a.csv"_qs, u"--output"_qs, u"/proc/nonexistent/x.csv"_qs},
            "/proc/nonexistent");
        add("output of unknown kind", {u"--output"_qs, u"x.txt"_qs}, "x.txt");
        add("missing list", {u"FOLDER/missing.txt"_qs}, "missing.txt");
        add("folder for a list", {u"FOLDER"_qs}, "folder");
        add("bad number", {u"--concurrency"_qs, u"lots"_qs}, "--concurrency");
        add("unknown option", {u"--unheard-of"_qs}, "unheard-of");
        add("missing value", {u"--output"_qs}, "output");
        add("a proxy that is down", {u"--proxy"_qs, u"http://127.0.0.1:CLOSED"_qs}, "proxy");
    }

    void nothingIsFetchedInVain()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        QVERIFY(QDir(m_folder->path()).mkdir(u"folder.csv"_qs));
        const RefusingPort closed;
        arguments.replaceInStrings(u"FOLDER"_qs, m_folder->path());
        arguments.replaceInStrings(u"CLOSED"_qs, QString::number(closed.port()));
        arguments.prepend(url(u"/fast"));
        const Ran ran = crawl(arguments);
        QCOMPARE(ran.status, 2);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QVERIFY2(ran.err.startsWith("turnstone-cli: ") && ran.err.count('\n') == 1, ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
        QVERIFY2(!QFile::exists(path(u"a.csv")), "no half output is left behind");
    }

    void anUnreadableListIsAnError()
    {
        const Ran ran =
            crawl({url(u"/fast"), u"/proc/self/mem"_qs}); // opens, and cannot be read even by root
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("could not be read"), ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void anEmptyListIsAnError()
    {
        const Ran ran = crawl({u"-"_qs}, "\n# nothing\n");
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("no address"), ran.err.constData());
    }

    void wrongUseOfTheProgram()
    {
        QCOMPARE(runCli({}).status, 2);
        QCOMPARE(runCli({u"bogus"_qs}).status, 2);
        QCOMPARE(runCli({u"crawl"_qs}).status, 2);
        QCOMPARE(runCli({u"demo"_qs, u"--port"_qs, u"x"_qs}).status, 2);
        for (const QStringList &arguments : {QStringList{u"--help"_qs}, QStringList{u"--version"_qs},
                                             QStringList{u"crawl"_qs, u"--help"_qs}}) {
            const Ran ran = runCli(arguments);
            QCOMPARE(ran.status, 0);
            QVERIFY(!ran.out.isEmpty() && ran.err.isEmpty());
        }
    }

    void interruptWritesWhatThereIs_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }

    void interruptWritesWhatThereIs()
    {
        QFETCH(int, signal);
        const QString csv = path(u"a.csv");
        QStringList arguments{u"crawl"_qs, u"--per-host"_qs, u"2"_qs, u"--output"_qs, csv, u"-"_qs};
        QByteArray list = url(u"/fast").toUtf8() + '\n';
        for (int i = 0; i < 500; ++i)
            list += url(u"/slow?ms=60000&n=%1"_qs.arg(i)).toUtf8() + '\n';
        QProcess process;
        process.setChildProcessModifier([] { std::signal(SIGHUP, SIG_DFL); }); // whatever began the test
        beginCli(process, arguments, list);
        // Of two at once the third begins when the program has the first one's answer.
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() == 3, PatienceMs);
        QCOMPARE(m_site.counters().requestsTo("/fast"), quint64(1));
        QElapsedTimer timer;
        timer.start();
        ::kill(pid_t(process.processId()), signal);
        const Ran ran = endCli(process);
        QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(ran.status, 128 + signal);
        const auto rows = test::readCsv(read(csv));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 502);
        QCOMPARE(rows->at(1).at(2), QByteArray("ok"));
        for (int i = 2; i < 502; ++i)
            QCOMPARE(rows->at(i).at(2), QByteArray("cancelled"));
        QVERIFY2(ran.err.contains("Interrupted"), ran.err.constData());
    }

    void anOutputThatCannotTakeItsPlaceIsKept()
    {
        QProcess process;
        beginCli(process,
                 {u"crawl"_qs, u"-o"_qs, path(u"a.csv"), u"-o"_qs, path(u"b.csv"), url(u"/slow?ms=700")});
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() == 1, PatienceMs);
        QVERIFY(QDir(m_folder->path()).mkdir(u"a.csv"_qs)); // came in between
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        const QStringList kept = QDir(m_folder->path()).entryList({u"a.csv.*"_qs}, QDir::Files);
        QCOMPARE(kept.size(), 1);
        QVERIFY2(ran.err.contains(kept.front().toUtf8()), ran.err.constData());
        QVERIFY2(!ran.err.contains("still there"), ran.err.constData());
        const QByteArray written = "ritten to " + path(u"%1.csv").toUtf8() + '.';
        QVERIFY2(!ran.err.contains(QByteArray(written).replace("%1", "a")), ran.err.constData());
        QVERIFY2(ran.err.contains(QByteArray(written).replace("%1", "b")), ran.err.constData());
        QCOMPARE(test::readCsv(read(path(kept.front())))->size(), 2);
        QCOMPARE(test::readCsv(read(path(u"b.csv")))->size(), 2); // the other one is not to blame
    }

    /// As after an interrupt: the rows that were not reached are rows of it, too.
    void anOutputThatFailsLeavesTheOthers_data()
    {
        QTest::addColumn<QStringList>("failing");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("a file") << QStringList{u"--format"_qs, u"csv"_qs, u"-o"_qs, u"/dev/full"_qs}
                                << QByteArray("/dev/full");
        QTest::newRow("standard output") << QStringList{u"-o"_qs, u"-"_qs} << QByteArray("standard output");
        QTest::newRow("a table") << QStringList{u"--table"_qs} << QByteArray("tandard output");
    }

    void anOutputThatFailsLeavesTheOthers()
    {
        QFETCH(QStringList, failing);
        QFETCH(QByteArray, says);
        QByteArray list = url(u"/fast").toUtf8() + '\n';
        for (int i = 0; i < 100; ++i)
            list += url(u"/slow?ms=60000&n=%1"_qs.arg(i)).toUtf8() + '\n';
        QProcess process;
        process.setStandardOutputFile(u"/dev/full"_qs);
        beginCli(process,
                 QStringList{u"crawl"_qs, u"-"_qs, u"-o"_qs, path(u"a.csv")} + failing +
                     QStringList{u"-o"_qs, path(u"b.jsonl")},
                 list);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.count(says) == 1, ran.err.constData());
        QVERIFY2(ran.err.contains(path(u"a.csv").toUtf8()), ran.err.constData());
        const auto rows = test::readCsv(read(path(u"a.csv")));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 102);
        QCOMPARE(rows->at(1).at(2), QByteArray("ok"));
        QCOMPARE(rows->at(101).at(2), QByteArray("cancelled"));
        QCOMPARE(read(path(u"b.jsonl")).count('\n'), 101);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2);
    }

    void aFileThatMayNotGrowIsTold()
    {
        QProcess process;
        process.setChildProcessModifier([] {
            const rlimit limit{2000, 2000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            std::signal(SIGXFSZ, SIG_DFL);
        });
        QByteArray list;
        for (int i = 0; i < 100; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        beginCli(process, {u"crawl"_qs, u"-o"_qs, path(u"a.csv"), u"-"_qs}, list);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(path(u"a.csv").toUtf8()), ran.err.constData());
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
    }

    /// Qt would make other names of them.
    void argumentsThatAreNoText_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("output") << u"exec \"$0\" crawl -o \"$1/$(printf '\\377').csv\" $2"_qs;
        QTest::newRow("list") << u"cd \"$1\"; f=$(printf 'a\\377.txt'); echo $2 >\"$f\"; "
                                 "\"$0\" crawl \"$f\"; s=$?; rm \"$f\"; exit $s"_qs;
        QTest::newRow("address") << u"exec \"$0\" crawl \"$2$(printf '\\377')\""_qs;
    }

    void argumentsThatAreNoText()
    {
        QFETCH(QString, script);
        QProcess process;
        process.start(u"/bin/sh"_qs,
                      {u"-c"_qs, script, QStringLiteral(TURNSTONE_CLI), m_folder->path(), url(u"/fast")});
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("UTF-8") && ran.err.count('\n') == 1, ran.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void aHangupStaysIgnored()
    {
        QProcess process;
        process.setChildProcessModifier([] { std::signal(SIGHUP, SIG_IGN); }); // as nohup does
        beginCli(process, {u"crawl"_qs, u"-o"_qs, u"-"_qs, url(u"/slow?ms=700")});
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() == 1, PatienceMs);
        ::kill(pid_t(process.processId()), SIGHUP);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.rows().at(0).at(2), QByteArray("ok"));
    }

    void whatCannotBeWrittenIsTold_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<bool>("isClosed"); // else full
        const auto add = [](const char *name, const QString &arguments) {
            QTest::addRow("%s, full", name) << arguments.split(u' ') << false;
            QTest::addRow("%s, closed", name) << arguments.split(u' ') << true;
        };
        add("--help", u"--help"_qs);
        add("--version", u"--version"_qs);
        add("crawl --help", u"crawl --help"_qs);
        add("runs --help", u"runs --help"_qs);
        add("a table", u"crawl --table URL"_qs);
        add("a long table", u"crawl --table - URL"_qs);
        add("CSV", u"crawl URL"_qs);
        add("CSV and a file", u"crawl -o - -o FOLDER/a.csv URL"_qs);
        add("JUnit", u"crawl --format junit -o - URL"_qs);
        add("the demo's list", u"demo --list"_qs);
        add("the demo", u"demo"_qs);
    }

    void whatCannotBeWrittenIsTold()
    {
        QFETCH(QStringList, arguments);
        QFETCH(bool, isClosed);
        arguments.replaceInStrings(u"FOLDER"_qs, m_folder->path());
        arguments.replaceInStrings(u"URL"_qs, url(u"/fast"));
        QByteArray list;
        for (int i = 0; i < 2'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        QProcess process;
        process.setStandardOutputFile(u"/dev/full"_qs);
        if (isClosed)
            process.setChildProcessModifier([] { ::close(STDOUT_FILENO); });
        beginCli(process, arguments, list);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(isClosed ? "Bad file descriptor" : "No space left") ||
                     ran.err.contains("The disk is full"),
                 ran.err.constData());
        QVERIFY2(ran.err.toLower().count("standard output") == 1, ran.err.constData());
        if (isClosed && arguments.contains(u"crawl"_qs))
            QVERIFY2(m_site.counters().requests() == 0, "nothing is fetched in vain");
    }

    /// The first file to be opened would get its place.
    void aProjectIsNotOpenedInThePlaceOfAStream()
    {
        QProcess process;
        process.setChildProcessModifier([] {
            for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
                ::close(stream);
        });
        beginCli(process, {u"crawl"_qs, u"--project"_qs, path(u"a.turnstone"), u"-o"_qs, path(u"a.csv"),
                           url(u"/fast")});
        QCOMPARE(endCli(process).status, 0);
        QVERIFY(read(path(u"a.csv")).startsWith("url,"));
        QVERIFY(read(path(u"a.turnstone")).startsWith("SQLite format 3"));
    }

    void aClosedStandardInputIsNoList()
    {
        QProcess process;
        process.setChildProcessModifier([] { ::close(STDIN_FILENO); });
        beginCli(process, {u"crawl"_qs, u"-"_qs});
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("Bad file descriptor"), ran.err.constData());
    }

    void aReaderThatHasSeenEnoughIsNoError_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("help") << QStringList{u"crawl"_qs, u"--help"_qs};
        QTest::newRow("the demo's list") << QStringList{u"demo"_qs, u"--list"_qs};
    }

    void aReaderThatHasSeenEnoughIsNoError()
    {
        QFETCH(QStringList, arguments);
        std::array<int, 2> ends{};
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        ::close(ends[0]); // nobody reads
        QProcess process;
        process.setChildProcessModifier([end = ends[1]] { ::dup2(end, STDOUT_FILENO); });
        beginCli(process, arguments);
        const Ran ran = endCli(process);
        ::close(ends[1]);
        QCOMPARE(ran.status, 128 + SIGPIPE);
        QCOMPARE(ran.err, QByteArray());
    }

    /// As GNU timeout sends them: to the program, and to its group.
    void aSignalEndsTheQuestionForAProxy_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void aSignalEndsTheQuestionForAProxy()
    {
        QFETCH(int, signal);
        const DeafPort proxy;
        const QString csv = path(u"a.csv"), project = path(u"a.turnstone");
        QProcess process;
        beginCli(process, {u"crawl"_qs, u"--proxy"_qs, u"http://127.0.0.1:%1"_qs.arg(proxy.port()),
                           u"--output"_qs, csv, u"--project"_qs, project, url(u"/fast")});
        QTRY_VERIFY_WITH_TIMEOUT(proxy.isKnockedAt(), PatienceMs);
        QElapsedTimer timer;
        timer.start();
        ::kill(pid_t(process.processId()), signal);
        const Ran ran = endCli(process);
        QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(ran.status, 128 + signal);
        QVERIFY2(ran.err.contains("Interrupted"), ran.err.constData());
        QVERIFY(!QFile::exists(csv));
        QVERIFY(!QFile::exists(project));
    }

    void aSignalThatComesTwiceIsOne()
    {
        const QString csv = path(u"twice.csv");
        QByteArray list = url(u"/fast").toUtf8() + '\n';
        for (int i = 0; i < 500; ++i)
            list += url(u"/slow?ms=60000&n=%1"_qs.arg(i)).toUtf8() + '\n';
        QProcess process;
        beginCli(process, {u"crawl"_qs, u"--output"_qs, csv, u"-"_qs}, list);
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().open() > 2, PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requestsTo("/fast") == 1, PatienceMs);
        ::kill(pid_t(process.processId()), SIGTERM);
        QVERIFY(!process.waitForFinished(1));
        ::kill(pid_t(process.processId()), SIGTERM);
        const Ran ran = endCli(process);
        QCOMPARE(ran.status, 128 + SIGTERM);
        const auto rows = test::readCsv(read(csv));
        QVERIFY2(rows, "no output");
        QCOMPARE(rows->size(), 502);
        QVERIFY2(ran.err.contains("Interrupted; what was fetched has been written."), ran.err.constData());
    }

    void aLaterSignalGivesUpTheOutput()
    {
        // Nobody reads: the program cannot end by itself.
        const QByteArray pipe = QFile::encodeName(path(u"pipe"));
        QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
        const int reader = ::open(pipe.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(reader >= 0);
        const auto close = qScopeGuard([reader] { ::close(reader); });
        QByteArray list;
        for (int i = 0; i < 20'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        QProcess process;
        process.setStandardOutputFile(QFile::decodeName(pipe));
        beginCli(process, {u"crawl"_qs, u"-"_qs}, list);
        const auto writes = [reader] {
            pollfd waiting{reader, POLLIN, 0};
            return ::poll(&waiting, 1, 0) == 1 && (waiting.revents & POLLIN) != 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(writes(), PatienceMs);
        QElapsedTimer timer;
        timer.start();
        do
            ::kill(pid_t(process.processId()), SIGINT);
        while (!process.waitForFinished(50) && timer.elapsed() < PatienceMs);
        QVERIFY2(timer.elapsed() >= 1000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(process.state(), QProcess::NotRunning);
        QCOMPARE(process.exitCode(), 128 + SIGINT);
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(
            said.endsWith("Interrupted again: the program ends at once, and its output is not complete.\n"),
            said.constData());
    }

    void aClosedStandardOutputEndsQuietly_data()
    {
        QTest::addColumn<QString>("form");
        QTest::newRow("CSV") << u"--output=-"_qs;
        QTest::newRow("table") << u"--table"_qs;
    }

    void aClosedStandardOutputEndsQuietly()
    {
        QFETCH(QString, form);
        QByteArray list;
        for (int i = 0; i < 50'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        for (int i = 0; i < 500; ++i)
            list += url(u"/slow?ms=60000&n=%1"_qs.arg(i)).toUtf8() + '\n';
        QProcess process;
        QProcess head;
        process.setStandardOutputProcess(&head);
        head.start(u"head"_qs, {u"-n1"_qs});
        beginCli(process, {u"crawl"_qs, u"--log-level"_qs, u"error"_qs, form, u"-"_qs}, list);
        const Ran ran = endCli(process);
        QVERIFY(head.waitForFinished(PatienceMs));
        QCOMPARE(ran.status, 128 + SIGPIPE);
        QVERIFY2(!ran.err.contains("written") && !ran.err.contains("pipe"), ran.err.constData());
        QCOMPARE(head.readAllStandardOutput().count('\n'), 1);
    }

    void aClosedStandardOutputDoesNotHoldTheFileUp()
    {
        const QString csv = path(u"a.csv");
        QByteArray list;
        for (int i = 0; i < 50'000; ++i)
            list += "ftp://127.0.0.1/" + QByteArray::number(i) + '\n';
        list += url(u"/slow?ms=300").toUtf8() + '\n';
        QProcess process;
        QProcess head;
        process.setStandardOutputProcess(&head);
        head.start(u"head"_qs, {u"-n1"_qs});
        beginCli(process, {u"crawl"_qs, u"--output"_qs, u"-"_qs, u"--output"_qs, csv, u"-"_qs}, list);
        const Ran ran = endCli(process);
        QVERIFY(head.waitForFinished(PatienceMs));
        QCOMPARE(ran.status, 1);
        const auto rows = test::readCsv(read(csv));
        QVERIFY(rows && rows->size() == 50'002);
        QCOMPARE(rows->last().at(2), QByteArray("ok"));
    }

    void theProgressLineStaysOffTheData()
    {
        const Ran ran = crawl({u"--progress"_qs, u"always"_qs, url(u"/slow?ms=400")});
        QCOMPARE(ran.rows().size(), 1);
        QVERIFY2(ran.err.contains("in flight"), ran.err.constData());
        QVERIFY(!ran.err.contains('\x1b'));
    }

    void theDemoListAndSite()
    {
        QProcess process;
        beginCli(process, {u"demo"_qs});
        QVERIFY(process.waitForReadyRead(PatienceMs));
        const QByteArray said = process.readAllStandardOutput();
        const qsizetype at = said.indexOf("http://127.0.0.1:");
        QVERIFY2(at >= 0, said.constData());
        const QString address = QString::fromUtf8(said.mid(at).trimmed());
        QCOMPARE(crawl({address}).status, 0);
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(PatienceMs));
        const Ran list = runCli({u"demo"_qs, u"--port"_qs, u"8080"_qs, u"--list"_qs});
        QVERIFY(list.out.contains("http://127.0.0.1:8080/redirect-loop"));
    }

private:
    QString url(QStringView where) const { return m_site.address(where).toString(); }
    QString path(QStringView name) const { return m_folder->filePath(name.toString()); }
    static QByteArray read(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static Ran crawl(const QStringList &arguments, const QByteArray &input = {})
    {
        return runCli(QStringList{u"crawl"_qs} + arguments, input);
    }

    TestSite m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
