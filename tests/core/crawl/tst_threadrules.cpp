// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/crawler.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <QThread>

#include <memory>
#include <sys/resource.h>

using namespace turnstone;

/// What the program itself does when started with --wrong-thread.
static int touchFromTheWrongThread()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    Crawler crawler;
    const std::unique_ptr<QThread> other(QThread::create([&crawler] { crawler.pause(); }));
    other->start();
    other->wait();
    return 0;
}

class TestThreadRules final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTouchFromTheWrongThreadAbortsADebugBuild()
    {
#ifdef QT_NO_DEBUG
        QSKIP("release builds do not check");
#endif
        QProcess self;
        self.start(QCoreApplication::applicationFilePath(), {u"--wrong-thread"_qs});
        QVERIFY(self.waitForFinished());
        QCOMPARE(self.exitStatus(), QProcess::CrashExit);
        QVERIFY(self.readAllStandardError().contains("touched from the wrong thread"));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (QCoreApplication::arguments().contains(u"--wrong-thread"_qs))
        return touchFromTheWrongThread();
    TestThreadRules test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_threadrules.moc"
