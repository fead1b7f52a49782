// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/historymodel.h"
#include "ui/panels/historytab.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/verdictstrip.h"

#include <QSignalSpy>
#include <QTest>

using namespace turnstone;

namespace {

HistoryEntry entry(RunId run, Verdict verdict, qint64 totalUs)
{
    HistoryEntry made;
    made.run = run;
    made.startedAtMs = 1'774'000'000'000 + run;
    made.status = verdict == Verdict::Ok ? 200 : 404;
    made.verdict = verdict;
    made.totalUs = totalUs;
    return made;
}

std::vector<HistoryEntry> threeChecks()
{
    return {entry(1, Verdict::Ok, 100'000), entry(2, Verdict::Broken, -1), entry(3, Verdict::Ok, 50'000)};
}

} // namespace

class TestHistoryTab final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<InspectorPanel>();
        m_panel->resize(1000, 300);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_panel->setCurrentTab(InspectorPanel::Tab::History);
    }

    void asksWhenItIsLookedAt()
    {
        QSignalSpy wanted(m_panel.get(), &InspectorPanel::historyWanted);
        m_panel->setCurrentTab(InspectorPanel::Tab::Overview);
        inspect(7);
        QCOMPARE(wanted.size(), 0);
        m_panel->setCurrentTab(InspectorPanel::Tab::History);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<RowId>(), RowId(7));
    }

    void saysWhyThereIsNothing()
    {
        inspect(7);
        m_panel->setHistory(7, std::vector<HistoryEntry>());
        QCOMPARE(tab()->note(), u"Not checked yet."_qs);
        m_panel->setHistory(7, std::vector{entry(1, Verdict::Ok, 1000)});
        QCOMPARE(tab()->note(), u"Checked once. Check it again to see changes here."_qs);
        m_panel->setHistory(7, Error{Error::Code::Unreadable, u"The file is gone."_qs});
        QCOMPARE(tab()->note(), u"The file is gone."_qs);
    }

    void anAnswerThatComesTooLateIsIgnored()
    {
        inspect(7);
        inspect(8);
        m_panel->setHistory(7, threeChecks());
        QCOMPARE(tab()->findChild<CalmTable *>()->model()->rowCount(), 0);
        m_panel->setHistory(8, threeChecks());
        QCOMPARE(tab()->findChild<CalmTable *>()->model()->rowCount(), 3);
        QVERIFY(tab()->note().isEmpty());
    }

    void stripAndTableGoTogether()
    {
        inspect(7);
        m_panel->setHistory(7, threeChecks());
        auto *strip = tab()->findChild<VerdictStrip *>();
        auto *table = tab()->findChild<CalmTable *>();
        QCOMPARE(strip->current(), 2);
        QCOMPARE(table->currentIndex().row(), 0);
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->cellRect(0).center());
        QCOMPARE(table->currentIndex().row(), 2);
        QTest::keyClick(strip, Qt::Key_Right);
        QCOMPARE(table->currentIndex().row(), 1);
        QVERIFY(strip->accessibleDescription().contains(u"404 Broken"_qs));
        QTest::keyClick(table, Qt::Key_Up);
        QCOMPARE(strip->current(), 2);
        QTest::keyClick(strip, Qt::Key_Home);
        QCOMPARE(strip->current(), 0);
        QTest::keyClick(strip, Qt::Key_Left);
        QCOMPARE(strip->current(), 0);
    }

    void theLineLeavesOutWhatIsNotKnown()
    {
        inspect(7);
        m_panel->setHistory(7, threeChecks());
        const auto *line = tab()->findChild<Sparkline *>();
        QVERIFY(line->pointOf(0) && line->pointOf(2));
        QVERIFY(!line->pointOf(1));
        QVERIFY(line->pointOf(0)->y() < line->pointOf(2)->y()); // slower is higher
        QVERIFY(line->pointOf(0)->x() < line->pointOf(2)->x());
        QCOMPARE(line->accessibleDescription(), u"50\u00a0ms to 100\u00a0ms"_qs);
    }

    void theLatestRunsAreShownWhereThereIsNoRoomForAll()
    {
        VerdictStrip strip;
        strip.setCells(std::vector<VerdictStrip::Cell>(100, {Verdict::Ok, u"x"_qs}));
        strip.resize(240, 24);
        strip.show();
        QVERIFY(strip.cellRect(0).isEmpty());
        QVERIFY(!strip.cellRect(99).isEmpty());
        QVERIFY(strip.rect().contains(strip.cellRect(99)));
        QSignalSpy chosen(&strip, &VerdictStrip::cellChosen);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, strip.cellRect(95).center());
        QCOMPARE(chosen[0][0].toInt(), 95);
    }

    void aNoteIsShownAndAskedFor()
    {
        QSignalSpy wanted(m_panel.get(), &InspectorPanel::noteWanted);
        QSignalSpy requested(m_panel.get(), &InspectorPanel::noteRequested);
        m_panel->setCurrentTab(InspectorPanel::Tab::Overview);
        inspect(7);
        inspect(7);
        QCOMPARE(wanted.size(), 1);
        m_panel->setNote(8, u"Another row's"_qs);
        QCOMPARE(note(), QString());
        m_panel->setNote(7, u"Ask Anna\nabout it"_qs);
        QCOMPARE(note(), u"Ask Anna about it"_qs);
        inspect(7);
        QCOMPARE(note(), u"Ask Anna about it"_qs);
        LinkButton *button = nullptr;
        for (LinkButton *each : m_panel->findChildren<LinkButton *>())
            button = each->text() == u"Edit note"_qs ? each : button;
        QVERIFY(button && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(requested[0][0].value<RowId>(), RowId(7));
        inspect(8);
        QCOMPARE(note(), QString());
        QCOMPARE(wanted.size(), 2);
        m_panel->setReadOnly(true);
        for (LinkButton *each : m_panel->findChildren<LinkButton *>())
            QVERIFY2(!each->isVisible(), qPrintable(each->text())); // nor can it be tried again
        inspect(9);
        QVERIFY(!button->isVisible());
        m_panel->setReadOnly(false);
        QVERIFY(button->isVisible());
    }

private:
    void inspect(RowId row)
    {
        FetchResult result;
        result.row = row;
        result.verdict = Verdict::Ok;
        m_panel->showResult(u"http://a.example/%1"_qs.arg(row), row, result, RowProgress::State::Waiting, 1);
    }
    HistoryTab *tab() const { return m_panel->findChild<HistoryTab *>(); }
    QString note() const { return m_panel->findChild<FactGrid *>()->fact(u"note"_qs); }

    std::unique_ptr<InspectorPanel> m_panel;
};

QTEST_MAIN(TestHistoryTab)
#include "tst_historytab.moc"
