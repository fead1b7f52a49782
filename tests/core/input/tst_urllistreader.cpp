// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/urllistreader.h"

#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList goodTexts(const AddressList &list)
{
    QByteArrayList all;
    for (int row = 0; row < list.size(); ++row) {
        if (list.problem(RowId(row)) == AddressProblem::None)
            all += list.at(RowId(row)).toByteArray();
    }
    return all;
}

AddressList read(const QByteArray &text, InputReport *report = nullptr)
{
    UrlListReader reader;
    reader.read(text);
    const AddressList list = reader.takeAddresses();
    if (report)
        *report = reader.report();
    return list;
}

/// JSON with its quotes written as '.
QByteArray quoted(QByteArray json)
{
    return json.replace('\'', '"');
}

} // namespace

class TestUrlListReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("expected");
        const auto row = [](const char *line, const QByteArrayList &expected) {
            QTest::newRow(line) << QByteArray(line) << expected;
        };
        row("See https://a.example/x for more.", {"https://a.example/x"});
        row("Read https://a.example/x, then https://b.example/y; done",
            {"https://a.example/x", "https://b.example/y"});
        row("https://a.example/x.", {"https://a.example/x"});
        row("https://a.example/x?!", {"https://a.example/x"});
        row("(https://a.example/x)", {"https://a.example/x"});
        row("(see https://a.example/x).", {"https://a.example/x"});
        row("https://en.wikipedia.org/wiki/Foo_(bar)", {"https://en.wikipedia.org/wiki/Foo_(bar)"});
        row("(https://en.wikipedia.org/wiki/Foo_(bar))", {"https://en.wikipedia.org/wiki/Foo_(bar)"});
        row("<https://a.example/x>", {"https://a.example/x"});
        row("<https://a.example/Inc.>", {"https://a.example/Inc."});
        row("\"https://a.example/x\"", {"https://a.example/x"});
        row("'https://a.example/x'", {"https://a.example/x"});
        row("`https://a.example/x`", {"https://a.example/x"});
        row("**https://a.example/x**", {"https://a.example/x"});
        row("[text](https://a.example/x)", {"https://a.example/x"});
        row("[text](https://a.example/x \"title\")", {"https://a.example/x"});
        row("[a](https://a.example/x),[b](https://a.example/y)",
            {"https://a.example/x", "https://a.example/y"});
        row("[b.example](https://a.example/x)", {"https://a.example/x"});
        row("[text](a.example/x)", {"https://a.example/x"});
        row("[docs](docs.md)", {});
        row("[1]: https://a.example/x", {"https://a.example/x"});
        row("![alt](https://a.example/x.png)", {"https://a.example/x.png"});
        row("- https://a.example/x", {"https://a.example/x"});
        row("- a.example", {"https://a.example/"});
        row("12. a.example", {"https://a.example/"});
        row("| https://a.example/x | OK |", {"https://a.example/x"});
        row("<a href=\"https://a.example/x?a=1&amp;b=2\">b.example</a>", {"https://a.example/x?a=1&b=2"});
        row("<a href='//a.example/x'><A HREF=b.example/y>", {"https://a.example/x", "https://b.example/y"});
        row("<a href=\"/local\">", {});
        row("<a href=\"https://a.example/x\">b.example</a> c.example/y <a href='http://d.example/z'>d</a>",
            {"https://a.example/x", "https://c.example/y", "http://d.example/z"});
        row("<a title=\"https://t.example/?a=1&amp;b=2\" href=\"https://a.example/x\" "
            "data-saferedirecturl=\"https://s.example/y\">x</a> https://b.example/",
            {"https://a.example/x", "https://b.example/"});
        row("a.example/go?href=https://b.example/ once", {"https://a.example/go?href=https://b.example/"});
        row("https://a.example/?href=https://b.example/ once",
            {"https://a.example/?href=https://b.example/"});
        row("<loc>https://a.example/x</loc>", {"https://a.example/x"});
        row("https://a.example,https://b.example", {"https://a.example/", "https://b.example/"});
        row("https://a.example/x,https://a.example/y", {"https://a.example/x", "https://a.example/y"});
        row("https://a.example/x,Some title", {"https://a.example/x"});
        row("Ask https://bob:some,word@a.example/x now", {"https://bob:some,word@a.example/x"});
        row("at https://bob;dev:some|word@a.example, and on", {"https://bob;dev:some|word@a.example/"});
        row("https://bob:;@a.example/x,https://b.example/",
            {"https://bob:;@a.example/x", "https://b.example/"});
        row("https://a.example,bob@b.example", {"https://a.example/"});
        row("https://a.example:81,bob@b.example", {"https://a.example:81/"});
        row("https://a.example,https://bob:word@b.example/",
            {"https://a.example/", "https://bob:word@b.example/"});
        row("https://a.example/x,\"Some, title\"", {"https://a.example/x"});
        row("1,https://a.example/x,200,title", {"https://a.example/x"});
        row("1;\"https://a.example/a,b\";title", {"https://a.example/a,b"});
        row("1\thttps://a.example/a,b\ttitle", {"https://a.example/a,b"});
        row("https://a.example/maps/@1.2,3.4,5z", {"https://a.example/maps/@1.2,3.4,5z"});
        row("at https://a.example/maps/@1.2,3.4,5z today", {"https://a.example/maps/@1.2,3.4,5z"});
        row("a.example,Example", {"https://a.example/"});
        row("a.example b.example/x c.example:81",
            {"https://a.example/", "https://b.example/x", "https://c.example:81/"});
        row("https://a.example/ b.example", {"https://a.example/", "https://b.example/"});
        row("https://a.example/ is better than b.example", {"https://a.example/", "https://b.example/"});
        row("see b.example/page and http://a.example/x and www.c.example/y or d.example",
            {"https://b.example/page", "http://a.example/x", "https://www.c.example/y",
             "https://d.example/"});
        row("a.example (https://a.example/)", {"https://a.example/"});
        row("the shop www.A.example: https://a.example/start now", {"https://a.example/start"});
        row("https://a.example/x (a.example)", {"https://a.example/x"});
        row("a.example/y (https://a.example/x)", {"https://a.example/y", "https://a.example/x"});
        row("[www.a.example](https://www.a.example/)", {"https://www.a.example/"});
        row("https://a.example/x for all but a.example", {"https://a.example/x", "https://a.example/"});
        row("node.js from https://a.example/x", {"https://a.example/x"});
        row("go to www.example.com now", {"https://www.example.com/"});
        row("go to example.com/path?x=1, then rest", {"https://example.com/path?x=1"});
        row("start http://localhost:8080/x and localhost:9090",
            {"http://localhost:8080/x", "http://localhost:9090/"});
        row("start localhost:9090 or [::1]:9091/y", {"http://localhost:9090/", "http://[::1]:9091/y"});
        row("ping 10.0.0.1 first", {"http://10.0.0.1/"});
        row("e.g. this, i.e. that, 3.14 of file.txt or node.js", {});
        row("The end.Next sentence", {});
        row("mail bob@example.com please", {});
        row("url=https://a.example/x", {"https://a.example/x"});
        row("see:https://a.example/x", {"https://a.example/x"});
        row("https://web.archive.org/web/2020/https://a.example/",
            {"https://web.archive.org/web/2020/https://a.example/"});
        row("a.example/?to=https://b.example/", {"https://a.example/?to=https://b.example/"});
        row("请看https://a.example/路径，谢谢", {"https://a.example/路径"});
        row("「https://a.example/x」。", {"https://a.example/x"});
        row("bücher.example", {"https://bücher.example/"});
        row("HTTP://A.EXAMPLE", {"http://a.example/"});
        row("file.txt", {"https://file.txt/"});
        row("\xEF\xBB\xBF\xC2\xA0https://a.example/x\xE3\x80\x80", {"https://a.example/x"});
    }

    void oneLine()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, expected);
        InputReport report;
        const AddressList list = read("\n" + line, &report);
        QCOMPARE(goodTexts(list), expected);
        QCOMPARE(report.found, expected.size());
        QCOMPARE(report.bad, expected.isEmpty() ? 1 : 0);
        QCOMPARE(list.size(), report.found + report.bad);
    }

    void badLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("problem");
        const auto row = [](const char *line, AddressProblem problem) {
            QTest::newRow(line) << QByteArray(line) << int(problem);
        };
        row("hello", AddressProblem::NoAddress);
        row("hello world", AddressProblem::NoAddress);
        row("---", AddressProblem::NoAddress);
        row("e.g.", AddressProblem::NoAddress);
        row("bob@example.com", AddressProblem::NoAddress);
        row("ftp://x", AddressProblem::UnsupportedScheme);
        row("mailto:bob@example.com", AddressProblem::UnsupportedScheme);
        row("http://", AddressProblem::BadHost);
        row("see http:// or so", AddressProblem::BadHost);
        row("http://a:99999/", AddressProblem::BadPort);
        row("<http://a:0/>", AddressProblem::BadPort);
        row("http:/a.example", AddressProblem::BadSyntax);
        row("{\"url\": \"ftp://x\"}", AddressProblem::UnsupportedScheme);
        row("{\"url\": 5}", AddressProblem::BadSyntax);
        row("{\"link\": \"nowhere\"}", AddressProblem::NoAddress);
        row("{\"json\": 1, \"link\": \"http://c.example\"}", AddressProblem::BadRequest);
        row("{\"url\": \"http://a.example\"", AddressProblem::BadRequest);
        row("{}", AddressProblem::NoAddress);
        row("{", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"method\":\"B AD\"}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"method\":\"connect\"}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"method\":7}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"headers\":\"x\"}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"headers\":{\"A B\":\"x\"}}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"headers\":{\"A\":\"x\\r\\nB: y\"}}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"headers\":[[\"A\"]]}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"body\":{}}", AddressProblem::BadRequest);
        row("{\"url\":\"a.example\",\"body\":\"x\",\"json\":1}", AddressProblem::BadRequest);
    }

    void badLines()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, problem);
        InputReport report;
        const AddressList list =
            read("# list\n\nhttp://a.example/\n" + line + "\nhttp://b.example/\n", &report);
        QCOMPARE(list.size(), 3);
        QCOMPARE(list.problem(1), AddressProblem(problem));
        const qsizetype headers = line.indexOf("\"headers\""); // which may hold secrets
        const QByteArray shown = headers < 0 ? line : line.left(headers) + "\"headers\": ***";
        QCOMPARE(list.at(1).toByteArray(), shown);
        QCOMPARE(report.lines, 5);
        QCOMPARE(report.found, 2);
        QCOMPARE(report.bad, 1);
        QCOMPARE(report.badLines.at(0).line, 4);
        QCOMPARE(report.badLines.at(0).problem, AddressProblem(problem));
        QVERIFY(!addressProblemText(report.badLines.at(0).problem).isEmpty());
    }

    void anAddressThatFailsAmongOthersIsARow()
    {
        InputReport report;
        const AddressList list = read("http://a.example/x http://b:99999/ http://c.example", &report);
        QCOMPARE(list.size(), 3);
        QCOMPARE(list.at(1).toByteArray(), QByteArray("http://b:99999/"));
        QCOMPARE(list.problem(1), AddressProblem::BadPort);
        QCOMPARE(report.found, 2);
        QCOMPARE(report.bad, 1);
    }

    void blankLinesAndCommentsAreNothing()
    {
        InputReport report;
        QVERIFY(read(" \n\t\n# http://a.example/\n  # x\r\n\r\n", &report).isEmpty());
        QCOMPARE(report.lines, 5);
        QCOMPARE(report.bad, 0);
    }

    void duplicatesAreOneRow()
    {
        InputReport report;
        const AddressList list =
            read("http://a.example\nHTTP://A.example/#x\nhttp://a.example/\nhttps://a.example/\n"
                 "a.example\n",
                 &report);
        QCOMPARE(goodTexts(list), QByteArrayList({"http://a.example/", "https://a.example/"}));
        QCOMPARE(report.duplicates, 3);
    }

    void whatTheListHasIsADuplicate()
    {
        const AddressList existing =
            read("http://a.example/\nftp://x\n{\"url\":\"http://a.example/\",\"body\":\"1\"}\n");
        QCOMPARE(existing.size(), 3);
        UrlListReader reader(existing);
        reader.read(
            "http://a.example/\nftp://x\nhttp://b.example/\n{\"url\":\"http://a.example/\",\"body\":\"1\"}\n"
            "{\"url\":\"http://a.example/\",\"body\":\"2\"}\n");
        QCOMPARE(reader.takeAddresses().size(), 3);
        QCOMPARE(reader.report().found, 2);
        QCOMPARE(reader.report().duplicates, 2);
        QCOMPARE(reader.report().bad, 1);
    }

    void nulBytesAreBlanks()
    {
        const QByteArray text("http://a.example/\0\n\0\0\nhttp://b.example/\0http://c.example/", 58);
        QCOMPARE(goodTexts(read(text)),
                 QByteArrayList({"http://a.example/", "http://b.example/", "http://c.example/"}));
    }

    void headerRowsChooseTheColumn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("expected");
        const QByteArrayList xy = {"https://a.example/x", "https://a.example/y"};
        QTest::newRow("url,title") << QByteArray(
                                          "url,title\nhttps://a.example/x,One\nhttps://a.example/y,Two.com\n")
                                   << xy;
        QTest::newRow("only url") << QByteArray("URL\nhttps://a.example/x\na.example/y\n") << xy;
        QTest::newRow("own export")
            << QByteArray("url,final_url,verdict\r\nhttps://a.example/x,https://b.example/,redirected\r\n"
                          "https://a.example/y,,timeout\r\n")
            << xy;
        QTest::newRow("second column")
            << QByteArray("Title,Address\n\"See https://no.example/\",https://a.example/x\n"
                          "\"a \"\"b\"\", c\",a.example/y\n")
            << xy;
        QTest::newRow("semicolons") << QByteArray(
                                           "id;page url\n1;https://a.example/x\n2;\"https://a.example/y\"\n")
                                    << xy;
        QTest::newRow("commas in an address")
            << QByteArray("id\turl\n1\thttps://a.example/x\n2\thttps://a.example/y,z\n")
            << QByteArrayList({"https://a.example/x", "https://a.example/y,z"});
        QTest::newRow("no header") << QByteArray("https://a.example/x,One two\n\"https://a.example/y\",Two\n")
                                   << xy;
    }

    void headerRowsChooseTheColumn()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, expected);
        InputReport report;
        QCOMPARE(goodTexts(read(text, &report)), expected);
        QCOMPARE(report.bad, 0);
    }

    void jsonLinesBringTheirRequest()
    {
        const AddressList list = read(quoted(
            "{'url':'http://a.example/1','method':'put','headers':{'X-A':'1','X-B':2},'body':'täxt'}"
            "\n"
            "{'url':'http://a.example/2','headers':[['X-A','1'],['X-A','2']]}"
            "\n"
            " { 'url' : 'http://a.example/3' , 'json' : { 'z': 1.50, 'a': [12345678901234567890, '}'] } } "
            "\n"
            "{'url':'http://a.example/4','json':null,'headers':{'content-type':'application/x+json'}}"
            "\n"
            "{'url':'http://a.example/5'}"
            "\n"
            "{'url':'http://a.example/6','body':''}"
            "\n"
            "{'url':'http://a.example/7','json':{},'headers':{'Content-Type':'application/y+json'}}"));
        QCOMPARE(list.size(), 7);
        const RequestSpec *put = list.request(0);
        QVERIFY(put);
        QCOMPARE(put->method, QByteArray("PUT"));
        QCOMPARE(put->headers, HeaderList({{"X-A", "1"}, {"X-B", "2"}}));
        QCOMPARE(put->body, QByteArray("täxt"));
        QVERIFY(put->hasBody);
        const RequestSpec *twice = list.request(1);
        QVERIFY(twice && twice->method.isEmpty() && !twice->hasBody);
        QCOMPARE(twice->headers, HeaderList({{"X-A", "1"}, {"X-A", "2"}}));
        const RequestSpec *json = list.request(2);
        QVERIFY(json);
        QCOMPARE(json->method, QByteArray("POST"));
        QCOMPARE(json->body, quoted("{ 'z': 1.50, 'a': [12345678901234567890, '}'] }"));
        QCOMPARE(json->headers, HeaderList({{"Content-Type", "application/json"}}));
        QCOMPARE(list.request(3)->headers, HeaderList({{"content-type", "application/x+json"}}));
        QCOMPARE(list.request(3)->body, QByteArray("null"));
        QVERIFY(!list.request(4));
        QVERIFY(list.request(5) && list.request(5)->hasBody && list.request(5)->body.isEmpty());
        QCOMPARE(list.request(6)->headers, HeaderList({{"Content-Type", "application/y+json"}}));
    }

    void jsonLinesAreDuplicatesOnlyAsAWhole()
    {
        InputReport report;
        const AddressList list = read(
            quoted(
                "{'url':'http://a.example/','body':'1'}\n{'url':'http://a.example/"
                "','body':'2'}\n{'url':'http://a.example/#x','method':'post','body':'1'}\nhttp://a.example/"
                "\n{'url':'http://a.example/'}\n{'url':'http://a.example/','body':'1','headers':{'A':'1'}}"),
            &report);
        QCOMPARE(list.size(), 4);
        QCOMPARE(report.duplicates, 2);
    }

    void bigJsonBodiesAreTaken()
    {
        const QByteArray body(1'000'000, 'x');
        const AddressList list =
            read("{\"url\":\"http://a.example/\",\"body\":\"" + body + "\"}\nhttp://b.example/");
        QCOMPARE(list.size(), 2);
        QCOMPARE(list.request(0)->body, body);
        const AddressList tooBig =
            read("{\"url\":\"http://a.example/\",\"body\":\"" + body.repeated(68) + "\"}\nb.example");
        QCOMPARE(tooBig.problem(0), AddressProblem::TooLong);
        QCOMPARE(tooBig.size(), 2);
    }

    void jsonArrays_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("badLine");
        QTest::newRow("one line") << quoted("['http:\\/\\/a.example\\/', {'url':'b.example','body':'1'}, 5]")
                                  << 1;
        QTest::newRow("pretty") << QByteArray(
                                       "\n[\n  \"http://a.example/\",\n  {\n    \"url\": \"b.example\",\n"
                                       "    \"json\": [1,\n2]\n  },\n  \"ftp://x\"\n]\n")
                                << 9;
    }

    void jsonArrays()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, badLine);
        InputReport report;
        const AddressList list = read(text, &report);
        QCOMPARE(goodTexts(list), QByteArrayList({"http://a.example/", "https://b.example/"}));
        QVERIFY(list.request(1) && list.request(1)->method == "POST");
        QCOMPARE(report.bad, 1);
        QCOMPARE(report.badLines.at(0).line, badLine);
    }

    void whatOnlyBeginsLikeAnArrayIsReadAsLines()
    {
        InputReport report;
        const AddressList list = read("[\nhttp://a.example/\nhttp://b.example/ ]\n", &report);
        QCOMPARE(goodTexts(list), QByteArrayList({"http://a.example/", "http://b.example/"}));
        QCOMPARE(report.lines, 3);
        QCOMPARE(report.badLines.at(0).line, 1);
        QCOMPARE(goodTexts(read("[::1]:80/x\n")), QByteArrayList({"http://[::1]:80/x"}));
    }
};

QTEST_APPLESS_MAIN(TestUrlListReader)
#include "tst_urllistreader.moc"
