// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/demolist.h"
#include "core/crawl/crawler.h"
#include "core/input/urllistreader.h"
#include "core/net/networksetup.h"
#include "core/parse/encodinglabels.h"
#include "core/parse/textdecoder.h"
#include "tests/core/parse/gumboreference.h"
#include "tests/support/testsite.h"

#include <QTest>

using namespace turnstone;

/// What the engine says of every HTML page of the demo site is what gumbo's tree of it says.
class TestPageFacts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDemoPageIsReadAsGumboReadsIt()
    {
        CrawlSettings settings;
        settings.keepBodyBytes = 2'000'000;
        settings.limits.timeout = std::chrono::seconds(3);
        settings.limits.retries = 0;
        UrlListReader reader;
        reader.read(demoList(m_site.port(), 700));
        const AddressList list = reader.takeAddresses();

        Crawler crawler;
        int compared = 0;
        QStringList differing;
        connect(&crawler, &Crawler::resultsReady, this, [&](const ResultBatch &batch) {
            for (const FetchResult &result : *batch) {
                if (result.contentType != "text/html" || result.body.isEmpty() ||
                    result.bytes != result.body.size() || result.lastAttempt()->error != FetchError::None)
                    continue;
                ++compared;
                const QString what = compare(result);
                if (!what.isEmpty())
                    differing.append(list.text(result.row) + u": " + what);
            }
        });
        crawler.start({list, settings});
        QVERIFY(QTest::qWaitFor([&] { return crawler.state() == Crawler::State::Idle; }, 60'000));
        QVERIFY2(compared > 600, qPrintable(QString::number(compared)));
        QVERIFY2(differing.isEmpty(), qPrintable(differing.join(u'\n')));
    }

private:
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
