// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/addresstext.h"
#include "core/input/linefinder.h"

#include <QRandomGenerator>
#include <QTest>
#include <QUrl>

using namespace turnstone;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(turnstone::AddressProblem)

class TestAddressText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normalForm_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *given, const char *expected) {
            QTest::newRow(given) << QByteArray(given) << QByteArray(expected);
        };
        row("http://a.example/", "http://a.example/");
        row("http://a.example", "http://a.example/");
        row("HTTPS://A.Example/Path", "https://a.example/Path");
        row("example.com", "https://example.com/");
        row("example.com/path?q=1", "https://example.com/path?q=1");
        row("EXAMPLE.COM:8443", "https://example.com:8443/");
        row("file.txt", "https://file.txt/");
        row("//cdn.example.com/x.js", "https://cdn.example.com/x.js");
        row("localhost", "http://localhost/");
        row("localhost:8080/x", "http://localhost:8080/x");
        row("app.localhost:3000", "http://app.localhost:3000/");
        row("192.168.1.1/", "http://192.168.1.1/");
        row("192.168.1.1:81", "http://192.168.1.1:81/");
        row("[::1]:8080", "http://[::1]:8080/");
        row("http://[2001:DB8::0:1]/x", "http://[2001:db8::1]/x");
        row("http://[::ffff:1.2.3.4]", "http://[::ffff:1.2.3.4]/");
        row("http://user:pw@host.example/x", "http://user:pw@host.example/x");
        row("http://u@x@host.example/", "http://u%40x@host.example/");
        row("http://a.example:80/", "http://a.example:80/");
        row("http://a.example:/", "http://a.example/");
        row("http://a.example:00443/", "http://a.example:443/");
        row("http://a.example/#top", "http://a.example/");
        row("http://a.example#top", "http://a.example/");
        row("http://a.example?q#x", "http://a.example/?q");
        row("http://a.example/%7e%c3%A9%zz?x=%20", "http://a.example/%7e%c3%A9%zz?x=%20");
        row("http://a.example/a b", "http://a.example/a%20b");
        row("http://a.example/a\u00A0b?\u3000", "http://a.example/a%C2%A0b?");
        row("http://a.example/a\u2028b?c\u0085d", "http://a.example/a%E2%80%A8b?c%C2%85d");
        row("http://a.example/a\u200Db", "http://a.example/a\u200Db");
        row("http://a.example\\b\\c?d\\e", "http://a.example/b/c?d\\e");
        row("  http://a.example/  ", "http://a.example/");
        row("http://bücher.example/straße", "http://bücher.example/straße");
        row("http://BÜCHER.example/", "http://bücher.example/");
        row("http://例え.テスト/路径?查=询", "http://例え.テスト/路径?查=询");
        row("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/");
        row("http://a.example/\xE9\x7F/", "http://a.example/%E9%7F/");
        row("http://ex%61mple.com/", "http://example.com/");
        row("http://foo_bar.example/", "http://foo_bar.example/");
        row("http://intranet/", "http://intranet/");
        row("http://example.com./", "http://example.com./");
        row("http://2130706433/", "http://127.0.0.1/");
        row("http://127.1/", "http://127.0.0.1/");
        row("http://a.example/../b/./c//d", "http://a.example/../b/./c//d");
    }

    void normalForm()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, expected);
        const Address address = normalAddress(given);
        QCOMPARE(address.problem, AddressProblem::None);
        QCOMPARE(address.url, expected);
        QCOMPARE(normalAddress(expected).url, expected);
        QVERIFY(QUrl(QString::fromUtf8(address.url)).isValid());
    }

    void problems_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<AddressProblem>("expected");
        const auto row = [](const char *given, AddressProblem expected) {
            QTest::newRow(given) << QByteArray(given) << expected;
        };
        row("", AddressProblem::NoAddress);
        row("hello", AddressProblem::NoAddress);
        row("3.14", AddressProblem::NoAddress);
        row("1.2.3", AddressProblem::NoAddress);
        row("e.g", AddressProblem::NoAddress);
        row("bob@example.com", AddressProblem::NoAddress);
        row("intranet/x", AddressProblem::NoAddress);
        row("/path", AddressProblem::NoAddress);
        row("ftp://example.com/", AddressProblem::UnsupportedScheme);
        row("mailto:bob@example.com", AddressProblem::UnsupportedScheme);
        row("javascript:void(0)", AddressProblem::UnsupportedScheme);
        row("data:text/html,x", AddressProblem::UnsupportedScheme);
        row("chrome-extension://x/", AddressProblem::UnsupportedScheme);
        row("http:example.com", AddressProblem::BadSyntax);
        row("http:/example.com", AddressProblem::BadSyntax);
        row("http://", AddressProblem::BadHost);
        row("http:///x", AddressProblem::BadHost);
        row("http://user@/", AddressProblem::BadHost);
        row("http://:80/", AddressProblem::BadHost);
        row("http://a..b/", AddressProblem::BadHost);
        row("http://-a.example/", AddressProblem::BadHost);
        row("http://a b.example/", AddressProblem::BadHost);
        row("http://a\u00A0b.example/", AddressProblem::BadHost);
        row("http://a.example\u2003b/", AddressProblem::BadHost);
        row("http://a!b.example/", AddressProblem::BadHost);
        row("http://256.1.1.1/", AddressProblem::BadHost);
        row("http://1.2.3.4.5/", AddressProblem::BadHost);
        row("http://::1/", AddressProblem::BadHost);
        row("http://[::1/", AddressProblem::BadHost);
        row("http://[::zz]/", AddressProblem::BadHost);
        row("http://[]/", AddressProblem::BadHost);
        row("http://[::1]x/", AddressProblem::BadHost);
        row("http://xn--zzzz-.com/", AddressProblem::BadHost);
        row("http://\xE9.example/", AddressProblem::BadHost);
        row("http://a:99999/", AddressProblem::BadPort);
        row("http://a:0/", AddressProblem::BadPort);
        row("http://a:x/", AddressProblem::BadPort);
        row("http://a:-1/", AddressProblem::BadPort);
        row("http://a:99999999999999999999/", AddressProblem::BadPort);
        row("example.com:99999", AddressProblem::BadPort);
        row("example.com:abc", AddressProblem::BadPort);
    }

    void problems()
    {
        QFETCH(QByteArray, given);
        QFETCH(AddressProblem, expected);
        const Address address = normalAddress(given);
        QCOMPARE(address.problem, expected);
        QVERIFY(address.url.isEmpty());
    }

    void lengthIsBounded()
    {
        const QByteArray longest = "http://a.example/" + QByteArray(MaxAddressBytes - 17, 'x');
        QVERIFY(isNormalAddress(longest));
        QCOMPARE(normalAddress(longest).url, longest);
        QVERIFY(!isNormalAddress(QByteArray(longest + 'x')));
        QCOMPARE(normalAddress(QByteArray(longest + 'x')).problem, AddressProblem::TooLong);
        QCOMPARE(normalAddress(QByteArray("http://a.example/" + QByteArray(10000, ' ') + 'x')).problem,
                 AddressProblem::TooLong);
        const QByteArray host = QByteArray(64, 'a') + ".example";
        QCOMPARE(normalAddress(QByteArray("http://" + host + '/')).problem, AddressProblem::BadHost);
    }

    void theFastPathSaysTheSameAsTheCarefulOne_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const char *line :
             {"http://a.example/", "https://a.example/x?y=z&a=%20", "http://127.0.0.1:8080/x",
              "https://a.b.c/~x/", "http://a.example/https://b.example/", "https://a-b.example:1/x@y:z",
              "http://a1/$x!y+z="})
            QTest::newRow(line) << QByteArray(line);
    }

    void theFastPathSaysTheSameAsTheCarefulOne()
    {
        QFETCH(QByteArray, line);
        QVERIFY(isNormalAddress(line));
        std::vector<Address> found;
        QCOMPARE(findAddresses(line, found), AddressProblem::None);
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].url, line);
    }

    void anotherLoginIsNoPartOfAnAddress()
    {
        for (const char *address : {"https://a/bhttp://u:p@c/",
                                    "https://a/bHTTP:\\\\u:p@c/",
                                    "https://a/bhttp:/u:p@c/",
                                    "a.example/bhttp://u:p@c/",
                                    "https://a/b%20http://u:p@c/",
                                    "https://a/b=http://u:p@c/",
                                    "https://a/*/http://u:p@c/",
                                    "https://a/?bhttp://u@c/",
                                    "https://http://u:p@c/",
                                    "https://ahttp://u:p@c/",
                                    "https://u:p@http://u:p@c/",
                                    "//a.example/b-ssh://u:p@c/",
                                    "https://a/b\\http://u:p@c/",
                                    "https://a/b\\\\http://u:p@c/",
                                    "https://a/\\hTtp://u:p@c/",
                                    "https://a/?b\\http://u:p@c/",
                                    "https://a/bftp://u:p@c/",
                                    "https://a/b\\nftp://u:p@c/",
                                    "https://a/bssh://u:p@c/",
                                    "https://a/ssh://u:p@c/",
                                    "https://a/b,ssh://u@c/",
                                    "https://a/b,xmailto:u@c.example",
                                    "https://a/1s3://u:p@c/",
                                    "https://a/?b=1git+ssh://u:p@c/",
                                    "https://a/b,//u:p@c.example/",
                                    "https://a/b,u:p@c.example/",
                                    "https://a/b|u:p@c.example",
                                    "https://a/b;u:p:@q@127.0.0.1:80",
                                    "https://a/b,https//u:p@c.example/",
                                    "https://a/b//u:p@c.example/",
                                    "https://a/b\\\\u:p@c.example/",
                                    "https://a//u:p@c.example/",
                                    "https://a/bhttp\\://u:p@c.example/",
                                    "https://a/1://u:p@c.example/",
                                    "https://a/b, u:p@c.example/",
                                    "https://a/bhttp\xEF\xBC\x9A//u:p@c.example/"})
            QVERIFY2(normalAddress(address).problem == AddressProblem::Ambiguous, address);
        for (const char *address : {"https://u:p@a/b",
                                    "https://a/http://u:p@c/",
                                    "https://a/?http://u:p@c/",
                                    "https://a/?b=http://u:p@c/",
                                    "https://a/bhttp://c/",
                                    "https://a/bhttp://c/@d",
                                    "https://a/x:y@z",
                                    "https://a/1:/@z",
                                    "https://a/#bhttp://u:p@c/",
                                    "https://a/ftp://u:p@c/",
                                    "https://a/?b=git+ssh://u@c/",
                                    "https://a/?b=sftp://u:p@c/",
                                    "https://a/@user:tag.example",
                                    "https://a/u:p@c.example/",
                                    "https://a/b,c:d@1.2",
                                    "https://a/npm/@scope/pkg@1.0.0",
                                    "https://a/combine/npm/b@3.6.0,npm/c@4.6.0/c.js",
                                    "https://a/maps/@48.1,11.5,15z/b:c",
                                    "https://a/1,2:3/@c.example",
                                    "https://a/b,npm:c@latest",
                                    "https://a/b//c:d@e",
                                    "https://a/?b=mailto:u:p@c.example",
                                    "https://a/?b,u:p@c.example",
                                    "https://a/x//@user:c.example",
                                    "https://a/b,image:tag@sha256:0123",
                                    "https://a/b,c@d.example:80",
                                    "https://a/b,mailto:u@c.example",
                                    "https://a/b;SIP:u@c.example",
                                    "https://a/b//mailto:u@c.example",
                                    "https://a/git+ssh://u@c.example/d",
                                    "https://a/b//http://u:p@c/"})
            QVERIFY2(normalAddress(address).problem == AddressProblem::None, address);
    }

    void theFastPathLeavesTheRest_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const char *line : {"http://a.example",     "http://A.example/",      "http://a.example/x.",
                                 "http://a.example/#x",  "http://a..b/",           "http://a.example/a b",
                                 "http://a.example:0/",  "http://a.example:080/",  "http://a.example:65536/",
                                 "http://1.2.3/",        "http://256.1.1.1/",      "http://01.1.1.1/",
                                 "http://xn--a/",        "http://u@a.example/",    "http://a.example/(x)",
                                 "http://a.example/a,b", "ftp://a.example/",       "http:///",
                                 "http://a-/",           "http://a/bhttp://u:p@c/"})
            QTest::newRow(line) << QByteArray(line);
    }

    void theFastPathLeavesTheRest()
    {
        QFETCH(QByteArray, line);
        QVERIFY(!isNormalAddress(line));
    }

    /// Whatever is found in whatever text can be fetched, is in its normal form, and is bounded.
    void anythingFoundIsAnAddress()
    {
        static constexpr const char *Pieces[] = {
            "http://",   "HTTPS://",  "a.example", "example.com", ":80", ":99999", "/",    "?",    "#",
            "@",         "[",         "]",         "::1",         "(",   ")",      "<",    ">",    "\"",
            "'",         ",",         ";",         " ",           "\t",  "..",     ".",    "-",    "xn--",
            "bücher",    "例",        "。",        "%41",         "%",   "\\",     "{",    "}",    "|",
            "127.0.0.1", "localhost", "www.",      "href=",       "](",  "\xFF",   "\xC3", "\x01", "é",
            "user:pw",   "=",         "&amp;",     "*",           "`",   "1.",     "0x7f"};
        QRandomGenerator random(20240501);
        qint64 total = 0;
        for (int round = 0; round < 60000; ++round) {
            QByteArray line;
            const int size = random.bounded(1, 9);
            for (int i = 0; i < size; ++i)
                line += Pieces[random.bounded(int(std::size(Pieces)))];
            std::vector<Address> found;
            const AddressProblem problem = findAddresses(line, found);
            if (found.empty())
                QVERIFY2(problem != AddressProblem::None, line.constData());
            for (const Address &address : found) {
                if (address.problem != AddressProblem::None)
                    continue;
                ++total;
                const QUrl url(QString::fromUtf8(address.url));
                QVERIFY2(url.isValid() && !url.host().isEmpty(),
                         QByteArray(line + " -> " + address.url).constData());
                QVERIFY2(url.scheme() == u"http"_s || url.scheme() == u"https"_s, address.url.constData());
                QVERIFY2(!url.hasFragment() && !url.path().isEmpty(), address.url.constData());
                QVERIFY2(QByteArrayView(address.url).isValidUtf8(), address.url.toHex(' ').constData());
                QVERIFY2(normalAddress(address.url).url == address.url,
                         QByteArray(line + " -> " + address.url).constData());
            }
            if (isNormalAddress(line))
                QVERIFY2(found.size() == 1 && found[0].url == line, line.constData());
        }
        QVERIFY(total > 5000);
    }
};

QTEST_APPLESS_MAIN(TestAddressText)
#include "tst_addresstext.moc"
