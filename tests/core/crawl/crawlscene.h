// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawler.h"
#include "tests/core/crawl/simulatedworld.h"

#include <QTest>

#include <map>

namespace turnstone {

inline AddressList pages(const QByteArray &host, int count, int first = 0)
{
    AddressBlockBuilder builder;
    for (int i = 0; i < count; ++i)
        builder.add(QByteArray("http://" + host + '/' + QByteArray::number(first + i)));
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

/// A crawler in a world, with its results and its estimates.
struct Scene final
{
    explicit Scene(int workers = 2)
        : crawler(std::make_unique<Crawler>(world.engine(workers)))
    {
        QObject::connect(crawler.get(), &Crawler::resultsReady, crawler.get(),
                         [this](const ResultBatch &batch) {
                             for (const FetchResult &result : *batch) {
                                 results[result.row] = result;
                                 ++verdicts[result.verdict];
                                 ended[result.row] = world.time.now();
                             }
                         });
        QObject::connect(crawler.get(), &Crawler::statsChanged, crawler.get(),
                         [this](const CrawlStats &stats) {
                             estimates.push_back({world.time.now(), stats});
                         });
        QObject::connect(crawler.get(), &Crawler::networkDownChanged, crawler.get(),
                         [this](bool down) { network.append(down); });
    }
    void run(Duration most = std::chrono::hours(100))
    {
        const bool ends = world.time.runUntil([this] { return crawler->state() == CrawlState::Idle; }, most);
        QVERIFY2(ends, "it does not end");
    }

    SimulatedWorld world;
    std::map<RowId, FetchResult> results;
    std::map<RowId, TimePoint> ended;
    std::map<Verdict, int> verdicts;
    std::vector<std::pair<TimePoint, CrawlStats>> estimates;
    QList<bool> network;
    std::unique_ptr<Crawler> crawler;
};

} // namespace turnstone
