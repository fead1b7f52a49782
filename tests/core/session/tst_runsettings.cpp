// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runsettings.h"
#include "core/types/crawlsettingsjson.h"

#include <QTest>

using namespace turnstone;

/// What a run says of its settings, and what those of somebody else bring.
class TestRunSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers_data()
    {
        QTest::addColumn<HeaderList>("run");
        QTest::addColumn<HeaderList>("own");
        QTest::addColumn<HeaderList>("expected");
        QTest::addColumn<QByteArrayList>("missing");
        const std::pair<QByteArray, QByteArray> key("X-Key", "k"), hidden("X-Key", "***"),
            trace("X-Trace", "1");
        const QByteArrayList none;
        QTest::newRow("nothing secret") << HeaderList{trace} << HeaderList{key} << HeaderList{trace} << none;
        QTest::newRow("mine are the same")
            << HeaderList{key, trace} << HeaderList{key, trace} << HeaderList{key, trace} << none;
        QTest::newRow("mine say more")
            << HeaderList{key} << HeaderList{key, trace} << HeaderList{hidden} << QByteArrayList{"X-Key"};
        QTest::newRow("I have none") << HeaderList{key, trace} << HeaderList{} << HeaderList{hidden, trace}
                                     << QByteArrayList{"X-Key"};
        QTest::newRow("twice the same name")
            << HeaderList{key, key} << HeaderList{} << HeaderList{hidden, hidden} << QByteArrayList{"X-Key"};
    }

    void headers()
    {
        QFETCH(HeaderList, run);
        QFETCH(HeaderList, own);
        CrawlSettings settings, mine;
        settings.request.headers = run;
        mine.request.headers = own;
        const Result<CrawlSettings> read = settingsOf(runWith(settings), mine);
        QVERIFY(read);
        QTEST(read.value().request.headers, "expected");
        QTEST(missingHeaders(read.value()), "missing");
    }

    void proxy_data()
    {
        QTest::addColumn<QUrl>("run");
        QTest::addColumn<QUrl>("own");
        QTest::addColumn<QUrl>("expected");
        QTest::addColumn<bool>("lacksPassword");
        QTest::addColumn<bool>("lacksKey");
        const QUrl none, plain(QStringLiteral("http://p:1")), user(QStringLiteral("http://me@p:1")),
            whole(QStringLiteral("http://me:s@p:1")), other(QStringLiteral("http://me:s@q:1")),
            key(QStringLiteral("http://***@p:1"));
        QTest::newRow("none") << none << none << none << false << false;
        QTest::newRow("of the run alone") << plain << none << plain << false << false;
        QTest::newRow("mine alone") << none << whole << none << false << false;
        QTest::newRow("both the same") << whole << whole << whole << false << false;
        QTest::newRow("I have another") << whole << other << user << true << false;
        QTest::newRow("a key") << QUrl(QStringLiteral("http://k3y@p:1")) << none << key << true << true;
    }

    void proxy()
    {
        QFETCH(QUrl, run);
        QFETCH(QUrl, own);
        CrawlSettings settings, mine;
        settings.proxy = run;
        mine.proxy = own;
        const Result<CrawlSettings> read = settingsOf(runWith(settings), mine);
        QVERIFY(read);
        QTEST(read.value().proxy, "expected");
        QTEST(lacksProxyPassword(read.value()), "lacksPassword");
        QTEST(lacksProxyKey(read.value()), "lacksKey");
    }

    void nothingElseIsTakenOver()
    {
        CrawlSettings settings, mine;
        settings.limits.perHost = 3;
        mine.limits.perHost = 4;
        mine.insecure = true;
        const Result<CrawlSettings> read = settingsOf(runWith(settings), mine);
        QVERIFY(read);
        QVERIFY(isSameInProject(read.value(), settings));
        QVERIFY(!isSameInProject(read.value(), mine));
        mine = settings;
        mine.request.headers = {{"X-Key", "k"}};
        settings.request.headers = {{"X-Key", "l"}};
        QVERIFY(isSameInProject(mine, settings)); // which keeps neither
        settings.keepSecrets = mine.keepSecrets = true;
        QVERIFY(!isSameInProject(mine, settings));
    }

    void whatCannotBeReadIsAnError()
    {
        RunInfo run;
        run.settings = "{\"concurrency\": 0}";
        QVERIFY(!settingsOf(run));
        run.settings = "no JSON";
        QVERIFY(!settingsOf(run));
    }

private:
    static RunInfo runWith(const CrawlSettings &settings)
    {
        RunInfo run;
        run.settings = crawlSettingsToJson(settings);
        return run;
    }
};

QTEST_APPLESS_MAIN(TestRunSettings)
#include "tst_runsettings.moc"
