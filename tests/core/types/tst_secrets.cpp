// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/secrets.h"

#include <QTest>

using namespace turnstone;

class TestSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretFieldsAreKnownByTheirNames_data()
    {
        QTest::addColumn<bool>("secret");
        for (const char *name :
             {"Authorization", "PROXY-AUTHORIZATION", "cookie", "X-Auth-Token", "X-API-Key", "Client-Secret",
              "X-Password", "X-Pwd", "X-JWT", "X-Session-Id", "X-CSRF", "X-Credential", "X-Signature",
              "X-OTP", "Set-Cookie", "SET-COOKIE", "Authentication-Info"})
            QTest::newRow(name) << true;
        for (const char *name : {"Accept", "User-Agent", "Cookie-Policy", "Host", "X-Trace", "",
                                 "WWW-Authenticate", "Proxy-Authenticate", "Keep-Alive", "Location"})
            QTest::newRow(name) << false;
    }

    void secretFieldsAreKnownByTheirNames() { QTEST(isSecretHeader(QTest::currentDataTag()), "secret"); }

    void valuesAreShownWithoutTheirSecret_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("shown");
        const auto add = [](const char *row, const char *value, const char *shown) {
            QTest::newRow(row) << QByteArray(value) << QByteArray(shown);
        };
        add("Authorization: basic", "Basic dTpw", "Basic ***");
        add("Authorization: bearer", "Bearer s3cr3t", "Bearer ***");
        add("authorization: small letters", "bearer s3cr3t", "bearer ***");
        add("Proxy-Authorization: basic", "Basic dTpw", "Basic ***");
        add("Authorization: digest", "Digest username=\"u\", response=\"s3cr3t\"", "Digest ***");
        add("Authorization: no scheme", "s3cr3t", "***");
        add("Authorization: no scheme that is known", "s3cr3t and more", "***");
        add("Authorization: nothing", "", "");
        add("Cookie: several", "a=1; b=s3cr3t", "***");
        add("Set-Cookie: with attributes", "id=s3cr3t; Path=/; HttpOnly", "***");
        add("X-Api-Key: one that looks like a scheme", "Bearer s3cr3t", "***");
        add("Referer: a password", "http://u:s3cr3t@host/p", "http://u:***@host/p");
        add("Accept: anything", "text/html, */*;q=0.8", "text/html, */*;q=0.8");
        add("WWW-Authenticate: the question", "Basic realm=\"Members\"", "Basic realm=\"Members\"");
    }

    void valuesAreShownWithoutTheirSecret()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, shown);
        const QByteArray name = QByteArray(QTest::currentDataTag()).split(':').first();
        QCOMPARE(shownHeaderValue(name, value), shown);
        QCOMPARE(shownHeaderValue(name, shown), shown); // once is as good as twice
        QCOMPARE(shownHeaders({{name, value}, {"Accept", "*/*"}}),
                 (HeaderList{{name, shown}, {"Accept", "*/*"}}));
        const bool isHidden = value != shown;
        QCOMPARE(isHiddenHeader(name, shown), isHidden);
        QCOMPARE(hasHiddenHeader({{"Accept", "*/*"}, {name, shown}}), isHidden);
        QVERIFY(!isHiddenHeader(name, value));
        QVERIFY(!hasHiddenHeader({{name, value}}));
    }

    void whatOnlyEndsInStarsIsNoHiddenValue()
    {
        QVERIFY(!isHiddenHeader("X-Note", "***"));
        QVERIFY(!isHiddenHeader("Authorization", "Bearer s3cr3t***"));
        QVERIFY(!isHiddenHeader("Authorization", "s3cr3t ***"));
        QVERIFY(!isHiddenHeader("X-Key", "s3cr3t***"));
        QVERIFY(!isHiddenHeader("Referer", "http://u:s3cr3t@host/***"));
        QVERIFY(!isHiddenHeader("X-Url", "https://host/***@x"));
    }

    void starsAreStarsHoweverTheyAreSpelled()
    {
        for (const char *value : {" *** ", "\t***", "Bearer  ***", "Basic\t***", "***"})
            QVERIFY2(isHiddenHeader("Authorization", value), value);
        QVERIFY(isHiddenHeader("Referer", "http://u:***@host/p"));
        QVERIFY(isHiddenHeader("X-Url", "https://***@host"));
    }

    void userInfoIsNotForOthers_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("hidden");
        QTest::addColumn<QByteArray>("without");
        const auto add = [](const char *name, const char *address, const char *hidden, const char *without) {
            QTest::newRow(name) << QByteArray(address) << QByteArray(hidden) << QByteArray(without);
        };
        const auto addOpen = [add](const char *name, const char *address) {
            add(name, address, address, address);
        };
        addOpen("none", "http://host/p");
        add("user and password", "http://user:pass@host/p", "http://user:***@host/p", "http://host/p");
        add("a token for a user", "https://token@host", "https://***@host", "https://host");
        add("a token and an empty password", "https://token:@host", "https://***@host", "https://host");
        add("a password alone", "https://:pass@host", "https://:***@host", "https://host");
        add("colons in the password", "http://user:a:b:c@host", "http://user:***@host", "http://host");
        add("an empty one", "http://@host/", "http://@host/", "http://host/");
        add("an empty one with a colon", "http://:@host/", "http://:@host/", "http://host/");
        add("hidden already", "http://user:***@host/p", "http://user:***@host/p", "http://host/p");
        add("network path", "//user:pass@host/p", "//user:***@host/p", "//host/p");
        add("two signs", "http://us@er:pass@host/p", "http://us@er:***@host/p", "http://host/p");
        add("another scheme", " ftp://user:pass@host", " ftp://user:***@host", " ftp://host");
        add("backslashes", "http:\\\\user:pass@host\\p", "http:\\\\user:***@host\\p", "http:\\\\host\\p");
        add("one slash", "http:/user:pass@host/p", "http:/user:***@host/p", "http:/host/p");
        add("no slash", "HTTPS:user:pass@host/p", "HTTPS:user:***@host/p", "HTTPS:host/p");
        add("one backslash", " http:\\user:pass@host/p", " http:\\user:***@host/p", " http:\\host/p");
        add("one slash, and two in the path", "http:/user:pass@host/a//b", "http:/user:***@host/a//b",
            "http:/host/a//b");
        add("one slash and a token", "http:/token@host/", "http:/***@host/", "http:/host/");
        addOpen("one slash and a sign in the path", "http:/host/@shore");
        addOpen("one slash and a port", "http:/host:80/p");
        addOpen("no slash and no host", "http:");
        addOpen("in the path", "http://host/@shore");
        addOpen("two slashes in the path", "http://host/a//b:c@d");
        addOpen("behind a backslash", "http://host\\@shore");
        addOpen("in the query", "/next?to=http://user@host/");
        addOpen("in the query, behind no path", "?to=http://user@host/");
        addOpen("in a relative path", "a//b@c");
        addOpen("a sign alone", "@");
        addOpen("a mail address", "user@example.com");
        addOpen("nothing", "");
    }

    void userInfoIsNotForOthers()
    {
        QFETCH(QByteArray, address);
        QTEST(withHiddenUserInfo(address), "hidden");
        QTEST(withoutUserInfo(address), "without");
        const QByteArray hidden = withHiddenUserInfo(address);
        QCOMPARE(withHiddenUserInfo(hidden), hidden);
        QCOMPARE(hasHiddenUserInfo(hidden), hidden.contains("***"));
        if (!address.contains("***"))
            QVERIFY(!hasHiddenUserInfo(address));
    }

    void aPasswordIsPutInAsItIsSpelledInAnAddress()
    {
        QCOMPARE(withGivenUserInfo("https://me:***@host/a", QStringLiteral("a@b%/:")),
                 QByteArray("https://me:a%40b%25%2F%3A@host/a"));
        QCOMPARE(withGivenUserInfo("https://***@host/", QStringLiteral("key")),
                 QByteArray("https://key@host/"));
        QCOMPARE(withGivenUserInfo("https://me:word@host/", QStringLiteral("key")),
                 QByteArray("https://me:word@host/"));
    }

    void starsAtTheEndOfAPasswordAreAPartOfIt()
    {
        QVERIFY(!hasHiddenUserInfo("http://user:pass***@host/"));
        QVERIFY(!hasHiddenUserInfo("http://token***@host/"));
        QVERIFY(hasHiddenUserInfo("http://***@host/"));
        QVERIFY(hasHiddenUserInfo("http://:***@host/"));
        QVERIFY(!hasHiddenUserInfo("http://host/user:***@p"));
    }

    void textsHoldNoUserInfo_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        const auto add = [](const char *name, const char *text, const char *shown) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(shown);
        };
        add("nothing", "", "");
        add("an address", "http://user:pass@host/p", "http://user:***@host/p");
        add("in a cell", "1,http://user:pass@host/,x", "1,http://user:***@host/,x");
        add("two in a row of cells", "http://a:b@x,http://c:d@y", "http://a:***@x,http://c:***@y");
        add("behind one without", "http://x,http://c:d@y", "http://x,http://c:***@y");
        add("in words", "see\thttp://a:b@x/  and //c:d@y .", "see\thttp://a:***@x/  and //c:***@y .");
        add("in JSON", "{\"url\": \"http://a:b@x/\"}", "{\"url\": \"http://a:***@x/\"}");
        add("in a query", "http://x/?to=http://a:b@y/", "http://x/?to=http://a:***@y/");
        add("a slash in the password", "http://user:pa/ss@host/", "http://user:***@host/");
        add("a question mark in the password", "http://user:pa?ss@host/", "http://user:***@host/");
        add("without a scheme", "user:pass@host/p", "user:***@host/p");
        add("a port and a sign in the path", "http://host:80/p@q", "http://host:80/p@q");
        add("a mail address", "mailto:user@example.com", "mailto:user@example.com");
        add("a password in a mail address", "mailto:u:PW@host", "mailto:u:***@host");
        add("and more behind it", "MAILTO:u:PW@host?body=http://x/", "MAILTO:u:***@host?body=http://x/");
        add("a host forgotten", "http://u:PW", "http://u:***");
        add("a host forgotten, with a path", "http://u:PW/p", "http://u:***");
        add("a host forgotten, in JSON", "{\"url\": \"http://u:PW\"}", "{\"url\": \"http://u:***");
        add("a host forgotten, then another", "http://u:PW,http://host/", "http://u:***");
        add("a host forgotten, behind a slash", "http:///u:PW", "http:///u:***");
        add("a host forgotten, behind many", "http:////u:PW/p", "http:////u:***");
        add("an encoded sign behind a slash", "http:///u:PW%40h/a", "http:///u:***%40h/a");
        add("a wide sign behind three slashes", "http:///u:PW\xEF\xBC\xA0h/a",
            "http:///u:***\xEF\xBC\xA0h/a");
        add("a path behind a slash", "file:///srv/a:b", "file:///srv/a:b");
        add("a number that is no port", "http://u:123456", "http://u:***");
        add("a number and more", "http://u:80PW", "http://u:***");
        add("a port", "http://host:8080", "http://host:8080");
        add("a port and a path", "http://host:8080/a:b", "http://host:8080/a:b");
        add("a port in a cell", "1,http://host:8080,x", "1,http://host:8080,x");
        add("a port in JSON", "{\"url\": \"http://host:8080\"}", "{\"url\": \"http://host:8080\"}");
        add("a port at the end of a sentence", "At http://host:8080.", "At http://host:8080.");
        add("a colon without a port", "http://host:/p", "http://host:/p");
        add("a number for a host", "http://[2001:db8::1]/p", "http://[2001:db8::1]/p");
        add("a number for a host, and a port", "http://[::1]:80/p", "http://[::1]:80/p");
        add("a number whose bracket is open", "http://[::1", "http://[::1");
        add("a number whose bracket is open, and a path", "http://[2001:db8::a/p", "http://[2001:db8::a/p");
        add("an open bracket and a password", "http://[u:PW/p", "http://[u:***");
        add("a number for a host, and a password", "http://[::1]:PW/p", "http://[::1]:***");
        add("a wide sign", "http://u:PW\xEF\xBC\xA0host/p", "http://u:***\xEF\xBC\xA0host/p");
        add("a wide sign and no password", "http://PW\xEF\xBC\xA0host/", "http://***\xEF\xBC\xA0host/");
        add("a wide sign behind a slash", "http://u:P/W\xEF\xBC\xA0host/", "http://u:***\xEF\xBC\xA0host/");
        add("percent-encoded", "http%3A%2F%2Fu%3APW%40host%2Fp", "http%3A%2F%2Fu:***%40host%2Fp");
        add("percent-encoded slashes", "see http:%2f%2fu:PW@host/p", "see http:%2f%2fu:***@host/p");
        add("a percent-encoded sign", "http://u:PW%40host/p", "http://u:***%40host/p");
        add("percent-encoded and none", "http://host/a%2F%40b", "http://host/a%2F%40b");
        add("a colon in JSON", "{\"url\":\"http://u\\u003aPW@h:x/\"}", "{\"url\":\"http://u:***@h:x/\"}");
        add("a sign in JSON", "{\"url\":\"http://u:PW\\u0040h:x/\"}",
            "{\"url\":\"http://u:***\\u0040h:x/\"}");
        add("a tab in JSON", "{\"url\":\"http://u\\t:PW@h/\"}", "{\"url\":\"http://u\\t:***@h/\"}");
        add("slashes in JSON", "{\"url\":\"http:\\u002F\\/u:PW@h/\"}",
            "{\"url\":\"http:\\u002F\\/u:***@h/\"}");
        add("backslashes", "http:\\\\tom:PW@h/", "http:\\\\tom:***@h/");
        add("a wide sign in a path", "http://host/\xEF\xBC\xA0shore", "http://host/\xEF\xBC\xA0shore");
        add("in a path, behind one slash", "http://x/a,http:/c:PW@y/b", "http://x/a,http:***@y/b");
        add("glued to a path, behind one slash", "http://x/ahttp:/c:PW@y/b", "http://x/ahttp:***@y/b");
        add("in a path, behind a comma", "http://x/a,c:PW@y/b", "http://x/a,c:***@y/b");
        add("in a path, behind a bar", "http://x/a|c:P|W@y", "http://x/a|c:***@y");
        add("in a path, and behind it another", "http://x/a,c:PW@y//http://d:PW@z/",
            "http://x/a,c:***@y//http://d:***@z/");
        add("in the path of one with a password", "http://c:PW@x:80/a,d:PW@y", "http://c:***@x:80/a,d:***@y");
        add("before one with two slashes", "c:PW@x,http://d:PW@y/", "c:***@x,http://d:***@y/");
        add("behind one slash, and two in the path", "http:/c:PW@x//b", "http:***@x//b");
        add("a token in a path", "http://x/a,PW:@y", "http://x/a,***@y");
        add("signs in a path", "http://x:80/@48.1,11.5/@me:tag", "http://x:80/@48.1,11.5/@me:tag");
        add("a blank in the password", "http://x/ahttp://me:P W@y/b", "http://x/ahttp://me:***@y/b");
        add("blanks and signs in the password", "http://me:P @W W@y/b http://z/@c",
            "http://me:***@y/b http://z/@c");
        add("a blank and a wide sign", "http://me:P W\xEF\xBC\xA0y/", "http://me:***\xEF\xBC\xA0y/");
        add("a host forgotten, then words", "see http://me:PW and http://z/@c",
            "see http://me:*** and http://z/@c");
        add("slashes without end", "////////////@", "////////////@");
    }

    void textsHoldNoUserInfo()
    {
        QFETCH(QByteArray, text);
        QTEST(withHiddenUserInfos(text), "shown");
        QTEST(shownAddress(text, false), "shown");
        QCOMPARE(withHiddenUserInfos(withHiddenUserInfos(text)), withHiddenUserInfos(text));
    }

    void aHostThatIsForgotten_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("shown");
        const auto add = [](const char *name, const char *address, const char *shown) {
            QTest::newRow(name) << QByteArray(address) << QByteArray(shown);
        };
        add("three slashes", "http:///u:PW@host/a", "http:///u:***@host/a");
        add("capital letters", "HTTP:///u:PW@host/a", "HTTP:///u:***@host/a");
        add("another scheme", "ftp:///u:PW@host/a", "ftp:///u:***@host/a");
        add("backslashes", "http:\\\\\\u:PW@host/a", "http:\\\\\\u:***@host/a");
        add("five slashes", "https://///u:PW@host/a", "https://///u:***@host/a");
        add("a query", "http://?u:PW@host/a", "http://?u:***@host/a");
        add("a fragment", "http://#u:PW@host/a", "http://#u:***@host/a");
        add("a port", "http://:80/u:PW@host/a", "http://:***@host/a");
        add("a blank", "http://%20/u:PW@host/a", "http://%20/u:***@host/a");
        add("a token", "http:///PW@host/a", "http:///***@host/a");
        add("several signs", "http:///u:P@W@host/a", "http:///u:***@host/a");
        add("a wide sign", "http:///u:PW\xEF\xBC\xA0host/a", "http:///u:***\xEF\xBC\xA0host/a");
        add("a slash in the password", "http:///u:P/W@host/a", "http:///u:***@host/a");
        add("nothing", "http:///a", "http:///a");
    }

    void aHostThatIsForgotten()
    {
        QFETCH(QByteArray, address);
        QTEST(withHiddenUserInfo(address), "shown");
        QTEST(withHiddenUserInfos(address), "shown");
        QTEST(shownAddress(address, false), "shown");
        QTEST(withHiddenUserInfos(withHiddenUserInfo(address)), "shown");
        QTEST(shownHeaderValue("Location", address), "shown");
        QTEST(withHiddenUserInfo(withHiddenUserInfo(address)), "shown");
    }

    void targetsThatNobodyCanFollow_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("shown");
        const auto add = [](const char *name, const char *target, const char *shown) {
            QTest::newRow(name) << QByteArray(target) << QByteArray(shown);
        };
        add("a host forgotten", "http://u:PW/p?q=a:b", "http://u:***/p?q=a:b");
        add("a wide sign", "http://PW\xEF\xBC\xA0host/p", "http://***\xEF\xBC\xA0host/p");
        add("mail", "mailto:u:PW@host", "mailto:u:***@host");
        add("mail without a secret", "mailto:user@example.com", "mailto:user@example.com");
        add("a port", "http://host:8080/a//b:c", "http://host:8080/a//b:c");
        add("a number for a host", "//[::1]:80/p", "//[::1]:80/p");
        add("a path", "/a:b@c", "/a:b@c");
    }

    /// And are shown as they are written.
    void targetsThatNobodyCanFollow()
    {
        QFETCH(QByteArray, target);
        QTEST(withoutUserInfo(target), "shown");
        QTEST(withHiddenUserInfo(target), "shown");
        QTEST(shownHeaderValue("Location", target), "shown");
        QVERIFY(!hasHiddenUserInfo(withHiddenUserInfo(target)));
    }

    void longLinesTakeNoTime()
    {
        for (const QByteArray &piece :
             {QByteArray("//x:1"), QByteArray("//"), QByteArray("//x:y"), QByteArray("a:b@//"),
              QByteArray("//x/,a:b@"), QByteArray(" //x:y"), QByteArray("//x/c")}) {
            const QByteArray text = piece.repeated(200'000) + '@';
            QVERIFY(withHiddenUserInfos(text).endsWith("@")); // or the time of the test is over
        }
    }

    void onlyAnAddressIsTakenAtItsWord()
    {
        QCOMPARE(shownAddress("http://host/?to=http://a:b@y/", true),
                 QByteArray("http://host/?to=http://a:b@y/"));
        QCOMPARE(shownAddress("1,http://a:b@y/", true), QByteArray("1,http://a:***@y/"));
        QCOMPARE(shownAddress("a@b", true), QByteArray("a@b"));
    }
};

QTEST_APPLESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
