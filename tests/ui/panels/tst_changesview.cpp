// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparemodel.h"
#include "ui/panels/changesview.h"
#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/dropdown.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/filterchip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace turnstone;

namespace {

std::vector<RunInfo> runs(int count)
{
    std::vector<RunInfo> made;
    for (int id = 1; id <= count; ++id) {
        RunInfo run;
        run.id = id;
        run.ending = RunEnding::Finished;
        run.startedAtMs = 1'774'000'000'000 + id * 60'000;
        run.results = 10;
        made.push_back(run);
    }
    return made;
}

AddressList addresses(int count)
{
    AddressBlockBuilder builder;
    for (int i = 0; i < count; ++i)
        builder.add(QByteArray("http://a.example/" + QByteArray::number(i)));
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

DifferenceBlockPointer differences(RowId count)
{
    auto block = std::make_shared<DifferenceBlock>();
    for (RowId row = 0; row < count; ++row) {
        HistoryEntry before;
        before.status = 200;
        before.verdict = Verdict::Ok;
        before.title = u"Old %1"_qs.arg(row);
        HistoryEntry after = before;
        after.title = u"New %1"_qs.arg(row);
        if (row % 2 == 0)
            block->add({row, Change::Title, before, after});
        else
            block->add({row, Change::Gone, before, {}});
    }
    return block;
}

} // namespace

class TestChangesView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<CompareModel>();
        m_view = std::make_unique<ChangesView>(*m_model);
        m_view->resize(1000, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void cleanup()
    {
        m_view.reset();
        m_model.reset();
    }

    void nothingIsCutInTheSmallestWindow()
    {
        for (const int width : {480, 560, 1000}) {
            m_view->resize(width, 800);
            m_view->resize(width, m_view->minimumSizeHint().height());
            QTRY_COMPARE(m_view->size(), QSize(width, m_view->minimumSizeHint().height()));
            for (const FilterChip *chip : m_view->findChildren<FilterChip *>())
                QTRY_VERIFY(chip->parentWidget()->rect().contains(chip->geometry()));
            const auto *table = m_view->findChild<CalmTable *>();
            QVERIFY(table->viewport()->height() >= 3 * table->verticalHeader()->defaultSectionSize());
        }
    }

    void theAddressTakesTheRoom()
    {
        QHeaderView *header = m_view->findChild<CalmTable *>()->horizontalHeader();
        const int before = header->sectionSize(int(CompareColumn::Address));
        m_view->resize(1600, 400);
        QTRY_VERIFY(header->sectionSize(int(CompareColumn::Address)) > before + 150);
        header->resizeSection(int(CompareColumn::Address), 333); // as by the mouse
        m_view->resize(1300, 400);
        QTRY_COMPARE(m_view->width(), 1300);
        QCOMPARE(header->sectionSize(int(CompareColumn::Address)), 333);
    }

    /// A bold word needs more room than the font of the table says.
    void whatIsCutSaysSo()
    {
        const auto *table = m_view->findChild<CalmTable *>();
        QFont bold = table->font();
        bold.setWeight(QFont::DemiBold);
        const QString text = changeLabel(Change::Content) + u", "_qs + changeLabel(Change::Slower);
        const int width = QFontMetrics(table->font()).horizontalAdvance(text) + 2 * CalmDelegate::Side;
        const QString elided =
            QFontMetrics(bold).elidedText(text, Qt::ElideRight, width - 2 * CalmDelegate::Side);
        QVERIFY(elided != text);
        const auto painted = [&](const QString &shown) {
            QStandardItemModel model(1, int(CompareColumn::After) + 1);
            const QModelIndex index = model.index(0, int(CompareColumn::Change));
            model.setData(index, shown);
            QImage image(width, 24, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            QStyleOptionViewItem option;
            option.initFrom(table);
            option.font = table->font();
            option.fontMetrics = QFontMetrics(option.font);
            option.textElideMode = Qt::ElideRight;
            option.displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
            option.rect = image.rect();
            table->itemDelegate()->paint(&painter, option, index);
            return image;
        };
        QCOMPARE(painted(text), painted(elided));
    }

    void theLastTwoRunsAreComparedFirst()
    {
        QSignalSpy chosen(m_view.get(), &ChangesView::runsChosen);
        m_view->setRuns(runs(1));
        QVERIFY(note()->isVisible() && note()->text().startsWith(u"There is only one run"_qs));
        QVERIFY(note()->text().contains(u"again"_qs));
        m_view->setReadOnly(true);
        QVERIFY(note()->text().startsWith(u"There is only one run"_qs));
        QVERIFY(!note()->text().contains(u"again"_qs));
        m_view->setReadOnly(false);
        QVERIFY(!picker(0)->isEnabled());
        QCOMPARE(chosen.size(), 0);
        m_view->activateWindow();
        m_view->setFocus();
        QVERIFY(m_view->findChild<CalmTable *>()->hasFocus()); // also while there is nothing in it
        m_view->setRuns(runs(3));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<RunId>(), 2);
        QCOMPARE(chosen[0][1].value<RunId>(), 3);
        m_view->setRuns(runs(4));
        QCOMPARE(chosen[1][1].value<RunId>(), 4);
    }

    void aChoiceStaysWhileItIsThere()
    {
        m_view->setRuns(runs(3));
        QSignalSpy chosen(m_view.get(), &ChangesView::runsChosen);
        picker(0)->setFocus();
        QTest::keyClick(picker(0), Qt::Key_End); // the oldest
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<RunId>(), 1);
        QCOMPARE(chosen[0][1].value<RunId>(), 3);
        m_view->setRuns(runs(5));
        QCOMPARE(chosen[1][0].value<RunId>(), 1);
        QCOMPARE(chosen[1][1].value<RunId>(), 3);
        std::vector<RunInfo> later = runs(5);
        later.erase(later.begin());
        m_view->setRuns(later);
        QCOMPARE(chosen[2][0].value<RunId>(), 4);
        QCOMPARE(chosen[2][1].value<RunId>(), 5);
    }

    void chipsCountAndFilter()
    {
        show(10);
        QCOMPARE(chip(u"Title"_qs)->count(), 5);
        QCOMPARE(chip(u"Gone"_qs)->count(), 5);
        QCOMPARE(chip(u"New"_qs)->count(), 0);
        QSignalSpy filtered(m_model.get(), &CompareModel::filtered);
        QTest::mouseClick(chip(u"Gone"_qs), Qt::LeftButton);
        QVERIFY(filtered.wait());
        QCOMPARE(m_model->rowCount(), 5);
        QVERIFY(hasLabel(u"5 of 10 changed"_qs));
        chip(u"Gone"_qs)->setFocus();
        QTest::keyClick(chip(u"Gone"_qs), Qt::Key_Space);
        QVERIFY(filtered.wait());
        QCOMPARE(m_model->rowCount(), 10);
        QTest::keyClicks(m_view->findChild<FilterBox *>(), u"new 4"_qs);
        QVERIFY(filtered.wait());
        QCOMPARE(m_model->rowCount(), 1);
    }

    void saysWhenThereIsNothing()
    {
        show(0);
        QCOMPARE(note()->text(), u"Nothing differs between these runs."_qs);
        QVERIFY(!m_view->findChild<QPushButton *>()->isEnabled());
        show(10);
        QVERIFY(!note()->isVisible());
        QVERIFY(m_view->findChild<QPushButton *>()->isEnabled());
        QSignalSpy filtered(m_model.get(), &CompareModel::filtered);
        m_view->findChild<FilterBox *>()->setText(u"nowhere"_qs);
        QVERIFY(filtered.wait());
        QCOMPARE(note()->text(), u"No change matches the filter."_qs);
        m_view->showProblem(u"The file is gone."_qs);
        QCOMPARE(note()->text(), u"The file is gone."_qs);
        QVERIFY(!m_view->findChild<QPushButton *>()->isEnabled());
    }

    void aRowLeadsToItsAddress()
    {
        show(10);
        QSignalSpy activated(m_view.get(), &ChangesView::addressActivated);
        QSignalSpy selected(m_view.get(), &ChangesView::addressSelected);
        auto *table = m_view->findChild<CalmTable *>();
        const QPoint cell = table->visualRect(m_model->index(3, 1)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected[0][0].value<RowId>(), RowId(3));
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, cell);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].value<RowId>(), RowId(3));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(activated.size(), 2);
    }

    void copiesWhatIsNotTooMuch()
    {
        show(10);
        auto *table = m_view->findChild<CalmTable *>();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 10);
        show(20'000);
        QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 20'000);
        show(20'001);
        QSignalSpy notice(m_view.get(), &ChangesView::notice);
        QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(notice.size(), 1);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 20'000);
    }

    void exportIsAskedFor()
    {
        show(10);
        QSignalSpy asked(m_view.get(), &ChangesView::exportRequested);
        QTest::mouseClick(m_view->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

private:
    void show(RowId count)
    {
        m_view->setRuns(runs(2));
        m_model->begin(addresses(int(count)));
        m_view->showComparing();
        if (count > 0)
            m_model->append(differences(count));
        m_view->showDone();
    }
    DropDown *picker(int index) const { return m_view->findChildren<DropDown *>()[index]; }
    FilterChip *chip(const QString &text) const
    {
        for (FilterChip *each : m_view->findChildren<FilterChip *>()) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }
    /// The sentence in the place of the table.
    QLabel *note() const
    {
        for (QLabel *each : m_view->findChildren<QLabel *>()) {
            if (each->wordWrap())
                return each;
        }
        return nullptr;
    }
    bool hasLabel(const QString &text) const
    {
        const QList<QLabel *> labels = m_view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->text() == text; });
    }

    std::unique_ptr<CompareModel> m_model;
    std::unique_ptr<ChangesView> m_view;
};

QTEST_MAIN(TestChangesView)
#include "tst_changesview.moc"
