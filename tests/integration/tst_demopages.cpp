// SPDX-License-Identifier: GPL-3.0-or-later
// What the demo site's pages carry: the magazine, encodings, titles, codings, media, doors, and the demo
// list.
#include "app/demosite/demolist.h"
#include "app/demosite/magazine.h"
#include "tests/support/rawclient.h"
#include "tests/support/testsite.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QStringBuilder>
#include <QTcpServer>
#include <QTest>

namespace turnstone {

using Ending = RawAnswer::Ending;

class TestDemoPages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void magazineLooksReal();
    void magazineIsTheSameEveryTime();
    void magazineTitlesDiffer();
    void framesPages_data();
    void framesPages();
    void indexLeadsEverywhere();

    void encodes_data();
    void encodes();
    void declaresEncodings();
    void titles_data();
    void titles();
    void compresses_data();
    void compresses();
    void media_data();
    void media();
    void sendsManyBytes();
    void sendsWithoutEnd();
    void echoes();

    void asksForCredentials();
    void keepsCookies();
    void wallsOffBots();
    void liesToHead();
    void sendsManyHeaders();
    void servesIp6();

    void listShowsEveryThing();
    void listWorksAgain();

private:
    RawAnswer get(QStringView path, const QByteArray &fields = {})
    {
        return fetch(m_site.address(path), fields);
    }
    QByteArray fetchDecoded(const QUrl &address);

    TestSite m_site;
};

/// Through Qt, which undoes content codings.
QByteArray TestDemoPages::fetchDecoded(const QUrl &address)
{
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(address)));
    const QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }))
        return {};
    return reply->readAll();
}

void TestDemoPages::magazineLooksReal()
{
    for (int number = 1; number < 200; ++number) {
        const QByteArray page = magazinePage(quint64(number));
        QVERIFY2(page.size() > 8'500 && page.size() < 11'500, QByteArray::number(page.size()).constData());
        const qsizetype links = page.count("<a ");
        QVERIFY2(links >= 55 && links <= 65, QByteArray::number(links).constData());
        QVERIFY(page.contains("<title>") && page.contains("<h1>"));
        QVERIFY(page.contains("<meta name=\"description\" content=\""));
        const QByteArray canonical =
            "<link rel=\"canonical\" href=\"/page/" + QByteArray::number(number) + "\">";
        QVERIFY(page.contains(canonical));
        QVERIFY2(!page.contains('%'), "a word of a sentence was not filled in");
    }
}

void TestDemoPages::magazineIsTheSameEveryTime()
{
    const RawAnswer answer = get(u"/page/42");
    QCOMPARE(answer.body, magazinePage(42));
    QCOMPARE(fetch(m_site.address(u"/page/42", u"127.0.0.7")).body, answer.body);
    QVERIFY(magazinePage(42) != magazinePage(43));
}

void TestDemoPages::magazineTitlesDiffer()
{
    QSet<QByteArray> titles;
    for (quint64 number = 0; number < 2000; ++number) {
        titles.insert(magazineTitle(number));
        const QByteArray page = magazinePage(number);
        const qsizetype start = page.indexOf("<title>") + 7;
        const QByteArray title = page.mid(start, page.indexOf("</title>") - start);
        QCOMPARE(QByteArray(title).replace("&aacute;", "\xc3\xa1"), magazineTitle(number));
    }
    QCOMPARE(titles.size(), 2000);
}

void TestDemoPages::framesPages_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("absent");
    QTest::newRow("length") << u"/page/7"_qs << QByteArray("Transfer-Encoding");
    QTest::newRow("chunked") << u"/chunked/7"_qs << QByteArray("Content-Length");
    QTest::newRow("until close") << u"/until-close/7"_qs << QByteArray("Content-Length");
}

void TestDemoPages::framesPages()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, absent);
    const RawAnswer answer = get(path);
    QCOMPARE(answer.ending, Ending::Complete);
    QCOMPARE(answer.body, magazinePage(7));
    QVERIFY(answer.header(absent).isEmpty());
}

void TestDemoPages::indexLeadsEverywhere()
{
    const QString index = QString::fromUtf8(get(u"/").body);
    static const QRegularExpression link(u"<td><a href=\"([^\"]+)\">"_qs);
    int visited = 0;
    for (const QRegularExpressionMatch &match : link.globalMatch(index)) {
        const QString path = match.captured(1).replace(u"&amp;"_qs, u"&"_qs);
        if (path.startsWith(u"/endless"))
            continue;
        const int status = get(path).status;
        const bool isSilent = path == u"/reset" || path == u"/close";
        QVERIFY2(isSilent ? status == 0 : status >= 200, qPrintable(path));
        QVERIFY2(status != 404 || path == u"/status/404", qPrintable(path));
        ++visited;
    }
    QVERIFY2(visited > 50, qPrintable(QString::number(visited)));
}

void TestDemoPages::encodes_data()
{
    QTest::addColumn<QByteArray>("hex"); // the beginning of the title, by another encoder
    QTest::newRow("utf-8") << QByteArray("e7bfbbe79fb3e9b9ac");
    QTest::newRow("utf-16le") << QByteArray("ad30e730a630");
    QTest::newRow("utf-16be") << QByteArray("af2cae4cb3c4");
    QTest::newRow("gbk") << QByteArray("b7adcaaff0d6");
    QTest::newRow("gb18030") << QByteArray("b7adcaaff0d6");
    QTest::newRow("big5") << QByteArray("c2bda5dbf866");
    QTest::newRow("shift_jis") << QByteArray("834c83878345");
    QTest::newRow("euc-jp") << QByteArray("a5ada5e7a5a6");
    QTest::newRow("iso-2022-jp") << QByteArray("1b2442252d25672526");
    QTest::newRow("euc-kr") << QByteArray("b2bfb1eeb5b5");
    QTest::newRow("windows-1251") << QByteArray("cae0ecede5");
    QTest::newRow("koi8-r") << QByteArray("ebc1cdcec5");
    QTest::newRow("windows-1252") << QByteArray("e020636f6c6c6965722096206ff9");
    QTest::newRow("iso-8859-2") << QByteArray("6f676cb16461e62c2067647920b3b16b692073b120bff3b37465");
}

void TestDemoPages::encodes()
{
    QFETCH(QByteArray, hex);
    const QString label = QString::fromLatin1(QTest::currentDataTag());
    const RawAnswer answer = get(QString(u"/encoding/" % label));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("text/html; charset=" + label.toLatin1()));
    QVERIFY2(answer.body.toHex().contains(hex), answer.body.constData());
}

void TestDemoPages::declaresEncodings()
{
    const RawAnswer inMeta = get(u"/encoding/gbk?declare=meta");
    QCOMPARE(inMeta.header("Content-Type"), QByteArray("text/html"));
    QVERIFY(inMeta.body.contains("<meta charset=\"gbk\">"));
    const RawAnswer nowhere = get(u"/encoding/gbk?declare=none");
    QCOMPARE(nowhere.header("Content-Type"), QByteArray("text/html"));
    QVERIFY(!nowhere.body.contains("charset"));
    QVERIFY(get(u"/encoding/utf-16le?bom=1").body.startsWith("\xff\xfe"));
    QVERIFY(get(u"/encoding/utf-8?bom=1").body.startsWith("\xef\xbb\xbf"));
    QCOMPARE(get(u"/encoding/morse").status, 404);
}

void TestDemoPages::titles_data()
{
    QTest::addColumn<QByteArray>("holds");
    QTest::newRow("/title-entities") << QByteArray("<title>Knots &amp; Sanderlings");
    QTest::newRow("/title-in-comment") << QByteArray("<!-- <title>Last year's title</title> -->");
    QTest::newRow("/title-svg") << QByteArray("<svg viewBox=\"0 0 1 1\"><title>");
    QTest::newRow("/title-space") << QByteArray("spread\n over\r\n lines");
    QTest::newRow("/title-unclosed") << QByteArray("<title>A title that never ends<p>");
    QTest::newRow("/hostile-title") << QByteArray("=HYPERLINK(");
    QTest::newRow("/title-text?text=%2Bone%3C") << QByteArray("<title>+one<</title>");
    QTest::newRow("/title-long?bytes=5000") << QByteArray("turnstone ").repeated(500);
    QTest::newRow("/title-late?bytes=5000")
        << QByteArray(QByteArray("p{}\n").repeated(1250) + "</style><title>");
    QTest::newRow("/no-title") << QByteArray("<h1>Nameless shore</h1>");
}

void TestDemoPages::titles()
{
    QFETCH(QByteArray, holds);
    const RawAnswer answer = get(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains(holds));
    QCOMPARE(answer.body.contains("<title"),
             QLatin1StringView(QTest::currentDataTag()) != QLatin1StringView("/no-title"));
}

void TestDemoPages::compresses_data()
{
    QTest::addColumn<QByteArray>("coding");
    for (const char *coding : {"gzip", "deflate", "br"})
        QTest::newRow(coding) << QByteArray(coding);
}

void TestDemoPages::compresses()
{
    QFETCH(QByteArray, coding);
    const QString path = u'/' % QString::fromLatin1(coding) % u"/9";
    const RawAnswer packed = get(path);
    QCOMPARE(packed.header("Content-Encoding"), coding);
    QVERIFY(packed.body.size() < magazinePage(9).size() / 2);
    QCOMPARE(fetchDecoded(m_site.address(path)), magazinePage(9));
}

void TestDemoPages::media_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("begins");
    QTest::addColumn<QByteArray>("ends");
    QTest::newRow("/json") << QByteArray("application/json") << QByteArray("{") << QByteArray("}\n");
    QTest::newRow("/picture.png") << QByteArray("image/png") << QByteArray("\x89PNG\r\n\x1a\n")
                                  << QByteArray("IEND\xae\x42\x60\x82");
    QTest::newRow("/picture.gif") << QByteArray("image/gif") << QByteArray("GIF89a") << QByteArray(";");
    QTest::newRow("/svg") << QByteArray("image/svg+xml") << QByteArray("<?xml") << QByteArray("</svg>\n");
    QTest::newRow("/document.pdf") << QByteArray("application/pdf") << QByteArray("%PDF-1.4")
                                   << QByteArray("%%EOF\n");
    QTest::newRow("/text") << QByteArray("text/plain; charset=utf-8") << QByteArray("Low")
                           << QByteArray("\n");
    QTest::newRow("/xhtml") << QByteArray("application/xhtml+xml") << QByteArray("<?xml")
                            << QByteArray("</html>\n");
    QTest::newRow("/wrong-type") << QByteArray("text/plain") << QByteArray("<!DOCTYPE")
                                 << QByteArray("</html>\n");
    QTest::newRow("/no-type") << QByteArray() << QByteArray("<!DOCTYPE") << QByteArray("</html>\n");
}

void TestDemoPages::media()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, begins);
    QFETCH(QByteArray, ends);
    const RawAnswer answer = get(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(answer.header("Content-Type"), type);
    QVERIFY(answer.body.startsWith(begins));
    QVERIFY(answer.body.endsWith(ends));
}

void TestDemoPages::sendsManyBytes()
{
    for (const qint64 count : {0, 1, 65'536, 1'000'001, 20'000'000}) {
        const RawAnswer answer = get(QString(u"/bytes/" % QString::number(count)));
        QCOMPARE(answer.header("Content-Length"), QByteArray::number(count));
        QCOMPARE(answer.body.size(), count);
        QCOMPARE(answer.ending, Ending::Complete);
    }
    RawClient client(m_site.port());
    QCOMPARE(client.request("HEAD", "/bytes/1000000000").header("Content-Length"), QByteArray("1000000000"));
}

void TestDemoPages::sendsWithoutEnd()
{
    for (const QByteArray path : {"/endless", "/endless?chunked=1", "/endless?html=1"}) {
        m_site.resetCounters();
        {
            // Not a manager: a reply read by another thread as fast as it comes may end long after its
            // abort().
            RawClient client(m_site.port());
            client.send(QByteArray("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            QVERIFY2(client.readAtLeast(5'000'000).size() >= 5'000'000, path.constData());
            QCOMPARE(m_site.counters().open(), 1);
        }
        QTRY_COMPARE(m_site.counters().open(), 0);
    }
}

void TestDemoPages::echoes()
{
    RawClient client(m_site.port());
    const RawAnswer answer =
        client.request("PUT", "/echo/a?b=c", "X-Bird: knot\r\n", "{\"tide\": \"\xc3\xa9tale\"}");
    const QJsonObject echo = QJsonDocument::fromJson(answer.body).object();
    QCOMPARE(echo.value(u"method").toString(), u"PUT"_qs);
    QCOMPARE(echo.value(u"path").toString(), u"/echo/a"_qs);
    QCOMPARE(echo.value(u"query").toString(), u"b=c"_qs);
    QCOMPARE(echo.value(u"body").toString(), u"{\"tide\": \"étale\"}"_qs);
    QVERIFY(answer.body.contains("\"X-Bird\""));
    QVERIFY(answer.body.contains("\"knot\""));
}

void TestDemoPages::asksForCredentials()
{
    const RawAnswer refused = get(u"/basic-auth/user/pass");
    QCOMPARE(refused.status, 401);
    QVERIFY(refused.header("WWW-Authenticate").startsWith("Basic realm="));
    QCOMPARE(get(u"/basic-auth/user/pass", "Authorization: Basic dXNlcjpwYXNz\r\n").status, 200);
    QCOMPARE(get(u"/basic-auth/user/other", "Authorization: Basic dXNlcjpwYXNz\r\n").status, 401);
    QCOMPARE(get(u"/bearer").status, 401);
    QCOMPARE(get(u"/bearer", "Authorization: Bearer feather\r\n").status, 200);
}

void TestDemoPages::keepsCookies()
{
    const RawAnswer answer = get(u"/cookies/set?bird=dunlin");
    QCOMPARE(answer.status, 302);
    QCOMPARE(answer.header("Set-Cookie"), QByteArray("bird=dunlin; Path=/"));
    QVERIFY(!get(u"/cookies").body.contains("dunlin"));
    QVERIFY(get(u"/cookies", "Cookie: a=b; bird=dunlin\r\n").body.contains("\"bird\": \"dunlin\""));
}

void TestDemoPages::wallsOffBots()
{
    const RawAnswer answer = get(u"/bot-wall");
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.header("cf-mitigated"), QByteArray("challenge"));
    QVERIFY(answer.body.contains("<title>Just a moment...</title>"));
}

void TestDemoPages::liesToHead()
{
    RawClient client(m_site.port());
    QCOMPARE(client.request("HEAD", "/head-lies").status, 405);
    QCOMPARE(client.get("/head-lies").status, 200);
    const RawAnswer head = client.request("HEAD", "/page/1");
    QCOMPARE(head.header("Content-Length"), QByteArray::number(magazinePage(1).size()));
    QCOMPARE(client.get("/page/1").body, magazinePage(1));
}

void TestDemoPages::sendsManyHeaders()
{
    QVERIFY(get(u"/many-headers?count=300").headers.size() > 300);
}

void TestDemoPages::servesIp6()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHostIPv6))
        QSKIP("This machine has no IPv6.");
    QCOMPARE(fetchDecoded(m_site.address(u"/page/3", u"[::1]")), magazinePage(3));
    QCOMPARE(m_site.counters().requestsAtHost("[::1]"), 1U);
}

void TestDemoPages::listShowsEveryThing()
{
    const QList<QByteArray> lines = demoList(m_site.port(), 200).split('\n');
    QList<QByteArray> addresses;
    for (const QByteArray &line : lines) {
        if (!line.isEmpty() && !line.startsWith('#'))
            addresses.append(line);
    }
    QCOMPARE(addresses.size(), 200);
    QCOMPARE(QSet<QByteArray>(addresses.begin(), addresses.end()).size(), 200);
    QCOMPARE(demoList(m_site.port(), 1000).count("http"), 1000);
    QVERIFY(demoList(m_site.port(), 1).contains("/redirect-loop"));
}

void TestDemoPages::listWorksAgain()
{
    // Each failing address of the list fails and recovers in the same way on every run.
    for (const QByteArray &line : demoList(m_site.port()).split('\n')) {
        if (!line.contains("cycle=1"))
            continue;
        const QUrl address = QUrl::fromEncoded(line);
        const auto isFine = [&address] {
            const RawAnswer answer = fetch(address);
            return answer.status == 200 && answer.ending == Ending::Complete;
        };
        QList<bool> run;
        while (run.isEmpty() || (!run.last() && run.size() < 10))
            run.append(isFine());
        QVERIFY2(run.size() > 1 && run.last(), line.constData());
        for (const bool wasFine : run)
            QCOMPARE(isFine(), wasFine);
    }
}

} // namespace turnstone

QTEST_GUILESS_MAIN(turnstone::TestDemoPages)
#include "tst_demopages.moc"
