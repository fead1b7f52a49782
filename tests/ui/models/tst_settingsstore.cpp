// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingscheck.h"
#include "ui/models/settingsstore.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

class TestSettingsStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QVERIFY(m_folder.isValid());
        m_settings = std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_qs), QSettings::IniFormat);
        m_settings->clear();
    }

    void startsWithDefaults()
    {
        const CrawlSettings loaded = SettingsStore(*m_settings).load();
        QCOMPARE(loaded.limits, CrawlLimits());
        QVERIFY(loaded.keepHeaders);
        QVERIFY(loaded.keepBodyBytes > 0);
        QVERIFY(!loaded.storeBodies);
        QCOMPARE(SettingsStore(*m_settings).appearance(), Appearance::System);
    }

    void readsBackWhatItWrote()
    {
        CrawlSettings crawl;
        crawl.limits = {100, 30, 5.5, 250ms, 20s, 3s, 7, 1s, 90s, 5'000'000'000, 3, 45s, 64'000'000};
        crawl.request = {"POST", {{"Accept", "text/html"}, {"X-One", "a: b"}}, QByteArray("{\0}", 3), true};
        crawl.userAgent = "Me/1.0 (päge)";
        crawl.proxy = QUrl(u"socks5://user:pa%20ss@127.0.0.1:1080"_qs);
        crawl.forbidPrivate = true;
        crawl.systemProxy = crawl.insecure = crawl.cookies = crawl.failFast = true;
        crawl.http2 = Http2::Off;
        crawl.keepHeaders = false;
        crawl.keepBodyBytes = 0;
        crawl.storeBodies = true;
        SettingsStore(*m_settings).save(crawl);
        SettingsStore(*m_settings).setAppearance(Appearance::Dark);
        m_settings->sync();

        QSettings again(m_settings->fileName(), QSettings::IniFormat);
        const CrawlSettings loaded = SettingsStore(again).load();
        QCOMPARE(loaded.limits, crawl.limits);
        QCOMPARE(loaded.request.method, crawl.request.method);
        QCOMPARE(loaded.request.headers, crawl.request.headers);
        QCOMPARE(loaded.request.body, crawl.request.body);
        QVERIFY(loaded.request.hasBody);
        QCOMPARE(loaded.userAgent, crawl.userAgent);
        QCOMPARE(loaded.proxy, QUrl(u"socks5://user@127.0.0.1:1080"_qs));
        QVERIFY(loaded.systemProxy && loaded.insecure && loaded.cookies && loaded.failFast);
        QVERIFY(loaded.forbidPrivate);
        QCOMPARE(loaded.http2, Http2::Off);
        QVERIFY(!loaded.keepHeaders);
        QCOMPARE(loaded.keepBodyBytes, 0);
        QVERIFY(loaded.storeBodies);
        QCOMPARE(SettingsStore(again).appearance(), Appearance::Dark);
    }

    void passwordsOfProxiesAreNotStored()
    {
        CrawlSettings crawl;
        crawl.proxy = QUrl(u"http://me:hush%20hush@127.0.0.1:3128"_qs);
        SettingsStore(*m_settings).save(crawl);
        m_settings->sync();
        QFile file(m_settings->fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray stored = file.readAll();
        QVERIFY(stored.contains("127.0.0.1:3128"));
        QVERIFY(!stored.contains("hush"));
    }

    void secretHeadersAreNotStored()
    {
        CrawlSettings crawl;
        crawl.request.headers = {
            {"Accept", "text/html"}, {"Authorization", "Bearer hush"}, {"X-Key", "hush"}};
        crawl.keepSecrets = true;
        SettingsStore(*m_settings).save(crawl);
        m_settings->sync();
        QFile file(m_settings->fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("hush"));
        const CrawlSettings loaded = SettingsStore(*m_settings).load();
        QCOMPARE(loaded.request.headers,
                 (HeaderList{{"Accept", "text/html"}, {"Authorization", "Bearer ***"}, {"X-Key", "***"}}));
        QVERIFY(loaded.keepSecrets);
    }

    /// The names stand in the settings of all who have used it before.
    void theNamesOfSettingsStay()
    {
        const std::pair<const char *, QVariant> stored[] = {{"perHost", 9},
                                                            {"hostDelayMs", 70},
                                                            {"hostPatienceMs", 8000},
                                                            {"maxBodyBytes", 12345},
                                                            {"memoryBytes", 20e6},
                                                            {"maxBackoffMs", 900},
                                                            {"userAgent", u"a/1"_qs},
                                                            {"systemProxy", true},
                                                            {"forbidPrivate", true},
                                                            {"http2", 2},
                                                            {"engine", 2},
                                                            {"failFast", true},
                                                            {"keepBodyBytes", 77000},
                                                            {"storeBodies", true},
                                                            {"keepSecrets", true},
                                                            {"hasBody", true},
                                                            {"body", QByteArray("b")}};
        for (const auto &[name, value] : stored)
            m_settings->setValue(u"crawl/"_qs + QLatin1StringView(name), value);
        const CrawlSettings loaded = SettingsStore(*m_settings).load();
        using std::chrono::milliseconds;
        QCOMPARE(loaded.limits.perHost, 9);
        QCOMPARE(loaded.limits.hostDelay, milliseconds(70));
        QCOMPARE(loaded.limits.hostPatience, milliseconds(8000));
        QCOMPARE(loaded.limits.maxBodyBytes, 12345);
        QCOMPARE(loaded.limits.memoryBytes, 20'000'000);
        QCOMPARE(loaded.limits.maxBackoff, milliseconds(900));
        QCOMPARE(loaded.userAgent, "a/1");
        QVERIFY(loaded.systemProxy && loaded.forbidPrivate && loaded.failFast && loaded.storeBodies);
        QVERIFY(loaded.keepSecrets && loaded.request.hasBody);
        QCOMPARE(loaded.http2, Http2::Off);
        QCOMPARE(loaded.engine, Engine::Qt);
        QCOMPARE(loaded.keepBodyBytes, 77000);
        QCOMPARE(loaded.request.body, "b");
    }

    void nonsenseIsReadAsTheDefault_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        const auto row = [](const char *key, const QVariant &value) {
            QTest::addRow("%s=%s", key, qPrintable(value.toString()))
                << QString(u"crawl/"_qs + QLatin1StringView(key)) << value;
        };
        row("concurrency", 0);
        row("concurrency", 10'001);
        row("concurrency", u"many"_qs);
        row("perHost", -3);
        row("rate", u"nan"_qs);
        row("rate", -1.0);
        row("hostDelayMs", 1e30);
        row("timeoutMs", 0);
        row("retries", 101);
        row("maxBodyBytes", u"-5"_qs);
        row("maxRedirects", u""_qs);
        row("hostPatienceMs", -1);
        row("hostPatienceMs", 86'400'001);
        row("memoryBytes", 15'999'999);
        row("memoryBytes", 1e13);
        row("forbidPrivate", u"maybe"_qs);
        row("method", u"GE T"_qs);
        row("method", u""_qs);
        row("headers", u"no colon here"_qs);
        row("headers", u"X: a\u0001b"_qs);
        row("userAgent", u"evil\r\nX: y"_qs);
        row("proxy", u"ftp://host"_qs);
        row("proxy", u"http://"_qs);
        row("http2", 7);
        row("cookies", u"perhaps"_qs);
        row("keepBodyBytes", 1e13);
    }
    void nonsenseIsReadAsTheDefault()
    {
        QFETCH(QString, key);
        QFETCH(QVariant, value);
        m_settings->setValue(key, value);
        const CrawlSettings loaded = SettingsStore(*m_settings).load();
        const CrawlSettings fresh = SettingsStore::defaults();
        QCOMPARE(loaded.limits, fresh.limits);
        QCOMPARE(loaded.request.method, fresh.request.method);
        QCOMPARE(loaded.request.headers, fresh.request.headers);
        QCOMPARE(loaded.userAgent, fresh.userAgent);
        QCOMPARE(loaded.proxy, fresh.proxy);
        QCOMPARE(loaded.http2, fresh.http2);
        QCOMPARE(loaded.cookies, fresh.cookies);
        QCOMPARE(loaded.forbidPrivate, fresh.forbidPrivate);
        QCOMPARE(loaded.keepBodyBytes, fresh.keepBodyBytes);
    }

    void problemsAreSentences()
    {
        QVERIFY(methodProblem(u"PROPFIND"_qs).isEmpty());
        QVERIFY(!methodProblem(u"G(T"_qs).isEmpty());
        QVERIFY(headersProblem(u"Accept: */*\n\n  X-A: b:c\n"_qs).isEmpty());
        QVERIFY(headersProblem(u"Bad Name: x"_qs).contains(u"Bad Name"_qs));
        QVERIFY(!headersProblem(u"accept-encoding: gzip"_qs).isEmpty());
        QVERIFY(proxyProblem(u"127.0.0.1:3128"_qs).isEmpty());
        QCOMPARE(proxyFromText(u"127.0.0.1:3128"_qs), QUrl(u"http://127.0.0.1:3128"_qs));
        QVERIFY(proxyProblem(u"socks4://a"_qs).contains(u"socks4"_qs));
        QCOMPARE(headersFromText(u"A: 1\nnonsense\nB:2"_qs), (HeaderList{{"A", "1"}, {"B", "2"}}));
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
};

QTEST_GUILESS_MAIN(TestSettingsStore)
#include "tst_settingsstore.moc"
