// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/sitecookies.h"

#include <QNetworkCookie>
#include <QTest>

#include <algorithm>

using namespace turnstone;

namespace {

QUrl at(const QString &host)
{
    return QUrl(u"http://" + host + u"/");
}

void set(SiteCookies &cookies, const QString &host, const QByteArray &field)
{
    cookies.setCookiesFromUrl(QNetworkCookie::parseCookies(field), at(host));
}

QByteArray sentTo(const SiteCookies &cookies, const QString &host)
{
    QByteArrayList all;
    for (const QNetworkCookie &cookie : cookies.cookiesForUrl(at(host)))
        all += cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
    std::sort(all.begin(), all.end());
    return all.join("; ");
}

} // namespace

class TestSiteCookies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoGetsThem_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("arrives");
        const QString www = u"www.shore.test"_qs, shore = u"shore.test"_qs, ip = u"127.0.0.1"_qs;
        const QByteArray plain = "shell=whelk", wide = "shell=whelk; Domain=shore.test";
        QTest::newRow("the same host") << www << plain << www << true;
        QTest::newRow("a host beside it") << www << plain << u"img.shore.test"_qs << false;
        QTest::newRow("the host above") << www << plain << shore << false;
        QTest::newRow("a domain's cookie, the same host") << www << wide << www << true;
        QTest::newRow("a domain's cookie, a host beside it") << www << wide << u"img.shore.test"_qs << true;
        QTest::newRow("a domain's cookie, far below") << www << wide << u"a.b.shore.test"_qs << true;
        QTest::newRow("a domain's cookie, the host above") << www << wide << shore << true;
        QTest::newRow("a domain's cookie, another site") << www << wide << u"www.dune.test"_qs << false;
        QTest::newRow("for another site")
            << www << QByteArray("shell=whelk; Domain=dune.test") << u"dune.test"_qs << false;
        QTest::newRow("an address") << ip << plain << ip << true;
        QTest::newRow("an address alike") << ip << plain << u"127.9.0.1"_qs << false;
        QTest::newRow("IPv6") << u"[::1]"_qs << plain << u"[::1]"_qs << true;
        QTest::newRow("one label") << u"localhost"_qs << plain << u"localhost"_qs << true;
        QTest::newRow("another case") << u"WWW.shore.test"_qs << plain << www << true;
    }

    void whoGetsThem()
    {
        QFETCH(QString, from);
        QFETCH(QByteArray, field);
        QFETCH(QString, to);
        SiteCookies cookies;
        set(cookies, from, field);
        QTEST(!sentTo(cookies, to).isEmpty(), "arrives");
    }

    void aLookUpGoesThroughOneSiteOnly()
    {
        SiteCookies cookies;
        for (int host = 0; host < 10'000; ++host) {
            const QString name = u"www.shore%1.test"_qs.arg(host);
            for (const QByteArray field : {"a=1", "b=2", "c=3; Path=/deep", "d=4; Domain=shore%1.test"})
                set(cookies, name, QByteArray(field).replace("%1", QByteArray::number(host)));
        }
        QCOMPARE(cookies.cookiesScanned(u"www.shore7.test"_qs), 4);
        QCOMPARE(sentTo(cookies, u"www.shore7.test"_qs), QByteArray("a=1; b=2; d=4"));
        QCOMPARE(cookies.cookiesScanned(u"elsewhere.test"_qs), 0);
    }

    void cookiesCanBeTakenOneByOne()
    {
        SiteCookies cookies;
        QNetworkCookie cookie("shell", "whelk");
        cookie.setDomain(u".shore.test"_qs);
        cookie.setPath(u"/"_qs);
        QVERIFY(!cookies.updateCookie(cookie));
        QVERIFY(cookies.insertCookie(cookie));
        QCOMPARE(sentTo(cookies, u"www.shore.test"_qs), QByteArray("shell=whelk"));
        cookie.setValue("limpet");
        QVERIFY(cookies.updateCookie(cookie));
        QCOMPARE(sentTo(cookies, u"www.shore.test"_qs), QByteArray("shell=limpet"));
        QVERIFY(cookies.deleteCookie(cookie));
        QVERIFY(sentTo(cookies, u"www.shore.test"_qs).isEmpty());
    }

    void clearForgetsThem()
    {
        SiteCookies cookies;
        set(cookies, u"www.shore.test"_qs, "shell=whelk");
        cookies.clear();
        QVERIFY(sentTo(cookies, u"www.shore.test"_qs).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestSiteCookies)
#include "tst_sitecookies.moc"
