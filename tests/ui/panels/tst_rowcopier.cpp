// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupresults.h"
#include "ui/panels/rowcopier.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace turnstone;
using namespace turnstone::test;

namespace {

constexpr int Many = 20'000;

QStringList clipboardLines()
{
    return QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
}

} // namespace

class TestRowCopier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_rows.setAddresses(madeUpAddresses(Many));
        m_rows.store(resultOf(1, Verdict::Ok, 200, u"=SUM(A1) über\talles"_qs));
        m_all.resize(Many);
        std::iota(m_all.begin(), m_all.end(), RowId(0));
    }
    void init() { QGuiApplication::clipboard()->setText(u"before"_qs); }

    void aFewRowsAreThereAtOnce()
    {
        RowCopier copier;
        QSignalSpy told(&copier, &RowCopier::notice);
        copier.copy(m_rows, {1, 0}, {ResultColumn::Title, ResultColumn::Address});
        QCOMPARE(clipboardLines(), QStringList({u"'=SUM(A1) über alles\thttp://host1.example/page/1"_qs,
                                                u"\thttp://host0.example/page/0"_qs}));
        QCOMPARE(told.size(), 0);
    }

    void manyRowsFollow()
    {
        RowCopier copier;
        QSignalSpy told(&copier, &RowCopier::notice);
        copier.copy(m_rows, m_all, {ResultColumn::Address});
        QCOMPARE(told.size(), 1);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(clipboardLines().size(), Many);
        QCOMPARE(clipboardLines().last(), QString::fromUtf8(m_rows.address(Many - 1)));
    }

    void whatDoesNotFitIsLeftOutAndTold()
    {
        RowCopier copier(nullptr, 10'000);
        QSignalSpy told(&copier, &RowCopier::notice);
        copier.copy(m_rows, m_all, {ResultColumn::Address});
        QTRY_COMPARE(told.size(), 2);
        QVERIFY(QGuiApplication::clipboard()->text().toUtf8().size() <= 10'000);
        const QStringList lines = clipboardLines();
        QVERIFY(lines.size() > 100);
        QCOMPARE(lines.last(), QString::fromUtf8(m_rows.address(RowId(lines.size() - 1))));
        QVERIFY(told[1][0].toString().contains(QString::number(lines.size())));
    }

    void theLaterCopyWins()
    {
        RowCopier copier;
        QSignalSpy told(&copier, &RowCopier::notice);
        copier.copy(m_rows, m_all, {ResultColumn::Address});
        copier.copy(m_rows, {7}, {ResultColumn::Address});
        copier.copy(m_rows, std::vector<RowId>(m_all.begin(), m_all.begin() + 3000), {ResultColumn::Address});
        QTRY_COMPARE(told.size(), 3); // two beginnings, one end
        QCOMPARE(clipboardLines().size(), 3000);
    }

private:
    ResultRows m_rows;
    std::vector<RowId> m_all;
};

QTEST_MAIN(TestRowCopier)
#include "tst_rowcopier.moc"
