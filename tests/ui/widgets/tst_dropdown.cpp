// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dropdown.h"
#include "ui/widgets/themecontroller.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QScrollBar>
#include <QTest>
#include <QVBoxLayout>

using namespace turnstone;

class DropDownTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theListShowsAllItHas_data()
    {
        QTest::addColumn<bool>("ours");
        QTest::addColumn<int>("entries");
        QTest::addColumn<double>("scale");
        for (const bool ours : {true, false}) {
            for (const int entries : {1, 3, 4, 12}) {
                for (const double scale : {1.0, 1.6})
                    QTest::addRow("%s, %d entries, %.1f", ours ? "drop-down" : "combo box", entries, scale)
                        << ours << entries << scale;
            }
        }
    }

    void theListShowsAllItHas()
    {
        QFETCH(const bool, ours);
        QFETCH(const int, entries);
        QFETCH(const double, scale);
        ThemeController theme(qApp);
        QFont font = QApplication::font();
        const QFont usual = font;
        font.setPointSizeF(font.pointSizeF() * scale);
        QApplication::setFont(font);
        QWidget window;
        QComboBox *box = ours ? new DropDown : new QComboBox;
        for (int entry = 0; entry < entries; ++entry)
            box->addItem(u"Entry %1"_qs.arg(entry));
        auto *layout = new QVBoxLayout(&window);
        layout->addWidget(box);
        layout->addStretch();
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        box->clearFocus();
        const QSize without = box->size();
        box->setFocus();
        QTRY_VERIFY(box->hasFocus());
        box->showPopup();
        QAbstractItemView *list = box->view();
        QTRY_VERIFY(list->isVisible());
        QCoreApplication::processEvents();
        QCOMPARE(list->verticalScrollBar()->maximum(), 0);
        QVERIFY(list->viewport()->rect().contains(
            QPoint(0, list->visualRect(box->model()->index(entries - 1, 0)).bottom())));
        box->hidePopup();
        QCOMPARE(box->size(), without);
        QApplication::setFont(usual);
    }
};

QTEST_MAIN(DropDownTest)
#include "tst_dropdown.moc"
