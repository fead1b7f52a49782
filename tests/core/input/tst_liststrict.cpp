// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/strictaddress.h"
#include "core/input/urllistreader.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList goodTexts(const AddressList &list)
{
    QByteArrayList all;
    for (RowId row = 0; row < RowId(list.size()); ++row) {
        if (list.problem(row) == AddressProblem::None)
            all += list.at(row).toByteArray();
    }
    return all;
}

struct ReadList
{
    QByteArrayList good;
    InputReport report;
    QString error;
    QStringList told; ///< wherever a text is shown: the lines, the notes and what became a bad row
};

QStringList toldTexts(const AddressList &list, const InputReport &report)
{
    QStringList told;
    for (RowId row = 0; row < RowId(list.size()); ++row) {
        if (list.problem(row) != AddressProblem::None)
            told += list.text(row);
    }
    for (const BadLine &line : report.badLines)
        told += line.text;
    for (const InputNote &note : report.firstNotes)
        told += {note.text, note.address};
    for (const InputSource &source : report.sources) {
        for (const TakenRow &row : source.first)
            told += {row.text, row.address};
    }
    return told;
}

/// Of this thread, whoever else is busy.
qint64 processorTimeNs()
{
    timespec time = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

/// Files, which are read as what they are, and in which no address becomes another one.
class TestListStrict final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    ReadList read(const QString &name, const QByteArray &content, const QString &column = {}) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no test file");
        file.close();
        UrlListReader reader;
        reader.setColumn(column);
        const Outcome outcome = reader.readFile(file.fileName());
        ReadList all;
        const AddressList list = reader.takeAddresses();
        all.good = goodTexts(list);
        all.report = reader.report();
        all.told = toldTexts(list, all.report);
        all.error = outcome ? QString() : outcome.error().message;
        return all;
    }

private Q_SLOTS:
    void whatMayBeOfAnotherAddress_data()
    {
        QTest::addColumn<bool>("may");
        const auto row = [](const char *text, bool may) { QTest::newRow(text) << may; };
        for (const char *text :
             {"https://a/1 http://b/", "https://a/1 HTTP://b/", "https://a/1 (https://u:p@b/)",
              "https://a/1 URL:https://b/", "https://a/1 ftp://b/", "https://a/1 http:/b/",
              "https://a/1 //b/2", "https://a/1 (//b/2)", "https://a/1 www.b/2", "https://a/1 u:p@b/2",
              "https://a/1 x u:p@b", "https://a/1 \"www.b\" x", "https://a/1\xC2\xA0https://b/",
              "https://a/1\xE2\x80\x8Bhttps://b/", "https://a/1 https://b/#c",
              // touching it
              "https://a/1,https://u:p@b/", "https://a/1)(https://u:p@b/", "https://a/1'https://u:p@b/",
              "https://a/?q=1,https://u:p@b/", "https://a/1\xEF\xBC\x8Chttps://b/",
              "https://a/1<br>https://b/", "https://a\xE3\x80\x81http://b/", "https://a/1\"https://b/",
              "https://a/1xhttp://u:p@b"})
            row(text, true);
        for (const char *text : {"https://a/1",
                                 "https://a/1 2",
                                 "https://a/1 x@y",
                                 "https://a/1 (me@b.example)",
                                 "https://a/b c/@1,2z",
                                 "https://a/?q=a b&to=u:p@b",
                                 "https://a/?q=a b&r=https://b/",
                                 "https://a/?a=1 b?c:d@e",
                                 "https://a/Book 1:/ch",
                                 "https://a/1 // 2",
                                 "https://a/1 #x u:p@b https://c/",
                                 "https://u:p@a/b c",
                                 "https://u:p q@a/",
                                 "https://a/1 /www.b",
                                 "https://a/2020 /http://b/",
                                 "",
                                 "www.a",
                                 "https://a/?u=https://u:p@b/",
                                 "https://a/web/https://u:p@b/",
                                 "https://a/1,https://b/@c",
                                 "https://a/?q=\xE7\x9C\x8Bhttps://b/",
                                 "https://a/1,https://b/",
                                 "https://a/?u=x&https://u:p@b/",
                                 "https://u:p@a/",
                                 "https://a/s://@b",
                                 "://"})
            row(text, false);
    }

    void whatMayBeOfAnotherAddress()
    {
        QFETCH(bool, may);
        QCOMPARE(mayHoldAnother(QTest::currentDataTag()), may);
    }

    void aNulIsNoMarkOfAQuery()
    {
        QVERIFY(mayHoldAnother(QByteArrayView("https://a/1 x\0https://u:p@b/", 28)));
        QVERIFY(mayHoldAnother(QByteArrayView("https://a/1 x\0u:p@b/", 20)));
    }

    void noPasswordGoesToTheHostOfAnother_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        const QByteArrayList joined = {
            "http://a.example/ahttp://u:s3cr3t@b.example/d",
            "http://a.example/a.htmlhttps://u:s3cr3t@b.example/d",
            "http://a.example/a-http://u:s3cr3t@b.example/d",
            "http://a.example/a--http://u:s3cr3t@b.example/d",
            "http://a.example/a!http://u:s3cr3t@b.example/d",
            "http://a.example/a@http://u:s3cr3t@b.example/d",
            "http://a.example/a*/http://u:s3cr3t@b.example/d",
            "http://a.example/a$http://u:s3cr3t@b.example/d",
            "http://a.example/a====http://u:s3cr3t@b.example/d",
            "http://a.example/a{.x}http://u:s3cr3t@b.example/d",
            "http://a.example/a\\nhttp://u:s3cr3t@b.example/d",
            "http://a.example/a?b=1http://u:s3cr3t@b.example/d",
            "http://a.example/a-ftp://u:s3cr3t@b.example/d",
            "http://a.example:80http://u:s3cr3t@b.example/d",
            "http://a.examplehttp://u:s3cr3t@b.example/d",
            "http://http://u:s3cr3t@b.example/d",
            "!http://a.example/i.png!:http://u:s3cr3t@b.example/d",
            "/*http://a.example/a*/@import'http://u:s3cr3t@b.example/d';",
            "==http://a.example/a====http://u:s3cr3t@b.example/d==",
            "$http://a.example/a$http://u:s3cr3t@b.example/d",
        };
        const auto add = [](const QByteArray &text, const QString &name, const QByteArray &content) {
            QTest::newRow(QByteArray(name.toUtf8() + ' ' + text).constData()) << name << content;
        };
        for (const QByteArray &text : joined) {
            add(text, u"a.txt"_s, text + "\nhttp://c.example/\nhttp://d.example/\n");
            add(text, u"b.txt"_s, "- http://c.example/\n- " + text + '\n');
            add(text, u"c.txt"_s, "Some words: see " + text + " and others.\nThis is a text of words.\n");
            add(text, u"a.csv"_s, "Name,URL\nx,http://c.example/\ny," + text + '\n');
            add(text, u"a.md"_s, "# Title\n\nSee " + text + " now, and " + text + "\n\n" + text + '\n');
            add(text, u"a.log"_s, "GET <" + text + "> \"" + text + "\"\n");
            add(text, u"a.eml"_s, "From: a@b.example\nTo: c@d.example\nSubject: x\n\nsee " + text + " ok\n");
            if (text.contains('\\'))
                continue;
            add(text, u"a.json"_s, R"([{"url":")" + text + R"("},{"url":"http://c.example/"}])");
            add(text, u"a.jsonl"_s, R"({"link":")" + text + "\"}\n{\"link\":\"http://c.example/\"}\n");
            add(text, u"a.xml"_s, "<urlset><url><loc>" + text + "</loc></url></urlset>");
            if (text.startsWith('h'))
                add(text, u"a.html"_s, "<html><a href=\"" + text + "\">x</a></html>");
        }
    }

    void noPasswordGoesToTheHostOfAnother()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        const ReadList list = read(name, content);
        for (const QByteArray &good : list.good) {
            const bool isOfItsHost = good.startsWith("http") && good.contains("://u:s3cr3t@b.example/");
            QVERIFY2(good.count("://") == 1 && (isOfItsHost || !good.contains("s3cr3t")), good.constData());
        }
        QVERIFY(list.report.bad > 0 || list.good.join().contains("s3cr3t"));
        QVERIFY2(!list.told.join(u'\n').contains(u"s3cr3t"), qPrintable(list.told.join(u'\n')));
    }

    void aWordOfAShellIsWholeOrBad_data()
    {
        QTest::addColumn<QByteArrayList>("good");
        const auto row = [](const char *line, const QByteArrayList &good) { QTest::newRow(line) << good; };
        for (const char *line : {"curl https://a.example/it\\'s/x", "curl https://a.example/items/\"$ID\"/x",
                                 "curl \"https://a.example/x\"'?id=1'",
                                 "curl -s https://a.example/a\\ b -o c", "wget 'https://a.example/x'\"$ID\"",
                                 "wget \"https://a.example/x\"/y", "wget 'https://a.example/x'$ID",
                                 "curl \"https://a.example\":8080/x", "curl https://a.example/it\"'\"s"})
            row(line, {});
        for (const char *line :
             {"curl https://a.example/x", "curl \"https://a.example/x\" -o \"y\"",
              "sh -c \"curl https://a.example/x\"", "sh -c 'curl \"https://a.example/x\"'",
              "{\"run\":\"curl https://a.example/x\",\"y\":1}",
              "{\"run\":\"curl \\\"https://a.example/x\\\"\"}", "see `curl https://a.example/x`, or not",
              "<b title=\"curl https://a.example/x\"/>", "curl https://a.example/x\\",
              "curl 'https://a.example/x'|sh", "curl 'https://a.example/x', as I said",
              "say \"curl https://a.example/x\".", "x = \"https://a.example/x\"'y'"})
            row(line, {"https://a.example/x"});
    }

    void aWordOfAShellIsWholeOrBad()
    {
        QFETCH(QByteArrayList, good);
        for (const QString &name : {u"a.log"_s, u"a.md"_s}) {
            const ReadList list =
                read(name, QByteArray("Some words of a text\n") + QTest::currentDataTag() + '\n');
            QCOMPARE(list.good, good);
            QCOMPARE(list.report.bad, good.isEmpty() ? 1 : 0);
        }
    }

    /// The forms in which people mean it.
    void anAddressMayHoldOneWithAPassword()
    {
        for (const char *address : {"https://web.example/2020/http://u:word@b.example/d",
                                    "https://a.example/?u=http://u:word@b.example/d"}) {
            QCOMPARE(read(u"a.txt"_s, address).good, QByteArrayList({address}));
            QCOMPARE(read(u"a.log"_s, QByteArray("see ") + address + " now\n").good,
                     QByteArrayList({address}));
        }
    }

    void secretsUnderTheirNamesAreNotTold_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("shown");
        const auto add = [](const char *row, const QString &name, const char *content, const char *shown) {
            QTest::newRow(row) << name << QByteArray(content) << QByteArray(shown);
        };
        add("dictionaries", u"a.jsonl"_s,
            "{'url':'http://h/p','headers':{'Authorization':'Bearer s3cr3t'}}\n"
            "{'url':'http://h/q','headers':{'Authorization':'Bearer s3cr3t'}}\n",
            "{'url':'http://h/p','headers': ***");
        add("members", u"a.jsonl"_s,
            "{\"url\":\"http://h/\"}\n"
            "{\"url\":\"ftp://x/\",\"Headers\":{\"Authorization\":\"Bearer s3cr3t\"}}\n"
            "{\"url\":\"http://h/\",\"method\":\"G "
            "ET\",\"cookie\":\"s3cr3t\",\"Authorization\":\"s3cr3t\"}\n",
            "{\"url\":\"ftp://x/\",\"Headers\": ***");
        add("a command", u"a.jsonl"_s,
            "{\"url\":\"http://h/\"}\ncurl -H 'Authorization: Bearer s3cr3t' http://h/x\n",
            "curl -H 'Authorization: ***");
        add("commands", u"a.txt"_s,
            "http://h/a\nhttp://h/b\ncurl -H 'Authorization: Bearer s3cr3t' http://h/x\n"
            "curl -H \"Cookie: sid=s3cr3t\" http://h/y\n",
            "curl -H 'Authorization: ***");
        add("a torn row", u"a.csv"_s,
            "url,Authorization\nhttp://h/a,Bearer s3cr3t\nhttp://h/b,c,Bearer s3cr3t\n", "http://h/b,***");
        add("a torn row that begins with it", u"a.csv"_s,
            "api key;url\ns3cr3t;http://h/a\ns3cr3t;http://h/b;c\n", "***");
        add("quotes in a row", u"a.csv"_s,
            "url,token\nhttp://h/a,s3cr3t\n\"http://h/b,s3cr3t\nhttp://h/c,s3cr3t\nhttp://h/d\",s3cr3t\n",
            "http://h/c,***");
    }

    void secretsUnderTheirNamesAreNotTold()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, shown);
        const QStringList told = read(name, content).told;
        QVERIFY2(!told.join(u'\n').contains(u"s3cr3t"), qPrintable(told.join(u'\n')));
        QVERIFY2(told.contains(QString::fromUtf8(shown)), qPrintable(told.join(u'\n')));
    }

    void theColumnIsTheOneWithTheAddresses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("column");
        const auto row = [](const char *header, const char *first, const char *second, const char *column) {
            QTest::newRow(header) << QByteArray(QByteArray(header) + '\n' + first + '\n' + second + '\n')
                                  << QString::fromUtf8(column);
        };
        row("domain,url", "a.example,https://a.example/x", "a.example,https://a.example/y", "url");
        row("Host;URL", "a.example;https://a.example/x", "a.example;https://a.example/y", "URL");
        row("Page,URL", "Home,https://a.example/x", "About us,https://a.example/y", "URL");
        row("Name,Address,Website", "Ann,\"1, High St\",https://a.example/x",
            "Bob,\"2, Low St\",https://a.example/y", "Website");
        row("url,final_url", "https://a.example/x,https://b.example/1",
            "https://a.example/y,https://b.example/2", "url");
        row("final url,start", "https://b.example/1,https://a.example/x",
            "https://b.example/2,https://a.example/y", "start");
        row("Referrer,Link", "https://r.example/,https://a.example/x",
            "https://r.example/,https://a.example/y", "Link");
        row("Seite\tAdresse\tBild", "Start\ta.example/x\thttps://b.example/1.png",
            "Wir\ta.example/y\thttps://b.example/2.png", "Adresse");
        row("site,where", "https://a.example,https://a.example/x", "https://a.example,https://a.example/y",
            "where");
        row("Kontakt;Netz", "ann@a.example;https://a.example/x", "bob@a.example;https://a.example/y", "Netz");
        row("File,At", "report.pdf,https://a.example/x", "index.html,https://a.example/y", "At");
    }

    void theColumnIsTheOneWithTheAddresses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, column);
        for (const QString &name : {u"table.csv"_s, u"table.txt"_s}) {
            const ReadList list = read(name, text);
            QCOMPARE(list.good, QByteArrayList({"https://a.example/x", "https://a.example/y"}));
            QCOMPARE(list.report.bad, 0);
            const InputSource &source = list.report.sources.at(0);
            QVERIFY(source.kind == ListKind::Table);
            QCOMPARE(source.columns.value(source.column), column);
            UrlListReader pasted;
            pasted.read(text);
            QCOMPARE(goodTexts(pasted.takeAddresses()), list.good);
        }
    }

    void aLineIsOneAddress_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("expected");
        QTest::addColumn<int>("notes");
        const auto row = [](const char *line, const QByteArrayList &expected, int notes) {
            QTest::newRow(line) << QByteArray(line) << expected << notes;
        };
        row("https://a.example/x draft", {"https://a.example/x%20draft"}, 1);
        row("https://a.example/my file (1).pdf", {"https://a.example/my%20file%20(1).pdf"}, 1);
        row("example.com/a b", {"https://example.com/a%20b"}, 1);
        row("https://a.example/x.", {"https://a.example/x."}, 0);
        row("https://a.example/x,y;z", {"https://a.example/x,y;z"}, 0);
        row("https://a.example/x)", {"https://a.example/x)"}, 0);
        row("https://a.example/x   # the start", {"https://a.example/x"}, 0);
        row("https://a.example/x https://b.example/y", {"https://a.example/x", "https://b.example/y"}, 0);
        row("https://a.example/x,https://b.example/y", {"https://a.example/x", "https://b.example/y"}, 0);
        row("https://a.example/?u=1,https://b.example/y", {"https://a.example/?u=1,https://b.example/y"}, 0);
        row("https://a.example/x draft https://b.example/y",
            {"https://a.example/x%20draft", "https://b.example/y"}, 1);
        row("\"https://a.example/x\",", {"https://a.example/x"}, 0);
        row("<https://a.example/x>", {"https://a.example/x"}, 0);
        row("<https://a.example/x> <https://b.example/y>", {"https://a.example/x", "https://b.example/y"}, 2);
        row("- https://a.example/x", {"https://a.example/x"}, 0);
        row("a.example/x, b.example/y,", {"https://a.example/x", "https://b.example/y"}, 0);
        row("a.example b.example", {"https://a.example/", "https://b.example/"}, 0);
        row("Docs: https://a.example/x", {"https://a.example/x"}, 1);
        row("https://a.example is down", {}, 0);
        row("just words", {}, 0);
        row("https://a.example/my,list", {"https://a.example/my,list"}, 0);
        // spaces beyond ASCII
        row("https://a.example/x\u00A0draft", {"https://a.example/x%C2%A0draft"}, 1);
        row("https://a.example/x\u200Bdraft", {"https://a.example/x\u200Bdraft"}, 0);
        row("https://a.example/x\u3000# the start", {"https://a.example/x"}, 0);
        row("https://a.example/x  the start", {"https://a.example/x"}, 1);
        row("https://a.example/x\u00A0\u00A0the start", {"https://a.example/x"}, 1);
        row("https://a.example/x \u2003the start", {"https://a.example/x"}, 1);
        row("https://a.example/a\u00A0b\u00A0c", {"https://a.example/a%C2%A0b%C2%A0c"}, 1);
        row("https://a.example/x\u00A0https://u:s3cr3t@b.example/",
            {"https://a.example/x", "https://u:s3cr3t@b.example/"}, 0);
        row("https://a.example/x,\u2003https://b.example/y", {"https://a.example/x", "https://b.example/y"},
            0);
        row("https://a.example/x\u00A0->\u00A0https://b.example/y",
            {"https://a.example/x", "https://b.example/y"}, 0);
        row("https://a.example/?q=1\uFEFFhttps://b.example/y",
            {"https://a.example/?q=1", "https://b.example/y"}, 0);
        row("a.example/x,\u00A0b.example/y", {"https://a.example/x", "https://b.example/y"}, 0);
        row("a.example\u2009b.example", {"https://a.example/", "https://b.example/"}, 0);
        row("a.example\u00A0is down", {}, 0);
        row("example.com/a\u00A0b", {"https://example.com/a%C2%A0b"}, 1);
        // what no address holds
        for (const QByteArray mark :
             {"\u3001", "\uFF0C", "\uFF1B", "\u2022", " \u2022 ", "\u00B7", "\u2192", "<br>", "<br/>",
              "<br />", "</p><p>", "\",\"", "\u3002", "\u2013", "\uFF0C ", "><", "`,`"})
            row(QByteArray("https://a.example/x" + mark + "https://u:s3cr3t@b.example/y").constData(),
                {"https://a.example/x", "https://u:s3cr3t@b.example/y"}, 0);
        row("https://a.example\u3001http://b.example/y<br>", {"https://a.example/", "http://b.example/y"}, 0);
        row("https://a.example/\u770Bhttp://b.example/", {"https://a.example/\u770B", "http://b.example/"},
            0);
        row("https://a.example/?q=\u770Bhttp://b.example/", {"https://a.example/?q=\u770Bhttp://b.example/"},
            0);
        row("https://a.example/?q=\u770Bhttp://u:s3cr3t@b.example/", {}, 0);
        row("https://a.example/?q=1<br>https://b.example/y",
            {"https://a.example/?q=1", "https://b.example/y"}, 0);
        row("https://a.example/x)(https://u:s3cr3t@b.example/", {}, 0);
        row("https://a.example/{id}, https://b.example/y", {"https://a.example/{id}", "https://b.example/y"},
            0);
        row("-\u00A0https://a.example/x", {"https://a.example/x"}, 0);
        // backslashes
        row("https://a.example/x\\nhttps://u:s3cr3t@b.example/",
            {"https://a.example/x", "https://u:s3cr3t@b.example/"}, 0);
        row("a.example/x\\r\\nhttps://b.example/y", {"https://a.example/x", "https://b.example/y"}, 0);
        row("https://a.example/x,\\\\thttps://b.example/y", {"https://a.example/x", "https://b.example/y"},
            0);
        row("https://a.example/x\\shttps://b.example/y", {"https://a.example/x/shttps://b.example/y"}, 1);
        row("https://a.example/docs\\new", {"https://a.example/docs/new"}, 1);
        row("a.example\\docs\\new", {"https://a.example/docs/new"}, 1);
        row("https://a.example/x y\\z", {"https://a.example/x%20y/z"}, 2);
        row("https://a.example/?q=\\d+", {"https://a.example/?q=\\d+"}, 0);
        row("https://a.example/#\\d", {"https://a.example/"}, 0);
        row("https://a.example/\x94\\", {"https://a.example/%94%5C"}, 0); // Shift_JIS
        row("a.example/x\\y, b.example/z", {"https://a.example/x/y", "https://b.example/z"}, 1);
        row("\"https://a.example/\\u00fc\",", {"https://a.example/ü"}, 0);
        row("\"https://a.example/docs\\\\u\"", {"https://a.example/docs/u"}, 1);
        row("\"https://a.example/docs\\new\"", {"https://a.example/docs/new"}, 1);
        row("\"https://a.example/docs\\unit\"", {"https://a.example/docs/unit"}, 1);
        row("\"https://a.example/x\\nhttps://b.example/y\"", {"https://a.example/x", "https://b.example/y"},
            0);
        row("\"https://a.example/\\ud83d\"", {}, 0);
        row("'https://a.example/it''s',", {"https://a.example/it's"}, 0);
        row("'https://a.example/it''s a'b", {"https://a.example/it's"}, 1);
        row("'https://a.example/it''s','https://b.example/'",
            {"https://a.example/it's", "https://b.example/"}, 2);
        row("'https://a.example/x''https://b.example/y'", {"https://a.example/x", "https://b.example/y"}, 2);
    }

    void howAnAddressWasChangedIsTold()
    {
        const ReadList list =
            read(u"a.csv"_s, "id,url\n1,https://a.example/docs\\new\n2,https://a.example/\n");
        QCOMPARE(list.report.notes, 1);
        QVERIFY(list.report.firstNotes.at(0).kind == InputNote::Kind::Backslashes);
        QCOMPARE(list.report.firstNotes.at(0).line, 2);
        QCOMPARE(list.report.firstNotes.at(0).address, u"https://a.example/docs/new"_s);
        QVERIFY(inputNoteText(list.report.firstNotes.at(0)).contains(u"https://a.example/docs/new"_s));
    }

    /// A browser divides no target of a link.
    void theTargetOfALinkIsOneAddress()
    {
        const ReadList list =
            read(u"a.html"_s, "<html><a href=\"https://a.example/x\u00A0https://b.example/\">1</a>"
                              "<a href=\"https://a.example/x\u00A0\u00A0y,https://b.example/ z\">2</a>"
                              "<a href=\"https://a.example/docs\\new\">3</a>");
        QCOMPARE(list.good, QByteArrayList({"https://a.example/x%C2%A0https://b.example/",
                                            "https://a.example/x%C2%A0%C2%A0y,https://b.example/%20z",
                                            "https://a.example/docs/new"}));
        QCOMPARE(list.report.notes, 0);
    }

    void aLineIsOneAddress()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, expected);
        QFETCH(int, notes);
        const ReadList list =
            read(u"list.txt"_s, "https://first.example/\n" + line + "\nhttps://last.example/\n");
        QCOMPARE(list.good.mid(1, list.good.size() - 2), expected);
        QCOMPARE(list.report.bad, expected.isEmpty() ? 1 : 0);
        QCOMPARE(list.report.notes, notes);
        QVERIFY(list.report.sources.at(0).kind == ListKind::Lines);
    }

    void titlesBehindAddresses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("expected");
        QTest::addColumn<int>("notes");
        const QByteArrayList both = {"https://a.example/1", "https://a.example/2"};
        QTest::newRow("dashes") << QByteArray("https://a.example/1 - One\nhttps://a.example/2 - Two, too\n")
                                << both << 2;
        QTest::newRow("brackets") << QByteArray("https://a.example/1 (One)\nhttps://a.example/2 (Two)\n")
                                  << both << 2;
        QTest::newRow("hosts") << QByteArray("a.example | One\na.example - One\nb.example - Two\n")
                               << QByteArrayList{} << 0;
        QTest::newRow("hosts, agreed") << QByteArray("a.example - One\nb.example - Two\n")
                                       << QByteArrayList({"https://a.example/", "https://b.example/"}) << 2;
        QTest::newRow("names of files")
            << QByteArray("https://a.example/A - B.mp3\nhttps://a.example/C D - E.mp3\n")
            << QByteArrayList({"https://a.example/A%20-%20B.mp3", "https://a.example/C%20D%20-%20E.mp3"})
            << 2;
        QTest::newRow("one of them") << QByteArray("https://a.example/A - B.mp3\nhttps://a.example/2\n")
                                     << QByteArrayList(
                                            {"https://a.example/A%20-%20B.mp3", "https://a.example/2"})
                                     << 1;
        QTest::newRow("tabs in some")
            << QByteArray("https://a.example/1\tOne\nhttps://a.example/2\n") << both << 1;
        QTest::newRow("no-break spaces") << QByteArray("https://a.example/1\u00A0- One\n"
                                                       "https://a.example/2\u00A0-\u00A0Two,\u00A0too\n")
                                         << both << 2;
        QTest::newRow("status behind ideographic spaces")
            << QByteArray("https://a.example/1\u3000200\u3000OK\nhttps://a.example/2\u3000404\n") << both
            << 2;
        QTest::newRow("a line with a tab")
            << QByteArray("https://a.example/1\tOne\n") << QByteArrayList({"https://a.example/1"}) << 0;
    }

    void titlesBehindAddresses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, expected);
        QFETCH(int, notes);
        const ReadList list = read(u"list.txt"_s, text);
        QCOMPARE(list.good, expected);
        QCOMPARE(list.report.notes, notes);
        QVERIFY(!expected.isEmpty() || list.report.bad > 0);
    }

    void badLinesOfAListAreRows_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("bad");
        QTest::newRow("nearly all") << QByteArray("https://a.example/\nftp://a/\nftp://b/\nftp://a/\n") << 3;
        QTest::newRow("mailto") << QByteArray("https://a.example/\nmailto:x\nnonsense\n") << 2;
        QTest::newRow("words") << QByteArray("one\ntwo\n") << 2;
        QTest::newRow("typing errors") << QByteArray("http//a.example/\nhtps://a.example/\nhttp://\n") << 3;
        QTest::newRow("prose") << QByteArray("It is said that\nlinks such as https://a.example/ rot.\nSo\n")
                               << 0;
    }

    void badLinesOfAListAreRows()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, bad);
        const ReadList list = read(u"list.txt"_s, text);
        QCOMPARE(list.report.bad, bad);
    }

    void aCommaInTheFirstLineMakesNoTable()
    {
        const QByteArrayList expected = {"https://a.example/maps/@1.2,3.4,5z", "https://a.example/b"};
        QCOMPARE(read(u"a.txt"_s, "Pages, links and so on\n" + expected.join('\n')).good, expected);
        QCOMPARE(read(u"b.txt"_s, expected.join('\n')).good, expected);
        const QByteArrayList commas = {"https://a.example/x,1", "https://a.example/x,2"};
        QCOMPARE(read(u"c.txt"_s, commas.join('\n')).good, commas);
        QCOMPARE(read(u"d.csv"_s, "url\n" + commas.join('\n')).good, commas);
        QCOMPARE(read(u"e.txt"_s, "Links, mine\n" + commas.join('\n')).good, commas);
        QCOMPARE(read(u"f.txt"_s, "Links of mine,2024\n" + commas.join('\n')).good, commas);
        QCOMPARE(read(u"g.txt"_s, "2024,mine\n" + commas.join('\n')).good, commas);
        QCOMPARE(read(u"h.txt"_s, "url,status\n" + commas.join('\n')).good,
                 QByteArrayList({"https://a.example/x"}));
    }

    void aTornRowIsNoAddress()
    {
        const ReadList list =
            read(u"a.csv"_s, "url,title\nhttps://a.example/1,One\nhttps://a.example/x,y,Two\n"
                             "\"https://a.example/2,3\",Three\nhttps://a.example/4,\"Four, five\"\n");
        QCOMPARE(list.good,
                 QByteArrayList({"https://a.example/1", "https://a.example/2,3", "https://a.example/4"}));
        QCOMPARE(list.report.bad, 1);
        QVERIFY(list.report.badLines.at(0).problem == AddressProblem::Ambiguous);
        QCOMPARE(list.report.badLines.at(0).line, 3);
    }

    /// As spreadsheets write them that once had more columns.
    void emptyCellsAtTheEndTearNothing()
    {
        const ReadList list =
            read(u"a.csv"_s, "url,title\nhttps://a.example/1,One\nhttps://a.example/2,Two,,\n"
                             "https://a.example/3,,,\nhttps://a.example/4,Four\n"
                             "https://a.example/5,Five\n");
        QCOMPARE(list.good,
                 QByteArrayList({"https://a.example/1", "https://a.example/2", "https://a.example/3",
                                 "https://a.example/4", "https://a.example/5"}));
        QCOMPARE(list.report.bad, 0);
    }

    void theColumnThatIsWishedFor_data()
    {
        QTest::addColumn<QString>("wish");
        QTest::addColumn<QByteArray>("expected"); // empty: there is none
        QTest::newRow("its name") << u"old"_s << QByteArray("https://old.example/");
        QTest::newRow("in other letters") << u" OLD "_s << QByteArray("https://old.example/");
        QTest::newRow("the exact one") << u"New"_s << QByteArray("https://second.example/");
        QTest::newRow("its number") << u"1"_s << QByteArray("https://new.example/");
        QTest::newRow("a number in the middle") << u"3"_s << QByteArray("https://old.example/");
        QTest::newRow("the last number") << u"4"_s << QByteArray("https://more.example/");
        QTest::newRow("a name that is a number") << u"2"_s << QByteArray("https://more.example/");
        QTest::newRow("no number") << u"0"_s << QByteArray();
        QTest::newRow("a number behind the last") << u"5"_s << QByteArray();
        QTest::newRow("no name") << u"newer"_s << QByteArray();
    }

    void theColumnThatIsWishedFor()
    {
        QFETCH(QString, wish);
        QFETCH(QByteArray, expected);
        const ReadList list = read(u"a.csv"_s,
                                   "new,New,old,2\nhttps://new.example/,https://second.example/,"
                                   "https://old.example/,https://more.example/\n",
                                   wish);
        QCOMPARE(list.good, expected.isEmpty() ? QByteArrayList() : QByteArrayList({expected}));
        QCOMPARE(list.error.isEmpty(), !expected.isEmpty());
    }

    void aCellMayHaveLineBreaks()
    {
        const ReadList list =
            read(u"a.csv"_s, "url,note\r\nhttps://a.example/1,\"one\r\ntwo\"\r\n"
                             "\"https://a.example/2\nhttps://a.example/3\",x\r\n"
                             "\"https://a.example/4\n\",x\r\n\"https://a.example/5\nx\",\r\n");
        QCOMPARE(list.good, QByteArrayList({"https://a.example/1", "https://a.example/2",
                                            "https://a.example/3", "https://a.example/4"}));
        QCOMPARE(list.report.bad, 1);
        QCOMPARE(list.report.lines, 9);
        QCOMPARE(list.report.badLines.at(0).line, 8);
    }

    void aQuoteThatNothingClosesCostsNoRow()
    {
        QByteArray text = "id,url\n1,https://a.example/1\n2,\"https://a.example/2\n";
        QByteArrayList expected = {"https://a.example/1", "https://a.example/2"};
        for (int i = 3; i < 60'000; ++i) {
            text += QByteArray::number(i) + ",https://a.example/" + QByteArray::number(i) + '\n';
            expected += "https://a.example/" + QByteArray::number(i);
        }
        const ReadList list = read(u"a.csv"_s, text);
        QCOMPARE(list.good.size(), expected.size());
        QCOMPARE(list.good, expected);
        QCOMPARE(list.report.bad, 0);
        QCOMPARE(list.report.notes, 1); // of the quote that was left out
    }

    /// A cell may hold what looks like rows, and two stray quotes make such a cell of rows.
    void rowsInsideQuotesAreTold_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("good");
        QTest::addColumn<QList<qint64>>("bad");
        using Lines = QList<qint64>;
        QTest::newRow("the address behind") << QByteArray("name;url\n\"a;https://a.example/1\n"
                                                          "b;https://a.example/2\nc\";https://a.example/3\n")
                                            << QByteArrayList{"https://a.example/3"} << Lines{2, 3};
        QTest::newRow("the address before")
            << QByteArray(
                   "url,size\nhttps://a.example/1,\"5\nhttps://a.example/2,6\"\nhttps://a.example/3,7\n")
            << QByteArrayList{"https://a.example/1", "https://a.example/3"} << Lines{3};
        QTest::newRow("in the address")
            << QByteArray("url,size\n\"https://a.example/1,5\nhttps://a.example/2,6\n"
                          "https://a.example/3\",7\nhttps://a.example/4,8\n")
            << QByteArrayList{"https://a.example/4"} << Lines{2, 3, 4};
        QTest::newRow("addresses with commas")
            << QByteArray("url,size\n\"https://a.example/1,\nhttps://a.example/2,\nhttps://a.example/3\",7\n")
            << QByteArrayList{"https://a.example/1", "https://a.example/2", "https://a.example/3"} << Lines{};
        QTest::newRow("behind the last cell")
            << QByteArray("url,size\nhttps://a.example/1,\"\"\"\n\"\"5\"\"\",https://a.example/2\nhttps://"
                          "a.example/3,7\n")
            << QByteArrayList{"https://a.example/3"} << Lines{2, 3};
        QTest::newRow("in the cell before")
            << QByteArray("name,url\n\"\"\",https://a.example/1,\"x\nb,https://a.example/2\n")
            << QByteArrayList{"https://a.example/2"} << Lines{2};
        QTest::newRow("in the cell before, and an empty one")
            << QByteArray("name,url\n\"a\"\"b\"\",\"https://a.example/1\",\n\"see "
                          "https://b.example/\",\nb,https://a.example/2\n")
            << QByteArrayList{"https://a.example/2"} << Lines{2};
        QTest::newRow("around the address")
            << QByteArray("name,url\na,\"\"https://a.example/1\"\nb,https://a.example/2\n")
            << QByteArrayList{"https://a.example/2"} << Lines{2};
        QTest::newRow("links in a note")
            << QByteArray(
                   "url,note\nhttps://a.example/1,\"see, https://b.example/\nhttps://c.example/ and, too\n"
                   "https://d.example/\"\n")
            << QByteArrayList{"https://a.example/1"} << Lines{};
    }

    void rowsInsideQuotesAreTold()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, good);
        QFETCH(QList<qint64>, bad);
        const ReadList list = read(u"a.csv"_s, text);
        QCOMPARE(list.good, good);
        QList<qint64> lines;
        for (const BadLine &line : list.report.badLines) {
            QVERIFY(line.problem == AddressProblem::Ambiguous);
            lines.append(line.line);
        }
        QCOMPARE(lines, bad);
        // there are quotes: it is they that are wrong
        if (!bad.isEmpty())
            QVERIFY(addressProblemText(list.report.badLines.front().problem).contains(u"fix the quotes"));
    }

    /// Each stray quote is found out on the next line, or nowhere.
    void strayQuotesTakeLinearTime()
    {
        QByteArray text = "name,url\n";
        for (int i = 0; i < 100'000; ++i)
            text += "\"x \"\"y\"\",https://a.example/" + QByteArray::number(i) + '\n';
        QElapsedTimer timer;
        timer.start();
        const ReadList list = read(u"a.csv"_s, text);
        QCOMPARE(list.good.size(), 100'000);
        QVERIFY(timer.elapsed() < 20'000);
    }

    void linesOfAnyLength_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("each");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("sitemap") << u"sitemap.xml"_s
                                 << QByteArray("<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset "
                                               "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">")
                                 << QByteArray("<url><loc>https://a.example/?a=1&amp;b=%1</loc></url>")
                                 << QByteArray("</urlset>");
        QTest::newRow("spaces") << u"list.txt"_s << QByteArray() << QByteArray("https://a.example/?a=1&b=%1 ")
                                << QByteArray();
        QTest::newRow("no-break spaces") << u"list.txt"_s << QByteArray()
                                         << QByteArray("https://a.example/?a=1&b=%1\u00A0") << QByteArray();
        QTest::newRow("JSON array") << u"list.json"_s << QByteArray("[\"https://a.example/?a=1&b=x\"")
                                    << QByteArray(",\"https:\\/\\/a.example\\/?a=1&b=%1\"")
                                    << QByteArray("]");
        QTest::newRow("JSON of an API")
            << u"list.json"_s << QByteArray("{\"next\":\"https://n.example/\",\"d\":[{}")
            << QByteArray(",{\"id\":\"x\",\"link\":\"https://a.example/?a=1&b=%1\"}") << QByteArray("]}");
    }

    void linesOfAnyLength()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, each);
        QFETCH(QByteArray, after);
        QByteArray text = before;
        for (int i = 0; i < 20'000; ++i)
            text += QByteArray(each).replace("%1", QByteArray::number(i));
        const ReadList list = read(name, text + after);
        QCOMPARE(list.error, QString());
        QCOMPARE(list.report.bad, 0);
        QVERIFY(list.good.size() >= 20'000);
        QCOMPARE(list.good.last(), QByteArray("https://a.example/?a=1&b=19999"));
        for (int i = 0; i < list.good.size(); ++i)
            QVERIFY(list.good[i].startsWith("https://a.example/?a=1&b="));
    }

    void anAddressIsNotTornInALongLine()
    {
        QByteArray text;
        for (int i = 0; i < 30'000; ++i)
            text += "https://a.example/x draft of page " + QByteArray::number(i) + ' ';
        const ReadList list = read(u"list.txt"_s, text);
        QCOMPARE(list.good.size(), 30'000);
        for (int i = 0; i < list.good.size(); ++i)
            QCOMPARE(list.good[i], "https://a.example/x%20draft%20of%20page%20" + QByteArray::number(i));
        QCOMPARE(list.report.bad, 0);
    }

    void brokenFilesAreErrors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        QTest::newRow("JSON") << u"a.json"_s << QByteArray("[\"https://a.example/\",") << u"JSON"_s;
        QTest::newRow("sitemap") << u"a.xml"_s
                                 << QByteArray("<urlset><url><loc>https://a.example/</loc></url><url>")
                                 << u"XML"_s;
        QTest::newRow("other files") << u"a.xml"_s
                                     << QByteArray(
                                            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hosts\">]>"
                                            "<urlset><url><loc>https://a.example/?&a;</loc></url></urlset>")
                                     << u"other files"_s;
        QTest::newRow("project") << u"a.turnstone"_s << QByteArray("SQLite format 3\0\x10", 17)
                                 << u"--project"_s;
        QTest::newRow("workbook") << u"a.csv"_s << QByteArray("PK\x03\x04\x14") << u"workbook"_s;
        QTest::newRow("rich text") << u"a.rtf"_s << QByteArray("{\\rtf1\\ansi\nhttps://a.example/\\par\n}")
                                   << u"document"_s;
        QTest::newRow("compressed") << u"a.xml"_s << QByteArray("\x1F\x8B\x08") << u"compressed"_s;
    }

    void brokenFilesAreErrors()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        const ReadList list = read(name, text);
        QVERIFY2(list.error.contains(word) && list.error.contains(name), qPrintable(list.error));
    }

    void addressesThatCannotBeSpelledAreBad_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("bad");
        const QByteArray half = "\\ud83d";
        QTest::newRow("array") << u"a.json"_s
                               << QByteArray("[\"https://a.example/\", \"https://b.example/" + half + "\"]")
                               << u"\\ud83d"_s;
        QTest::newRow("requests") << u"a.json"_s
                                  << QByteArray("[{\"url\": \"https://a.example/\"}, "
                                                "{\"url\": \"https://b.example/" +
                                                half + "\"}]")
                                  << u"\\ud83d"_s;
        QTest::newRow("headers") << u"a.json"_s
                                 << QByteArray("[{\"url\": \"https://a.example/\"}, {\"url\": "
                                               "\"https://b.example/\", \"headers\": {\"X\": \"" +
                                               half + "\"}}]")
                                 << u"https://b.example/"_s; // what may be a secret is not told
        QTest::newRow("body") << u"a.json"_s
                              << QByteArray("[{\"url\": \"https://a.example/\"}, {\"url\": "
                                            "\"https://b.example/\", \"body\": \"" +
                                            half + "\"}]")
                              << u"\\ud83d"_s;
        QTest::newRow("member") << u"a.json"_s
                                << QByteArray("{\"items\": [{\"link\": \"https://a.example/\"}, "
                                              "{\"link\": \"https://b.example/" +
                                              half + "\"}]}")
                                << u"https://b.example/"_s;
        QTest::newRow("JSON Lines") << u"a.jsonl"_s
                                    << QByteArray("{\"link\": \"https://a.example/\"}\n"
                                                  "{\"link\": \"https://b.example/" +
                                                  half + "\"}\n")
                                    << u"https://b.example/"_s;
        QTest::newRow("unknown entity") << u"a.xml"_s
                                        << QByteArray("<urlset><url><loc>https://a.example/</loc></url><url>"
                                                      "<loc>https://b.example/?x&nbsp;y</loc></url></urlset>")
                                        << u"https://b.example/?x&nbsp;y"_s;
        QTest::newRow("unknown entity in an attribute")
            << u"a.xbel"_s
            << QByteArray("<!DOCTYPE xbel SYSTEM \"xbel.dtd\"><xbel><bookmark href=\"https://a.example/\"/>"
                          "<bookmark href=\"https://b.example/?&uuml;\"/></xbel>")
            << u"https://b.example/?&uuml;"_s;
    }

    void addressesThatCannotBeSpelledAreBad()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(QString, bad);
        const ReadList list = read(name, text);
        QCOMPARE(list.error, QString());
        QCOMPARE(list.good, QByteArrayList({"https://a.example/"}));
        QCOMPARE(list.report.bad, 1);
        QVERIFY2(list.report.badLines.at(0).text.contains(bad), qPrintable(list.report.badLines.at(0).text));
    }

    void jsonLinesInAnotherEncodingAreBad_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("request") << QByteArray("{\"url\": \"https://b.example/gr\xF6\xDF"
                                               "e\"}");
        QTest::newRow("member") << QByteArray("{\"link\": \"https://b.example/gr\xF6\xDF"
                                              "e\"}");
        QTest::newRow("string") << QByteArray("\"https://b.example/gr\xF6\xDF"
                                              "e\"");
    }

    void jsonLinesInAnotherEncodingAreBad()
    {
        QFETCH(QByteArray, line);
        const QByteArray key = line.contains("link") ? "link" : "url";
        const ReadList list = read(u"a.jsonl"_s, "{\"" + key + "\": \"https://a.example/\"}\n" + line + '\n');
        QCOMPARE(list.error, QString());
        QCOMPARE(list.good, QByteArrayList({"https://a.example/"}));
        QCOMPARE(list.report.bad, 1);
        QCOMPARE(list.report.badLines.at(0).problem, AddressProblem::NotUtf8);
        QVERIFY(addressProblemText(AddressProblem::NotUtf8).contains(u"UTF-8"));
    }

    void passwordsWithBlanksAreNotTold()
    {
        const ReadList list = read(u"a.txt"_s, "http://u:SEC RET@host.example/1\n");
        QVERIFY(!list.report.firstNotes.empty() || !list.report.badLines.empty());
        for (const auto &note : list.report.firstNotes)
            QVERIFY2(!note.text.contains(u"SEC") && !note.address.contains(u"SEC"), qPrintable(note.text));
        for (const auto &line : list.report.badLines)
            QVERIFY2(!line.text.contains(u"SEC"), qPrintable(line.text));
    }

    /// Which has an address of each hop, too.
    void anExportIsAList()
    {
        const ReadList list =
            read(u"a.jsonl"_s, "{\"url\": \"https://a.example/\", \"attempts\": [{\"hops\": [{\"url\": "
                               "\"https://a.example/\"}, {\"url\": \"https://c.example/\"}]}]}\n"
                               "{\"url\": \"https://b.example/\", \"attempts\": [{\"hops\": [{\"url\": "
                               "\"https://b.example/\"}]}]}\n");
        QCOMPARE(list.good, (QByteArrayList{"https://a.example/", "https://b.example/"}));
    }

    void membersOfOtherJsonAreNoRequests()
    {
        const ReadList list =
            read(u"a.json"_s, "{\"items\": [{\"url\": \"https://a.example/\", \"method\": \"POST\"}]}");
        QCOMPARE(list.good, QByteArrayList({"https://a.example/"}));
        UrlListReader reader;
        QVERIFY(reader.readFile(m_folder.filePath(u"a.json"_s)));
        QVERIFY(!reader.takeAddresses().request(0));
    }

    void whatWasTakenFromWhere()
    {
        const ReadList list = read(u"a.csv"_s, "Title;Link\nOne;HTTPS://a.example/1\nTwo;n/a\nThree;\n");
        const InputSource &source = list.report.sources.at(0);
        QVERIFY(source.kind == ListKind::Table);
        QCOMPARE(source.delimiter, ';');
        QCOMPARE(source.columns, QStringList({u"Title"_s, u"Link"_s}));
        QCOMPARE(source.column, 1);
        QCOMPARE(source.found, 1);
        QCOMPARE(source.bad, 1);
        QCOMPARE(source.empty, 1);
        QCOMPARE(source.first.size(), size_t(2));
        QCOMPARE(source.first[0].line, 2);
        QCOMPARE(source.first[0].text, u"HTTPS://a.example/1"_s);
        QCOMPARE(source.first[0].address, u"https://a.example/1"_s);
        QVERIFY(source.first[1].address.isEmpty());
        QVERIFY(source.first[1].problem == AddressProblem::NoAddress);
    }

    void foldedLinesKeepTheirNumbers()
    {
        const ReadList list =
            read(u"a.ics"_s, "BEGIN:VCALENDAR\r\nDESCRIPTION:two\r\n  lines\r\n\t and more\r\n"
                             "URL:https://a.example/1\r\n /2\r\nEND:VCALENDAR\r\n");
        const InputSource &source = list.report.sources.at(0);
        QCOMPARE(source.first.size(), size_t(1));
        QCOMPARE(source.first[0].line, 5);
        QCOMPARE(source.first[0].address, u"https://a.example/1/2"_s);
        QCOMPARE(list.report.lines, 7);
    }

    void theLastLineMayBeFoldedAndWithoutAnEnd()
    {
        for (const QByteArray end : {"", "\n"}) {
            const ReadList list = read(u"a.ics"_s, "BEGIN:VCALENDAR\nURL:https://a.example/1\n /2" + end);
            QCOMPARE(list.good, QByteArrayList({"https://a.example/1/2"}));
            QCOMPARE(list.report.lines, 3);
        }
    }

    /// A line that is kept a part at a time stays one, whether it has blanks or not.
    void longContentLinesAreOneEach_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("words") << QByteArray("many words ").repeated(10'000);
        QTest::newRow("one word") << QByteArray(100'000, 'x') + ' ';
    }

    void longContentLinesAreOneEach()
    {
        QFETCH(QByteArray, text);
        const ReadList list = read(u"a.ics"_s, "BEGIN:VCALENDAR\nDESCRIPTION:" + text +
                                                   "https://a.example/1\nURL:https://a.example/2\n");
        QCOMPARE(list.good, QByteArrayList({"https://a.example/1", "https://a.example/2"}));
        QCOMPARE(list.report.sources.at(0).first.at(0).line, 2);
        QCOMPARE(list.report.sources.at(0).first.at(1).line, 3);
    }

    void aLongLineTakesAsLongAsManyShortOnes()
    {
        const auto timeOf = [this](const char *separator) {
            QByteArray text;
            for (int i = 0; i < 20'000; ++i)
                text += "a.example (https://a.example/" + QByteArray::number(i) + ')' + separator;
            const qint64 start = processorTimeNs();
            const ReadList list = read(u"a.txt"_s, text);
            return list.good.size() == 20'000 ? processorTimeNs() - start : -1;
        };
        const qint64 many = timeOf("\n"), one = timeOf(" ");
        QVERIFY(many > 0 && one > 0);
        QVERIFY2(one < 8 * many, qPrintable(QString::number(double(one) / double(many))));
    }

    /// What follows each of them is looked at once.
    void attributesWithoutAnEndTakeLinearTime()
    {
        const auto timeOf = [](const QByteArray &unit, int count) {
            UrlListReader reader;
            const qint64 start = processorTimeNs();
            reader.read(QByteArray("[" + unit.repeated(count))); // one line, however long
            reader.takeAddresses();
            return processorTimeNs() - start;
        };
        for (const QByteArray unit : {R"(\x68href=)", R"(href=\'a.example/)", "<a href=\"a ", "<img src="}) {
            const qint64 tenth = timeOf(unit, 5'000), all = timeOf(unit, 50'000);
            QVERIFY2(all < 40 * tenth, unit.constData());
        }
    }

    void manyFilesTakeLinearTime()
    {
        // The index of what is known must not be made anew for each of them.
        constexpr int Files = 400, Lines = 500;
        std::vector<std::unique_ptr<QBuffer>> devices;
        for (int file = 0; file < Files; ++file) {
            QByteArray text;
            for (int line = 0; line < Lines; ++line)
                text += "https://a.example/" + QByteArray::number(file * Lines + line) + '\n';
            devices.push_back(std::make_unique<QBuffer>());
            devices.back()->setData(text);
            QVERIFY(devices.back()->open(QIODevice::ReadOnly));
        }
        const qint64 start = processorTimeNs();
        UrlListReader one;
        for (int file = 0; file < Files / 10; ++file)
            QVERIFY(one.readDevice(*devices[size_t(file)]));
        QCOMPARE(one.takeAddresses().size(), Files / 10 * Lines);
        const qint64 tenth = processorTimeNs() - start;
        for (const auto &device : devices)
            QVERIFY(device->seek(0));
        const qint64 again = processorTimeNs();
        UrlListReader all;
        for (const auto &device : devices)
            QVERIFY(all.readDevice(*device));
        QCOMPARE(all.takeAddresses().size(), Files * Lines);
        QCOMPARE(all.report().sources.size(), size_t(Files));
        QVERIFY2(processorTimeNs() - again < 40 * tenth,
                 "ten times as many files take a hundred times as long");
    }
};

QTEST_APPLESS_MAIN(TestListStrict)
#include "tst_liststrict.moc"
