// SPDX-License-Identifier: GPL-3.0-or-later
// Each row is held against gumbo too, but for those where gumbo leaves the standard.
#include "core/parse/pageparser.h"
#include "tests/core/parse/gumboreference.h"

#include <QTest>

using namespace turnstone;

namespace {

const QUrl PageUrl(QStringLiteral("http://host.example/dir/page"));

PageFacts scan(const QByteArray &page)
{
    return parsePage(page, "text/html; charset=utf-8", PageUrl);
}

} // namespace

class TestHtmlScanner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void titles_data();
    void titles();
    void headings_data();
    void headings();
    void links_data();
    void links();
    void heads_data();
    void heads();
    void beyondGumbo_data();
    void beyondGumbo();
};

void TestHtmlScanner::titles_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<QString>("title");
    const auto row = [](const char *what, const QByteArray &page, const char *title) {
        QTest::newRow(what) << page << QString::fromUtf8(title);
    };
    row("plain", "<title>A</title>", "A");
    row("none", "<p>A", "");
    row("upper case", "<TITLE>A</Title >", "A");
    row("first counts", "<title>A</title><title>B</title>", "A");
    row("an empty one counts", "<title></title><title>B</title>", "");
    row("white space", "<title>\n\t A \r\n B\f</title>", "A B");
    row("no-break space stays", "<title>A&nbsp;&nbsp;B</title>", "A\u00a0\u00a0B");
    row("markup is text", "<title>A <b>B</b> <!-- C --></title>", "A <b>B</b> <!-- C -->");
    row("other end tags are text", "<title>A</titles></titl></ title>B</title>",
        "A</titles></titl></ title>B");
    row("end tag with attributes", "<title>A</title x='>'><title>B</title>", "A");
    row("unclosed", "<title>A <p>B", "A <p>B");
    row("end of page in the end tag", "<title>A</title", "A</title");
    row("end of page after its name", "<title>A</title ", "A");
    row("end of page in the start tag", "<title", "");
    row("references", "<title>&lt;&amp;&#65;&#x42;&eacute;&copy&notit;&bogus;</title>", "<&ABé©¬it;&bogus;");
    row("windows-1252 reference", "<title>&#151;&#x80;</title>", "—€");
    row("bad references", "<title>&#0;&#xD800;&#1114112;&#;&;</title>", "\uFFFD\uFFFD\uFFFD&#;&;");
    row("NUL", QByteArray("<title>A\0B</title>", 18), "A\uFFFDB");
    row("in a comment", "<!-- <title>A</title> --><title>B</title>", "B");
    row("comment ends: at once", "<!--><title>B</title>-->", "B");
    row("comment ends: after a dash", "<!---><title>B</title>-->", "B");
    row("comment ends: bang", "<!-- A --!><title>B</title>-->", "B");
    row("comment ends: many dashes", "<!-- A ----><title>B</title>-->", "B");
    row("comment goes on", "<!-- A -- > -> <title>A</title> --><title>B</title>", "B");
    row("comment goes on after bang", "<!-- A --!- > --!-> <title>A</title> --><title>B</title>", "B");
    row("bogus comments", "<!x <title>A</title><title>B</title>", "B");
    row("question", "<?xml <title>A</title>?><title>B</title>", "B");
    row("end tag of nothing", "</><title>B</title>", "B");
    row("bogus end tag", "</ <title>A</title><title>B</title>", "B");
    row("doctype with >", "<!DOCTYPE html PUBLIC \"a>b\"><title>B</title>", "B");
    row("in an attribute", "<meta content='<title>A</title>'><title>B</title>", "B");
    row("in a script", "<script>'<title>A</title>'</script><title>B</title>", "B");
    row("in a style", "<style><title>A</title></style><title>B</title>", "B");
    row("in a textarea", "<body><textarea><title>A</title></textarea><title>B</title>", "B");
    for (const char *name : {"iframe", "noembed", "noframes", "xmp"}) {
        const QByteArray tag(name);
        row(name, "<body><" + tag + "><title>A</title></" + tag + "><title>B</title>", "B");
    }
    row("in a noscript of the head", "<head><noscript><title>A</title></noscript>", "A");
    row("in a noscript of the body", "<body><noscript><title>A</title></noscript><title>B</title>", "A");
    row("plaintext", "<body><plaintext><title>A</title>", "");
    row("in a select", "<body><select><title>A</title></select><title>B</title>", "B");
    row("in a template", "<template><title>A</title></template><title>B</title>", "B");
    row("in svg", "<svg><title>A</title></svg><title>B</title>", "B");
    row("in svg's foreignObject",
        "<svg><foreignObject><title>A</title></foreignObject></svg><title>B</title>", "A");
    row("in math", "<math><title>A</title></math><title>B</title>", "B");
    row("in the body", "<body><p><title>A</title>", "A");
    row("after the page", "</html><title>A</title>", "A");
    row("in a table", "<table><tr><td><title>A</title></table>", "A");
    row("script: escaped", "<script><!-- </script><title>A</title>", "A");
    row("script: double escaped", "<script><!--<script></script><title>A</title>--></script><title>B</title>",
        "B");
    row("script: back from double", "<script><!--<script></script></script><title>B</title>", "B");
    row("script: escape closed at once", "<script><!--><script></script><title>B</title>", "B");
    row("script: escape closed by dashes", "<script><!-- x ---><script></script><title>B</title>", "B");
    row("script: not closed", "<script><title>A</title>", "");
    row("script: other names", "<script><!--<scripts></script><title>B</title>", "B");
    row("script: end tag with slash", "<script></script/><title>B</title>", "B");
    row("frameset drops the body's", "<p><title>A</title></p><frameset>", "");
    row("frameset comes too late", "x<title>A</title><frameset>", "A");
}

void TestHtmlScanner::titles()
{
    QFETCH(QByteArray, page);
    QTEST(scan(page).title, "title");
    QCOMPARE(gumboFacts(page, PageUrl).title, scan(page).title);
}

void TestHtmlScanner::headings_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<QString>("h1");
    const auto row = [](const char *what, const QByteArray &page, const char *h1) {
        QTest::newRow(what) << page << QString::fromUtf8(h1);
    };
    row("plain", "<h1>A</h1>B", "A");
    row("first counts", "<h1>A</h1><h1>B</h1>", "A");
    row("an empty one counts", "<h1> </h1><h1>B</h1>", "");
    row("inner elements", "<h1>A<b>B</b> <a href=x><i>C</i></a></h1>", "AB C");
    row("line break", "<h1>A<br>B</br>C</h1>", "A B C");
    row("references", "<h1>A &amp; B &lt;&copy;</h1>", "A & B <©");
    row("a reference split by a tag", "<h1>&am<b>p;</b></h1>", "&amp;");
    row("less-than as text", "<h1>1 < 2 <3 <</h1>", "1 < 2 <3 <");
    row("comment inside", "<h1>A<!-- <b>x</b> -->B</h1>", "AB");
    row("script and style inside", "<h1>A<script>x</script><style>y</style>B</h1>", "AB");
    row("closed by another heading's end", "<h1>A</h3>B", "A");
    row("closed by the next heading", "<h1>A<h2>B</h2>", "A");
    row("not closed inside formatting", "<h1>A<b><h2>B</h2></b></h1>", "AB");
    row("unclosed", "<h1>A<p>B<div>C", "ABC");
    row("closed by its parent", "<div><h1>A</div>B", "A");
    row("inside a paragraph", "<p>x<h1>A</h1>", "A");
    row("in a template", "<template><h1>A</h1></template><h1>B</h1>", "B");
    row("a template inside", "<h1>A<template>x</template>B</h1>", "AB");
    row("svg title inside", "<h1><svg><title>Logo</title></svg> A</h1>", "Logo A");
    row("svg style inside", "<h1><svg><style>x<g>y</g></style></svg>A</h1>", "A");
    row("CDATA inside", "<h1><svg><![CDATA[a &amp; <b>]]></svg>B</h1>", "a &amp; <b>B");
    row("CDATA outside of svg", "<h1><![CDATA[a]]>B</h1>", "B");
    row("NUL", QByteArray("<h1>A\0B&am\0p;</h1>", 19), "AB&amp;");
    row("breaks out of svg", "<svg><h1>A</h1></svg>", "A");
    row("in a select", "<select><h1>A</h1></select><h1>B</h1>", "B");
    row("options inside", "<h1>A<select><option>B<b>C</select>D</h1>", "ABCD");
    row("fostered text", "<h1><table><td>A</td>B</table></h1>", "BA");
    row("plaintext", "<h1>A<plaintext>&amp;</h1>", "A&amp;</h1>");
    row("misnested link", "<a href=x><h1>A</a>B</h1>", "AB");
    row("misnested bold", "<b><h1>A</b>B</h1>C", "AB");
    row("frameset drops it", "<h1></h1><frameset>", "");
    row("after the body", "</body></html><h1>A</h1>", "A");
    row("textarea inside", "<h1>A<textarea>x</textarea>B</h1>", "AB");
    row("a link around a list item", "<li><a href=x><h1>A</h1></a>", "A");
}

void TestHtmlScanner::headings()
{
    QFETCH(QByteArray, page);
    QTEST(scan(page).h1, "h1");
    QCOMPARE(gumboFacts(page, PageUrl).h1, scan(page).h1);
}

void TestHtmlScanner::links_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<int>("links");
    const auto row = [](const char *what, const QByteArray &page, int links) {
        QTest::newRow(what) << page << links;
    };
    row("none", "<p>text", 0);
    row("quotes", "<a href=\"x\">1</a><a href='x'>2</a><a href=x>3</a>", 3);
    row("without a value", "<a href>1</a><a href=''>2</a><a href = >3</a>", 3);
    row("without href", "<a name=x>1</a><a hreflang=x>2</a><a data-href=x>3</a>", 0);
    row("upper case", "<A HREF=x>1</A>", 1);
    row("area", "<area href=x><area nohref>", 1);
    row("other tags", "<link href=x><abbr href=x></abbr><ahref=x>", 0);
    row("slashes", "<a/href=x/>1</a><a / href=x>2</a><a x/href=y>3</a>", 3);
    row("no space between", "<a title='x'href=x>1</a>", 1);
    row("greater-than in quotes", "<a title='>' href=x>1</a><a title=\">\"href=x>2</a>", 2);
    row("greater-than without quotes", "<a title=> href=x>1</a>", 0);
    row("quote inside a name", "<a x\"y href=x>1</a>", 1);
    row("equals first", "<a =x href=x>1</a><a =href=x>2</a>", 1);
    row("line breaks", "<a\nhref\n=\n'x'\n>1</a>", 1);
    row("end of page inside", "<a href=x>1</a><a href=x", 1);
    row("end of page inside quotes", "<a href=x>1</a><a href='x>2</a><a href=y>", 1);
    row("in a script, a comment, a textarea",
        "<script><a href=x></script><!--<a href=x>--><body><textarea><a href=x></textarea>", 0);
    row("in a select", "<select><a href=x>1</a></select>", 0);
    row("in a template", "<template><a href=x>1</a></template>", 0);
    row("after a template", "<template></template><a href=x>1</a>", 1);
    row("in a noscript", "<noscript><a href=x>1</a></noscript>", 1);
    row("in an iframe", "<iframe><a href=x>1</a></iframe>", 0);
    row("in a frameset", "<frameset><a href=x>1</a></frameset>", 0);
    row("a link in a link", "<a href=x>1<a href=y>2</a></a>", 2);
    row("reopened in the next paragraph", "<p><a href=x>1<p>2", 2);
    row("around a block", "<a href=x><div>1</div></a>", 1);
    row("misnested with a block", "<a href=x><div>1</a>2</div>", 2);
    row("misnested with bold", "<b><a href=x>1</b>2</a>", 2);
    row("three deep", "<a href=x><section><div><ul></a>", 4);
    row("unclosed in list items", "<ul><li><a href=x>1<li>2<li>3</ul>", 3);
    row("unclosed in cells", "<table><td><a href=x>1<td>2<td>3</table>", 1);
    row("in an object", "<a href=x><object><a href=y>1</a></object></a>", 2);
    row("fostered", "<table><a href=x>1</a><tr><td><a href=y>2</a></table>", 2);
    row("misnested font", "<font href=x><p>1</font>2", 0);
    row("svg", "<svg><a href=x/><a xlink:href=x></a><a></a></svg>", 2);
    row("xlink outside of svg", "<a xlink:href=x>1</a>", 0);
    row("after breaking out of svg", "<svg><p><a href=x>1</a>", 1);
    row("CDATA", "<svg><![CDATA[<a href=x>]]></svg><![CDATA[<a href=y>]]>", 0);
    row("mathml text", "<math><mi><a href=x>1</a></mi><mi><p><a href=y>2</a></mi></math>", 2);
    row("annotation", "<math><annotation-xml encoding=text/html><p><a href=x>1</a></annotation-xml></math>",
        1);
    row("nobr twice", "<nobr><a href=x>1<nobr>2</nobr>3", 2);
    row("in a button", "<button><a href=x>1</a><button><a href=y>2</a></button>", 2);
    row("four bolds", "<a href=x><b><b><b><b><p>1</a>2", 2);
    row("quirks", "<p><a href=x>1<table><td>2</table>3", 1);
    row("no quirks", "<!DOCTYPE html><p><a href=x>1<table>2", 2);
    row("no quirks with system identifier",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" "
        "\"http://www.w3.org/TR/html4/loose.dtd\">"
        "<p><a href=x>1<table>2",
        2);
}

void TestHtmlScanner::links()
{
    QFETCH(QByteArray, page);
    QTEST(int(scan(page).links), "links");
    QCOMPARE(gumboFacts(page, PageUrl).links, scan(page).links);
}

void TestHtmlScanner::heads_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("robots");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *what, const QByteArray &page, const char *description, const char *robots,
                        const char *canonical) {
        QTest::newRow(what) << page << QString::fromUtf8(description) << QString::fromUtf8(robots)
                            << QString::fromUtf8(canonical);
    };
    row("all", "<meta name=description content=D><meta name=robots content=R><link rel=canonical href=/c>",
        "D", "R", "http://host.example/c");
    row("case and order", "<META CONTENT=D NAME=Description><LINK HREF=c REL=CANONICAL>", "D", "",
        "http://host.example/dir/c");
    row("first that says something",
        "<meta name=description><meta name=description content=' '>"
        "<meta name=description content=A><meta name=description content=B>",
        "A", "", "");
    row("rel is a list", "<link rel='shortlink\tcanonical' href=a><link rel=canonical href=b>", "", "",
        "http://host.example/dir/a");
    row("rel is no substring", "<link rel=canonicals href=a>", "", "", "");
    row("canonical without href",
        "<link rel=canonical><link rel=canonical href=''><link rel=canonical href=b>", "", "",
        "http://host.example/dir/b");
    row("base", "<base href=/b/><link rel=canonical href=c>", "", "", "http://host.example/b/c");
    row("base after", "<link rel=canonical href=c><base href=//other.example/b/>", "", "",
        "http://other.example/b/c");
    row("first base counts", "<base><base href=/a/><base href=/b/><link rel=canonical href=c>", "", "",
        "http://host.example/a/c");
    row("base that is no page", "<base href='javascript:x'><link rel=canonical href=c>", "", "",
        "http://host.example/dir/c");
    row("references",
        "<meta name=description content='A &amp; B &copy=1 &quot;&lt;p&gt;'>"
        "<link rel=canonical href='/c?a=1&amp;b=2&copy=3'>",
        "A & B &copy=1 \"<p>", "", "http://host.example/c?a=1&b=2&copy=3");
    row("keywords with references",
        "<meta name='descripti&#111;n' content=D><link rel=can&#111;nical href=/c>", "D", "",
        "http://host.example/c");
    row("quotes in values", "<meta name=description content='say \"x\"'>", "say \"x\"", "", "");
    row("first of an attribute", "<meta name=description content=A content=B name=robots>", "A", "", "");
    row("white space", "<meta name=description content=' A\n B '>", "A B", "", "");
    row("in the body", "<body><p><meta name=robots content=R>", "", "R", "");
    row("in svg", "<svg><link rel=canonical href=x></svg>", "", "", "");
    row("in a template", "<template><meta name=robots content=R></template>", "", "", "");
    row("in a comment", "<!--<meta name=robots content=R>-->", "", "", "");
    row("frameset drops the body's",
        "<meta name=robots content=R><p><link rel=canonical href=x></p><frameset>", "", "R", "");
    row("absolute", "<link rel=canonical href=' https://a.example/x y '>", "", "", "https://a.example/x%20y");
}

void TestHtmlScanner::heads()
{
    QFETCH(QByteArray, page);
    const PageFacts facts = scan(page);
    QTEST(facts.description, "description");
    QTEST(facts.robots, "robots");
    QTEST(facts.canonical, "canonical");
    const PageFacts gumbo = gumboFacts(page, PageUrl);
    QCOMPARE(gumbo.description, facts.description);
    QCOMPARE(gumbo.robots, facts.robots);
    QCOMPARE(gumbo.canonical, facts.canonical);
}

void TestHtmlScanner::beyondGumbo_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<int>("ours");
    QTest::addColumn<int>("gumbos");
    // An end tag of a name that gumbo does not know closes any element whose name it does not know.
    QTest::newRow("unknown names") << QByteArray("<x-a><a href=x></x-b>1") << 1 << 2;
    // gumbo takes the beginnings of public identifiers that mean quirks mode for whole ones.
    QTest::newRow("quirks by public identifier")
        << QByteArray("<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 3.2 Final//EN'><p><a href=x>1<table>2") << 1
        << 2;
    // The standard now ends foreign content at </p> and </br>.
    QTest::newRow("paragraph ends svg") << QByteArray("<svg></p><a xlink:href=x>") << 0 << 1;
}

void TestHtmlScanner::beyondGumbo()
{
    QFETCH(QByteArray, page);
    QTEST(int(scan(page).links), "ours");
    QTEST(int(gumboFacts(page, PageUrl).links), "gumbos");
}

QTEST_GUILESS_MAIN(TestHtmlScanner)
#include "tst_htmlscanner.moc"
