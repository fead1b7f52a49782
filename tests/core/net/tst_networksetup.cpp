// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"

#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace turnstone;

/// What holds for the whole process, set up once; the order of the tests is that of a program's life.
class TestNetworkSetup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asManyDescriptorsAsAreAllowed()
    {
        rlimit files{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &files), 0);
        files.rlim_cur = files.rlim_max / 2;
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &files), 0);
        prepareNetwork();
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &files), 0);
        QCOMPARE(files.rlim_cur, files.rlim_max);
    }

    void aConnectionThatIsGoneIsNoEnd() { QVERIFY(std::signal(SIGPIPE, SIG_DFL) == SIG_IGN); }

    /// The other half is for look-ups, idle connections and further managers.
    void aHalfOfThemIsForConnections()
    {
        rlimit files{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &files), 0);
        const rlimit before = files;
        files.rlim_cur = 1044; // 44 are for the rest of the program
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &files), 0);
        QCOMPARE(mostConnections(), 500);
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
        QCOMPARE(mostConnections(), 500); // asked for once and for all
    }
};

QTEST_APPLESS_MAIN(TestNetworkSetup)
#include "tst_networksetup.moc"
