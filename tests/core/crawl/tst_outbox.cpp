// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/outbox.h"

#include <QTest>

#include <set>

using namespace turnstone;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint Begin{1h};

FetchResult resultOf(RowId row)
{
    FetchResult result;
    result.row = row;
    return result;
}

} // namespace

class TestOutbox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsGatherForAWhile()
    {
        std::vector<ResultBatch> sent;
        MemoryBudget memory;
        Outbox outbox(memory, [&sent](const ResultBatch &batch) { sent.push_back(batch); });
        QCOMPARE(outbox.flushAt(), Never);
        outbox.add(resultOf(1), Begin);
        outbox.add(resultOf(2), Begin + 10ms);
        outbox.flush(Begin + 20ms, false);
        QVERIFY(sent.empty());
        const TimePoint at = outbox.flushAt();
        QVERIFY(at > Begin + 20ms && at <= Begin + 100ms);
        outbox.flush(at, false);
        QCOMPARE(sent.size(), size_t(1));
        QCOMPARE(sent[0]->size(), size_t(2));
        outbox.add(resultOf(3), at);
        outbox.flush(at, true);
        QCOMPARE(sent.size(), size_t(2));
    }

    void aSlowReceiverHoldsTheSenderBackAndLosesNothing()
    {
        std::vector<ResultBatch> sent;
        MemoryBudget memory;
        Outbox outbox(memory, [&sent](const ResultBatch &batch) { sent.push_back(batch); });
        for (RowId row = 0; row < 30'000; ++row)
            outbox.add(resultOf(row), Begin);
        std::vector<RowId> bare(20'000);
        std::iota(bare.begin(), bare.end(), RowId(30'000));
        outbox.addBare(std::move(bare), [](FetchResult &result) { result.bytes = 7; });
        outbox.flush(Begin, true);
        QVERIFY(outbox.isCrowded());
        const size_t first = sent.size();
        QVERIFY(first < 10);
        outbox.flush(Begin + 1h, true);
        QCOMPARE(sent.size(), first);      // nothing was acknowledged
        QCOMPARE(outbox.flushAt(), Never); // that comes first
        while (!outbox.isEmpty()) {
            outbox.acknowledge();
            outbox.flush(Begin + 1h, true);
        }
        QVERIFY(!outbox.isCrowded());
        std::set<RowId> rows;
        for (const ResultBatch &batch : sent) {
            for (const FetchResult &result : *batch) {
                QVERIFY(rows.insert(result.row).second);
                QCOMPARE(result.bytes, result.row >= 30'000 ? qint64(7) : qint64(0));
            }
        }
        QCOMPARE(rows.size(), size_t(50'000));
    }

    void whatIsAcknowledgedOrDroppedIsNotHeldAnyMore()
    {
        MemoryBudget memory;
        constexpr TimePoint now{std::chrono::hours(1)};
        {
            Outbox outbox(memory, [](const ResultBatch &) {});
            for (int round = 0; round < 2; ++round) {
                FetchResult result;
                result.body = QByteArray(1000, 'x');
                outbox.add(std::move(result), now);
                QVERIFY(memory.held() >= 1000);
                outbox.flush(now, true);
                QVERIFY(memory.held() >= 1000);
                outbox.acknowledge();
                QCOMPARE(memory.held(), 0);
            }
            for (int i = 0; i < 20; ++i) { // some under way, some not, when it ends
                FetchResult result;
                result.body = QByteArray(1000, 'x');
                outbox.add(std::move(result), now);
                outbox.flush(now, true);
            }
            QVERIFY(memory.held() >= 20'000);
        }
        QCOMPARE(memory.held(), 0);
    }

    /// Each batch gives back what its own results hold.
    void whatIsNotAcknowledgedIsStillHeld()
    {
        constexpr int results = 10'000;
        MemoryBudget memory;
        std::vector<ResultBatch> sent;
        Outbox outbox(memory, [&sent](const ResultBatch &batch) { sent.push_back(batch); });
        for (RowId row = 0; row < results; ++row) {
            FetchResult result = resultOf(row);
            result.body = QByteArray(100, 'x');
            outbox.add(std::move(result), Begin);
        }
        const qint64 all = memory.held();
        QVERIFY(all >= results * 100);
        qint64 acknowledged = 0;
        for (size_t batch = 0; acknowledged < results; ++batch) {
            outbox.flush(Begin, true);
            outbox.acknowledge();
            acknowledged += qint64(sent.at(batch)->size());
            QCOMPARE(memory.held(), all / results * (results - acknowledged));
        }
        QCOMPARE(memory.held(), 0);
    }
};

QTEST_APPLESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
