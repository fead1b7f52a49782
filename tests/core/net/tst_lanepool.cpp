// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/lanepool.h"
#include "tests/support/fakenetwork.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace turnstone;

class TestLanePool final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_made.clear(); }

    void aHostKeepsToOneLaneWhileItHasRoom()
    {
        LanePool pool(factory(), {});
        const int lane = pool.acquire(7);
        for (int i = 1; i < LanePool::PerLane; ++i)
            QCOMPARE(pool.acquire(7), lane);
        QVERIFY(pool.acquire(7) != lane);
        pool.release(7, lane);
        QCOMPARE(pool.acquire(7), lane);
    }

    void hostsShareALaneWhileEachHasRoom()
    {
        LanePool pool(factory(), {});
        for (quint32 host = 0; host < 100; ++host)
            QCOMPARE(pool.acquire(host), 0); // each lane is a thread more
        QCOMPARE(pool.laneCount(), 1);
    }

    void lanesGrowWithWhatOneHostMayHave()
    {
        LanePool pool(factory(), {});
        std::map<int, int> perLane;
        for (int i = 0; i < 30; ++i)
            ++perLane[pool.acquire(3)];
        QCOMPARE(perLane.size(), size_t(5));
        for (const auto &[lane, count] : perLane)
            QCOMPARE(count, LanePool::PerLane);
        QCOMPARE(pool.laneCount(), 5);
        QCOMPARE(int(m_made.size()), 5);
    }

    void manyHostsNeedNoMoreLanes()
    {
        LanePool pool(factory(), {});
        const int before = pool.laneCount();
        for (quint32 host = 0; host < 1000; ++host) {
            for (int i = 0; i < LanePool::PerLane; ++i)
                pool.acquire(host);
        }
        QCOMPARE(pool.laneCount(), before);
    }

    void neverMoreThanSixOfAHostOnALane()
    {
        LanePool pool(factory(), {});
        QRandomGenerator random(4711);
        std::map<std::pair<quint32, int>, int> inFlight;
        std::vector<std::pair<quint32, int>> all;
        for (int step = 0; step < 100'000; ++step) {
            if (all.size() < 60 && random.bounded(100) < 55) {
                const auto host = quint32(random.bounded(4));
                const int lane = pool.acquire(host);
                QVERIFY(lane >= 0 && lane < pool.laneCount());
                int &count = inFlight[{host, lane}];
                QVERIFY(++count <= LanePool::PerLane);
                all.emplace_back(host, lane);
            } else if (!all.empty()) {
                std::swap(all[size_t(random.bounded(int(all.size())))], all.back());
                --inFlight[all.back()];
                pool.release(all.back().first, all.back().second);
                all.pop_back();
            }
        }
        QVERIFY2(pool.laneCount() <= 10, "60 at once of one host fill ten lanes");
    }

    void lanesShareTheirCookies()
    {
        CrawlSettings settings;
        settings.cookies = true;
        auto pool = std::make_unique<LanePool>(factory(), settings);
        for (int i = 0; i < 20; ++i)
            pool->acquire(0);
        QVERIFY(pool->laneCount() > 2);
        const QUrl url(u"http://127.0.0.1/"_qs);
        pool->manager(0).cookieJar()->setCookiesFromUrl({QNetworkCookie("shell", "whelk")}, url);
        for (int lane = 0; lane < pool->laneCount(); ++lane)
            QCOMPARE(pool->manager(lane).cookieJar()->cookiesForUrl(url).size(), 1);
        pool.reset(); // the jar and its managers go without a crash
        QVERIFY(m_made[0].isNull());
    }

    void cookiesCanBeForgotten()
    {
        CrawlSettings settings;
        settings.cookies = true;
        LanePool pool(factory(), settings);
        const QUrl url(u"http://127.0.0.1/"_qs);
        QNetworkCookieJar *jar = pool.manager(0).cookieJar();
        jar->setCookiesFromUrl({QNetworkCookie("shell", "whelk")}, url);
        QCOMPARE(jar->cookiesForUrl(url).size(), 1);
        pool.forgetCookies();
        QVERIFY(jar->cookiesForUrl(url).isEmpty());
        QCOMPARE(pool.manager(0).cookieJar(), jar);
        LanePool({}, {}).forgetCookies(); // there are none
    }

    void lanesOutliveWhatRanOnThem()
    {
        LanePool pool(factory(), {});
        for (int run = 0; run < 3; ++run) {
            std::vector<int> lanes;
            for (int i = 0; i < 20; ++i)
                lanes.push_back(pool.acquire(3));
            for (const int lane : lanes)
                pool.release(3, lane);
            QCOMPARE(pool.laneCount(), 4);
        }
        QCOMPARE(int(m_made.size()), 4);
    }

    void nothingNewGoesOverARetiredLane()
    {
        LanePool pool(factory(), {});
        const int first = pool.acquire(7);
        QCOMPARE(pool.acquire(7), first);
        QCOMPARE(pool.acquire(8), first);
        pool.retire(7, first);
        const int apart = pool.acquire(7);
        QVERIFY(apart != first);
        const int shared = pool.acquire(8);
        QVERIFY2(shared != first && shared != apart, "one that is not like that loses nothing again");
        pool.release(7, first);
        pool.release(7, first);
        QVERIFY(m_made[0]);
        pool.release(8, first);
        QTRY_VERIFY2(m_made[0].isNull(), "its connections go with the last");
        QCOMPARE(pool.acquire(9), first); // by new ones

        pool.retire(7, apart);
        pool.release(7, apart);
        QTRY_VERIFY(m_made[size_t(apart)].isNull());
        QCOMPARE(pool.acquire(7), apart);
        QCOMPARE(pool.laneCount(), 3);
    }

    void withoutAFactoryTheManagersAreReal()
    {
        LanePool pool({}, {});
        QVERIFY(pool.laneCount() > 0);
        QCOMPARE(pool.manager(0).redirectPolicy(), QNetworkRequest::ManualRedirectPolicy);
    }

private:
    NetworkFactory factory()
    {
        return [this](const CrawlSettings &) {
            auto manager = std::make_unique<FakeNetwork>();
            m_made.emplace_back(manager.get());
            return manager;
        };
    }

    std::vector<QPointer<QNetworkAccessManager>> m_made;
};

QTEST_GUILESS_MAIN(TestLanePool)
#include "tst_lanepool.moc"
