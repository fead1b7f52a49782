// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawloptions.h"
#include "core/types/crawlsettingsjson.h"

#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(bool CrawlSettings::*)

class TestCrawlOptions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreThoseOfTheEngine()
    {
        const CrawlOptions options = parsed({});
        QCOMPARE(options.settings.limits, CrawlLimits());
        QCOMPARE(options.settings.request, CrawlSettings().request);
        QCOMPARE(options.settings.userAgent, CrawlSettings().userAgent);
        QVERIFY(options.settings.proxy.isEmpty() && !options.settings.systemProxy);
        QVERIFY(!options.settings.insecure && !options.settings.cookies && !options.settings.failFast);
        QVERIFY(!options.settings.forbidPrivate);
        QVERIFY(options.settings.http2 == Http2::Auto);
        QVERIFY(options.progress == CrawlOptions::Progress::Auto);
        QVERIFY(!options.quiet && !options.table);
        QVERIFY(options.outputs.isEmpty());
        QCOMPARE(options.inputs, QStringList{u"host"_qs});
    }

    void limits()
    {
        const CrawlLimits limits =
            parsed({u"--concurrency"_qs,   u"500"_qs, u"--per-host"_qs,        u"30"_qs,
                    u"--rate"_qs,          u"2.5"_qs, u"--host-delay"_qs,      u"250"_qs,
                    u"--timeout"_qs,       u"1.5"_qs, u"--connect-timeout"_qs, u"0.25"_qs,
                    u"--retries"_qs,       u"0"_qs,   u"--backoff"_qs,         u"0.05"_qs,
                    u"--max-backoff"_qs,   u"3"_qs,   u"--max-body"_qs,        u"64k"_qs,
                    u"--max-redirects"_qs, u"4"_qs,   u"--host-patience"_qs,   u"0"_qs,
                    u"--memory"_qs,        u"16M"_qs})
                .settings.limits;
        const CrawlLimits wanted{500,  30,     2.5,    250ms, 1500ms, 250ms,     0,
                                 50ms, 3000ms, 64'000, 4,     0ms,    16'000'000};
        QCOMPARE(limits, wanted);
        QCOMPARE(parsed({u"--host-patience"_qs, u"1.5"_qs}).settings.limits.hostPatience, 1500ms);
        QCOMPARE(parsed({u"--memory"_qs, u"2G"_qs}).settings.limits.memoryBytes, qint64(2'000'000'000));
    }

    void sizes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("bytes"); // 0: refused
        QTest::newRow("plain") << u"12345"_qs << qint64(12345);
        QTest::newRow("k") << u"500k"_qs << qint64(500'000);
        QTest::newRow("M") << u"10M"_qs << qint64(10'000'000);
        QTest::newRow("MB") << u"10MB"_qs << qint64(10'000'000);
        QTest::newRow("fraction") << u"1.5G"_qs << qint64(1'500'000'000);
        for (const QString &bad :
             {u""_qs, u"0"_qs, u"-1"_qs, u"k"_qs, u"ten"_qs, u"1T"_qs, u"2000G"_qs, u"nan"_qs, u"inf"_qs})
            QTest::newRow(qPrintable(u"bad: "_qs + bad)) << bad << qint64(0);
    }

    void sizes()
    {
        QFETCH(QString, text);
        QFETCH(qint64, bytes);
        const Result<CrawlOptions> options = parse({u"--max-body"_qs, text});
        QCOMPARE(bool(options), bytes != 0);
        if (options)
            QCOMPARE(options.value().settings.limits.maxBodyBytes, bytes);
    }

    void theRequest()
    {
        const RequestSpec request =
            parsed({u"--method"_qs, u"patch"_qs, u"--data"_qs, u"{\"é\":1}"_qs, u"--header"_qs,
                    u"X-One:  two "_qs, u"--header"_qs, u"X-Three:"_qs})
                .settings.request;
        QCOMPARE(request.method, QByteArray("PATCH"));
        QCOMPARE(request.body, QByteArray("{\"\xc3\xa9\":1}"));
        QVERIFY(request.hasBody);
        QCOMPARE(request.headers, (HeaderList{{"X-One", "two"}, {"X-Three", ""}}));
    }

    void dataMakesItAPost()
    {
        QCOMPARE(parsed({u"--data"_qs, u""_qs}).settings.request.method, QByteArray("POST"));
        QVERIFY(parsed({u"--data"_qs, u""_qs}).settings.request.hasBody);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"body.bin"_qs);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\0\xff\n", 3);
        file.close();
        const RequestSpec request = parsed({u"--data-file"_qs, path}).settings.request;
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.body, QByteArray("\0\xff\n", 3));
    }

    void proxies()
    {
        QCOMPARE(parsed({u"--proxy"_qs, u"socks5://user:pw@[::1]:1080"_qs}).settings.proxy.host(), u"::1"_qs);
        QCOMPARE(parsed({u"--proxy"_qs, u"http://127.0.0.1:3128"_qs}).settings.proxy.port(), 3128);
        const CrawlSettings settings = parsed({u"--proxy"_qs, u"system"_qs}).settings;
        QVERIFY(settings.systemProxy && settings.proxy.isEmpty());
    }

    /// Of a run that is gone on with; it is not kept.
    void theProxysPasswordHasToBeGivenAgain()
    {
        CrawlSettings before;
        before.proxy = QUrl(u"http://user@127.0.0.1:3128"_qs);
        const QStringList goingOn{u"--project"_qs, u"a.turnstone"_qs, u"--resume"_qs};
        const auto lacks = [&before](const QStringList &arguments) {
            const Result<CrawlOptions> options = parseCrawlOptions(arguments, before);
            return options && options.value().lacksProxyPassword;
        };
        QVERIFY(lacks(goingOn));
        for (const QStringList &given :
             {QStringList{u"--proxy"_qs, u"http://user:pw@127.0.0.1:3128"_qs},
              QStringList{u"--proxy"_qs, u"http://user@127.0.0.1:3128"_qs}, QStringList{u"--no-proxy"_qs}})
            QVERIFY2(!lacks(goingOn + given), qPrintable(given.join(u' ')));
        before.proxy = QUrl(u"http://***@127.0.0.1:3128"_qs); // a key
        QVERIFY(lacks(goingOn));
        before.proxy = QUrl(u"http://127.0.0.1:3128"_qs);
        QVERIFY(!lacks(goingOn));
    }

    void switchesAndChoices()
    {
        const CrawlOptions options = parsed(
            {u"--insecure"_qs, u"--forbid-private"_qs, u"--cookies"_qs, u"--fail-fast"_qs, u"--http2"_qs,
             u"on"_qs, u"--progress"_qs, u"never"_qs, u"-q"_qs, u"--log-level"_qs, u"debug"_qs, u"--table"_qs,
             u"--user-agent"_qs, u"Probe/1 (é)"_qs, u"-o"_qs, u"a.csv"_qs, u"--output"_qs, u"b.jsonl"_qs});
        QVERIFY(options.settings.insecure && options.settings.cookies && options.settings.failFast);
        QVERIFY(options.settings.forbidPrivate);
        QVERIFY(options.settings.http2 == Http2::On);
        QVERIFY(options.progress == CrawlOptions::Progress::Never);
        QVERIFY(options.quiet && options.table);
        QCOMPARE(options.logLevel, u"debug"_qs);
        QCOMPARE(options.settings.userAgent, QByteArray("Probe/1 (\xc3\xa9)"));
        QCOMPARE(options.outputs, (QStringList{u"a.csv"_qs, u"b.jsonl"_qs}));
        QVERIFY(parsed({u"--http2"_qs, u"off"_qs}).settings.http2 == Http2::Off);
    }

    void aProject()
    {
        const QStringList project{u"--project"_qs, u"a.turnstone"_qs};
        const Result<CrawlOptions> all = parseCrawlOptions(project);
        QVERIFY(all && all.value().project == u"a.turnstone" && !all.value().goesOn);
        const Result<CrawlOptions> options = parseCrawlOptions(
            project + QStringList{u"--resume"_qs, u"--keep-headers"_qs, u"--keep-bodies"_qs, u"64k"_qs});
        QVERIFY(options && options.value().goesOn && options.value().settings.keepHeaders);
        QCOMPARE(options.value().settings.keepBodyBytes, qint64(64'000));
        // for the passwords of addresses, where the project needs any
        QVERIFY(parseCrawlOptions(project + QStringList{u"--resume"_qs, u"host"_qs}));
        QVERIFY(!parseCrawlOptions({u"--keep-secrets"_qs, u"host"_qs}));
        QVERIFY(!parsed({u"host"_qs}).settings.keepSecrets);
        QVERIFY(parseCrawlOptions(project + QStringList{u"--keep-secrets"_qs}).value().settings.keepSecrets);
        QVERIFY(!parseCrawlOptions({u"--resume"_qs}));
    }

    void onlyWhatIsNamedChanges()
    {
        CrawlSettings base;
        base.limits = {500, 30, 2.5, 250ms, 1500ms, 250ms, 0, 50ms, 3000ms, 64'000, 4, 60s, 20'000'000};
        base.request = {"PUT", {{"X-One", "1"}}, "body", true};
        base.userAgent = "Probe/1";
        base.systemProxy = true;
        base.insecure = base.forbidPrivate = base.cookies = base.failFast = base.keepHeaders = true;
        base.http2 = Http2::Off;
        base.keepBodyBytes = 1000;
        const auto over = [&base](const QStringList &arguments) {
            const auto options = parseCrawlOptions(arguments + QStringList{u"host"_qs}, base);
            return options ? options.value().settings : CrawlSettings();
        };
        QCOMPARE(crawlSettingsToJson(over({})), crawlSettingsToJson(base));

        CrawlSettings changed = base;
        changed.limits.retries = 7;
        changed.request.method = "HEAD";
        changed.request.headers = {{"X-Two", "2"}};
        changed.systemProxy = false;
        changed.proxy = QUrl(u"http://127.0.0.1:3128"_qs);
        QCOMPARE(
            crawlSettingsToJson(over({u"--retries"_qs, u"7"_qs, u"--method"_qs, u"HEAD"_qs, u"--header"_qs,
                                      u"X-Two: 2"_qs, u"--proxy"_qs, u"http://127.0.0.1:3128"_qs})),
            crawlSettingsToJson(changed));
    }

    void whatARunHadIsTurnedOnAndOff_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool CrawlSettings::*>("value");
        QTest::newRow("insecure") << u"insecure"_qs << &CrawlSettings::insecure;
        QTest::newRow("forbid-private") << u"forbid-private"_qs << &CrawlSettings::forbidPrivate;
        QTest::newRow("cookies") << u"cookies"_qs << &CrawlSettings::cookies;
        QTest::newRow("fail-fast") << u"fail-fast"_qs << &CrawlSettings::failFast;
        QTest::newRow("keep-headers") << u"keep-headers"_qs << &CrawlSettings::keepHeaders;
        QTest::newRow("keep-secrets") << u"keep-secrets"_qs << &CrawlSettings::keepSecrets;
        QTest::newRow("keep-bodies") << u"keep-bodies"_qs << &CrawlSettings::storeBodies;
    }

    void whatARunHadIsTurnedOnAndOff()
    {
        QFETCH(QString, name);
        QFETCH(bool CrawlSettings::*, value);
        const QStringList on{name == u"keep-bodies" ? u"--keep-bodies=64k"_qs : QString(u"--"_qs + name)};
        const QStringList off{u"--no-"_qs + name};
        for (const bool had : {false, true}) {
            CrawlSettings base;
            base.*value = had;
            const auto has = [&](const QStringList &arguments) {
                const auto options =
                    parseCrawlOptions(arguments + QStringList{u"--project"_qs, u"p"_qs, u"host"_qs}, base);
                return options ? std::optional(options.value().settings.*value) : std::nullopt;
            };
            QCOMPARE(has({}), std::optional(had));
            QCOMPARE(has(on), std::optional(true));
            QCOMPARE(has(off), std::optional(false));
            QVERIFY(!has(on + off));
        }
    }

    void aRunsProxyIsTurnedOff()
    {
        CrawlSettings direct, named, system;
        named.proxy = QUrl(u"http://127.0.0.1:3128"_qs);
        system.systemProxy = true;
        for (const CrawlSettings &base : {direct, named, system}) {
            const auto options = parseCrawlOptions({u"--no-proxy"_qs, u"host"_qs}, base);
            QVERIFY(options);
            QVERIFY(options.value().settings.proxy.isEmpty() && !options.value().settings.systemProxy);
        }
    }

    void headersFillWhatIsHidden_data()
    {
        QTest::addColumn<QStringList>("lines");
        QTest::addColumn<QByteArray>("environment");
        QTest::addColumn<HeaderList>("headers");
        const std::pair<QByteArray, QByteArray> one{"X-One", "1"}, key{"X-Key", "***"},
            agent{"Cookie", "***"};
        QTest::newRow("nothing") << QStringList() << QByteArray() << HeaderList{one, key, agent};
        QTest::newRow("one, whatever the case")
            << QStringList{u"x-key: k"_qs} << QByteArray() << HeaderList{one, agent, {"x-key", "k"}};
        QTest::newRow("both") << QStringList{u"X-Key: k"_qs, u"Cookie: c"_qs} << QByteArray()
                              << HeaderList{one, {"X-Key", "k"}, {"Cookie", "c"}};
        QTest::newRow("several of a name") << QStringList{u"X-Key: k"_qs, u"X-Key: l"_qs} << QByteArray()
                                           << HeaderList{one, agent, {"X-Key", "k"}, {"X-Key", "l"}};
        QTest::newRow("and another one") << QStringList{u"X-Key: k"_qs, u"X-Two: 2"_qs} << QByteArray()
                                         << HeaderList{{"X-Key", "k"}, {"X-Two", "2"}};
        QTest::newRow("of the environment") << QStringList() << QByteArray("X-Key: k\nX-Two: 2")
                                            << HeaderList{one, agent, {"X-Key", "k"}, {"X-Two", "2"}};
        QTest::newRow("of both, the option first")
            << QStringList{u"X-Key: k"_qs} << QByteArray("X-Key: l\nCookie: c")
            << HeaderList{one, {"X-Key", "k"}, {"Cookie", "c"}};
    }

    void headersFillWhatIsHidden()
    {
        QFETCH(QStringList, lines);
        QFETCH(QByteArray, environment);
        CrawlSettings base;
        base.request.headers = {{"X-One", "1"}, {"X-Key", "***"}, {"Cookie", "***"}};
        QStringList arguments{u"host"_qs};
        for (const QString &line : lines)
            arguments << u"--header"_qs << line;
        qputenv("TURNSTONE_HEADERS", environment);
        const auto options = parseCrawlOptions(arguments, base);
        qunsetenv("TURNSTONE_HEADERS");
        QVERIFY2(options, options ? "" : qPrintable(options.error().message));
        QTEST(options.value().settings.request.headers, "headers");
    }

    void helpSaysWhatIsNotCovered()
    {
        const Result<CrawlOptions> options = parseCrawlOptions({u"--help"_qs});
        QVERIFY(options);
        const QString help = options.value().help.simplified();
        QVERIFY(help.contains(u"with one, only localhost and numeric addresses are refused"));
        QVERIFY(help.contains(u"Memory for bodies and for results until they are written"));
        QVERIFY(help.contains(u"The program uses some memory besides."));
    }

    void helpNamesEveryOption()
    {
        const Result<CrawlOptions> options = parseCrawlOptions({u"--help"_qs});
        QVERIFY(options);
        for (const char *name : {"project",       "resume",   "keep-headers",    "keep-bodies", "output",
                                 "format",        "table",    "concurrency",     "per-host",    "rate",
                                 "host-delay",    "timeout",  "connect-timeout", "retries",     "backoff",
                                 "max-backoff",   "max-body", "max-redirects",   "method",      "data",
                                 "data-file",     "header",   "user-agent",      "proxy",       "insecure",
                                 "cookies",       "http2",    "progress",        "quiet",       "log-level",
                                 "host-patience", "memory",   "forbid-private",  "keep-secrets"})
            QVERIFY2(options.value().help.contains(u"--"_qs + QLatin1StringView(name)), name);
    }

    void wrongUseIsOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names"); // what the sentence has to name
        const auto add = [](const QStringList &arguments, const QString &names) {
            QTest::newRow(qPrintable(arguments.join(u' '))) << arguments << names;
        };
        add({u"--user-agent"_qs, u"a\r\nX-Injected: b"_qs}, u"--user-agent"_qs);
        add({u"--proxy"_qs, u"http://user:***@127.0.0.1:3128"_qs}, u"--proxy"_qs);
        add({u"--project"_qs, QString()}, u"--project"_qs);
        add({u"--column"_qs, QString()}, u"--column"_qs);
        add({u"--data-file"_qs, QString()}, u"--data-file"_qs);
        add({u"--proxy"_qs, u"http://***@127.0.0.1:3128"_qs}, u"--proxy"_qs);
        for (const QString &name :
             {u"concurrency"_qs, u"per-host"_qs, u"retries"_qs, u"max-redirects"_qs, u"host-delay"_qs,
              u"rate"_qs, u"timeout"_qs, u"connect-timeout"_qs, u"backoff"_qs, u"max-backoff"_qs,
              u"max-body"_qs, u"host-patience"_qs, u"memory"_qs}) {
            for (const QString &value : {u"many"_qs, u"-1"_qs, u""_qs, u"99999999999999999999"_qs})
                add({u"--"_qs + name + u'=' + value}, u"--"_qs + name);
        }
        add({u"--concurrency"_qs, u"0"_qs}, u"1 to 10000"_qs);
        add({u"--concurrency"_qs, u"10001"_qs}, u"1 to 10000"_qs);
        add({u"--concurrency"_qs, u"1.5"_qs}, u"whole number"_qs);
        add({u"--per-host"_qs, u"0"_qs}, u"1 to 1000"_qs);
        add({u"--timeout"_qs, u"0"_qs}, u"--timeout"_qs);
        add({u"--rate"_qs, u"inf"_qs}, u"--rate"_qs);
        add({u"--rate"_qs, u"nan"_qs}, u"--rate"_qs);
        add({u"--memory"_qs, u"15M"_qs}, u"at least 16M"_qs);
        add({u"--host-patience"_qs, u"86401"_qs}, u"0 to 86400"_qs);
        add({u"--method"_qs, u"GET IT"_qs}, u"--method"_qs);
        add({u"--method"_qs, u""_qs}, u"--method"_qs);
        add({u"--method"_qs, u"connect"_qs}, u"--method"_qs);
        add({u"--header"_qs, u"no colon"_qs}, u"Name: value"_qs);
        add({u"--header"_qs, u": value"_qs}, u"--header"_qs);
        add({u"--header"_qs, u"bad name: value"_qs}, u"--header"_qs);
        add({u"--header"_qs, u"X: a\r\nY: b"_qs}, u"--header"_qs);
        add({u"--data"_qs, u"a"_qs, u"--data-file"_qs, u"/dev/null"_qs}, u"--data-file"_qs);
        add({u"--data-file"_qs, u"/proc/nonexistent/body"_qs}, u"/proc/nonexistent/body"_qs);
        add({u"--data-file"_qs, u"/"_qs}, u"--data-file"_qs);
        add({u"--data-file"_qs, u"/dev/zero"_qs}, u"longer than 256 MB"_qs);
        // opened, but not read
        add({u"--data-file"_qs, u"/proc/self/mem"_qs}, u"/proc/self/mem"_qs);
        add({u"--header"_qs, u"@/proc/self/mem"_qs}, u"/proc/self/mem"_qs);
        add({u"--proxy"_qs, u"ftp://127.0.0.1:21"_qs}, u"--proxy"_qs);
        add({u"--proxy"_qs, u"127.0.0.1:3128"_qs}, u"--proxy"_qs);
        add({u"--proxy"_qs, u"http://"_qs}, u"--proxy"_qs);
        add({u"--http2"_qs, u"maybe"_qs}, u"auto|on|off"_qs);
        add({u"--progress"_qs, u"often"_qs}, u"auto|always|never"_qs);
        add({u"--log-level"_qs, u"loud"_qs}, u"--log-level"_qs);
        add({u"--output"_qs, u"results.pdf"_qs}, u"results.pdf"_qs);
        add({u"--output"_qs, u"-"_qs, u"--table"_qs}, u"--table"_qs);
        add({u"--output"_qs, u"-"_qs, u"--output"_qs, u"-"_qs}, u"--output -"_qs);
        add({u"--unheard-of"_qs}, u"unheard-of"_qs);
    }

    void wrongUseIsOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, names);
        const Result<CrawlOptions> options = parse(arguments);
        QVERIFY(!options);
        const QString text = options.error().message;
        QVERIFY2(text.contains(names), qPrintable(text));
        QVERIFY2(text.endsWith(u'.') && !text.contains(u'\n'), qPrintable(text));
    }

    void somethingHasToBeGiven()
    {
        const Result<CrawlOptions> options = parseCrawlOptions({u"--quiet"_qs});
        QVERIFY(!options);
        QVERIFY(options.error().message.contains(u"--help"));
    }

private:
    static Result<CrawlOptions> parse(const QStringList &arguments)
    {
        return parseCrawlOptions(arguments + QStringList{u"host"_qs});
    }
    static CrawlOptions parsed(const QStringList &arguments)
    {
        Result<CrawlOptions> options = parse(arguments);
        if (!options)
            qFatal("%s", qPrintable(options.error().message));
        return std::move(options).value();
    }
};

QTEST_GUILESS_MAIN(TestCrawlOptions)
#include "tst_crawloptions.moc"
