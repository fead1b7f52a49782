// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/orderedoutput.h"

#include <QTest>

#include <map>
#include <numeric>
#include <set>

using namespace turnstone;

namespace {

/// Has the results that were put into it; counts how often it is asked.
class FakeSource final : public ResultSource
{
public:
    bool has(RowId row) const override { return rows.contains(row); }
    Result<std::optional<FetchResult>> read(RowId row) const override
    {
        ++asked;
        if (const auto problem = problems.find(row); problem != problems.end())
            return Error{problem->second, {}};
        if (!has(row))
            return std::optional<FetchResult>();
        FetchResult result;
        result.row = row;
        result.verdict = Verdict::Ok;
        return std::optional(result);
    }
    using ResultSource::read;

    std::set<RowId> rows;
    std::map<RowId, Error::Code> problems;
    mutable int asked = 0;
};

AddressList addresses(int count)
{
    AddressBlockBuilder builder;
    for (int i = 0; i < count; ++i)
        builder.add(QByteArray("http://a/" + QByteArray::number(i)));
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

} // namespace

class TestOrderedOutput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_source = FakeSource();
        m_written.clear();
    }

    void bringsResultsIntoOrder()
    {
        OrderedOutput output = make(5);
        QVERIFY(add(output, {3, 1}));
        QCOMPARE(m_written, QByteArray());
        QVERIFY(add(output, {0}));
        QCOMPARE(m_written, QByteArray("0 ok,1 ok,"));
        QVERIFY(add(output, {4, 2}));
        QCOMPARE(m_written, QByteArray("0 ok,1 ok,2 ok,3 ok,4 ok,"));
        QCOMPARE(output.written(), RowId(5));
        QCOMPARE(m_source.asked, 0);
        QVERIFY(m_source.rows.empty());
    }

    void leavesOutAndTakesFromTheSource()
    {
        OrderedOutput output = make(5);
        output.leaveOut(0);
        output.leaveOut(3);
        output.takeFromSource(1);
        output.takeFromSource(4);
        m_source.rows = {0, 1, 2, 3, 4}; // from earlier: that of row 2 is not to be taken
        QVERIFY(output.add({}));
        QCOMPARE(m_written, QByteArray("1 ok,"));
        QVERIFY(add(output, {2}));
        QCOMPARE(m_written, QByteArray("1 ok,2 ok,4 ok,"));
    }

    void whatWasNeverReachedNeedNotBeInTheSource()
    {
        OrderedOutput output = make(3);
        QVERIFY(add(output, {1}));
        std::vector<FetchResult> unreached(2);
        unreached[0].row = 2;
        unreached[1].row = 0;
        QVERIFY(output.add(unreached));
        QCOMPARE(m_written, QByteArray("0 cancelled,1 ok,2 cancelled,"));
    }

    void manyEarlyOnesAreSetAsideAndReadBack()
    {
        constexpr int Count = 20'000;
        OrderedOutput output = make(Count);
        std::vector<RowId> rows(Count - 1);
        std::iota(rows.begin(), rows.end(), RowId(1));
        QVERIFY(add(output, rows));
        QCOMPARE(m_written, QByteArray());
        QVERIFY(m_source.rows.size() > Count / 2);
        QVERIFY(m_source.rows.size() < size_t(Count - 1)); // the first ones waited in memory
        QVERIFY(add(output, {0}));
        QCOMPARE(m_written.count(','), Count);
        QVERIFY(m_source.asked > 0);
    }

    /// However few they are.
    void largeOnesThatAreEarlyAreSetAside()
    {
        constexpr int Count = 10;
        OrderedOutput output = make(Count);
        std::vector<FetchResult> results(Count - 1);
        for (size_t i = 0; i < results.size(); ++i) {
            results[i].row = RowId(i + 1);
            results[i].verdict = Verdict::Ok;
            results[i].body = QByteArray(10'000'000, 'b');
        }
        QVERIFY(output.add(results));
        QCOMPARE(m_source.rows, (std::set<RowId>{5, 6, 7, 8, 9}));
        QVERIFY(add(output, {0}));
        QCOMPARE(m_written.count(','), Count);
        QVERIFY(output.isComplete());
    }

    void anErrorOfSettingAsideLosesNothing()
    {
        const Error full{Error::Code::DiskFull, QStringLiteral("full")};
        RowId written = 0;
        int tries = 0;
        OrderedOutput output(
            addresses(20'000), m_source,
            [&](const auto &) -> Outcome {
                ++tries;
                return full;
            },
            [&written](QByteArrayView, const FetchResult &result) {
                const bool isIt = result.row == written++ && result.verdict == Verdict::Ok;
                return isIt ? success() : Outcome(Error());
            });
        QVERIFY(add(output, {1, 2, 3}));
        std::vector<RowId> rows(19'000);
        std::iota(rows.begin(), rows.end(), RowId(4));
        const Outcome added = add(output, rows);
        QVERIFY(!added);
        QCOMPARE(added.error().code, Error::Code::DiskFull);
        QVERIFY(add(output, {19'500, 0}));
        QCOMPARE(written, RowId(19'004));
        QCOMPARE(output.lost(), 0);
        QCOMPARE(tries, 1);
    }

    void aLossKeepsItsPlace_data()
    {
        QTest::addColumn<bool>("isDamaged");
        QTest::newRow("nothing is found") << false;
        QTest::newRow("it cannot be read") << true;
    }

    void aLossKeepsItsPlace()
    {
        QFETCH(const bool, isDamaged);
        OrderedOutput output = make(5);
        for (RowId row = 0; row < 4; ++row)
            output.takeFromSource(row);
        m_source.rows = {0, 2, 3};
        if (isDamaged)
            m_source.problems = {{1, Error::Code::Unreadable}};
        QVERIFY(output.add({}));
        QCOMPARE(m_written, QByteArray("0 ok,1 cancelled,2 ok,3 ok,"));
        QCOMPARE(output.lost(), 1);
        QVERIFY(!output.isComplete());
        QVERIFY(add(output, {4}));
        QVERIFY(output.isComplete());
    }

    void whatCannotBeReachedIsAnError()
    {
        OrderedOutput output = make(3);
        for (RowId row = 0; row < 3; ++row)
            output.takeFromSource(row);
        m_source.rows = {0, 1, 2};
        m_source.problems = {{1, Error::Code::Unwritable}};
        const Outcome added = output.add({});
        QVERIFY(!added);
        QCOMPARE(added.error().code, Error::Code::Unwritable);
        QVERIFY(!output.isComplete());
        QCOMPARE(output.lost(), 0);
    }

    void whatIsLeftOutStaysOut()
    {
        OrderedOutput output = make(3);
        output.leaveOut(1);
        QVERIFY(add(output, {1, 2}));
        QVERIFY(add(output, {0}));
        QCOMPARE(m_written, QByteArray("0 ok,2 ok,"));
    }

    void anErrorOfTheWriterEndsIt()
    {
        const Error full{Error::Code::DiskFull, QStringLiteral("full")};
        OrderedOutput output(
            addresses(2), m_source, [](const auto &) { return success(); },
            [&full](QByteArrayView, const FetchResult &) -> Outcome { return full; });
        const Outcome added = add(output, {0, 1});
        QVERIFY(!added);
        QCOMPARE(added.error().code, Error::Code::DiskFull);
        QCOMPARE(output.written(), RowId(0));
    }

private:
    OrderedOutput make(int count)
    {
        return OrderedOutput(
            addresses(count), m_source,
            [this](const std::vector<FetchResult> &late) {
                for (const FetchResult &result : late)
                    m_source.rows.insert(result.row);
                return success();
            },
            [this](QByteArrayView url, const FetchResult &result) {
                m_written +=
                    url.sliced(9).toByteArray() + ' ' + QByteArray(verdictId(result.verdict).data()) + ',';
                return success();
            });
    }
    Outcome add(OrderedOutput &output, const std::vector<RowId> &rows)
    {
        std::vector<FetchResult> batch;
        for (const RowId row : rows) {
            FetchResult result;
            result.row = row;
            result.verdict = Verdict::Ok;
            batch.push_back(std::move(result));
        }
        return output.add(batch);
    }

    FakeSource m_source;
    QByteArray m_written;
};

QTEST_GUILESS_MAIN(TestOrderedOutput)
#include "tst_orderedoutput.moc"
