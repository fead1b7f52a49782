// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/secretfields.h"

#include <QTest>

using namespace turnstone;

class TestSecretFields final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesOfSecrets()
    {
        for (const char *name :
             {"Authorization", "authorization", "API Key", "cookies", "Auth Token", "PASSWORD"})
            QVERIFY2(isSecretName(name), name);
        for (const char *name : {"url", "Keyword", "author", "title", "status", ""})
            QVERIFY2(!isSecretName(name), name);
    }

    void whatFollowsANameIsHidden_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        const auto add = [](const char *name, const char *text, const char *shown) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(shown);
        };
        add("headers", "{\"url\":\"http://h/\",\"headers\":{\"A\":\"s\"}}",
            "{\"url\":\"http://h/\",\"headers\": ***");
        add("headers in capitals", "{\"url\": \"http://h/\", \"HEADERS\": [[\"A\", \"s\"]]}",
            "{\"url\": \"http://h/\", \"HEADERS\": ***");
        add("header", "{\"url\":\"h\",\"header\":{\"A\":\"s\"}}", "{\"url\":\"h\",\"header\": ***");
        add("a member", "{\"url\":\"http://h/\",\"Authorization\":\"Bearer s\"}",
            "{\"url\":\"http://h/\",\"Authorization\": ***");
        add("a cookie", "{\"cookie\":\"s\",\"url\":\"http://h/\"}", "{\"cookie\": ***");
        add("cookies", "{'url':'http://h/','cookies':{'sid':'s'}}", "{'url':'http://h/','cookies': ***");
        add("a number", "{\"url\":\"x\",\"token\":12345}", "{\"url\":\"x\",\"token\": ***");
        add("a dictionary", "{'url':'http://h/p','headers':{'Authorization':'Bearer s'}}",
            "{'url':'http://h/p','headers': ***");
        add("a pair", "[\"Authorization\", \"Bearer s\"]", "[\"Authorization\": ***");
        add("without quotes", "{url:http://h/,Authorization:Bearer s}", "{url:http://h/,Authorization: ***");
        add("quotes that are escaped", "\"{\\\"Authorization\\\":\\\"Bearer s\\\"}\"",
            "\"{\\\"Authorization\\: ***");
        add("a command", "curl -H 'Authorization: Bearer s' http://h/x", "curl -H 'Authorization: ***");
        add("a command without blanks", "curl -H'X-Api-Key:s' http://h/x", "curl -H'X-Api-Key: ***");
        add("a command without quotes", "curl -HAuthorization:s http://h/x", "curl -HAuthorization: ***");
        add("an option", "curl --oauth2-bearer=s http://h/x", "curl --oauth2-bearer=***");
        add("an option and a quote", "curl --header 'X: s' http://h/x", "curl --header: ***");
        add("a field", "http://h/ Cookie : sid=s", "http://h/ Cookie: ***");
        add("a variable", "API_TOKEN = s http://h/", "API_TOKEN=***");
        add("a remark in front", "//Authorization: Bearer s", "//Authorization: ***");
        add("behind an address", "http://h/?token=1 token=2", "http://h/?token=1 token=***");
        add("behind a comma", "http://h/ x,token=2", "http://h/ x,token=***");
        add("a login", "curl -u user:s ftp://h/x", "curl -u ***");
        add("a login without a blank", "curl -uuser:s ftp://h/x", "curl -u ***");
        add("a login in full", "curl --user user:s http://h/", "curl --user ***");
        add("a login with a sign", "curl --proxy-user=user:s http://h/", "curl --proxy-user=***");
        add("a command's cookie", "curl -b sid=s ftp://h/x", "curl -b ***");
        add("a command's password", "wget --user u --http-password s ftp://h/x", "wget --user ***");
        add("a password", "http://h/x\tpassword\ts", "http://h/x\tpassword ***");
        add("a scheme", "Authorization Bearer s http://h/", "Authorization ***");
        add("signs alone", "password=!$%", "password=***");
    }

    void whatFollowsANameIsHidden()
    {
        QFETCH(QByteArray, text);
        QTEST(withHiddenFields(text), "shown");
        QTEST(withHiddenFields(withHiddenFields(text)), "shown");
    }

    void theRestStaysAsItIs_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"",
                                 "http://h/",
                                 "http://h/?token=1",
                                 "http://h/?a=1&api_key=2",
                                 "http://h/a,token=1",
                                 "http://h/session:1/x",
                                 "http://h/oauth/token",
                                 "see http://h/?token=1 .",
                                 "h/?token=1",
                                 "auth.example.org:8443/x",
                                 "auth:8080",
                                 "auth:8080/health",
                                 "ftp://token:***@h/",
                                 "{\"url\":\"http://h/oauth/token\",\"n\":1}",
                                 "{\"url\":\"http://h/?key=1\"}",
                                 "<http://h/?key=1>",
                                 "{\"keywords\":\"x\",\"author\":\"y\"}",
                                 "the key to http://h/",
                                 "key",
                                 "\"key\"",
                                 "X-Key:",
                                 "X-Key: ***",
                                 "Bearer:",
                                 "Accept: text/html",
                                 "{\"headers\":{}}",
                                 "1,http://h/?key=1,x",
                                 "- http://h/u -",
                                 "http://h/-u",
                                 "a-user b",
                                 "password",
                                 "http://h/password x"})
            QTest::newRow(text) << QByteArray(text);
    }

    void theRestStaysAsItIs()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(withHiddenFields(text), text);
    }

    void longLinesTakeNoTime()
    {
        for (const char *piece : {"/token=1&", "token    ", "key", "key;", "\"key\"*", "{"}) {
            const QByteArray text = QByteArray(piece).repeated(200'000);
            QVERIFY(withHiddenFields(text).size() <= text.size()); // or the time of the test is over
        }
    }
};

QTEST_APPLESS_MAIN(TestSecretFields)
#include "tst_secretfields.moc"
