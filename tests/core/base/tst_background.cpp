// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/background.h"
#include "core/base/backgroundrelease.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <memory>
#include <optional>

using namespace turnstone;

class TestBackground final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsReleasedEndsElsewhere()
    {
        QThread *where = nullptr;
        QSemaphore gone;
        std::shared_ptr<int> owner(new int(7), [&where, &gone](const int *value) {
            delete value;
            where = QThread::currentThread();
            gone.release();
        });
        releaseInBackground(std::move(owner));
        gone.acquire();
        QVERIFY(where && where != thread());
    }

    void theAnswerComesHere()
    {
        Background background;
        QThread *worker = nullptr;
        QThread *here = nullptr;
        int answer = 0;
        background.start(
            [&worker](const Background::Work &) {
                worker = QThread::currentThread();
                return 7;
            },
            [&](int given) {
                QVERIFY(!background.isBusy());
                here = QThread::currentThread();
                answer = given;
            });
        QVERIFY(background.isBusy());
        QCOMPARE(answer, 0);
        QTRY_COMPARE(answer, 7);
        QCOMPARE(here, thread());
        QVERIFY(worker && worker != here);
    }

    void workWithoutAnAnswer()
    {
        Background background;
        bool done = false;
        background.start([](const Background::Work &) {}, [&done] { done = true; });
        QTRY_VERIFY(done);
    }

    void theNewestReplacesTheOthers()
    {
        Background background;
        QSemaphore begun, go;
        QStringList answers;
        bool sawTheStop = false;
        background.start(
            [&](const Background::Work &work) {
                begun.release();
                go.acquire();
                sawTheStop = work.isStopped();
                return 1;
            },
            [&](int) { answers += u"first"_qs; });
        begun.acquire();
        bool secondRan = false;
        background.start([&](const Background::Work &) { return secondRan = true; },
                         [&](bool) { answers += u"second"_qs; });
        background.start([](const Background::Work &work) { return work.isStopped(); },
                         [&](bool stopped) { answers += stopped ? u"stopped"_qs : u"third"_qs; });
        go.release();
        QTRY_COMPARE(answers, QStringList{u"third"_qs});
        QVERIFY(sawTheStop);
        QVERIFY2(!secondRan, "it had not begun when it was replaced");
    }

    void whatIsStoppedStillAnswers()
    {
        Background background;
        QSemaphore begun, go;
        std::optional<bool> answer;
        background.start(
            [&](const Background::Work &work) {
                begun.release();
                go.acquire();
                return work.isStopped();
            },
            [&](bool stopped) { answer = stopped; });
        begun.acquire();
        background.stop();
        QVERIFY(background.isBusy());
        go.release();
        QTRY_COMPARE(answer, std::optional(true));
    }

    /// Stopped before it began, it begins and sees that.
    void whatIsStoppedEarlyStillAnswers()
    {
        Background background;
        QSemaphore go;
        background.pool().start([&go] { go.acquire(); });
        std::optional<bool> answer;
        background.start([](const Background::Work &work) { return work.isStopped(); },
                         [&](bool stopped) { answer = stopped; });
        background.stop();
        go.release();
        QTRY_COMPARE(answer, std::optional(true));
    }

    void whatIsCancelledTellsNothingMore()
    {
        Background background;
        QSemaphore told;
        int tellings = 0;
        bool answered = false;
        background.start(
            [&](const Background::Work &work) {
                work.tell([&tellings] { ++tellings; });
                told.release();
            },
            [&] { answered = true; });
        told.acquire();
        background.cancel();
        QVERIFY(!background.isBusy());
        background.pool().waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(tellings, 0);
        QVERIFY(!answered);
    }

    void whatIsToldComesBeforeTheAnswer()
    {
        Background background;
        QStringList heard;
        background.start(
            [&heard](const Background::Work &work) {
                work.tell([&heard] { heard += u"one"_qs; });
                work.tell([&heard] { heard += u"two"_qs; });
            },
            [&heard] { heard += u"answer"_qs; });
        QTRY_COMPARE(heard, (QStringList{u"one"_qs, u"two"_qs, u"answer"_qs}));
    }

    void theEndStopsAndWaits()
    {
        bool sawTheStop = false;
        bool answered = false;
        {
            Background background;
            QSemaphore begun;
            background.start(
                [&](const Background::Work &work) {
                    begun.release();
                    while (!work.isStopped())
                        QThread::yieldCurrentThread();
                    sawTheStop = true;
                },
                [&] { answered = true; });
            begun.acquire();
        }
        QVERIFY(sawTheStop);
        QCoreApplication::processEvents();
        QVERIFY(!answered);
    }

    void anAnswerMayStartTheNext()
    {
        Background background;
        int steps = 0;
        std::function<void()> next = [&] {
            if (++steps < 5)
                background.start([](const Background::Work &) {}, next);
        };
        next();
        QTRY_COMPARE(steps, 5);
        QVERIFY(!background.isBusy());
    }
};

QTEST_GUILESS_MAIN(TestBackground)
#include "tst_background.moc"
