// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/parsequeue.h"

#include <QSemaphore>
#include <QTest>
#include <QThreadPool>

using namespace turnstone;

namespace {

/// A queue on a pool whose one thread is busy until the test lets it go on.
class Desk final
{
public:
    Desk()
    {
        pool.setMaxThreadCount(1);
        pool.start([this] { gate.acquire(); });
        QObject::connect(&queue, &ParseQueue::read, &queue,
                         [this](const std::vector<ParseQueue::Read> &pages) {
                             batches.append(int(pages.size()));
                             for (const ParseQueue::Read &page : pages)
                                 titles.append(page.facts.title);
                         });
    }
    ~Desk()
    {
        goOn();
        pool.waitForDone();
    }

    void add(int count)
    {
        for (int i = 0; i < count; ++i) {
            const QByteArray number = QByteArray::number(added++);
            memory.hold(100);
            queue.add({RowId(number.toUInt()), "<title>" + number + "</title>", "text/html",
                       QUrl(u"http://127.0.0.1/"_qs), 100});
        }
    }
    void goOn() { gate.release(); }

    QSemaphore gate;
    QThreadPool pool;
    MemoryBudget memory;
    ParseQueue queue{pool, memory, nullptr};
    QList<int> batches;
    QStringList titles;
    int added = 0;
};

} // namespace

class TestParseQueue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whileOneBatchIsReadTheNextGathers()
    {
        Desk desk;
        QVERIFY(desk.queue.isIdle());
        desk.add(100);
        QVERIFY(!desk.queue.isIdle());
        QCOMPARE(desk.memory.held(), 10'000);
        desk.goOn();
        QTRY_VERIFY(desk.queue.isIdle());
        QCOMPARE(desk.batches, (QList<int>{32, 64, 4}));
        QStringList expected;
        for (int i = 0; i < 100; ++i)
            expected.append(QString::number(i));
        QCOMPARE(desk.titles, expected);
        QCOMPARE(desk.memory.held(), 0);
    }

    void aFewPagesWaitForNoMore()
    {
        Desk desk;
        desk.goOn();
        desk.add(3);
        QTRY_COMPARE(desk.batches, QList<int>{3});
        QCOMPARE(desk.memory.held(), 0);
    }

    void closedItKeepsNothing()
    {
        Desk desk;
        desk.add(40); // 32 of them are under way
        desk.queue.close();
        QCOMPARE(desk.memory.held(), 3'200);
        desk.add(5);
        QCOMPARE(desk.memory.held(), 3'200);
        desk.goOn();
        QTRY_VERIFY(desk.queue.isIdle());
        QCOMPARE(desk.batches, QList<int>{32});
        QCOMPARE(desk.memory.held(), 0);
    }
};

QTEST_GUILESS_MAIN(TestParseQueue)
#include "tst_parsequeue.moc"
