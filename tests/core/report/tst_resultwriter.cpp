// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/columns.h"
#include "core/report/csvwriter.h"
#include "core/report/jsonlineswriter.h"
#include "core/report/rowtext.h"
#include "core/types/fetchresult.h"
#include "tests/core/report/csvreader.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *Header =
    "url,final_url,verdict,status,reason,title,content_type,charset,bytes,attempts,redirects,queued_ms,"
    "connect_ms,"
    "ttfb_ms,download_ms,total_ms,started_at,http_version,description,h1,canonical,robots,links,"
    "dns_ms,tls_ms,remote_ip,tls_version,cert_expires\r\n";

Hop hop(const QByteArray &url, quint16 status, qint64 queuedUs, Phases phases)
{
    Hop made;
    made.url = url;
    made.method = "GET";
    made.status = status;
    made.startedAtMs = 1767225599123; // 2025-12-31T23:59:59.123Z
    made.queuedUs = queuedUs;
    made.phases = phases;
    made.sends = 1;
    return made;
}

/// A timeout, then a redirect and a page.
FetchResult fullResult()
{
    FetchResult result;
    result.row = 7;
    result.verdict = Verdict::Redirected;
    result.reason = u"It was moved, and found."_s;
    FetchAttempt first;
    first.hops = {hop("http://a.example/", 0, 1000, {-1, 400, -1, -1, 15000000})};
    first.error = FetchError::Timeout;
    first.errorText = u"nothing came"_s;
    FetchAttempt second;
    second.waitUs = 500000;
    second.retryAfterMs = 500;
    second.hops = {hop("http://a.example/", 301, 2500, {4250, -1, 1000, 49, 1049}),
                   hop("https://a.example/b", 200, 500, {-1, 2150, 12345, 951, 15446})};
    second.hops[0].location = "https://a.example/b";
    second.hops[1].secure = true;
    second.hops[1].phases.tlsUs = 1150;
    second.hops[1].reused = false;
    second.hops[1].httpVersion = "1.1";
    auto certificate = std::make_shared<CertificateFacts>();
    certificate->sha256 = "5ea1";
    certificate->subject = u"CN=a.example"_s;
    certificate->issuer = u"CN=Somebody \"B\""_s;
    certificate->names = {u"a.example"_s, u"192.0.2.1"_s};
    certificate->validFromMs = 1767225599000;
    certificate->expiresMs = 1767225600000;
    auto connection = std::make_shared<ConnectionFacts>();
    *connection = {"192.0.2.1", "TLSv1.3", "TLS_AES_128_GCM_SHA256", std::move(certificate)};
    second.hops[1].connection = std::move(connection);
    second.hops[1].responseHeaders = {{"Content-Type", "text/html"}, {"X", "a\"b\xE9"}};
    result.attempts = {first, second};
    result.facts = {u"UTF-8"_s,
                    u"A \"title\", quoted"_s,
                    u"About\r\nit"_s,
                    u"H\u00e9ading"_s,
                    u"https://a.example/b"_s,
                    u"noindex"_s,
                    12};
    result.contentType = "text/html";
    result.httpVersion = "1.1";
    result.bytes = 9800;
    return result;
}

QByteArray csvOf(const FetchResult &result, QByteArrayView url = "http://a.example/")
{
    QByteArray out;
    CsvWriter().row(out, url, result);
    return out;
}

QJsonObject jsonOf(const FetchResult &result, QByteArrayView url = "http://a.example/")
{
    QByteArray out;
    JsonLinesWriter().row(out, url, result);
    if (!QByteArrayView(out).isValidUtf8() || !out.endsWith("}\n") || out.count('\n') != 1)
        qFatal("not a line of JSON");
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(out, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s in %s", qPrintable(error.errorString()), out.constData());
    return document.object();
}

} // namespace

class TestResultWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headerFieldsHoldNoSecret()
    {
        FetchResult result = fullResult(); // of a project that keeps them
        Hop &last = result.attempts.back().hops.back();
        last.requestHeaders = {{"Authorization", "Bearer s3cr3t"}, {"X-Key", "s3cr3t"}, {"Accept", "a"}};
        last.responseHeaders = {{"Set-Cookie", "s3cr3t"}, {"Server", "b"}};
        QByteArray out;
        JsonLinesWriter().row(out, "http://a.example/", result);
        QVERIFY2(!out.contains("s3cr3t"), out.constData());
        QVERIFY2(out.contains(R"([["Authorization","Bearer ***"],["X-Key","***"],["Accept","a"]])"),
                 out.constData());
        QVERIFY2(out.contains(R"([["Set-Cookie","***"],["Server","b"]])"), out.constData());
    }

    void formatsByEnding()
    {
        QCOMPARE(formatForFile(u"/x/a.CSV"_s), std::optional(ExportFormat::Csv));
        QCOMPARE(formatForFile(u"a.jsonl"_s), std::optional(ExportFormat::JsonLines));
        QCOMPARE(formatForFile(u"a.ndjson"_s), std::optional(ExportFormat::JsonLines));
        QCOMPARE(formatForFile(u"a.xlsx"_s), std::optional(ExportFormat::Xlsx));
        QCOMPARE(formatForFile(u"a.HTM"_s), std::optional(ExportFormat::Html));
        QCOMPARE(formatForFile(u"a.html"_s), std::optional(ExportFormat::Html));
        QCOMPARE(formatForFile(u"a.xml"_s), std::optional(ExportFormat::JUnit));
        QVERIFY(!formatForFile(u"a.xls"_s) && !formatForFile(u"csv"_s) && !formatForFile(u""_s));
    }

    void formatsByName()
    {
        QCOMPARE(formatFromId(u"junit"), std::optional(ExportFormat::JUnit));
        QCOMPARE(formatFromId(u"html"), std::optional(ExportFormat::Html));
        QVERIFY(!formatFromId(u"") && !formatFromId(u"JUnit") && !formatFromId(u"ndjson"));
    }

    void csvBegins()
    {
        QByteArray out;
        CsvWriter().begin(out);
        QCOMPARE(out, QByteArray(Header));
        out.clear();
        CsvWriter({.byteOrderMark = true}).begin(out);
        QCOMPARE(out, QByteArray("\xEF\xBB\xBF") + Header);
    }

    void csvRow()
    {
        QCOMPARE(
            csvOf(fullResult()),
            QByteArray("http://a.example/,https://a.example/b,redirected,200,\"It was moved, and found.\","
                       "\"A \"\"title\"\", quoted\",text/html,UTF-8,9800,2,1,3.0,2.2,12.3,1.0,16.5,"
                       "2025-12-31T23:59:59.123Z,1.1,About it,Héading,https://a.example/b,noindex,12,"
                       ",1.2,192.0.2.1,TLSv1.3,2026-01-01T00:00:00.000Z\r\n"));
    }

    void csvLeavesOutWhatIsNotKnown()
    {
        FetchResult never;
        never.verdict = Verdict::InvalidUrl;
        never.reason = u"No."_s;
        QCOMPARE(csvOf(never, "ftp://x"),
                 QByteArray("ftp://x,,invalid_url,,No.,,,,,0,,,,,,,,,,,,,,,,,,\r\n"));
        FetchResult unanswered;
        unanswered.verdict = Verdict::ConnectionFailed;
        unanswered.attempts.resize(1);
        unanswered.attempts[0].hops = {hop("http://a/", 0, 0, {-1, -1, -1, -1, 49})};
        unanswered.attempts[0].hops[0].startedAtMs = 0;
        QCOMPARE(csvOf(unanswered, "http://a/"),
                 QByteArray("http://a/,http://a/,connection_failed,,,,,,,1,0,0.0,,,,0.0,,,,,,,,,,,,\r\n"));
        FetchResult emptyPage = unanswered;
        emptyPage.attempts[0].hops[0].status = 204;
        emptyPage.contentType = "text/html";
        QCOMPARE(
            csvOf(emptyPage, "http://a/"),
            QByteArray(
                "http://a/,http://a/,connection_failed,204,,,text/html,,0,1,0,0.0,,,,0.0,,,,,,,0,,,,,\r\n"));
    }

    void csvCells_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const QString &given, const QByteArray &expected) {
            QTest::newRow(name) << given << expected;
        };
        row("plain", u"plain"_s, "plain");
        row("formula", u"=1+1"_s, "'=1+1");
        row("formula with quotes", u"=HYPERLINK(\"x\",1)"_s, "\"'=HYPERLINK(\"\"x\"\",1)\"");
        row("plus", u"+1"_s, "'+1");
        row("minus", u"-1"_s, "'-1");
        row("at", u"@x"_s, "'@x");
        row("tab", u"\t=1"_s, "\"'\t'=1\"");
        row("full width", u"\uFF1D1+1"_s,
            "'\xEF\xBC\x9D"
            "1+1");
        row("full width plus, minus, at", u"\uFF0B;\uFF0D;\uFF20"_s,
            "\"'\xEF\xBC\x8B;'\xEF\xBC\x8D;'\xEF\xBC\xA0\"");
        row("full width comma", u"\uFF0C"_s, "\xEF\xBC\x8C");
        row("semicolon", u"Sale;=1+1;rest"_s, "\"Sale;'=1+1;rest\"");
        row("semicolon and quotes", u"Sale;\"=1+1\""_s, "\"Sale;\"\"'=1+1\"\"\"");
        row("semicolon and text", u"a; b;c"_s, "\"a; b;c\"");
        row("inner tab", u"a\t@b"_s, "\"a\t'@b\"");
        row("carriage return", u"\r=1"_s, "' =1");
        row("inner signs", u"a=b+c-d@e"_s, "a=b+c-d@e");
        row("line breaks", u"a\r\nb\nc\rd\u2028e\u2029f\u0085g\vh"_s, "a b c d e f g h");
        row("a line separator alone", u"a\u2028b"_s, "a b");
        row("a paragraph separator alone", u"a\u2029b"_s, "a b");
        row("a next line alone", u"a\u0085b"_s, "a b");
        row("nul", QString(u"a"_s + QChar(0) + u'b'), "a b");
        row("quotes", u"\"\""_s, "\"\"\"\"\"\"");
        row("comma", u","_s, "\",\"");
        row("spaces stay", u" a "_s, " a ");
        row("emoji", u"\U0001F426 bird"_s, "\xF0\x9F\x90\xA6 bird");
        row("three bytes", u"例"_s, "\xE4\xBE\x8B");
        row("lone high surrogate", QString(u"a"_s + QChar(0xD83D) + u'b'),
            "a\xEF\xBF\xBD"
            "b");
        row("lone low surrogate", QString(QChar(0xDC26)), "\xEF\xBF\xBD");
    }

    void csvCells()
    {
        QFETCH(QString, given);
        QFETCH(QByteArray, expected);
        QByteArray out;
        appendCsvText(out, QStringView(given));
        QCOMPARE(out, expected);
        if (given.isValidUtf16()) {
            out.clear();
            const QByteArray bytes = given.toUtf8();
            appendCsvText(out, QByteArrayView(bytes));
            QCOMPARE(out, expected);
        }
    }

    void milliseconds_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("three");
        QTest::newRow("0") << qint64(0) << QByteArray("0.0") << QByteArray("0.000");
        QTest::newRow("49") << qint64(49) << QByteArray("0.0") << QByteArray("0.049");
        QTest::newRow("50") << qint64(50) << QByteArray("0.1") << QByteArray("0.050");
        QTest::newRow("999") << qint64(999) << QByteArray("1.0") << QByteArray("0.999");
        QTest::newRow("12345") << qint64(12345) << QByteArray("12.3") << QByteArray("12.345");
        QTest::newRow("hours") << qint64(7200000000) << QByteArray("7200000.0") << QByteArray("7200000.000");
    }

    void milliseconds()
    {
        QFETCH(qint64, us);
        QByteArray one, three;
        appendMs(one, us, 1);
        appendMs(three, us, 3);
        QTEST(one, "one");
        QTEST(three, "three");
    }

    void timestampsAreThoseOfQt()
    {
        QRandomGenerator random(5);
        for (int i = 0; i < 5000; ++i) {
            const qint64 ms = qint64(random.generate64() % quint64(253402300799999));
            QByteArray out;
            appendTimestamp(out, ms);
            QCOMPARE(QString::fromLatin1(out),
                     QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs));
        }
    }

    void jsonHasTheColumns()
    {
        const QJsonObject object = jsonOf(fullResult());
        QStringList names;
        for (const QByteArrayView name : columnNames()) {
            names += QString::fromLatin1(name);
            QVERIFY2(object.contains(names.back()), name.data());
        }
        QCOMPARE(object.size(), names.size());
        QCOMPARE(object[u"status"_s].toInt(), 200);
        QCOMPARE(object[u"final_url"_s].toString(), u"https://a.example/b"_s);
        QCOMPARE(object[u"title"_s].toString(), u"A \"title\", quoted"_s);
        QCOMPARE(object[u"description"_s].toString(), u"About\r\nit"_s);
        QCOMPARE(object[u"ttfb_ms"_s].toDouble(), 12.345);
        QCOMPARE(object[u"total_ms"_s].toDouble(), 16.495);
        QCOMPARE(object[u"started_at"_s].toString(), u"2025-12-31T23:59:59.123Z"_s);
        QCOMPARE(object[u"links"_s].toInt(), 12);
    }

    void jsonNestsAttemptsAndHops()
    {
        const QJsonArray attempts = jsonOf(fullResult())[u"attempts"_s].toArray();
        QCOMPARE(attempts.size(), 2);
        QCOMPARE(attempts[0][u"error"_s].toString(), u"timeout"_s);
        QVERIFY(attempts[0][u"status"_s].isNull() && attempts[0][u"retry_after_ms"_s].isNull());
        QVERIFY(attempts[1][u"error"_s].isNull());
        QCOMPARE(attempts[1][u"wait_ms"_s].toDouble(), 500.0);
        QCOMPARE(attempts[1][u"retry_after_ms"_s].toDouble(), 500.0);
        const QJsonArray hops = attempts[1][u"hops"_s].toArray();
        QCOMPARE(hops.size(), 2);
        QCOMPARE(hops[0][u"status"_s].toInt(), 301);
        QCOMPARE(hops[0][u"location"_s].toString(), u"https://a.example/b"_s);
        QCOMPARE(hops[0][u"lookup_ms"_s].toDouble(), 4.25);
        QVERIFY(hops[1][u"lookup_ms"_s].isNull());
        QVERIFY(hops[0][u"connect_ms"_s].isNull() && hops[1][u"location"_s].isNull());
        QVERIFY(hops[0][u"response_headers"_s].isUndefined());
        QCOMPARE(hops[1][u"response_headers"_s].toArray()[1].toArray()[1].toString(), u"a\"b\u00e9"_s);
        QVERIFY(hops[1][u"secure"_s].toBool() && !hops[0][u"secure"_s].toBool());
    }

    void jsonTellsOfConnections()
    {
        const QJsonObject object = jsonOf(fullResult());
        QCOMPARE(object[u"remote_ip"_s].toString(), u"192.0.2.1"_s);
        QCOMPARE(object[u"cert_expires"_s].toString(), u"2026-01-01T00:00:00.000Z"_s);
        const QJsonArray hops = object[u"attempts"_s][1][u"hops"_s].toArray();
        for (const char *name :
             {"tls_ms", "http_version", "reused", "remote_ip", "tls_version", "tls_cipher", "certificate"})
            QVERIFY2(hops[0][QString::fromLatin1(name)].isNull(), name);
        QCOMPARE(hops[1][u"tls_ms"_s].toDouble(), 1.15);
        QCOMPARE(hops[1][u"http_version"_s].toString(), u"1.1"_s);
        QCOMPARE(hops[1][u"reused"_s], QJsonValue(false));
        QCOMPARE(hops[1][u"tls_version"_s].toString(), u"TLSv1.3"_s);
        QCOMPARE(hops[1][u"tls_cipher"_s].toString(), u"TLS_AES_128_GCM_SHA256"_s);
        const QJsonValue certificate = hops[1][u"certificate"_s];
        QCOMPARE(certificate[u"subject"_s].toString(), u"CN=a.example"_s);
        QCOMPARE(certificate[u"issuer"_s].toString(), u"CN=Somebody \"B\""_s);
        QCOMPARE(certificate[u"names"_s].toArray(), (QJsonArray{u"a.example"_s, u"192.0.2.1"_s}));
        QCOMPARE(certificate[u"valid_from"_s].toString(), u"2025-12-31T23:59:59.000Z"_s);
        QCOMPARE(certificate[u"expires"_s].toString(), u"2026-01-01T00:00:00.000Z"_s);
        QCOMPARE(certificate[u"sha256"_s].toString(), u"5ea1"_s);
    }

    void jsonSaysNullForWhatIsNotKnown()
    {
        FetchResult never;
        never.verdict = Verdict::Cancelled;
        const QJsonObject object = jsonOf(never);
        QVERIFY(object[u"attempts"_s].isArray() && object[u"attempts"_s].toArray().isEmpty());
        for (const QByteArrayView name : columnNames()) {
            const bool known = name == "url" || name == "verdict" || name == "attempts";
            QCOMPARE(object[QString::fromLatin1(name)].isNull(), !known);
        }
    }

    void addressesStayAsTheyAre()
    {
        const auto cell = [](QByteArrayView url) {
            QByteArray out;
            appendCsvAddress(out, url);
            return out;
        };
        QCOMPARE(cell("https://a.example/x;=1,2"), QByteArray("\"https://a.example/x;=1,2\""));
        QCOMPARE(cell("https://b\xC3\xBC.example/"), QByteArray("https://b\xC3\xBC.example/"));
        QCOMPARE(cell("=1+1;=2"), QByteArray("\"'=1+1;'=2\""));
    }

    void everyErrorHasAnIdOfItsOwn()
    {
        QSet<QString> ids;
        for (int error = 0; error <= int(FetchError::Forbidden); ++error)
            ids += QString(fetchErrorId(FetchError(error)));
        QCOMPARE(ids.size(), int(FetchError::Forbidden) + 1);
    }

    /// Any text at all comes back, but for line breaks and the apostrophe before a formula.
    void anyTextReadsBack()
    {
        static constexpr const char16_t Units[] =
            u"ab,\"\r\n\t=+-@'; \u00e9\u4f8b\u2028\xD83D\xDC26\xDC00\u0001\\/<";
        QRandomGenerator random(99);
        for (int round = 0; round < 20000; ++round) {
            FetchResult result = fullResult();
            QString text;
            for (int i = random.bounded(12); i > 0; --i)
                text += Units[random.bounded(int(std::size(Units)) - 1)];
            result.facts.title = text;
            QByteArray bytes;
            for (int i = random.bounded(8); i > 0; --i)
                bytes += char(random.bounded(256));
            result.contentType = bytes;

            const auto rows = test::readCsv(csvOf(result));
            QVERIFY(rows && rows->size() == 1);
            const test::CsvRow &row = rows->front();
            QCOMPARE(row.size(), qsizetype(columnNames().size()));
            QString valid; // lone surrogates cannot be written
            for (qsizetype i = 0; i < text.size(); ++i) {
                const bool pair =
                    text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
                valid += text[i].isSurrogate() && !pair ? QChar(QChar::ReplacementCharacter) : text[i];
                if (pair)
                    valid += text[++i];
            }
            QString expected = valid;
            expected.replace(u"\r\n"_s, u" "_s);
            for (const char16_t c : {u'\r', u'\n', u'\u2028', u'\u0001'})
                expected.replace(QChar(c), u' ');
            expected.replace(QRegularExpression(u"([;\t]\"*)(?=[=+@-])"_s), u"\\1'"_s);
            if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text[0]))
                expected.prepend(u'\'');
            QCOMPARE(QString::fromUtf8(row[5]), expected);
            for (const QByteArray &cell : row)
                QVERIFY(!cell.contains('\n') && !cell.contains('\r') && QByteArrayView(cell).isValidUtf8());
            QCOMPARE(jsonOf(result)[u"title"_s].toString(), valid);
        }
    }
};

QTEST_APPLESS_MAIN(TestResultWriter)
#include "tst_resultwriter.moc"
