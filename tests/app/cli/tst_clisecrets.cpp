// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprogram.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/rawscripts.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <sys/stat.h>

using namespace turnstone;
using namespace Qt::StringLiterals;
using test::beginCli;
using test::endCli;
using test::PatienceMs;
using test::Ran;

namespace {

/// What no output may hold, in clear and in Base64 (of tide:s3cr3t).
constexpr QByteArrayView Secrets[] = {"s3cr3t", "dGlkZTpzM2NyM3Q="};

bool holdsSecret(const QByteArray &bytes)
{
    return std::any_of(std::begin(Secrets), std::end(Secrets),
                       [&bytes](QByteArrayView secret) { return bytes.contains(secret); });
}

} // namespace

/// Secrets on the command line: where they go, and where not.
class TestCliSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_silent = false;
        m_server = std::make_unique<RawServer>([this](RawConnection &connection) {
            while (!connection.readRequest().isEmpty()) {
                if (m_silent)
                    return connection.waitUntilClosed();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nSet-Cookie: id=s3cr3t; Path=/\r\n"
                                "X-Session-Token: s3cr3t\r\n\r\nshoo");
            }
        });
    }

    void noFileHoldsASecret_data()
    {
        QTest::addColumn<bool>("project");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("without a project") << false << QStringList();
        QTest::newRow("in a project") << true << QStringList();
        QTest::newRow("in a project with headers") << true << QStringList{u"--keep-headers"_s};
        QTest::newRow("in a project with secrets")
            << true << QStringList{u"--keep-headers"_s, u"--keep-secrets"_s};
    }

    void noFileHoldsASecret()
    {
        QFETCH(bool, project);
        QFETCH(QStringList, options);
        const bool keeps = options.contains(u"--keep-secrets"_s);
        QStringList arguments{u"crawl"_s,    u"--header"_s,         u"Authorization: Bearer s3cr3t"_s,
                              u"--header"_s, u"Cookie: a=s3cr3t"_s, u"--progress"_s,
                              u"always"_s,   u"--log-level"_s,      u"debug"_s};
        if (project)
            arguments << u"--project"_s << path(u"a.turnstone");
        const QStringList outputs = {u"a.csv"_s, u"a.jsonl"_s, u"a.html"_s, u"a.xml"_s, u"a.xlsx"_s};
        for (const QString &name : outputs)
            arguments << u"--output"_s << path(name);
        const Ran ran = run(arguments + options + QStringList{u"-"_s}, list());
        QVERIFY2(ran.status == 1, ran.err.constData());
        QVERIFY2(!holdsSecret(ran.err), ran.err.constData());
        QVERIFY2(sent("Authorization: Bearer s3cr3t") == 3 && sent("Cookie: a=s3cr3t") == 3 &&
                     sent("X-Api-Key: s3cr3t") == 1 && sent("Basic dGlkZTpzM2NyM3Q=") == 0,
                 "and all of them are sent");
        checkFiles(keeps ? QStringList{u"a.turnstone"_s} : QStringList());
        QVERIFY(read(u"a.csv").contains("http://tide:***@127.0.0.1:"));
        QVERIFY(read(u"a.csv").contains("http://tide:***@bad_host"));
        const bool hasHeaders = !project || options.contains(u"--keep-headers"_s);
        QCOMPARE(read(u"a.jsonl").contains(R"(["Authorization","Bearer ***"])"), hasHeaders);
        QCOMPARE(read(u"a.jsonl").contains(R"(["Set-Cookie","***"])"), hasHeaders);
        QCOMPARE(read(u"a.jsonl").contains("request_headers"), hasHeaders);
        if (!project)
            return;

        QCOMPARE(askSqlite(path(u"a.turnstone"), u"SELECT count(*) FROM headers"_s).toInt() > 0, hasHeaders);
        QCOMPARE(read(u"a.turnstone").count("s3cr3t") > 0, keeps);
        for (const QString &name : outputs)
            QVERIFY(QFile::remove(path(name)));
        QStringList exporting{u"export"_s, u"--project"_s, path(u"a.turnstone")};
        for (const QString &name : outputs)
            exporting << u"--output"_s << path(name);
        QVERIFY(!holdsSecret(run(exporting).err));
        checkFiles(keeps ? QStringList{u"a.turnstone"_s} : QStringList());
        QVERIFY(read(u"a.csv").contains("http://tide:***@127.0.0.1:"));
        QCOMPARE(read(u"a.jsonl").contains(R"(["Set-Cookie","***"])"), hasHeaders);
        const Ran table = run({u"runs"_s, u"--project"_s, path(u"a.turnstone"), u"--format"_s, u"jsonl"_s});
        QVERIFY(!holdsSecret(table.out + table.err));
    }

    void aTableHoldsNoSecret()
    {
        const Ran ran = run({u"crawl"_s, u"--table"_s, address(u"/a", u"tide:s3cr3t@")});
        QVERIFY2(ran.out.contains("tide:***@") && !holdsSecret(ran.out), ran.out.constData());
    }

    void argumentsThatAreRefused_data()
    {
        QTest::addColumn<QString>("spelled");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("a file") << uR"(//tide:s3cr3t@host/a)"_s << QByteArray("//tide:***@host/a");
        QTest::newRow("no UTF-8") << uR"(http://tide:\377s3cr3t@host/a)"_s
                                  << QByteArray("http://tide:***@host/a");
        QTest::newRow("a host forgotten")
            << uR"(http:///tide:s3cr3t@host/a)"_s << QByteArray("http:///tide:***@host/a");
    }

    /// Whatever is wrong with it.
    void argumentsThatAreRefused()
    {
        QFETCH(QString, spelled);
        QFETCH(QByteArray, said);
        QProcess process; // the shell, since an argument of QProcess is always UTF-8
        process.start(u"sh"_s, {u"-c"_s, u"exec \"$0\" crawl -o \"$2\" \"$(printf \"$1\")\""_s,
                                QStringLiteral(TURNSTONE_CLI), spelled, path(u"a.csv")});
        QVERIFY(process.waitForFinished());
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(process.exitCode() > 0 && err.contains(said) && !holdsSecret(err), err.constData());
        QVERIFY(!holdsSecret(read(u"a.csv")));
    }

    void whatIsWrittenMeanwhileHoldsNoSecret()
    {
        m_silent = true;
        QProcess process;
        beginCli(process,
                 {u"crawl"_s, u"--header"_s, u"Authorization: Bearer s3cr3t"_s, u"--project"_s,
                  path(u"a.turnstone"), u"--keep-headers"_s, u"-o"_s, path(u"a.csv"), u"-"_s},
                 list());
        QTRY_VERIFY_WITH_TIMEOUT(m_server->requests() == 3, PatienceMs);
        QVERIFY2(QFile::exists(path(u"a.turnstone-wal")), "the log is what is looked at");
        checkFiles();
        process.kill();
        process.waitForFinished();
        checkFiles();
    }

    void projectsAreForTheirOwner()
    {
        QCOMPARE(run({u"crawl"_s, u"--project"_s, path(u"a.turnstone"), address(u"/a")}).status, 0);
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path(u"a.turnstone")).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
    }

    void goingOnAsksForHeaders_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("environment");
        QTest::addColumn<bool>("isEnough");
        const auto add = [](const char *name, const QStringList &options, const QByteArray &environment,
                            bool isEnough) { QTest::newRow(name) << options << environment << isEnough; };
        add("with nothing", {}, {}, false);
        add("one of two", {u"--header"_s, u"Authorization: Bearer s3cr3t"_s}, {}, false);
        add("another one", {u"--header"_s, u"X-Trace: 2"_s}, "Cookie: a=s3cr3t", true); // all are replaced
        add("both", {u"--header"_s, u"Authorization: Bearer s3cr3t"_s, u"--header"_s, u"cookie: a=s3cr3t"_s},
            {}, true);
        add("a file", {u"--header"_s, u"@FOLDER/headers"_s}, {}, true);
        add("the environment", {}, "Authorization: Bearer s3cr3t\n# why\n\nCookie: a=s3cr3t\n", true);
        add("option and environment", {u"--header"_s, u"Cookie: a=s3cr3t"_s},
            "Authorization: Bearer s3cr3t\nCookie: a=0", true);
        add("stars", {u"--header"_s, u"Authorization: ***"_s}, {}, false);
        add("stars with a scheme", {}, "Authorization: Bearer ***", false);
        add("a file that is not there", {u"--header"_s, u"@FOLDER/missing"_s}, {}, false);
    }

    void goingOnAsksForHeaders()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, environment);
        QFETCH(bool, isEnough);
        write(u"headers", "# of the test\nAuthorization: Bearer s3cr3t\r\n\nCookie: a=s3cr3t\n");
        options.replaceInStrings(u"FOLDER"_s, m_folder->path());
        beginAndKill({u"--header"_s, u"Authorization: Bearer s3cr3t"_s, u"--header"_s, u"Cookie: a=s3cr3t"_s,
                      u"--header"_s, u"X-Trace: 1"_s, address(u"/a")},
                     1);
        const Ran ran =
            run(QStringList{u"crawl"_s, u"--project"_s, path(u"a.turnstone"), u"--resume"_s} + options, {},
                environment);
        QCOMPARE(ran.status, isEnough ? 0 : 2);
        QVERIFY2(!holdsSecret(ran.err), ran.err.constData());
        QCOMPARE(sent("***"), 0);
        if (!isEnough) {
            QCOMPARE(m_server->requests(), 1);
            QVERIFY2(ran.err.startsWith("turnstone-cli: ") && ran.err.count('\n') == 1, ran.err.constData());
            if (options.isEmpty() && environment.isEmpty())
                QVERIFY2(ran.err.contains("Authorization, Cookie") && ran.err.contains("TURNSTONE_HEADERS") &&
                             ran.err.contains("--header @FILE"),
                         ran.err.constData());
            return;
        }
        const bool isReplaced = options.contains(u"X-Trace: 2"_s);
        QCOMPARE(m_server->requests(), 2);
        QCOMPARE(sent("Authorization: Bearer s3cr3t"), isReplaced ? 1 : 2);
        QCOMPARE(sent("ookie: a=s3cr3t"), 2);
        QCOMPARE(sent("X-Trace: 1"), isReplaced ? 1 : 2); // what is no secret need not be given again
        QVERIFY(!holdsSecret(read(u"a.turnstone")));
    }

    void aFileOfHeadersMayBeAPipe()
    {
        beginAndKill({u"--header"_s, u"X-Key: s3cr3t"_s, address(u"/a")}, 1);
        QProcess shell;
        shell.start(u"bash"_s,
                    {u"-c"_s, u"\"$0\" crawl --project \"$1\" --resume --header @<(echo X-Key: s3cr3t)"_s,
                     QStringLiteral(TURNSTONE_CLI), path(u"a.turnstone")});
        const Ran ran = endCli(shell);
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(sent("X-Key: s3cr3t"), 2);
    }

    void keptSecretsAreNotAskedFor()
    {
        beginAndKill(
            {u"--keep-secrets"_s, u"--header"_s, u"X-Key: s3cr3t"_s, address(u"/a", u"tide:s3cr3t@")}, 1);
        QCOMPARE(run({u"crawl"_s, u"--project"_s, path(u"a.turnstone"), u"--resume"_s}).status, 0);
        QCOMPARE(sent("X-Key: s3cr3t"), 2);
        QCOMPARE(sent("Basic dGlkZTpzM2NyM3Q="), 2);
        QVERIFY2(holdsSecret(read(u"a.turnstone")), "goes on being kept");
        QCOMPARE(
            run({u"crawl"_s, u"--project"_s, path(u"a.turnstone"), u"--resume"_s, u"--no-keep-secrets"_s})
                .status,
            0); // over: nothing is fetched
    }

    void goingOnAsksForTheProxysPassword_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("credentials");
        QTest::newRow("a name and a password") << u"tide:s3cr3t@"_s << QByteArray("tide:s3cr3t");
        QTest::newRow("a password") << u":s3cr3t@"_s << QByteArray(":s3cr3t");
        QTest::newRow("a key") << u"s3cr3t@"_s << QByteArray("s3cr3t:");
    }

    /// But only where something is to be fetched.
    void goingOnAsksForTheProxysPassword()
    {
        QFETCH(QString, user);
        QFETCH(QByteArray, credentials);
        const QStringList proxy{u"--proxy"_s, address({}, user)};
        beginAndKill(proxy + QStringList{u"http://shore.test/a"_s}, 1);
        const QStringList goOn{u"crawl"_s, u"--project"_s, path(u"a.turnstone"), u"--resume"_s};
        const Ran without = run(goOn);
        QVERIFY2(without.status == 2 && without.err.contains("password or key of the proxy") &&
                     without.err.count('\n') == 1,
                 without.err.constData());
        QCOMPARE(m_server->requests(), 1);
        const Ran with = run(goOn + proxy);
        QVERIFY2(with.status == 0, with.err.constData());
        QCOMPARE(sent("Basic " + credentials.toBase64()), 2);
        m_server.reset(); // nor is the proxy asked for
        const Ran over = run(goOn);
        QVERIFY2(over.status == 0 && over.err.contains("Nothing to do: the last run is complete"),
                 over.err.constData());
        QVERIFY(!holdsSecret(read(u"a.turnstone") + without.err + with.err + over.err));
    }

    void goingOnAsksForTheListOfAddresses()
    {
        beginAndKill({u"-"_s}, 3, list());
        const QStringList goOn{u"crawl"_s, u"--project"_s, path(u"a.turnstone"), u"--resume"_s};
        const Ran without = run(goOn);
        QCOMPARE(without.status, 2);
        QVERIFY2(without.err.contains("2 addresses, such as http://tide:***@127.0.0.1") &&
                     without.err.contains("--resume LIST"),
                 without.err.constData());
        write(u"other.txt", address(u"/another", u"tide:s3cr3t@").toUtf8() + '\n');
        const Ran other = run(goOn + QStringList{path(u"other.txt")});
        QCOMPARE(other.status, 2);
        QVERIFY2(other.err.contains("1 of these is not in the project"), other.err.constData());
        QCOMPARE(m_server->requests(), 3);

        write(u"list.jsonl", list());
        const Ran with = run(goOn + QStringList{path(u"list.jsonl")});
        QVERIFY2(with.status == 1, with.err.constData()); // two lines are no address
        QCOMPARE(m_server->requests(), 6);
        QCOMPARE(sent("Basic dGlkZTpzM2NyM3Q="), 2);
        QCOMPARE(sent("X-Api-Key: s3cr3t"), 2);
        QCOMPARE(sent("***"), 0);
        QCOMPARE(askSqlite(path(u"a.turnstone"), u"SELECT count(*) FROM addresses"_s).toInt(), 5);
        QVERIFY(!holdsSecret(read(u"a.turnstone")));

        const Ran over = run(goOn + QStringList{path(u"list.jsonl")});
        QVERIFY2(over.status != 2 && over.err.contains("Nothing to do: the last run is complete"),
                 over.err.constData());
        QCOMPARE(m_server->requests(), 6);
    }

    void aListWithoutSecretsIsNotForGoingOn()
    {
        write(u"plain.txt", address(u"/a").toUtf8() + '\n');
        const QStringList crawl{u"crawl"_s, u"--project"_s, path(u"a.turnstone"), path(u"plain.txt")};
        QCOMPARE(run(crawl).status, 0);
        const Ran over = run(crawl + QStringList{u"--resume"_s});
        QVERIFY2(over.status == 2 && over.err.contains("Leave out the inputs"), over.err.constData());
    }

    /// The second of two, alone, would be taken for the first.
    void someOfThoseThatDifferInTheirSecretsAreRefused()
    {
        const QString first = address(u"/a", u"tide:s3cr3t@"), second = address(u"/a", u"tide:s3cr3t2@");
        write(u"both.txt", (first + u'\n' + second + u'\n').toUtf8());
        const QStringList crawl{u"crawl"_s, u"--project"_s, path(u"a.turnstone")};
        QCOMPARE(run(crawl + QStringList{path(u"both.txt")}).status, 0);
        QCOMPARE(m_server->requests(), 2);
        for (const QStringList &how : {QStringList{u"--only"_s, second}, QStringList{second}}) {
            const Ran refused = run(crawl + how);
            QVERIFY2(refused.status == 2 && refused.err.contains("it is unclear which ones are meant"),
                     refused.err.constData());
            QVERIFY(!holdsSecret(refused.err));
        }
        QCOMPARE(m_server->requests(), 2);
        QCOMPARE(run(crawl + QStringList{u"--only"_s, first, second}).status, 0);
        QCOMPARE(m_server->requests(), 4);
    }

    void addressesAreKnownAgain()
    {
        const QStringList twice{u"crawl"_s, u"--project"_s, path(u"a.turnstone"), u"-"_s};
        for (int round = 1; round <= 2; ++round) {
            QCOMPARE(run(twice, list()).status, 1);
            QCOMPARE(askSqlite(path(u"a.turnstone"), u"SELECT count(*) FROM addresses"_s).toInt(), 5);
            QCOMPARE(m_server->requests(), 3 * round);
            QCOMPARE(sent("Basic dGlkZTpzM2NyM3Q="), round);
        }
        const Ran all = run({u"crawl"_s, u"--project"_s, path(u"a.turnstone")});
        QCOMPARE(all.status, 2);
        QVERIFY2(all.err.contains("Give their list again.") && !all.err.contains("--resume"),
                 all.err.constData());
        const Ran hidden =
            run({u"crawl"_s, u"--project"_s, path(u"a.turnstone"), address(u"/a", u"tide:***@")});
        QVERIFY2(hidden.status == 2 && hidden.err.contains("The password or key of http://tide:***@"),
                 hidden.err.constData());
        QCOMPARE(m_server->requests(), 6);
        const Ran diff =
            run({u"diff"_s, u"--project"_s, path(u"a.turnstone"), u"--output"_s, path(u"d.csv")});
        QVERIFY2(diff.status == 0, diff.err.constData());
    }

    void differencesHoldNoSecret()
    {
        const QString project = path(u"a.turnstone");
        for (const QString &name : {u"/a"_s, u"/b"_s})
            QCOMPARE(run({u"crawl"_s, u"--keep-secrets"_s, u"--project"_s, project,
                          address(name, u"tide:s3cr3t@")})
                         .status,
                     0);
        for (const QString &name : {u"d.csv"_s, u"d.jsonl"_s}) {
            QCOMPARE(run({u"diff"_s, u"--project"_s, project, u"--output"_s, path(name)}).status, 1);
            QVERIFY(read(name).contains("tide:***@") && !holdsSecret(read(name)));
        }
    }

    void olderProjectsAreUsedAsTheyAre()
    {
        const QString project = path(u"a.turnstone"), known = address(u"/a", u"tide:s3cr3t@");
        QCOMPARE(run({u"crawl"_s, u"--keep-secrets"_s, u"--project"_s, project, known}).status, 0);
        QCOMPARE(run({u"crawl"_s, u"--project"_s, project}).status, 0);
        QCOMPARE(sent("Basic dGlkZTpzM2NyM3Q="), 2);
        QCOMPARE(run({u"crawl"_s, u"--project"_s, project, known, address(u"/b", u"tide:s3cr3t@")}).status,
                 0);
        QCOMPARE(askSqlite(project, u"SELECT count(*) FROM addresses WHERE url LIKE '%:s3cr3t@%'"_s).toInt(),
                 1);
        QCOMPARE(askSqlite(project, u"SELECT count(*) FROM addresses WHERE url LIKE '%:***@%'"_s).toInt(), 1);
        QCOMPARE(m_server->requests(), 4);
    }

    void starsAreNeverSent()
    {
        const Ran ran = run({u"crawl"_s, u"-o"_s, u"-"_s, address(u"/a", u"tide:***@"), address(u"/b")});
        QCOMPARE(ran.status, 1);
        QCOMPARE(m_server->requests(), 1);
        QCOMPARE(ran.rows().at(0).at(2), QByteArray("invalid_url"));
        QVERIFY2(ran.rows().at(0).at(4).contains("never sent"), ran.out.constData());
    }

    void complaintsHoldNoSecret_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("header without a colon")
            << QStringList{u"--header"_s, u"Authorization Bearer s3cr3t"_s};
        QTest::newRow("header with a bad name") << QStringList{u"--header"_s, u"My Key: s3cr3t"_s};
        QTest::newRow("header with a line break") << QStringList{u"--header"_s, u"X-Key: s3cr3t\nX: y"_s};
        QTest::newRow("bad proxy") << QStringList{u"--proxy"_s, u"ftp://tide:s3cr3t@proxy"_s};
        QTest::newRow("proxy with a key, without a scheme") << QStringList{u"--proxy"_s, u"s3cr3t@proxy:1"_s};
        QTest::newRow("proxy with a strange key") << QStringList{u"--proxy"_s, u"ftp://a@s3cr3t/b@proxy:1"_s};
        QTest::newRow("proxy without a scheme") << QStringList{u"--proxy"_s, u"tide:s3cr3t@proxy:1"_s};
    }

    void complaintsHoldNoSecret()
    {
        QFETCH(QStringList, options);
        const Ran ran = run(QStringList{u"crawl"_s} + options + QStringList{address(u"/a")});
        QCOMPARE(ran.status, 2);
        QVERIFY2(!holdsSecret(ran.err) && ran.err.contains(options.first().toUtf8()), ran.err.constData());
        QCOMPARE(m_server->requests(), 0);
    }

    /// Qt would, where it keeps them for several requests at once.
    void nobodyTellsAProxysUser()
    {
        RawServer proxy(rawscripts::answering("HTTP/1.1 407 Key?\r\nProxy-Authenticate: NTLM\r\n"
                                              "Content-Length: 0\r\n\r\n"));
        QByteArray list;
        for (int i = 0; i < 100; ++i)
            list += "http://" + QByteArray::number(i % 3) + ".shore.test/" + QByteArray::number(i) + '\n';
        const Ran ran = run({u"crawl"_s, u"--quiet"_s, u"--proxy"_s,
                             u"http://tide:s3cr3t@127.0.0.1:%1"_s.arg(proxy.port()), u"-"_s},
                            list);
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.isEmpty(), ran.err.constData());
    }

    void aFileOfHeadersIsNoOutput()
    {
        write(u"a.csv", "X-Key: s3cr3t\n");
        const Ran ran = run(
            {u"crawl"_s, u"--header"_s, u"@"_s + path(u"a.csv"), u"-o"_s, path(u"a.csv"), address(u"/a")});
        QCOMPARE(ran.status, 2);
        QVERIFY(read(u"a.csv").contains("s3cr3t"));
    }

private:
    QString path(QStringView name) const { return m_folder->filePath(name.toString()); }
    QString address(QStringView where, QStringView user = {}) const
    {
        return u"http://"_s + user + u"127.0.0.1:" + QString::number(m_server->port()) + where;
    }
    /// Three addresses, one of them with a password and one with a key of its own, and two lines that are
    /// none.
    QByteArray list() const
    {
        const QJsonObject keyed{{u"url"_s, address(u"/keyed")},
                                {u"headers"_s, QJsonObject{{u"X-Api-Key"_s, u"s3cr3t"_s}}}};
        return address(u"/user", u"tide:s3cr3t@").toUtf8() + '\n' + address(u"/plain").toUtf8() + '\n' +
               QJsonDocument(keyed).toJson(QJsonDocument::Compact) +
               "\nhttp://tide:s3cr3t@bad_host.example:99999/\n"
               R"({"url": "http://bad_host:0/", "headers": {"X-Api-Key": "s3cr3t"}})"
               "\n";
    }
    Ran run(const QStringList &arguments, const QByteArray &input = {}, const QByteArray &environment = {})
    {
        QProcess process;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.remove(u"TURNSTONE_HEADERS"_s);
        if (!environment.isEmpty())
            variables.insert(u"TURNSTONE_HEADERS"_s, QString::fromUtf8(environment));
        process.setProcessEnvironment(variables);
        beginCli(process, arguments, input);
        return endCli(process);
    }
    /// A run in the project that owes all that it asked for.
    void beginAndKill(const QStringList &arguments, int requests, const QByteArray &input = {})
    {
        m_silent = true;
        QProcess process;
        beginCli(process, QStringList{u"crawl"_s, u"--project"_s, path(u"a.turnstone")} + arguments, input);
        QTRY_VERIFY_WITH_TIMEOUT(m_server->requests() == requests, PatienceMs);
        process.kill();
        process.waitForFinished();
        m_silent = false;
    }
    int sent(const QByteArray &text) const
    {
        const std::vector<QByteArray> received = m_server->received();
        return int(std::count_if(received.begin(), received.end(),
                                 [&text](const QByteArray &request) { return request.contains(text); }));
    }
    QByteArray read(QStringView name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(QStringView name, const QByteArray &text) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    void checkFiles(const QStringList &but = {}) const
    {
        const QStringList names = QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden);
        QVERIFY(!names.isEmpty());
        for (const QString &name : names) {
            if (!but.contains(name))
                QVERIFY2(!holdsSecret(name.endsWith(u".xlsx"_s) ? unpacked(name) : read(name)),
                         qPrintable(name));
        }
    }
    QByteArray unpacked(QStringView name) const
    {
        QProcess unzip;
        unzip.start(u"unzip"_s, {u"-p"_s, path(name)});
        return unzip.waitForFinished() ? unzip.readAllStandardOutput() : QByteArray("s3cr3t? no unzip");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::atomic_bool m_silent = false;
    std::unique_ptr<RawServer> m_server;
};

QTEST_GUILESS_MAIN(TestCliSecrets)
#include "tst_clisecrets.moc"
