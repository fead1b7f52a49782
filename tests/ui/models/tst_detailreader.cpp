// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupresults.h"
#include "ui/models/detailreader.h"
#include "ui/models/resulttablemodel.h"

#include <QSignalSpy>
#include <QTest>

#include <map>
#include <mutex>
#include <set>

using namespace turnstone;
using namespace turnstone::test;

namespace {

constexpr RowDetails AllDetails = RowDetail::Reason | RowDetail::FinalAddress | RowDetail::Description |
                                  RowDetail::Heading | RowDetail::Canonical;

/// With all that a detail can be, different in each.
FetchResult detailed(RowId row, int version)
{
    const QString text = QStringLiteral(" of row %1, %2").arg(row).arg(version);
    FetchResult result = resultOf(row, Verdict::Redirected, 200, u"title"_qs + text);
    result.reason = u"reason"_qs + text;
    result.facts.description = u"description"_qs + text;
    result.facts.h1 = u"heading"_qs + text;
    result.facts.canonical = u"canonical"_qs + text;
    Hop last = result.attempts.back().hops.back();
    last.url = (u"final"_qs + text).toUtf8();
    result.attempts.back().hops.push_back(last);
    return result;
}

class Shelf final : public ResultSource
{
public:
    void put(const FetchResult &result)
    {
        const std::lock_guard lock(m_mutex);
        m_results[result.row] = result;
    }
    bool has(RowId row) const override
    {
        const std::lock_guard lock(m_mutex);
        return m_results.contains(row);
    }
    Result<std::optional<FetchResult>> read(RowId row) const override
    {
        const std::lock_guard lock(m_mutex);
        if (fails)
            return Error{Error::Code::Network, QStringLiteral("The disk is gone.")};
        if (damaged.contains(row))
            return Error{Error::Code::Unreadable, QStringLiteral("Damaged.")};
        const auto found = m_results.find(row);
        return found == m_results.end() ? std::nullopt : std::optional(found->second);
    }
    using ResultSource::read;

    std::set<RowId> damaged;
    bool fails = false;

private:
    mutable std::mutex m_mutex;
    std::map<RowId, FetchResult> m_results;
};

} // namespace

class TestDetailReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsAreAsTheyWereSet();
    void aResultBringsWhatIsKept();
    void whatWasThereIsReadBack();
    void aDamagedRowGoesWithout();
    void anotherListKeepsTheSame();
    void anErrorIsTold();
    void rowsAndReaderAgreeInTheEnd();
};

void TestDetailReader::textsAreAsTheyWereSet()
{
    QRandomGenerator random(11);
    RowTexts texts;
    std::map<RowId, QByteArray> expected;
    for (int step = 0; step < 20'000; ++step) {
        const auto row = RowId(random.bounded(700));
        if (random.bounded(4)) {
            const QByteArray text(random.bounded(300), char('a' + random.bounded(26)));
            texts.set(row, text);
            expected[row] = text;
        } else {
            texts.forget(row);
            expected.erase(row);
        }
    }
    const RowTexts copy = texts;
    texts.set(3, "changed");
    for (RowId row = 0; row < 800; ++row) {
        QCOMPARE(copy.isKnown(row), expected.contains(row));
        QCOMPARE(copy.at(row).toByteArray(), expected[row]);
    }
    QVERIFY2(copy.memoryBytes() < 3 * (256 * 6 + 64) + 2 * 700 * 150 + 3 * 4096 + 700 * 300,
             qPrintable(QString::number(copy.memoryBytes())));
    texts.set(5, QByteArray(999, 'x') + "\u00e9");
    QCOMPARE(texts.at(5).size(), 999); // not half a character
    texts.set(5, QByteArray(998, 'x') + "\u00e9z");
    QCOMPARE(texts.at(5).size(), 1000);
}

void TestDetailReader::aResultBringsWhatIsKept()
{
    ResultRows rows;
    rows.setAddresses(madeUpAddresses(3));
    rows.keepDetails(RowDetail::Heading);
    rows.store(detailed(1, 1));
    QCOMPARE(rows.detail(1, RowDetail::Heading), "heading of row 1, 1");
    QCOMPARE(rows.detail(1, RowDetail::Reason), "");
    QVERIFY(!rows.lacksDetails(1));
    QVERIFY(!rows.lacksDetails(0)); // which has no result
    rows.keepDetails(AllDetails);
    QVERIFY(rows.lacksDetails(1));
    rows.storeDetails(detailed(1, 1));
    QCOMPARE(rows.detail(1, RowDetail::Reason), "reason of row 1, 1");
    QCOMPARE(rows.detail(1, RowDetail::FinalAddress), "final of row 1, 1");
    QCOMPARE(rows.detail(1, RowDetail::Description), "description of row 1, 1");
    QCOMPARE(rows.detail(1, RowDetail::Canonical), "canonical of row 1, 1");
    rows.store(detailed(1, 2));
    rows.storeDetails(detailed(1, 1)); // which was read before
    QCOMPARE(rows.detail(1, RowDetail::Reason), "reason of row 1, 2");
    rows.store(RowProgress{1, RowProgress::State::Running, 1});
    QCOMPARE(rows.detail(1, RowDetail::Reason), "");
    rows.storeDetails(detailed(1, 2));
    QCOMPARE(rows.detail(1, RowDetail::Reason), ""); // nothing holds while it is fetched again
    rows.store(detailed(1, 3));
    rows.keepDetails({});
    rows.keepDetails(RowDetail::Reason);
    QCOMPARE(rows.detail(1, RowDetail::Reason), ""); // was let go of
    QVERIFY(rows.lacksDetails(1));
    FetchResult direct = resultOf(2, Verdict::Ok, 200);
    direct.attempts.back().hops.back().url = "http://host2.example/page/2";
    rows.keepDetails(RowDetail::FinalAddress);
    rows.store(direct);
    QCOMPARE(rows.detail(2, RowDetail::FinalAddress), ""); // where nothing led elsewhere
}

void TestDetailReader::whatWasThereIsReadBack()
{
    constexpr int Rows = 1201; // more than two pieces
    ResultTableModel model;
    model.setAddresses(madeUpAddresses(Rows + 2));
    auto shelf = std::make_shared<Shelf>();
    for (RowId row = 0; row < Rows; ++row) {
        shelf->put(detailed(row, 1));
        RowState state;
        state.row = row;
        state.hasResult = true;
        state.verdict = Verdict::Redirected;
        state.status = 200;
        model.apply(std::span(&state, 1));
    }
    model.keepDetails(RowDetail::Description);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    DetailReader reader(&model);
    reader.read(shelf);
    const auto text = [&model](int place) {
        return model.index(place, int(ResultColumn::Description)).data().toString();
    };
    QTRY_COMPARE(text(Rows - 1), QStringLiteral("description of row %1, 1").arg(Rows - 1));
    for (int row = 0; row < Rows; ++row)
        QCOMPARE(text(row), QStringLiteral("description of row %1, 1").arg(row));
    QCOMPARE(text(Rows), QString());
    QVERIFY(!changed.isEmpty());
}

void TestDetailReader::aDamagedRowGoesWithout()
{
    ResultTableModel model;
    model.setAddresses(madeUpAddresses(20));
    auto shelf = std::make_shared<Shelf>();
    for (RowId row = 0; row < 20; ++row) {
        shelf->put(detailed(row, 1));
        const FetchResult result = detailed(row, 1);
        model.apply(std::span(&result, 1));
    }
    shelf->damaged = {7};
    model.keepDetails(RowDetail::Reason);
    DetailReader reader(&model);
    QSignalSpy failed(&reader, &DetailReader::failed);
    reader.read(shelf);
    QTRY_COMPARE(model.rows().detail(19, RowDetail::Reason), "reason of row 19, 1");
    QCOMPARE(model.rows().detail(7, RowDetail::Reason), "");
    QCOMPARE(model.rows().detail(8, RowDetail::Reason), "reason of row 8, 1");
    QVERIFY(failed.isEmpty());
}

void TestDetailReader::anotherListKeepsTheSame()
{
    ResultTableModel model;
    model.keepDetails(RowDetail::Reason);
    ResultRows other;
    other.setAddresses(madeUpAddresses(2));
    model.setRows(other);
    const FetchResult result = detailed(1, 1);
    model.apply(std::span(&result, 1));
    QCOMPARE(model.rows().detail(1, RowDetail::Reason), "reason of row 1, 1");
}

void TestDetailReader::anErrorIsTold()
{
    ResultTableModel model;
    model.setAddresses(madeUpAddresses(1));
    auto shelf = std::make_shared<Shelf>();
    const FetchResult result = detailed(0, 1);
    shelf->put(result);
    shelf->fails = true;
    model.apply(std::span(&result, 1));
    model.keepDetails(RowDetail::Reason);
    DetailReader reader(&model);
    QSignalSpy failed(&reader, &DetailReader::failed);
    reader.read(shelf);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.front().front().toString(), QStringLiteral("The disk is gone."));
}

/// Whatever comes in which order: in the end each row says what its latest result does.
void TestDetailReader::rowsAndReaderAgreeInTheEnd()
{
    for (quint32 seed = 1; seed <= 20; ++seed) {
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        constexpr int Rows = 900;
        ResultTableModel model;
        model.setAddresses(madeUpAddresses(Rows));
        auto shelf = std::make_shared<Shelf>();
        std::map<RowId, int> versions;
        RowDetails kept;
        {
            DetailReader reader(&model);
            for (int step = 0; step < 300; ++step) {
                switch (random.bounded(5)) {
                case 0:
                case 1:
                    for (int i = 0; i < 20; ++i) {
                        const auto row = RowId(random.bounded(Rows));
                        const FetchResult result = detailed(row, ++versions[row]);
                        shelf->put(result);
                        model.apply(std::span(&result, 1));
                    }
                    break;
                case 2: {
                    kept.setFlag(rowDetailAt(random.bounded(RowDetailCount)), random.bounded(2));
                    model.keepDetails(kept);
                    reader.read(shelf);
                    break;
                }
                case 3:
                    QCoreApplication::processEvents();
                    break;
                case 4: // as a run that was stopped: the earlier result is back
                    if (const auto row = RowId(random.bounded(Rows)); versions.contains(row)) {
                        const RowProgress running{row, RowProgress::State::Running, 1};
                        model.apply(std::span(&running, 1));
                        RowState state;
                        state.row = row;
                        state.hasResult = true;
                        state.verdict = Verdict::Ok;
                        model.apply(std::span(&state, 1));
                        reader.read(shelf);
                    }
                    break;
                }
            }
            reader.read(shelf);
            const auto lacksNone = [&model] {
                for (RowId row = 0; row < Rows; ++row) {
                    if (model.rows().lacksDetails(row))
                        return false;
                }
                return true;
            };
            QTRY_VERIFY(lacksNone());
        }
        for (const auto &[row, version] : versions) {
            for (int index = 0; index < RowDetailCount; ++index) {
                const RowDetail detail = rowDetailAt(index);
                QCOMPARE(model.rows().detail(row, detail).toByteArray(),
                         kept.testFlag(detail) ? rowDetailOf(detailed(row, version), detail) : QByteArray());
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestDetailReader)
#include "tst_detailreader.moc"
