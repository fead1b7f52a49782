// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupresults.h"
#include "ui/session/tablefeed.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace turnstone;
using namespace turnstone::test;

/// What comes reaches the table in order, in pieces, and all of it.
class TestTableFeed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_table = std::make_unique<ResultTableModel>();
        m_table->setAddresses(madeUpAddresses(20'000));
        m_feed = std::make_unique<TableFeed>(*m_table);
    }

    void cleanup()
    {
        m_feed.reset();
        m_table.reset();
    }

    void aLongBatchComesInPiecesAndInOrder()
    {
        QSignalSpy applied(m_feed.get(), &TableFeed::resultsApplied);
        QSignalSpy emptied(m_feed.get(), &TableFeed::emptied);
        int changes = 0;
        connect(m_table.get(), &ResultTableModel::rowsChanged, this, [&changes] { ++changes; });
        const ResultBatch broken = batch(Verdict::Broken), fine = batch(Verdict::Ok);
        m_feed->add(broken);
        m_feed->add(fine);
        QCOMPARE(changes, 0); // nothing happens within the call
        QTRY_VERIFY(m_feed->isEmpty());
        QVERIFY(changes > 2);
        QCOMPARE(emptied.size(), 1);
        QCOMPARE(applied.size(), 2);
        QCOMPARE(applied[0][0].value<ResultBatch>(), broken);
        QCOMPARE(applied[1][0].value<ResultBatch>(), fine);
        QCOMPARE(m_table->rows().counts()[size_t(RowClass(Verdict::Ok).index())], 20'000);
    }

    void aBlockIsAnnouncedOnceAndReleased()
    {
        auto block = std::make_shared<ProjectLoader::Block>();
        for (RowId row = 0; row < 20'000; ++row) {
            RowState state;
            state.row = row;
            state.hasResult = true;
            state.verdict = Verdict::Timeout;
            block->states.push_back(state);
        }
        QSignalSpy begins(m_feed.get(), &TableFeed::blockBegins);
        QSignalSpy applied(m_feed.get(), &TableFeed::blockApplied);
        m_feed->add(ProjectLoader::BlockPointer(block));
        m_feed->applyAll();
        QVERIFY(m_feed->isEmpty());
        QCOMPARE(begins.size(), 1);
        QCOMPARE(applied.size(), 1);
        QCOMPARE(m_table->rows().counts()[size_t(RowClass(Verdict::Timeout).index())], 20'000);
    }

    void whatIsClearedNeverComes()
    {
        QSignalSpy applied(m_feed.get(), &TableFeed::resultsApplied);
        m_feed->add(batch(Verdict::Broken));
        m_feed->clear();
        QVERIFY(m_feed->isEmpty());
        m_feed->add(batch(Verdict::Ok));
        m_feed->applyAll();
        QCOMPARE(applied.size(), 1);
        QCOMPARE(m_table->rows().counts()[size_t(RowClass(Verdict::Broken).index())], 0);
    }

    void whatIsClearedHalfwayLeavesNoGap()
    {
        int pieces = 0;
        connect(m_table.get(), &ResultTableModel::rowsChanged, this, [&pieces] {
            ++pieces;
            QElapsedTimer spent; // all that a turn may take, so that one piece is a turn
            spent.start();
            while (spent.elapsed() < 5) {
            }
        });
        m_feed->add(batch(Verdict::Broken));
        while (pieces == 0)
            QCoreApplication::processEvents();
        QVERIFY(!m_feed->isEmpty());
        m_table->disconnect(this);
        m_feed->clear();
        m_feed->add(batch(Verdict::Ok));
        m_feed->applyAll();
        QCOMPARE(m_table->rows().counts()[size_t(RowClass(Verdict::Ok).index())], 20'000);
    }

private:
    static ResultBatch batch(Verdict verdict)
    {
        auto results = std::make_shared<std::vector<FetchResult>>();
        for (RowId row = 0; row < 20'000; ++row)
            results->push_back(resultOf(row, verdict, 0));
        return results;
    }

    std::unique_ptr<ResultTableModel> m_table;
    std::unique_ptr<TableFeed> m_feed;
};

QTEST_GUILESS_MAIN(TestTableFeed)
#include "tst_tablefeed.moc"
