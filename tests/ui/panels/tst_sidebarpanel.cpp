// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sidebarpanel.h"

#include <QTest>

using namespace turnstone;

class TestSidebarPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRareVerdictTakesRoomWhileThereIsOne()
    {
        SidebarPanel panel;
        const auto *item = panel.findItems(verdictLabel(Verdict::TooLarge), Qt::MatchExactly).value(0);
        QVERIFY(item);
        QVERIFY(item->isHidden());
        panel.setCounts(counts(1));
        QVERIFY(!item->isHidden());
        panel.setCounts(counts(0));
        QVERIFY(item->isHidden());
    }

    void theViewOneLooksAtStays()
    {
        SidebarPanel panel;
        auto *item = panel.findItems(verdictLabel(Verdict::TooLarge), Qt::MatchExactly).value(0);
        QVERIFY(item);
        panel.setCounts(counts(1));
        panel.setCurrentItem(item);
        panel.setCounts(counts(0));
        QVERIFY(!item->isHidden());
        QCOMPARE(panel.currentItem(), item);
    }

private:
    static RowCounts counts(int tooLarge)
    {
        RowCounts counts{};
        counts[size_t(RowClass(Verdict::TooLarge).index())] = tooLarge;
        return counts;
    }
};

QTEST_MAIN(TestSidebarPanel)
#include "tst_sidebarpanel.moc"
