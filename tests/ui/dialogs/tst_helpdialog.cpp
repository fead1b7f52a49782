// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/helpdialog.h"

#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>
#include <QTextBrowser>

using namespace turnstone;

/// By real keys.
class TestHelpDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dialog = std::make_unique<HelpDialog>();
        const QString line = u"<p>Line</p>"_qs;
        m_dialog->setPages(
            {{u"One"_qs, line.repeated(200)}, {u"Two"_qs, u"<p>Second</p>"_qs}, {u"Three"_qs, line}});
        m_dialog->showPage(0);
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    void cleanup() { m_dialog.reset(); }

    void staysBesideTheWindow()
    {
        QVERIFY(!m_dialog->isModal());
        QVERIFY(text()->hasFocus());
    }

    void keysScroll()
    {
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_PageDown);
        QVERIFY(text()->verticalScrollBar()->value() > 0);
    }

    void keysTurnThePage()
    {
        QTest::keyClick(m_dialog.get(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(bar()->currentIndex(), 1);
        QVERIFY(text()->toPlainText().contains(u"Second"_qs));
        QCOMPARE(text()->accessibleName(), u"Two"_qs);
        QTest::keyClick(m_dialog.get(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(m_dialog.get(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(bar()->currentIndex(), 2);
        QTest::keyClick(m_dialog.get(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(bar()->currentIndex(), 0);
    }

    void tabReachesAll()
    {
        QSet<QWidget *> reached;
        for (int i = 0; i < 4; ++i) {
            reached << m_dialog->focusWidget();
            QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
        }
        QVERIFY(reached.contains(text()));
        QVERIFY(reached.contains(bar()));
        QVERIFY(reached.contains(m_dialog->findChild<QPushButton *>()));
        bar()->setFocus();
        QTest::keyClick(bar(), Qt::Key_Right);
        QCOMPARE(bar()->currentIndex(), 1);
    }

    void escCloses()
    {
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        m_dialog->showPage(1);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(text()->toPlainText().contains(u"Second"_qs));
    }

private:
    QTextBrowser *text() const { return m_dialog->findChild<QTextBrowser *>(); }
    QTabBar *bar() const { return m_dialog->findChild<QTabBar *>(); }

    std::unique_ptr<HelpDialog> m_dialog;
};

QTEST_MAIN(TestHelpDialog)
#include "tst_helpdialog.moc"
