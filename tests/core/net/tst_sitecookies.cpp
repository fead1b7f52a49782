// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/sitecookies.h"

#include <QDateTime>
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
    /// RFC 6265bis: what came by https is not for those on the way to change, and some names are promises.
    void whatCameByHttpsStays_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("sent"); // over https, afterwards
        const QString http = u"http"_qs, https = u"https"_qs;
        const QByteArray before = "plain=1; safe=1";
        QTest::newRow("another by http")
            << http << QByteArray("new=2") << QByteArray("new=2; plain=1; safe=1");
        QTest::newRow("a plain one by http")
            << http << QByteArray("plain=2") << QByteArray("plain=2; safe=1");
        QTest::newRow("a secure one by http") << http << QByteArray("safe=2") << before;
        QTest::newRow("a secure one by http, with a path") << http << QByteArray("safe=2; Path=/p") << before;
        QTest::newRow("a secure one by https")
            << https << QByteArray("safe=2; Secure") << QByteArray("plain=1; safe=2");
        QTest::newRow("called secure by http") << http << QByteArray("new=2; Secure") << before;
        QTest::newRow("__Secure- by http") << http << QByteArray("__Secure-a=2; Secure") << before;
        QTest::newRow("__Secure- that is not") << https << QByteArray("__Secure-a=2") << before;
        QTest::newRow("__Secure-") << https << QByteArray("__Secure-a=2; Secure")
                                   << QByteArray("__Secure-a=2; plain=1; safe=1");
        QTest::newRow("__Host-") << https << QByteArray("__Host-a=2; Secure; Path=/")
                                 << QByteArray("__Host-a=2; plain=1; safe=1");
        QTest::newRow("__Host- of a domain")
            << https << QByteArray("__Host-a=2; Secure; Path=/; Domain=shore.test") << before;
        QTest::newRow("__Host- of a path") << https << QByteArray("__Host-a=2; Secure; Path=/p") << before;
        QTest::newRow("__Host- that is not secure") << https << QByteArray("__Host-a=2; Path=/") << before;
    }

    void whatCameByHttpsStays()
    {
        QFETCH(QString, scheme);
        QFETCH(QByteArray, field);
        const auto url = [](const QString &by) { return QUrl(by + u"://www.shore.test/"); };
        SiteCookies cookies;
        cookies.setCookiesFromUrl(QNetworkCookie::parseCookies("safe=1; Secure\nplain=1"), url(u"https"_qs));
        cookies.setCookiesFromUrl(QNetworkCookie::parseCookies(field), url(scheme));
        QByteArrayList all;
        for (const QNetworkCookie &cookie : cookies.cookiesForUrl(url(u"https"_qs)))
            all += cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
        std::sort(all.begin(), all.end());
        QTEST(all.join("; "), "sent");
    }

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

    /// Where anybody can have a site, each has a jar.
    void sitesUnderOneSuffixAreNotOne_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("beside");
        QTest::addColumn<bool>("isOneSite");
        QTest::newRow("one site") << u"a.shore.test"_qs << u"b.c.shore.test"_qs << true;
        QTest::newRow("two sites") << u"a.shore.test"_qs << u"a.dune.test"_qs << false;
        QTest::newRow("two of a country's") << u"a.shore.co.uk"_qs << u"a.dune.co.uk"_qs << false;
        QTest::newRow("one of a country's") << u"a.shore.co.uk"_qs << u"shore.co.uk"_qs << true;
        QTest::newRow("two of a provider's") << u"shore.github.io"_qs << u"dune.github.io"_qs << false;
        QTest::newRow("two below what is a site, too")
            << u"a.shore.s3.amazonaws.com"_qs << u"b.dune.s3.amazonaws.com"_qs << true;
        QTest::newRow("one label") << u"localhost"_qs << u"other"_qs << false;
        QTest::newRow("addresses") << u"10.0.0.1"_qs << u"10.1.0.1"_qs << false;
    }

    void sitesUnderOneSuffixAreNotOne()
    {
        QFETCH(QString, host);
        QFETCH(QString, beside);
        SiteCookies cookies;
        set(cookies, host, "shell=whelk");
        QCOMPARE(cookies.cookiesScanned(host), 1);
        QTEST(cookies.cookiesScanned(beside) == 1, "isOneSite");
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

    void aLargeOneIsNotTaken_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("sent");
        const QByteArray attributes = "; Domain=shore.test; Path=/"; // 10 and 1 bytes, "shell" has 5
        const QByteArray most(4096 - 16, 'w'), more(4096 - 15, 'w'), longName(4096, 'n');
        QTest::newRow("as large as may be") << "shell=" + most + attributes << "shell=" + most;
        QTest::newRow("a byte more") << "shell=" + more + attributes << QByteArray();
        QTest::newRow("a long name") << longName + "=whelk" << QByteArray();
        QTest::newRow("one beside it")
            << "shell=" + more + attributes + "\nweed=kelp" << QByteArray("weed=kelp");
    }

    void aLargeOneIsNotTaken()
    {
        QFETCH(QByteArray, field);
        SiteCookies cookies;
        set(cookies, u"shore.test"_qs, field);
        QTEST(sentTo(cookies, u"shore.test"_qs), "sent");
    }

    /// Nor does the size of the address count, which is the path of a cookie that has none.
    void aLargeOneLeavesTheOneThatIsThere()
    {
        SiteCookies cookies;
        const QUrl url(u"http://shore.test/"_qs + QString(5000, u'd') + u"/"_qs);
        cookies.setCookiesFromUrl(QNetworkCookie::parseCookies("shell=whelk"), url);
        cookies.setCookiesFromUrl(QNetworkCookie::parseCookies("shell=" + QByteArray(4096, 'w')), url);
        QCOMPARE(cookies.cookiesForUrl(url).size(), 1);
        QCOMPARE(cookies.cookiesForUrl(url).first().value(), QByteArray("whelk"));
    }

    void fiftyOfADomain()
    {
        SiteCookies cookies;
        const QString host = u"www.shore.test"_qs;
        set(cookies, host, "wide=1; Domain=shore.test");
        for (int i = 0; i < 50; ++i)
            set(cookies, host, "shell" + QByteArray::number(i) + "=whelk");
        QCOMPARE(cookies.cookiesForUrl(at(host)).size(), 51);
        set(cookies, host, "shell0=limpet"); // is the youngest then
        set(cookies, host, "weed=kelp");
        const QByteArray sent = sentTo(cookies, host);
        QCOMPARE(cookies.cookiesForUrl(at(host)).size(), 51);
        QVERIFY2(sent.contains("weed=kelp") && sent.contains("shell0=limpet") && sent.contains("wide=1"),
                 sent.constData());
        QVERIFY2(!sent.contains("shell1=") && sent.contains("shell2=whelk"), sent.constData());
    }

    void aHundredAndEightyOfASite()
    {
        SiteCookies cookies;
        for (int i = 0; i < 200; ++i)
            set(cookies, u"h%1.shore.test"_qs.arg(i), "shell=whelk");
        QCOMPARE(cookies.cookiesScanned(u"shore.test"_qs), 180);
        QVERIFY(sentTo(cookies, u"h19.shore.test"_qs).isEmpty());
        QVERIFY(!sentTo(cookies, u"h20.shore.test"_qs).isEmpty());
        set(cookies, u"www.dune.test"_qs, "grass=marram"); // has a jar of its own
        QCOMPARE(cookies.cookiesScanned(u"shore.test"_qs), 180);
    }

    void thoseThatAreOverGoFirst()
    {
        SiteCookies cookies;
        const QString host = u"shore.test"_qs;
        for (int i = 0; i < 50; ++i)
            set(cookies, host, "shell" + QByteArray::number(i) + "=whelk");
        QNetworkCookie old("tide", "ebb");
        old.setDomain(u".shore.test"_qs);
        old.setPath(u"/"_qs);
        old.setExpirationDate(QDateTime::currentDateTimeUtc().addMSecs(5));
        QVERIFY(cookies.insertCookie(old));
        QTRY_VERIFY(!sentTo(cookies, host).contains("tide"));
        QCOMPARE(cookies.cookiesScanned(host), 51);
        set(cookies, host, "weed=kelp; Domain=shore.test");
        QCOMPARE(cookies.cookiesScanned(host), 51);
        QVERIFY(sentTo(cookies, host).contains("shell0=whelk"));
    }

    void maxAgeHoldsWhateverExpiresSays_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("kept"); // name by name, a dead one with a !
        const QByteArray past = "Expires=Wed, 21 Oct 2015 07:28:00 GMT",
                         future = "Expires=Sun, 21 Oct 2300 07:28:00 GMT";
        QTest::newRow("Max-Age first") << "a=1; Max-Age=100; " + past << QByteArray("a");
        QTest::newRow("Max-Age last") << "a=1; " + past + "; Max-Age=100" << QByteArray("a");
        QTest::newRow("at once, first") << "a=1; max-age=0; " + future << QByteArray("!a");
        QTest::newRow("long ago, first") << "a=1;MAX-AGE = -5;" + future + ";Path=/" << QByteArray("!a");
        QTest::newRow("beyond 32 bits") << "a=1; Max-Age=99999999999; " + past << QByteArray("a");
        QTest::newRow("beyond 64 bits, alone")
            << QByteArray("a=1; Max-Age=99999999999999999999") << QByteArray("a");
        QTest::newRow("before 32 bits, alone") << QByteArray("a=1; Max-Age=-99999999999") << QByteArray("!a");
        QTest::newRow("before 32 bits") << "a=1; Max-Age=-99999999999; " + future << QByteArray("!a");
        QTest::newRow("beyond 32 bits, the last of two")
            << QByteArray("a=1; Max-Age=0; Max-Age=99999999999") << QByteArray("a");
        QTest::newRow("no number") << "a=1; Max-Age=1e3; " + past << QByteArray();
        QTest::newRow("no value") << "a=1; Max-Age; Max-Age=; " + past << QByteArray();
        QTest::newRow("Expires alone") << "a=1; " + past << QByteArray();
        QTest::newRow("Max-Age alone") << QByteArray("a=1; Max-Age=100") << QByteArray();
        QTest::newRow("names like attributes") << QByteArray("Expires=1; Max-Age=9") << QByteArray();
        QTest::newRow("one of several")
            << "a=1\nb=2; Max-Age=100; " + past + "\nc=3; " + future << QByteArray("b");
    }

    void maxAgeHoldsWhateverExpiresSays()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, kept);
        QByteArray found;
        const QList<QNetworkCookie> cookies = SiteCookies::withMaxAge(field);
        for (const QNetworkCookie &cookie : cookies) {
            const bool isDead =
                !cookie.isSessionCookie() && cookie.expirationDate() < QDateTime::currentDateTimeUtc();
            found += (isDead ? "!" : "") + cookie.name();
        }
        QCOMPARE(found, kept);
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
