// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exportfile.h"
#include "core/types/fetchresult.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

struct TestCase
{
    QString className, name, time;
    QString outcome; ///< the name of the element inside: "failure", "skipped"
    QString type, message, text;
};

struct Suite
{
    QXmlStreamAttributes attributes;
    QList<TestCase> cases;

    QString operator[](const char *name) const
    {
        return attributes.value(QLatin1StringView(name)).toString();
    }
};

Suite read(const QByteArray &content)
{
    Suite suite;
    QXmlStreamReader xml(content);
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        const auto value = [&](const char *name) {
            return attributes.value(QLatin1StringView(name)).toString();
        };
        if (xml.name() == u"testsuite") {
            suite.attributes = attributes;
        } else if (xml.name() == u"testcase") {
            suite.cases.append({value("classname"), value("name"), value("time"), {}, {}, {}, {}});
        } else if (xml.name() == u"failure" || xml.name() == u"skipped") {
            TestCase &last = suite.cases.last();
            last.outcome = xml.name().toString();
            last.type = value("type");
            last.message = value("message");
            last.text = xml.readElementText();
        }
    }
    if (xml.hasError())
        qFatal("%s in %s", qPrintable(xml.errorString()), content.constData());
    return suite;
}

FetchResult result(Verdict verdict, quint16 status, const QString &reason = {})
{
    Hop hop;
    hop.url = "http://a.example/x";
    hop.method = "GET";
    hop.status = status;
    hop.reasonPhrase = status == 404 ? "Not Found" : "OK";
    hop.startedAtMs = 1767225599123; // 2025-12-31T23:59:59.123Z
    hop.phases.totalUs = 1'250'000;
    FetchAttempt attempt;
    attempt.hops = {hop};
    FetchResult made;
    made.verdict = verdict;
    made.reason = reason;
    made.attempts = {attempt};
    return made;
}

} // namespace

class TestJUnit final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QByteArray written(const std::vector<std::pair<QByteArray, FetchResult>> &rows)
    {
        const QString path = m_folder.filePath(u"junit.xml"_s);
        auto file = ExportFile::open(path);
        if (!file)
            qFatal("%s", qPrintable(file.error().message));
        for (const auto &[url, row] : rows) {
            if (!file.value()->write(url, row))
                qFatal("not written");
        }
        if (!file.value()->commit())
            qFatal("not committed");
        QFile made(path);
        return made.open(QIODevice::ReadOnly) ? made.readAll() : QByteArray();
    }

private Q_SLOTS:
    void everyAddressIsATestCase()
    {
        FetchResult broken = result(Verdict::Broken, 404, u"There is no such page (404)."_s);
        broken.attempts.push_back(broken.attempts.front());
        broken.attempts.front().errorText = u"it \"closed\" <early>"_s;
        FetchResult cancelled;
        cancelled.reason = u"Stopped before it was fetched."_s;
        const Suite suite = read(written({{"http://a.example/", result(Verdict::Ok, 200)},
                                          {"http://b.example:8080/?a=1&b=<2>", broken},
                                          {"http://a.example/later", cancelled}}));
        QCOMPARE(suite["name"], u"Turnstone"_s);
        QCOMPARE(suite["tests"], u"3"_s);
        QCOMPARE(suite["failures"], u"1"_s);
        QCOMPARE(suite["errors"], u"0"_s);
        QCOMPARE(suite["skipped"], u"1"_s);
        QCOMPARE(suite["time"], u"2.500"_s);
        QCOMPARE(suite["timestamp"], u"2025-12-31T23:59:59.123Z"_s);
        QCOMPARE(suite.cases.size(), 3);
        QCOMPARE(suite.cases[0].className, u"a.example"_s);
        QCOMPARE(suite.cases[0].name, u"http://a.example/"_s);
        QCOMPARE(suite.cases[0].time, u"1.250"_s);
        QCOMPARE(suite.cases[0].outcome, QString());
        QCOMPARE(suite.cases[1].className, u"b.example:8080"_s);
        QCOMPARE(suite.cases[1].name, u"http://b.example:8080/?a=1&b=<2>"_s);
        QCOMPARE(suite.cases[1].outcome, u"failure"_s);
        QCOMPARE(suite.cases[1].type, u"broken"_s);
        QCOMPARE(suite.cases[1].message, u"There is no such page (404)."_s);
        QCOMPARE(suite.cases[1].text, u"Attempt 1 2025-12-31T23:59:59.123Z\n"
                                      "  GET http://a.example/x → 404 Not Found, 1250.0 ms\n"
                                      "  it \"closed\" <early>\n"
                                      "Attempt 2 2025-12-31T23:59:59.123Z\n"
                                      "  GET http://a.example/x → 404 Not Found, 1250.0 ms\n"_s);
        QCOMPARE(suite.cases[2].outcome, u"skipped"_s);
        QCOMPARE(suite.cases[2].message, cancelled.reason);
    }

    void theSuiteBeganWithItsEarliestRow()
    {
        std::vector<std::pair<QByteArray, FetchResult>> rows;
        for (const qint64 later : {2'000, 0, 1'000}) {
            rows.emplace_back("http://a.example/", result(Verdict::Ok, 200));
            rows.back().second.attempts.front().hops.front().startedAtMs += later;
        }
        QCOMPARE(read(written(rows))["timestamp"], u"2025-12-31T23:59:59.123Z"_s);
        QVERIFY(
            !read(written({{"http://a.example/", FetchResult()}})).attributes.hasAttribute(u"timestamp"_s));
    }

    void onlyFineVerdictsPass()
    {
        std::vector<std::pair<QByteArray, FetchResult>> rows;
        for (const Verdict verdict : allVerdicts())
            rows.emplace_back("http://a.example/", result(verdict, 200));
        const Suite suite = read(written(rows));
        QCOMPARE(suite["tests"], QString::number(VerdictCount));
        QCOMPARE(suite["failures"], QString::number(VerdictCount - 4));
        QCOMPARE(suite["skipped"], u"2"_s);
        for (const Verdict verdict : allVerdicts())
            QCOMPARE(suite.cases[int(verdict)].outcome.isEmpty(), isFine(verdict));
    }

    void anEmptyListIsAValidFile()
    {
        const Suite suite = read(written({}));
        QCOMPARE(suite["tests"], u"0"_s);
        QVERIFY(suite.cases.isEmpty());
    }

    void hostileTextStaysText()
    {
        FetchResult broken = result(Verdict::Broken, 404);
        broken.reason = u"]]></failure><x>\u0000\u0001\uFFFE&#0;\n"_s + QChar(0xD800);
        broken.attempts.front().hops.front().url = "http://a/\xE9\x01]]>";
        broken.attempts.front().errorText = u"</failure>"_s;
        const Suite suite = read(written({{"no <address> \xFF\"'", broken}}));
        QCOMPARE(suite.cases[0].name, u"no <address> ÿ\"'"_s);
        QCOMPARE(suite.cases[0].message, u"]]></failure><x>\uFFFD\uFFFD\uFFFD&#0;\n\uFFFD"_s);
        QVERIFY(suite.cases[0].text.contains(u"http://a/é\uFFFD]]>"_s));
    }

    /// Where the beginning cannot be gone back to.
    void aPipeGetsNoCounts()
    {
        ExportOptions options;
        options.format = ExportFormat::JUnit;
        const auto writer = makeWriter(ExportFormat::JUnit);
        QByteArray out;
        writer->begin(out);
        const qsizetype begun = out.size();
        writer->row(out, "http://a.example/", result(Verdict::Ok, 200));
        writer->end(out);
        QCOMPARE(writer->front().size(), begun);
        const Suite suite = read(out);
        QVERIFY(!suite.attributes.hasAttribute(u"tests"_s));
        QCOMPARE(suite.cases.size(), 1);
        auto device = ExportFile::open(u"/dev/null"_s, options);
        QVERIFY(device);
        QVERIFY(device.value()->commit());
    }
};

QTEST_APPLESS_MAIN(TestJUnit)
#include "tst_junit.moc"
