// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagebar.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

using namespace turnstone;

class TestMessageBar final : public QObject
{
    Q_OBJECT

    /// From the top down, as they are laid out.
    static QStringList lines(const MessageBar &bar)
    {
        QList<MessageLine *> found = bar.findChildren<MessageLine *>();
        found.removeIf([](const MessageLine *line) { return line->isHidden(); });
        std::sort(found.begin(), found.end(),
                  [](const MessageLine *a, const MessageLine *b) { return a->y() < b->y(); });
        QStringList texts;
        for (const MessageLine *line : found)
            texts << line->text();
        return texts;
    }

    static void show(MessageBar &bar)
    {
        bar.resize(600, bar.sizeHint().height());
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }

    static QPushButton *button(const MessageBar &bar, const QString &text)
    {
        const QList<QPushButton *> all = bar.findChildren<QPushButton *>();
        const auto found = std::find_if(all.begin(), all.end(), [&text](const QPushButton *each) {
            return each->isVisible() && each->text() == text;
        });
        return found == all.end() ? nullptr : *found;
    }

private Q_SLOTS:
    void eachMatterHasALineTheNewestOnTop()
    {
        MessageBar bar;
        QVERIFY(bar.isHidden());
        bar.post("a", MessageBar::Kind::Info, u"one"_qs);
        bar.post("b", MessageBar::Kind::Warning, u"two"_qs);
        show(bar);
        QVERIFY(!bar.isHidden());
        QCOMPARE(lines(bar), (QStringList{u"two"_qs, u"one"_qs}));
        QCOMPARE(bar.text(), u"two"_qs);
        bar.post("a", MessageBar::Kind::Info, u"three"_qs);
        show(bar);
        QCOMPARE(lines(bar), (QStringList{u"three"_qs, u"two"_qs}));
        QCOMPARE(bar.text(), u"three"_qs);
        QCOMPARE(bar.text("b"), u"two"_qs);
        bar.drop("a");
        QCOMPARE(bar.text(), u"two"_qs);
        QVERIFY(!bar.has("a"));
        QVERIFY(!bar.isHidden());
        bar.drop("b");
        QVERIFY(bar.isHidden());
        bar.drop("b");
        QCOMPARE(bar.text(), QString());
    }

    void otherWordsComeOnlyWhereTheLineIsOpen()
    {
        MessageBar bar;
        bar.post("a", MessageBar::Kind::Info, u"0 %"_qs);
        bar.post("b", MessageBar::Kind::Info, u"two"_qs);
        bar.update("a", u"50 %"_qs);
        QCOMPARE(bar.text("a"), u"50 %"_qs);
        QCOMPARE(bar.text(), u"two"_qs);
        bar.drop("a");
        bar.update("a", u"60 %"_qs);
        QVERIFY(!bar.has("a"));
    }

    void anActionClosesItsLineAndRunsOnce()
    {
        MessageBar bar;
        int ran = 0;
        bar.post("a", MessageBar::Kind::Info, u"one"_qs,
                 {{u"Not this"_qs, [&ran] { ran += 100; }}, {u"Do"_qs, [&] {
                                                                 QVERIFY(!bar.has("a"));
                                                                 ++ran;
                                                                 bar.post("a", MessageBar::Kind::Info,
                                                                          u"done"_qs);
                                                             }}});
        bar.show();
        QPushButton *asked = button(bar, u"Do"_qs);
        QVERIFY(asked);
        QTest::mouseClick(asked, Qt::LeftButton);
        asked->click(); // it goes only later
        QCOMPARE(ran, 1);
        QCOMPARE(bar.text("a"), u"done"_qs);
        QVERIFY(!button(bar, u"Do"_qs));
    }

    void itIsClosedByItsButtonAndByEscape()
    {
        MessageBar bar;
        bar.show();
        bar.post("a", MessageBar::Kind::Info, u"one"_qs);
        bar.post("b", MessageBar::Kind::Info, u"two"_qs);
        bar.post("c", MessageBar::Kind::Info, u"three"_qs);
        QTest::keyClick(&bar, Qt::Key_Escape);
        QVERIFY(!bar.has("c"));
        for (MessageLine *line : bar.findChildren<MessageLine *>()) {
            if (line->text() == u"one")
                line->findChild<QToolButton *>()->click();
        }
        QVERIFY(!bar.has("a"));
        QVERIFY(bar.has("b"));
    }

    void aNoticeGoesByItself()
    {
        MessageBar bar;
        auto *timer = bar.findChild<QTimer *>();
        QCOMPARE(timer->intervalAsDuration(), std::chrono::milliseconds(MessageBar::NoticeTime));
        bar.warn(u"bad"_qs);
        QVERIFY(!timer->isActive());
        bar.say(u"good"_qs);
        QVERIFY(timer->isActive());
        bar.say(u"Again?"_qs, {{u"Yes"_qs, [] {}}});
        QVERIFY(!timer->isActive());
        bar.say(u"good"_qs);
        show(bar);
        QCOMPARE(lines(bar), (QStringList{u"good"_qs, u"bad"_qs}));
        timer->start(0);
        QTRY_COMPARE(lines(bar), QStringList(u"bad"_qs));
    }

    /// What went well takes away nothing of what did not.
    void whoHadTheKeyboardIsTold()
    {
        QWidget window;
        auto *bar = new MessageBar(&window);
        QLineEdit before(&window);
        bar->setTabAfter(&before);
        QSignalSpy left(bar, &MessageBar::left);
        bar->post("a", MessageBar::Kind::Info, u"one"_qs, {{u"Do"_qs, [] {}}});
        bar->post("b", MessageBar::Kind::Info, u"two"_qs, {{u"Other"_qs, [] {}}});
        window.resize(600, 200);
        bar->resize(600, 100);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        before.setFocus();
        QTest::keyClick(&window, Qt::Key_Tab); // the newest stands on top
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button(*bar, u"Other"_qs)));
        QTest::keyClick(&window, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button(*bar, u"Do"_qs)));
        bar->drop("b");
        QCOMPARE(left.size(), 0);
        bar->drop("a");
        QCOMPARE(left.size(), 1);
    }

    void onlyWhatWasJustSaidGoesByItself()
    {
        MessageBar bar;
        bar.post("a", MessageBar::Kind::Info, u"one"_qs);
        const auto *timer = bar.findChild<QTimer *>();
        QVERIFY(!timer->isActive());
        bar.say(u"two"_qs);
        QVERIFY(timer->isActive());
    }

    void troublesStay()
    {
        MessageBar bar;
        bar.warn(u"one"_qs);
        bar.say(u"good"_qs);
        bar.warn(u"two"_qs);
        bar.say(u"better"_qs);
        show(bar);
        QCOMPARE(lines(bar), (QStringList{u"better"_qs, u"two"_qs, u"one"_qs}));
        bar.warn(u"one"_qs);
        bar.warn(u"three"_qs);
        bar.warn(u"four"_qs);
        show(bar);
        QCOMPARE(lines(bar), (QStringList{u"four"_qs, u"three"_qs, u"one"_qs, u"better"_qs}));
        bar.post("a", MessageBar::Kind::Info, u"it goes on"_qs);
        show(bar);
        bar.dropSaid();
        QCOMPARE(lines(bar), QStringList(u"it goes on"_qs));
    }
};

QTEST_MAIN(TestMessageBar)
#include "tst_messagebar.moc"
