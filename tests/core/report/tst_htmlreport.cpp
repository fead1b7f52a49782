// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exportfile.h"
#include "tests/core/report/chromium.h"
#include "tests/core/report/madeupsite.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(path));
    return file.readAll();
}

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &each : value.toArray())
        list += each.toString();
    return list;
}

/// The rows of the site that are most telling, by what the made-up site is.
QStringList numbers(int from, int step, int count)
{
    QStringList list;
    for (int i = 0; i < count; ++i)
        list += QString::number(from + i * step);
    return list;
}

MadeUpSite hostileRows()
{
    FetchResult script = madeUpResult(Verdict::Broken, "https://evil.example/", 404, 1, 2);
    script.facts.title = u"hostile </script><script>window.probeErrors.push('ran')</script><!--"_s;
    script.reason = u"<img src=x onerror=\"window.probeErrors.push('image')\"> \u2028 \u2029"_s;
    FetchResult direction = madeUpResult(Verdict::Broken, "https://evil.example/2", 404, 1, 2);
    direction.facts.title =
        u"hostile \u202Egnp.exe\u2066 <b>bold</b> {{data}} %1 \u0000\u0001\uFFFE"_s + QChar(0xD800);
    FetchResult address;
    address.verdict = Verdict::InvalidUrl;
    address.reason = u"hostile"_s;
    return {{"https://evil.example/?\"><img src=x onerror=alert(1)>", script},
            {"https://evil.example/\xE2\x80\xAEtxt.exe\xFF", direction},
            {"javascript:alert('hostile')", address}};
}

} // namespace

class TestHtmlReport final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    Chromium m_browser;

    QString written(const QString &name, const MadeUpSite &site, const WriterOptions &writer = {})
    {
        const QString path = m_folder.filePath(name);
        auto file = ExportFile::open(path, {{}, writer});
        if (!file)
            qFatal("%s", qPrintable(file.error().message));
        for (const auto &[url, result] : site) {
            if (!file.value()->write(url, result))
                qFatal("not written");
        }
        if (!file.value()->commit())
            qFatal("not committed");
        return path;
    }

    /// What the probe saw in a copy of the page.
    QJsonObject probed(const QString &path)
    {
        QString page = QString::fromUtf8(contentOf(path));
        page.remove(QRegularExpression(u"<meta http-equiv=\"Content-Security-Policy\"[^>]*>"_s));
        page.replace(u"<head>"_s, u"<head><script>window.probeErrors = [];"
                                  "window.onerror = message => window.probeErrors.push(message);</script>"_s);
        const QString probe = QString::fromUtf8(contentOf(QStringLiteral(TURNSTONE_PROBE)));
        page.insert(page.lastIndexOf(u"</body>"_s), u"<script>"_s + probe + u"</script>"_s);
        QFile copy(path + u".probed.html"_s);
        if (!copy.open(QIODevice::WriteOnly) || copy.write(page.toUtf8()) < 0)
            qFatal("no copy");
        copy.close();
        const QString dom = m_browser.open(copy.fileName()).dom;
        const auto match = QRegularExpression(u"<pre id=\"probe\">([^<]*)</pre>"_s).match(dom);
        if (!match.hasMatch())
            qFatal("the probe did not end: %s", qPrintable(dom.right(2000)));
        return QJsonDocument::fromJson(QByteArray::fromBase64(match.captured(1).toLatin1())).object();
    }

private Q_SLOTS:
    void theUntouchedPageLogsNothing()
    {
        MadeUpSite site = madeUpSite(300);
        for (auto &row : hostileRows())
            site.push_back(std::move(row));
        const Chromium::View view = m_browser.open(written(u"plain.html"_s, site));
        QCOMPARE(view.console, QString());
        QVERIFY(view.dom.contains(u"id=\"shown\""_s));
        QVERIFY2(view.dom.contains(u"1–100 of 303"_s), "the script did not run");
    }

    void aPolicyThatForbidsTheScriptWouldBeSeen()
    {
        const QString path = written(u"forbidden.html"_s, madeUpSite(30));
        QByteArray page = contentOf(path);
        page.replace("'use strict';", "'use strict'; ");
        QFile changed(path);
        QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write(page) > 0);
        changed.close();
        const Chromium::View view = m_browser.open(path);
        QVERIFY2(view.console.contains(u"Content Security Policy"_s), qPrintable(view.console));
    }

    void sortingFilteringAndPagingWork()
    {
        MadeUpSite site = madeUpSite(300);
        for (auto &row : hostileRows())
            site.push_back(std::move(row));
        const QJsonObject seen = probed(written(u"probed.html"_s, site));
        QCOMPARE(texts(seen[u"errors"]), QStringList());
        QCOMPARE(seen[u"hiddenControls"].toInt(), 0);

        // problems first, the slowest first
        const QStringList first = texts(seen[u"first"][u"numbers"]);
        QCOMPARE(first.size(), 100);
        QCOMPARE(first.mid(0, 4), QStringList({u"300"_s, u"290"_s, u"280"_s, u"275"_s}));
        QCOMPARE(seen[u"first"][u"shown"].toString(), u"1–100 of 303"_s);

        QCOMPARE(seen[u"sortFirst"].toString(), u"descending"_s);
        QCOMPARE(texts(seen[u"byNumberFirst"][u"numbers"]), numbers(303, -1, 100));
        QCOMPARE(seen[u"sortAgain"].toString(), u"ascending"_s);
        QCOMPARE(texts(seen[u"byNumberAgain"][u"numbers"]), numbers(1, 1, 100));
        QCOMPARE(texts(seen[u"byTitle"][u"titles"]).mid(2, 3),
                 QStringList({u"Page 1"_s, u"Page 2"_s, u"Page 3"_s}));
        QCOMPARE(seen[u"sorted"].toInt(), 1);
        QCOMPARE(texts(seen[u"byTotal"][u"numbers"]), numbers(300, -1, 100));
        QCOMPARE(texts(seen[u"byTotal"][u"totals"]).first(), u"300\u00A0ms"_s);
        QCOMPARE(texts(seen[u"secondPage"][u"numbers"]), numbers(200, -1, 100));
        QCOMPARE(seen[u"secondPage"][u"shown"].toString(), u"101–200 of 303"_s);

        QCOMPARE(texts(seen[u"filtered"][u"titles"]),
                 QStringList({u"Page 129"_s, u"Page 128"_s, u"Page 127"_s, u"Page 126"_s, u"Page 125"_s,
                              u"Page 124"_s, u"Page 123"_s, u"Page 122"_s, u"Page 121"_s, u"Page 120"_s,
                              u"Page 12"_s}));
        QCOMPARE(seen[u"filtered"][u"shown"].toString(), u"1–11 of 11"_s);
        QVERIFY(texts(seen[u"nothing"][u"numbers"]).isEmpty());
        QVERIFY(seen[u"nothing"][u"empty"].toBool());
        QVERIFY(!seen[u"filtered"][u"empty"].toBool());
        QCOMPARE(seen[u"broken"][u"shown"].toString(), u"1–26 of 26"_s);
        QCOMPARE(texts(seen[u"broken"][u"numbers"]).mid(0, 2), QStringList({u"290"_s, u"280"_s}));
        QCOMPARE(seen[u"unchosen"][u"shown"].toString(), u"1–100 of 303"_s);
        QCOMPARE(texts(seen[u"serverErrors"][u"numbers"]), numbers(300, -25, 12));
        QCOMPARE(seen[u"chosen"].toString(), u"6"_s);
    }

    void theHostsAreSortedToo()
    {
        const QJsonObject seen = probed(written(u"hosts.html"_s, madeUpSite(300)));
        QCOMPARE(texts(seen[u"errors"]), QStringList());
        QStringList sorted = texts(seen[u"hostsBefore"]);
        QCOMPARE(sorted.size(), 7);
        QVERIFY(sorted != texts(seen[u"hostsByName"]));
        sorted.sort();
        QCOMPARE(texts(seen[u"hostsByName"]), sorted);
        QCOMPARE(texts(seen[u"hostsByCount"]).first(), u"43"_s);
        QCOMPARE(texts(seen[u"hostsByCount"]).last(), u"42"_s);
    }

    void hostileTextStaysText()
    {
        const QString path = written(u"hostile.html"_s, hostileRows());
        const QByteArray page = contentOf(path);
        QCOMPARE(page.count("<script"), 2);
        QCOMPARE(page.count("</script"), 2);
        QVERIFY(!page.contains("<img") && !page.contains("<!--"));
        QVERIFY(!page.contains("\xE2\x80\xAE") && !page.contains("\xE2\x80\xA8")); // U+202E, U+2028
        QVERIFY(QByteArrayView(page).isValidUtf8());
        const QJsonObject seen = probed(path);
        QCOMPARE(texts(seen[u"errors"]), QStringList());
        QCOMPARE(seen[u"injected"].toInt(), 0);
        QCOMPARE(seen[u"scripts"].toInt(), 4); // the page's two and the probe's two
        const QStringList titles = texts(seen[u"hostile"][u"titles"]);
        QCOMPARE(titles.size(), 3);
        QVERIFY(titles.contains(u"hostile </script><script>window.probeErrors.push('ran')</script><!--"_s));
        QVERIFY(titles.contains(u"hostile ⟨202E⟩gnp.exe⟨2066⟩ <b>bold</b> {{data}} %1 ␀␁\uFFFE⟨D800⟩"_s));
        QCOMPARE(texts(seen[u"links"]), QStringList({u"https:"_s, u"https:"_s}));
        QVERIFY(texts(seen[u"hostile"][u"addresses"]).contains(u"javascript:alert('hostile')"_s));
    }

    void withoutAScriptTheProblemsAreThere()
    {
        QByteArray page = contentOf(written(u"still.html"_s, madeUpSite(300)));
        page.truncate(page.indexOf("<script"));
        QCOMPARE(page.count("<td class=\"number second\">"), 36); // all that are broken or server errors
        QVERIFY(page.contains(">https://host6.example/page/300</a>"));
        QVERIFY(page.contains("<dd>88.0\xC2\xA0%</dd>"));
        QVERIFY(page.contains("<dd>36</dd>"));
        QVERIFY(page.contains("p50 "));
        QVERIFY(page.contains("2026-01-01 00:00:02 UTC"));
    }

    void whatIsKnownOfTheRunIsSaid()
    {
        WriterOptions options;
        options.addresses = 50'000;
        options.settings.emplace();
        options.settings->userAgent = "Agent <1>";
        options.settings->limits.rate = 200;
        const QByteArray page = contentOf(written(u"about.html"_s, madeUpSite(3), options));
        QVERIFY(page.contains("3 of 50,000 addresses"));
        QVERIFY(page.contains("32 at once, 6 per host"));
        QVERIFY(page.contains("Agent &lt;1&gt;"));
    }

    void anEmptyListIsAPage()
    {
        const Chromium::View view = m_browser.open(written(u"empty.html"_s, {}));
        QCOMPARE(view.console, QString());
        QVERIFY(view.dom.contains(u"0–0 of 0"_s));
    }

    /// The file and the memory stay bounded, whatever the list.
    void aLongListIsCutAndSaysSo()
    {
        const QString path = m_folder.filePath(u"long.html"_s);
        auto file = ExportFile::open(path);
        QVERIFY(file);
        FetchResult result = madeUpResult(Verdict::Broken, "https://a.example/", 404, 1000, 2000);
        result.facts.title = QString(5'000, u'"');
        result.reason = QString(5'000, u'<');
        const QByteArray tail(3'000, '&');
        for (int i = 0; i < 20'000; ++i) {
            result.attempts[0].hops[0].phases.totalUs = 2000 + i;
            const QByteArray url = "https://h" + QByteArray::number(i) + ".example/" + tail;
            QVERIFY(file.value()->write(url, result));
        }
        QVERIFY(file.value()->commit());
        QVERIFY2(QFileInfo(path).size() < 3'500'000, qPrintable(QString::number(QFileInfo(path).size())));
        const Chromium::View view = m_browser.open(path);
        QCOMPARE(view.console, QString());
        QVERIFY(view.dom.contains(QRegularExpression(u"\\d+ of 20,000 addresses: problems first"_s)));
    }
};

QTEST_GUILESS_MAIN(TestHtmlReport)
#include "tst_htmlreport.moc"
