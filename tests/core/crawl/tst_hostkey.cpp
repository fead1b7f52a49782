// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/hostkey.h"

#include <QTest>

using namespace turnstone;

class TestHostKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void key_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("key");
        const auto row = [](const char *url, const char *key) {
            QTest::addRow("%s", url) << QByteArray(url) << QByteArray(key);
        };
        row("http://example.com/", "example.com");
        row("https://example.com/a/b?c", "example.com");
        row("http://example.com:80/", "example.com");
        row("https://example.com:443/", "example.com");
        row("https://example.com:80/", "example.com:80");
        row("http://example.com:8080?x", "example.com:8080");
        row("http://user:p%40ss@example.com/", "example.com");
        row("http://EXAMPLE.com/", "example.com");
        row("http://127.0.0.1:9/x", "127.0.0.1:9");
        row("http://[::1]:8080/", "[::1]:8080");
        row("http://[::1]/", "[::1]");
        row("http://b\xc3\xbc"
            "cher.example/",
            "xn--bcher-kva.example");
        row("http://example.com", "example.com");
        row("http://example.com:/", "example.com");
    }

    void key()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, key);
        QCOMPARE(HostKey(url).bytes(), key);
        QCOMPARE(HostKey(QUrl(QString::fromUtf8(url))).bytes(),
                 key); // both ways agree, or a host had two owners
        QCOMPARE(HostKey(url).hash(), HostKey(QUrl(QString::fromUtf8(url))).hash());
    }

    void name_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("example.com") << u"example.com"_qs;
        QTest::newRow("example.com:8080") << u"example.com"_qs;
        QTest::newRow("10.0.0.1:9") << u"10.0.0.1"_qs;
        QTest::newRow("[fd97::10]") << u"[fd97::10]"_qs;
        QTest::newRow("[fd97::10]:9") << u"[fd97::10]"_qs;
    }

    void name() { QTEST(HostKey::name(QTest::currentDataTag()), "name"); }
};

QTEST_APPLESS_MAIN(TestHostKey)
#include "tst_hostkey.moc"
