// SPDX-License-Identifier: GPL-3.0-or-later
// The window fits small screens and large fonts, and shows where the keyboard is.
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/mainwindow/maintoolbar.h"
#include "ui/panels/changesview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/performancepanel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/sidebarpanel.h"
#include "ui/panels/statusbarpanel.h"
#include "ui/widgets/dropdown.h"
#include "ui/widgets/flatbutton.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QStyleOptionComboBox>
#include <QTest>

#include <cmath>

using namespace turnstone;

namespace {

constexpr QSize SmallScreen(800, 600);
constexpr QSize WindowFrame(20, 60); // title bar, frame and a panel of the desktop

double luminance(const QColor &color)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// The greatest of any spot of `icon` on `ground`.
double contrastOf(const QIcon &icon, const QColor &ground)
{
    const QImage image = icon.pixmap(16, 16).toImage();
    double greatest = 1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor spot = image.pixelColor(x, y);
            if (spot.alpha() < 250)
                continue;
            const auto [darker, lighter] = std::minmax({luminance(spot), luminance(ground)});
            greatest = std::max(greatest, (lighter + 0.05) / (darker + 0.05));
        }
    }
    return greatest;
}

/// The characters that more than one visible entry of `menu`, or of one of its menus, is reached by.
QStringList collisionsIn(const QMenu *menu)
{
    QHash<QString, QStringList> users;
    QStringList found;
    for (const QAction *action : menu->actions()) {
        if (const QKeySequence key = QKeySequence::mnemonic(action->text());
            !key.isEmpty() && action->isVisible())
            users[key.toString()].append(action->text());
        if (action->menu())
            found += collisionsIn(action->menu());
    }
    for (const QStringList &texts : users) {
        if (texts.size() > 1)
            found << texts.join(u" / ");
    }
    return found;
}

} // namespace

class TestWindowLooks final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void fitsASmallScreen_data()
    {
        QTest::addColumn<double>("fontFactor");
        QTest::addColumn<QSize>("screen");
        QTest::newRow("800 x 600") << 1.0 << SmallScreen;
        QTest::newRow("1440 x 900 at 200 %") << 1.0 << QSize(1440, 900) / 2;
        QTest::newRow("letters half as large again") << 1.5 << QSize(1200, 800);
    }

    void fitsASmallScreen()
    {
        QFETCH(double, fontFactor);
        QFETCH(QSize, screen);
        const QFont before = QApplication::font();
        QApplication::setFont(resized(before, fontFactor));
        restart();
        QStringList tooLarge;
        const auto look = [&](const QString &state) {
            QCoreApplication::processEvents();
            const QSize least =
                m_window->minimumSizeHint().expandedTo(m_window->centralWidget()->minimumSizeHint());
            const QSize room = screen - WindowFrame;
            if (least.width() > room.width() || least.height() > room.height())
                tooLarge << u"%1: %2 x %3"_qs.arg(state).arg(least.width()).arg(least.height());
        };
        look(u"empty"_qs);
        crawl({address(u"/page/1"_qs), address(u"/gone"_qs)});
        for (QAction *action : menuOf(u"View"_qs)->actions()) {
            if (action->isCheckable())
                action->setChecked(true);
        }
        look(u"table"_qs);
        clickRow(0);
        look(u"inspector"_qs);
        QApplication::setFont(before);
        QVERIFY2(tooLarge.isEmpty(), qPrintable(tooLarge.join(u"; ")));
    }

    void aNarrowWindowKeepsTheTable()
    {
        m_settings->clear();
        m_window->resize(780, 540);
        m_window->close();
        restart();
        crawl({address(u"/page/1"_qs)});
        QVERIFY(!m_window->findChild<PerformancePanel *>()->isVisible());
        QVERIFY(view()->viewport()->width() > 500);
    }

    void aWindowThatBecomesNarrowKeepsTheTable()
    {
        m_window->resize(1440, 900);
        crawl({address(u"/page/1"_qs)});
        PerformancePanel *performance = m_window->findChild<PerformancePanel *>();
        const auto resizeTo = [this](int width) {
            m_window->resize(width, 600);
            QCoreApplication::processEvents();
        };
        QVERIFY(performance->isVisible());
        resizeTo(800);
        QVERIFY(!performance->isVisible());
        QVERIFY(view()->viewport()->width() > 500);
        m_window->close();
        restart();
        crawl({address(u"/page/1"_qs)});
        performance = m_window->findChild<PerformancePanel *>();
        QVERIFY(!performance->isVisible());
        resizeTo(1440);
        QVERIFY2(performance->isVisible(), "nobody hid it");
        resizeTo(800);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY2(performance->isVisible(), "whoever wants it has it");
        resizeTo(700);
        QVERIFY(performance->isVisible());
        resizeTo(1440);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        resizeTo(800);
        resizeTo(1440);
        QVERIFY2(!performance->isVisible(), "it was hidden by hand");
    }

    void sidebarAndPlotsHaveTheirRoomAtFirst()
    {
        m_settings->clear();
        restart();
        m_window->resize(1440, 900);
        crawl({address(u"/page/1"_qs)});
        const QWidget *sidebar = panelOf(SidebarPanel::staticMetaObject.className());
        const QFontMetrics metrics = sidebar->fontMetrics();
        const QString view = verdictLabel(Verdict::ConnectionFailed) + u"999"_qs;
        QVERIFY2(sidebar->width() > metrics.horizontalAdvance(view) + iconSizeFor(metrics) + 50,
                 qPrintable(QString::number(sidebar->width())));
        const auto *plots = m_window->findChild<PerformancePanel *>();
        const int words = metrics.horizontalAdvance(u"First byte p50 888 ms · p95 888 ms"_qs);
        QVERIFY2(plots->width() >= words + 28, qPrintable(QString::number(plots->width())));
    }

    void panelsAreHiddenByKeyAndRemembered_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<QByteArray>("panel");
        QTest::newRow("sidebar") << Qt::Key_1 << QByteArray(SidebarPanel::staticMetaObject.className());
        QTest::newRow("inspector") << Qt::Key_2 << QByteArray(InspectorPanel::staticMetaObject.className());
        QTest::newRow("performance") << Qt::Key_3
                                     << QByteArray(PerformancePanel::staticMetaObject.className());
    }

    void panelsAreHiddenByKeyAndRemembered()
    {
        QFETCH(Qt::Key, key);
        QFETCH(QByteArray, panel);
        const auto shown = [this, panel] { return panelOf(panel)->isVisible(); };
        m_window->resize(1400, 800);
        crawl({address(u"/page/1"_qs)});
        const bool before = shown();
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
        QCOMPARE(shown(), !before);
        m_window->close();
        restart();
        crawl({address(u"/page/1"_qs)});
        QCOMPARE(shown(), !before);
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
        QCOMPARE(shown(), before);
    }

    void buttonsLoseTheirWordsBeforeTheyAreCut()
    {
        m_window->resize(1400, 800);
        QCoreApplication::processEvents();
        const QList<FlatButton *> buttons =
            m_window->findChild<MainToolBar *>()->findChildren<FlatButton *>();
        QVERIFY(buttons.size() > 3);
        for (const FlatButton *button : buttons)
            QCOMPARE(button->width(), button->fullWidth());
        m_window->resize(500, 500);
        QCoreApplication::processEvents();
        for (const FlatButton *button : buttons) {
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
            QVERIFY(!button->toolTip().isEmpty());
        }
        QCOMPARE(buttons.last()->width(), buttons.last()->compactWidth());
    }

    void titleAndAddressTakeTheFreeRoom()
    {
        crawl({address(u"/page/1"_qs)});
        m_window->resize(1500, 800);
        QCoreApplication::processEvents();
        const auto hasNoStrip = [this] {
            return view()->horizontalHeader()->length() == view()->viewport()->width();
        };
        QVERIFY(hasNoStrip());
        const int address = view()->columnWidth(int(ResultColumn::Address));
        view()->setColumnHidden(int(ResultColumn::Type), true);
        QTRY_VERIFY(hasNoStrip());
        QVERIFY(view()->columnWidth(int(ResultColumn::Address)) > address);
        view()->horizontalHeader()->resizeSection(int(ResultColumn::Size), 40);
        QVERIFY(hasNoStrip());
        m_window->resize(1700, 800);
        QCoreApplication::processEvents();
        QCOMPARE(view()->columnWidth(int(ResultColumn::Size)), 40);
        QVERIFY(hasNoStrip());
    }

    void noVerdictIsCut()
    {
        const int room = view()->columnWidth(int(ResultColumn::Verdict));
        QFont bold = view()->font();
        bold.setWeight(QFont::DemiBold);
        const QFontMetrics metrics(bold);
        for (int index = 0; index < RowClass::Count; ++index) {
            const QString words = u"404 "_qs + rowClassLabel(RowClass::fromIndex(index));
            if (RowClass::fromIndex(index).isDone())
                QVERIFY2(metrics.horizontalAdvance(words) + iconSizeFor(view()->fontMetrics()) + 16 <= room,
                         qPrintable(words));
        }
    }

    void columnsAreChosenMovedAndRemembered()
    {
        QMenu *columns = nullptr;
        for (const QAction *action : menuOf(u"View"_qs)->actions()) {
            if (action->menu() && action->text().remove(u'&') == u"Columns")
                columns = action->menu();
        }
        QVERIFY(columns);
        Q_EMIT columns->aboutToShow();
        for (QAction *action : columns->actions()) {
            if (action->text() == resultColumnTitle(ResultColumn::Host) ||
                action->text() == resultColumnTitle(ResultColumn::Type))
                action->trigger();
        }
        QHeaderView *header = view()->horizontalHeader();
        header->moveSection(header->visualIndex(int(ResultColumn::Address)), 0);
        header->resizeSection(int(ResultColumn::Host), 77);
        const QList<ResultColumn> chosen = view()->visibleColumns();
        QCOMPARE(chosen.front(), ResultColumn::Address);
        QVERIFY(chosen.contains(ResultColumn::Host) && !chosen.contains(ResultColumn::Type));
        m_window->close();
        restart();
        QCOMPARE(view()->visibleColumns(), chosen);
        QCOMPARE(view()->columnWidth(int(ResultColumn::Host)), 77);
        paste({address(u"/page/1"_qs)});
        QCOMPARE(cell(0, ResultColumn::Host), m_site->address({}).authority());
    }

    void theKeyboardsPlaceIsSeen()
    {
        crawl({address(u"/page/1"_qs), address(u"/page/2"_qs), address(u"/page/3"_qs)});
        clickRow(1);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Down, Qt::ControlModifier); // goes there and selects nothing
        const QRect row = view()->visualRect(view()->model()->index(2, 0));
        const auto edge = [this, row] {
            return view()->viewport()->grab().toImage().pixelColor(row.center().x(), row.top());
        };
        const QColor accent = Theme::of(view()->palette()).accent;
        QCOMPARE(edge(), accent);
        m_window->findChild<SidebarPanel *>()->setFocus();
        QVERIFY(edge() != accent);
    }

    void runsAreNamedWhole()
    {
        crawl({address(u"/page/1"_qs)});
        m_window->resize(1440, 800);
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        auto *changes = m_window->findChild<ChangesView *>();
        QTRY_VERIFY(changes->isVisible());
        const QList<DropDown *> pickers = changes->findChildren<DropDown *>();
        QCOMPARE(pickers.size(), 2);
        for (DropDown *picker : pickers) {
            QTRY_COMPARE(picker->count(), 1);
            QStyleOptionComboBox option;
            option.initFrom(picker);
            const auto room = [&] {
                option.rect = picker->rect();
                return picker->style()
                    ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, picker)
                    .width();
            };
            const int words = picker->fontMetrics().horizontalAdvance(picker->currentText());
            QTRY_VERIFY2(room() >= words, qPrintable(u"%1 < %2"_qs.arg(room()).arg(words)));
        }
    }

    void noIconVanishesInAMenu()
    {
        crawl({address(u"/page/1"_qs)});
        QStringList vanishing;
        for (const QString &name : {u"File"_qs, u"Edit"_qs, u"Crawl"_qs, u"Help"_qs}) {
            for (const QAction *action : menuOf(name)->actions()) {
                if (action->isEnabled() && !action->icon().isNull() &&
                    contrastOf(action->icon(), Theme::of(m_window->palette()).surface) < 3)
                    vanishing << action->text();
            }
        }
        QVERIFY2(vanishing.isEmpty(), qPrintable(vanishing.join(u", ")));
    }

    void everyKeyOfAMenuIsOfOneEntry()
    {
        QStringList collisions;
        const auto look = [&] {
            for (const QAction *action : m_window->menuBar()->actions())
                collisions += collisionsIn(action->menu());
        };
        look();
        paste({address(u"/slow?ms=3000"_qs)});
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QTRY_COMPARE(m_session->phase(), CrawlSession::Phase::Running);
        look();
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QTRY_COMPARE(m_session->phase(), CrawlSession::Phase::Paused);
        look();
        collisions.removeDuplicates();
        QVERIFY2(collisions.isEmpty(), qPrintable(collisions.join(u'\n')));
    }

    void aNameHidesNoValue()
    {
        crawl({address(u"/page/1"_qs)});
        clickRow(0);
        QStringList hidden;
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->isVisible() && !label->accessibleName().isEmpty() &&
                !label->accessibleName().contains(label->text()))
                hidden << label->accessibleName() + u" hides "_qs + label->text();
        }
        QVERIFY2(hidden.isEmpty(), qPrintable(hidden.join(u'\n')));
        const QList<QLabel *> status = m_window->findChild<StatusBarPanel *>()->findChildren<QLabel *>();
        QVERIFY(std::any_of(status.begin(), status.end(), [](const QLabel *label) {
            return label->accessibleName() == u"Addresses done: 1 of 1";
        }));
    }

    void aClickBesideTheViewsChangesNothing()
    {
        crawl({address(u"/page/1"_qs)});
        m_window->resize(1400, 1200);
        auto *sidebar = m_window->findChild<SidebarPanel *>();
        const QPoint below(20, sidebar->viewport()->height() - 4);
        QVERIFY(!sidebar->itemAt(below));
        QTest::mouseClick(sidebar->viewport(), Qt::LeftButton, {}, below);
        QVERIFY(sidebar->currentItem() && sidebar->currentItem()->isSelected());
    }

private:
    QMenu *menuOf(const QString &name) const
    {
        for (const QAction *action : m_window->menuBar()->actions()) {
            if (action->text().remove(u'&') == name)
                return action->menu();
        }
        return nullptr;
    }

    QWidget *panelOf(const QByteArray &className) const
    {
        const QList<QWidget *> all = m_window->findChildren<QWidget *>();
        const auto found = std::find_if(all.begin(), all.end(), [&className](const QWidget *each) {
            return each->metaObject()->className() == className;
        });
        return *found;
    }
};

int main(int argc, char *argv[])
{
    TestWindowLooks test;
    return runWindowTest(test, argc, argv);
}

#include "tst_windowlooks.moc"
