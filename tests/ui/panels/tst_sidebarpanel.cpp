// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sidebarpanel.h"
#include "ui/panels/tablepages.h"

#include <QSignalSpy>
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

    void aPageIsListedAndChosen()
    {
        SidebarPanel panel;
        QSignalSpy views(&panel, &SidebarPanel::viewChosen), pages(&panel, &SidebarPanel::pageChosen);
        panel.addPage({"hosts", QStringLiteral("Hosts"), {}});
        panel.addPage({"links", QStringLiteral("Links"), {}});
        const auto *item = panel.item(panel.count() - 1);
        QCOMPARE(item->text(), QStringLiteral("Links"));
        QCOMPARE(item->data(Qt::AccessibleTextRole).toString(), QStringLiteral("Links"));
        panel.setPageCount("links", 1200);
        QCOMPARE(item->data(Qt::AccessibleTextRole).toString(), u"Links: 1,200"_qs);
        panel.setPageCount("links", 0);
        QCOMPARE(item->data(Qt::AccessibleTextRole).toString(), QStringLiteral("Links"));
        panel.choosePage("links");
        QCOMPARE(panel.currentItem(), item);
        panel.choosePage("hosts");
        QTest::mouseClick(panel.viewport(), Qt::LeftButton, {}, panel.visualItemRect(item).center());
        QCOMPARE(pages.size(), 3);
        QCOMPARE(pages.at(0).front().toByteArray(), "links");
        QCOMPARE(pages.at(1).front().toByteArray(), "hosts");
        QCOMPARE(pages.at(2).front().toByteArray(), "links");
        QCOMPARE(views.size(), 0);
        panel.reset();
        QCOMPARE(views.size(), 1);
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
