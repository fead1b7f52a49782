// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networksetup.h"

#include <QTest>

#include <csignal>
#include <dlfcn.h>
#include <sys/resource.h>

using namespace turnstone;

namespace {

QStringList told;

void noteMessage(QtMsgType, const QMessageLogContext &, const QString &message)
{
    told.append(message);
}

} // namespace

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

    /// What Qt asks for one is ours, and has none.
    void thereIsNoKerberosTicket()
    {
        using Acquire = quint32 (*)(quint32 *, void *, quint32, void *, int, void **, void **, quint32 *);
        const auto acquire = reinterpret_cast<Acquire>(dlsym(RTLD_DEFAULT, "gss_acquire_cred"));
        QVERIFY(acquire != nullptr);
        Dl_info found{};
        QVERIFY(dladdr(reinterpret_cast<void *>(acquire), &found) != 0);
        QVERIFY2(!QByteArray(found.dli_fname).contains("libgssapi"), found.dli_fname);
        quint32 minorStatus = 1;
        void *credential = &minorStatus;
        QCOMPARE(acquire(&minorStatus, nullptr, 0, nullptr, 1, &credential, nullptr, nullptr), 0x70000U);
        QVERIFY(credential == nullptr);
    }

    void aProxysUserIsNotTold()
    {
        const QtMessageHandler before = qInstallMessageHandler(&noteMessage);
        prepareNetwork();
        prepareNetwork(); // passes on to what was there first
        qWarning(
            "QNetworkAccessCache::addEntry: overriding active cache entry 'auth:proxy-http://tide@shore'");
        qWarning("The tide is out.");
        qInstallMessageHandler(before);
        QCOMPARE(told, QStringList(u"The tide is out."_qs));
    }

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
