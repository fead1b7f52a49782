// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/redirectpolicy.h"

#include <QTest>

using namespace turnstone;

class TestRedirectPolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void method_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<bool>("body");
        const QByteArray get("GET"), post("POST"), put("PUT"), head("HEAD");
        for (const int status : {301, 302, 303, 307, 308}) {
            QTest::addRow("%d GET", status) << status << get << get << true;
            QTest::addRow("%d HEAD", status) << status << head << head << true;
        }
        QTest::addRow("301 POST") << 301 << post << get << false;
        QTest::addRow("302 POST") << 302 << post << get << false;
        QTest::addRow("303 POST") << 303 << post << get << false;
        QTest::addRow("303 PUT") << 303 << put << get << false;
        QTest::addRow("302 PUT") << 302 << put << put << true;
        QTest::addRow("307 POST") << 307 << post << post << true;
        QTest::addRow("308 POST") << 308 << post << post << true;
    }

    void method()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, from);
        const auto step = followRedirect(status, "/next", QUrl(u"http://a/"_qs), from);
        QCOMPARE(step.error, FetchError::None);
        QTEST(step.method, "to");
        if (from != "GET")
            QCOMPARE(step.keepsBody, from == "HEAD" || step.method == from);
    }

    void target_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("url"); // empty: refused
        QTest::addColumn<bool>("credentials");
        QTest::addRow("absolute path") << QByteArray("/x") << u"https://host:8443/x"_qs << true;
        QTest::addRow("relative") << QByteArray("x?y=1") << u"https://host:8443/dir/x?y=1"_qs << true;
        QTest::addRow("query only") << QByteArray("?z") << u"https://host:8443/dir/page?z"_qs << true;
        QTest::addRow("dots") << QByteArray("../up") << u"https://host:8443/up"_qs << true;
        QTest::addRow("network path") << QByteArray("//other/p") << u"https://other/p"_qs << false;
        QTest::addRow("other port") << QByteArray("https://host/p") << u"https://host/p"_qs << false;
        QTest::addRow("fragment dropped") << QByteArray("/x#part") << u"https://host:8443/x"_qs << true;
        QTest::addRow("no path") << QByteArray("https://other") << u"https://other/"_qs << false;
        QTest::addRow("spaces around") << QByteArray("  /x  ") << u"https://host:8443/x"_qs << true;
        QTest::addRow("space inside") << QByteArray("/a b") << u"https://host:8443/a%20b"_qs << true;
        QTest::addRow("a stray percent sign")
            << QByteArray("/50%/caf%C3%A9?x=%26&y=%zz")
            << u"https://host:8443/50%25/caf%C3%A9?x=%26&y=%25zz"_qs << true;
        QTest::addRow("a percent sign at the end")
            << QByteArray("/%41%4") << u"https://host:8443/A%254"_qs << true;
        QTest::addRow("utf-8") << QByteArray("/\xc3\xa9") << u"https://host:8443/%C3%A9"_qs << true;
        QTest::addRow("latin-1") << QByteArray("/\xe9") << u"https://host:8443/%E9"_qs << true;
        QTest::addRow("latin-1 and an escape")
            << QByteArray("/%20\xe9?q=\xfc") << u"https://host:8443/%20%E9?q=%FC"_qs << true;
        QTest::addRow("user info") << QByteArray("http://user:pass@other/p") << u"http://other/p"_qs << false;
        QTest::addRow("user info, same origin")
            << QByteArray("https://user:pass@host:8443/p") << u"https://host:8443/p"_qs << true;
        QTest::addRow("user info, network path")
            << QByteArray("//user@other/p") << u"https://other/p"_qs << false;
        QTest::addRow("latin-1 in the host") << QByteArray("http://h\xe9/") << QString() << true;
        QTest::addRow("empty") << QByteArray("") << QString() << true;
        QTest::addRow("ftp") << QByteArray("ftp://other/") << QString() << true;
        QTest::addRow("javascript") << QByteArray("javascript:alert(1)") << QString() << true;
        QTest::addRow("file") << QByteArray("file:///etc/passwd") << QString() << true;
        QTest::addRow("bad port") << QByteArray("http://other:99999/") << QString() << true;
        QTest::addRow("very long") << QByteArray(20'000, 'x') << QString() << true;
    }

    void target()
    {
        QFETCH(QByteArray, location);
        QFETCH(QString, url);
        const auto step = followRedirect(302, location, QUrl(u"https://host:8443/dir/page"_qs), "GET");
        if (url.isEmpty()) {
            QCOMPARE(step.error, FetchError::BadRedirect);
            QVERIFY(!step.errorText.isEmpty());
            return;
        }
        QCOMPARE(QString::fromLatin1(step.url.toEncoded()), url);
        QTEST(step.keepsCredentials, "credentials");
    }

    void losingTlsIsTold()
    {
        QVERIFY(followRedirect(301, "http://a/", QUrl(u"https://a/"_qs), "GET").losesTls);
        QVERIFY(!followRedirect(301, "https://a/", QUrl(u"http://a/"_qs), "GET").losesTls);
    }
};

QTEST_APPLESS_MAIN(TestRedirectPolicy)
#include "tst_redirectpolicy.moc"
