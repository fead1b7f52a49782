// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/hostspread.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <vector>

using namespace turnstone;

namespace {

/// `weights[i]` addresses of host i, in turns as long as a host has any left.
AddressList listOf(const std::vector<int> &weights)
{
    AddressBlockBuilder builder;
    const int most = *std::max_element(weights.begin(), weights.end());
    for (int round = 0; round < most; ++round) {
        for (size_t host = 0; host < weights.size(); ++host) {
            if (round < weights[host])
                builder.add(QByteArray("http://host" + QByteArray::number(qint64(host)) + ".example/" +
                                       QByteArray::number(round)));
        }
    }
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

std::vector<int> loadsOf(const HostSpread &spread, const AddressList &list, int workers)
{
    std::vector<int> loads(size_t(workers), 0);
    for (int row = 0; row < list.size(); ++row)
        ++loads[size_t(spread.worker(HostKey(list.at(RowId(row)))))];
    return loads;
}

} // namespace

class TestHostSpread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evensOutTheWork_data()
    {
        QTest::addColumn<std::vector<int>>("weights");
        QTest::addColumn<int>("workers");
        QTest::newRow("64 equal hosts") << std::vector<int>(64, 300) << 2;
        QTest::newRow("more workers") << std::vector<int>(64, 300) << 8;
        QTest::newRow("unequal") << std::vector<int>{900, 500, 300, 100, 90, 60, 40, 10} << 2;
        QTest::newRow("long list") << std::vector<int>(640, 100) << 2;
    }

    void evensOutTheWork()
    {
        QFETCH(std::vector<int>, weights);
        QFETCH(int, workers);
        const AddressList list = listOf(weights);
        const std::vector<int> loads = loadsOf(HostSpread(list, workers), list, workers);
        const int fair = list.size() / workers;
        for (const int load : loads)
            QVERIFY2(load > fair * 9 / 10 && load < fair * 11 / 10, qPrintable(QString::number(load)));
    }

    void isTheSameEveryTime()
    {
        const AddressList list = listOf(std::vector<int>(500, 40));
        const HostSpread one(list, 3), other(list, 3);
        for (int row = 0; row < list.size(); row += 7)
            QCOMPARE(one.worker(HostKey(list.at(RowId(row)))), other.worker(HostKey(list.at(RowId(row)))));
    }

    void givesUnknownHostsToEveryWorker()
    {
        const HostSpread spread(listOf({5}), 4);
        std::set<int> seen;
        for (int i = 0; i < 200; ++i) {
            const QByteArray url("http://other" + QByteArray::number(i) + "/");
            seen.insert(spread.worker(HostKey(url)));
        }
        QCOMPARE(seen, (std::set<int>{0, 1, 2, 3}));
    }
};

QTEST_APPLESS_MAIN(TestHostSpread)
#include "tst_hostspread.moc"
