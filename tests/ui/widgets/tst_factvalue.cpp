// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/factvalue.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QTest>
#include <QToolTip>

using namespace turnstone;

class TestFactValue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_value = new FactValue(m_window.get());
        m_other = new QLineEdit(m_window.get());
        m_value->setGeometry(0, 0, 120, 24);
        m_other->setGeometry(0, 40, 120, 24);
        m_window->resize(200, 100);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_other->setFocus();
    }

    void aShortOneIsShownAsItIs()
    {
        m_value->setText(u"short"_qs);
        QVERIFY(!m_value->isElided());
        askForToolTip();
        QVERIFY(!QToolTip::isVisible());
    }

    void aLongOneEndsInAnEllipsis()
    {
        m_value->setText(longText());
        QVERIFY(m_value->isElided());
        const QImage elided = m_value->grab().toImage();
        m_value->setText(longText().left(3));
        QVERIFY(m_value->grab().toImage() != elided);
        m_value->setText(longText() + u"x"_qs); // what is beyond the ellipsis makes no difference
        QCOMPARE(m_value->grab().toImage(), elided);
    }

    void aLongOneIsItsToolTip()
    {
        m_value->setText(u"<b>"_qs + longText());
        askForToolTip();
        QVERIFY(QToolTip::isVisible());
        QVERIFY(QToolTip::text().contains(longText()));
        QVERIFY(QToolTip::text().contains(u"&lt;b&gt;"_qs)); // no markup of a page's
        QToolTip::hideText();
    }

    void allOfItIsCopied()
    {
        m_value->setText(longText());
        m_value->setFocus();
        QVERIFY(!m_value->isElided());
        QTest::keySequence(m_value, QKeySequence::SelectAll);
        QTest::keySequence(m_value, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), longText());
        QTest::keyClick(m_value, Qt::Key_X); // it is to be read
        QCOMPARE(m_value->text(), longText());
    }

private:
    static QString longText() { return QString(u"a long address of a page "_qs).repeated(8).trimmed(); }

    void askForToolTip()
    {
        const QPoint at(10, 10);
        QHelpEvent event(QEvent::ToolTip, at, m_value->mapToGlobal(at));
        QApplication::sendEvent(m_value, &event);
    }

    std::unique_ptr<QWidget> m_window;
    FactValue *m_value = nullptr;
    QLineEdit *m_other = nullptr;
};

QTEST_MAIN(TestFactValue)
#include "tst_factvalue.moc"
