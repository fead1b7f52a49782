// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tablepages.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace turnstone;

class TestTablePages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPageIsShownWithItsFilter()
    {
        TablePages pages;
        QLineEdit filter;
        auto *first = new QWidget, *second = new QWidget;
        pages.add({"first", {}, {}, first});
        pages.add({"second", {}, {}, second, &filter});
        QCOMPARE(pages.current().id, "first");
        QSignalSpy shown(&pages, &TablePages::shown);
        pages.showPage("second");
        QCOMPARE(pages.currentWidget(), second);
        QCOMPARE(pages.current().filter, &filter);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.front().front().toByteArray(), "second");
    }

    void theKeyboardGoesWithThePage_data()
    {
        QTest::addColumn<bool>("within");
        QTest::newRow("it was in the page before") << true;
        QTest::newRow("it was elsewhere") << false;
    }
    void theKeyboardGoesWithThePage()
    {
        QFETCH(bool, within);
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *elsewhere = new QLineEdit, *first = new QLineEdit, *second = new QLineEdit;
        auto *pages = new TablePages;
        layout->addWidget(elsewhere);
        layout->addWidget(pages);
        auto *page = new QWidget;
        (new QVBoxLayout(page))->addWidget(first);
        pages->add({"first", {}, {}, page});
        pages->add({"second", {}, {}, second});
        window.show();
        (within ? first : elsewhere)->setFocus();
        pages->showPage("second");
        QCOMPARE(window.focusWidget(), within ? second : elsewhere);
        pages->showPage("first");
        QCOMPARE(window.focusWidget(), within ? page : elsewhere);
    }
};

QTEST_MAIN(TestTablePages)
#include "tst_tablepages.moc"
