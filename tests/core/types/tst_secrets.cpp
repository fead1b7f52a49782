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
        for (const char *name : {"Authorization", "PROXY-AUTHORIZATION", "cookie", "X-Auth-Token",
                                 "X-API-Key", "Client-Secret", "X-Password", "X-Pwd", "X-JWT", "X-Session-Id",
                                 "X-CSRF", "X-Credential", "X-Signature", "X-OTP"})
            QTest::newRow(name) << true;
        for (const char *name : {"Accept", "User-Agent", "Cookie-Policy", "Host", "X-Trace"})
            QTest::newRow(name) << false;
    }

    void secretFieldsAreKnownByTheirNames() { QTEST(isSecretHeader(QTest::currentDataTag()), "secret"); }

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
        add("user and password", "http://user:pass@host/p", "http://***@host/p", "http://host/p");
        add("a token for a user", "https://token@host", "https://***@host", "https://host");
        add("an empty one", "http://@host/", "http://***@host/", "http://host/");
        add("network path", "//user:pass@host/p", "//***@host/p", "//host/p");
        add("two signs", "http://us@er:pass@host/p", "http://***@host/p", "http://host/p");
        add("another scheme", " ftp://user:pass@host", " ftp://***@host", " ftp://host");
        add("backslashes", "http:\\\\user:pass@host\\p", "http:\\\\***@host\\p", "http:\\\\host\\p");
        addOpen("in the path", "http://host/@shore");
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
    }
};

QTEST_APPLESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
