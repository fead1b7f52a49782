// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbox.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCompleter>
#include <QKeyEvent>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace turnstone;

/// By real keys, which go to the popup while there is one.
class TestFilterBox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_box = new FilterBox(m_window.get());
        m_box->setCompletions({{u"title:"_qs, u"text in the title"_qs},
                               {u"tries:"_qs, u"how many"_qs},
                               {u"total:"_qs, u"the time"_qs},
                               {u"size:"_qs, u"of the body"_qs}});
        m_box->setGeometry(0, 0, 200, 24);
        m_window->resize(300, 100);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_box->setFocus();
    }
    void cleanup() { m_window.reset(); }

    void offersWhatBeginsAlike()
    {
        type(u"t"_qs);
        QVERIFY(!popup()->isVisible());
        type(u"i"_qs);
        QVERIFY(popup()->isVisible());
        QCOMPARE(offered(), QStringList{u"title:  text in the title"_qs});
        press(Qt::Key_Backspace);
        type(u"o"_qs);
        QCOMPARE(offered(), QStringList{u"total:  the time"_qs});
    }

    void downAndReturnTake()
    {
        QSignalSpy left(m_box, &FilterBox::left);
        type(u"news si"_qs);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(m_box->text(), u"news size:"_qs);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(left.size(), 0);
        type(u">10k"_qs);
        QCOMPARE(m_box->text(), u"news size:>10k"_qs);
        press(Qt::Key_Return);
        QCOMPARE(left.size(), 1);
    }

    void returnAloneGoesOn()
    {
        QSignalSpy left(m_box, &FilterBox::left);
        type(u"si"_qs);
        QVERIFY(popup()->isVisible());
        press(Qt::Key_Return);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(m_box->text(), u"si"_qs);
        QCOMPARE(left.size(), 1);
    }

    void escClosesTheListBeforeItClears()
    {
        type(u"si"_qs);
        press(Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(m_box->text(), u"si"_qs);
        press(Qt::Key_Escape);
        QVERIFY(m_box->text().isEmpty());
    }

    void aMinusSignStays()
    {
        type(u"-ti"_qs);
        QVERIFY(popup()->isVisible());
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(m_box->text(), u"-title:"_qs);
    }

    void inTheMiddleOfTheText()
    {
        m_box->setText(u" 404"_qs);
        m_box->setCursorPosition(0);
        type(u"ti"_qs);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(m_box->text(), u"title: 404"_qs);
        QCOMPARE(m_box->cursorPosition(), 6);
    }

    void ctrlSpaceOffersAll()
    {
        QTest::keyClick(m_box, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(popup()->isVisible());
        QCOMPARE(offered().size(), 4);
        press(Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
    }

    void whatIsCompleteIsNotOffered()
    {
        type(u"title:"_qs);
        QVERIFY(!popup()->isVisible());
        type(u"ti"_qs);
        QVERIFY(!popup()->isVisible());
    }

    void aProblemIsSeenReadAndHeard()
    {
        m_box->setHelp(u"what can be written"_qs);
        const QColor plain = m_box->palette().color(QPalette::Text);
        m_box->setProblem(u"“x < y” is no number."_qs);
        QVERIFY(m_box->hasProblem());
        QVERIFY(m_box->toolTip().contains(u"“x &lt; y” is no number."_qs));
        QCOMPARE(m_box->accessibleDescription(), u"“x < y” is no number."_qs);
        QVERIFY(m_box->palette().color(QPalette::Text) != plain);
        const QList<QAction *> signs = m_box->actions();
        QCOMPARE(std::count_if(signs.begin(), signs.end(), [](QAction *each) { return each->isVisible(); }),
                 2);
        m_box->setProblem({});
        QVERIFY(!m_box->hasProblem());
        QCOMPARE(m_box->toolTip(), u"what can be written"_qs);
        QVERIFY(m_box->accessibleDescription().isEmpty());
        QCOMPARE(m_box->palette().color(QPalette::Text), plain);
    }

    void returnTellsAtOnceAndOnce()
    {
        QSignalSpy told(m_box, &FilterBox::filterChanged);
        type(u"news"_qs);
        QCOMPARE(told.size(), 0); // somebody is still typing
        press(Qt::Key_Return);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0][0].toString(), u"news"_qs);
        press(Qt::Key_Return);
        QCoreApplication::processEvents();
        QCOMPARE(told.size(), 1);
    }

    /// On X11 it would go to the end of the line.
    void ctrlEIsTheWindows()
    {
        QKeyEvent key(QEvent::ShortcutOverride, Qt::Key_E, Qt::ControlModifier);
        key.ignore();
        QCoreApplication::sendEvent(m_box, &key);
        QVERIFY(!key.isAccepted());
    }

    void textThatWasNotTypedOffersNothing()
    {
        m_box->setText(u"ti"_qs);
        QVERIFY(!popup()->isVisible());
    }

private:
    QAbstractItemView *popup() const { return m_box->findChild<QCompleter *>()->popup(); }
    QWidget *receiver() const { return popup()->isVisible() ? static_cast<QWidget *>(popup()) : m_box; }
    void press(Qt::Key key) const { QTest::keyClick(receiver(), key); }
    void type(const QString &text) const
    {
        for (const QChar each : text)
            QTest::keyClick(receiver(), each.toLatin1());
    }
    QStringList offered() const
    {
        QStringList texts;
        for (int row = 0; row < popup()->model()->rowCount(); ++row)
            texts << popup()->model()->index(row, 0).data().toString();
        return texts;
    }

    std::unique_ptr<QWidget> m_window;
    FilterBox *m_box = nullptr;
};

QTEST_MAIN(TestFilterBox)
#include "tst_filterbox.moc"
