// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/demolist.h"
#include "core/crawl/crawler.h"
#include "core/input/urllistreader.h"
#include "core/net/networksetup.h"
#include "core/parse/encodinglabels.h"
#include "core/parse/textdecoder.h"
#include "tests/core/parse/gumboreference.h"
#include "tests/core/parse/pagemutator.h"
#include "tests/support/rawserver.h"
#include "tests/support/testsite.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace turnstone;

/// What the engine says of HTML pages, those of the demo site and others, is what gumbo's tree of it says.
class TestPageFacts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDemoPageIsReadAsGumboReadsIt()
    {
        UrlListReader reader;
        reader.read(demoList(m_site.port(), 700));
        const Read read = readAll(reader.takeAddresses());
        QVERIFY2(read.compared > 600, qPrintable(QString::number(read.compared)));
        QVERIFY2(read.differing.isEmpty(), qPrintable(read.differing.join(u'\n')));
    }

    /// Those of the demo site are of few templates; these are of many hands, and broken in many ways.
    void pagesOfOtherMakersAreReadAsGumboReadsThem()
    {
        const QDir folder(QStringLiteral(PAGES_DIR));
        QList<QByteArray> pages;
        for (const QString &name : folder.entryList({QStringLiteral("*.html")})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            pages.append(file.readAll());
        }
        QVERIFY(pages.size() >= 10);
        PageMutator mutator(pages, 20240229); // as in tst_gumboagreement, which counts where gumbo is wrong
        while (pages.size() < 500)
            pages.append(mutator.next());
        const RawServer server([&pages](RawConnection &connection) {
            for (QByteArray request; !(request = connection.readRequest()).isEmpty();) {
                const qsizetype number = request.mid(5, request.indexOf(' ', 5) - 5).toLongLong();
                const QByteArray page = pages.value(number);
                const QByteArray header =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
                    QByteArray::number(page.size()) + "\r\n\r\n";
                connection.send(QByteArray(header + page));
            }
        });
        AddressBlockBuilder addresses;
        for (qsizetype i = 0; i < pages.size(); ++i)
            addresses.add(server.address(QString(u'/' + QString::number(i))).toEncoded());
        AddressList list;
        list.append(std::move(addresses).build());
        const Read read = readAll(list);
        QCOMPARE(read.compared, int(pages.size()));
        QVERIFY2(read.differing.isEmpty(), qPrintable(read.differing.join(u'\n')));
    }

private:
    struct Read
    {
        int compared = 0;
        QStringList differing;
    };

    static Read readAll(const AddressList &list)
    {
        CrawlSettings settings;
        settings.keepBodyBytes = 2'000'000;
        settings.limits.timeout = std::chrono::seconds(3);
        settings.limits.retries = 0;
        Crawler crawler;
        Read read;
        connect(&crawler, &Crawler::resultsReady, &crawler, [&](const ResultBatch &batch) {
            for (const FetchResult &result : *batch) {
                if (result.contentType != "text/html" || result.body.isEmpty() ||
                    result.bytes != result.body.size() || result.lastAttempt()->error != FetchError::None)
                    continue;
                ++read.compared;
                const QString what = compare(result);
                if (!what.isEmpty())
                    read.differing.append(list.text(result.row) + u": " + what);
            }
        });
        crawler.start({list, settings});
        if (!QTest::qWaitFor([&] { return crawler.state() == Crawler::State::Idle; }, 60'000))
            read.differing.append(QStringLiteral("it does not end"));
        return read;
    }

    static QString compare(const FetchResult &result)
    {
        const auto encoding = parse::encodingOfLabel(result.facts.charset.toLatin1());
        if (!encoding)
            return u"unknown encoding "_qs + result.facts.charset;
        const QByteArray text = parse::TextDecoder(*encoding).decode(result.body).toUtf8();
        return difference(result.facts, gumboFacts(text, QUrl(QString::fromLatin1(result.lastHop()->url))));
    }

    TestSite m_site;
};

int main(int argc, char **argv)
{
    prepareNetwork();
    QCoreApplication app(argc, argv);
    TestPageFacts test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pagefacts.moc"
