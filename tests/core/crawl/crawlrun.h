// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawler.h"

#include <QSignalSpy>
#include <QTest>

#include <map>

namespace turnstone {

inline AddressList listOf(const QStringList &urls)
{
    AddressBlockBuilder builder;
    for (const QString &url : urls)
        builder.add(url.toUtf8());
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

/// A crawler with everything that it reported, by row.
class CrawlRun final : public QObject
{
public:
    CrawlRun()
    {
        connect(&crawler, &Crawler::resultsReady, this, [this](const ResultBatch &batch) {
            for (const FetchResult &result : *batch) {
                results[result.row] = result;
                ++counts[result.row];
            }
        });
        connect(&crawler, &Crawler::finished, this, [this](const CrawlSummary &end) {
            summary = end;
            ++finishes;
        });
    }

    void start(const QStringList &urls, CrawlSettings settings = {})
    {
        settings.limits.backoff = std::chrono::milliseconds(5);
        crawler.start({listOf(urls), settings});
    }

    /// Runs to the end; false when it takes longer than that.
    bool wait(int timeoutMs = 20'000)
    {
        return QTest::qWaitFor([this] { return crawler.state() == Crawler::State::Idle; }, timeoutMs);
    }

    Crawler crawler;
    std::map<RowId, FetchResult> results;
    std::map<RowId, int> counts;
    CrawlSummary summary;
    int finishes = 0;
};

} // namespace turnstone
