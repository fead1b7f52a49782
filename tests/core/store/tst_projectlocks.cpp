// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/autosave.h"
#include "core/store/project.h"
#include "core/store/projectheader.h"
#include "core/store/projectlock.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// Another process that reads a project and closes it must not take the log away from the one that writes.
class TestProjectLocks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0755), 0); // others may look
        m_path = m_folder->filePath(u"p.turnstone"_s);
        {
            const auto made = createProject(m_path);
            QVERIFY(made);
            QVERIFY(made.value()->addAddresses(makeAddresses(10), 0));
        }
        QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0644), 0); // its owner lets them
    }

    void aReaderElsewhereLeavesTheLog_data()
    {
        QTest::addColumn<QString>("look");
        QTest::newRow("nothing else") << QString();
        QTest::newRow("a second store") << u"store"_s;
        QTest::newRow("the header") << u"header"_s;
        QTest::newRow("by another name") << u"link"_s;
        QTest::newRow("what is left behind") << u"autosave"_s;
        QTest::newRow("who writes") << u"lock"_s;
        QTest::newRow("a second writer") << u"writer"_s;
    }

    void aReaderElsewhereLeavesTheLog()
    {
        QFETCH(QString, look);
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store);
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(0)})}));
            lookHere(look);
            for (int reader = 0; reader < 2; ++reader) {
                QCOMPARE(resultsSeenElsewhere(), 1 + reader);
                QVERIFY(QFileInfo::exists(m_path + u"-wal"));
                QVERIFY(store.value()->append(std::vector{batchOf({makePage(RowId(1 + reader))})}));
            }
            QCOMPARE(resultsSeenElsewhere(), 3);
            QVERIFY(store.value()->endRun(RunEnding::Finished, false));
        }
        QCOMPARE(askSqlite(m_path, u"SELECT count(*) FROM current_results"_s).toInt(), 3);
        QCOMPARE(integrityOf(m_path), u"ok"_s);
    }

    /// Closing a descriptor of a file takes all locks of the process from it, those of other stores, too.
    void aReaderHereKeepsTheLogWhenTheWriterGoes()
    {
        const auto reader = openProject(m_path, OpenMode::Read);
        QVERIFY(reader && reader.value()->runs());
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store);
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(0)})}));
        }
        QVERIFY(QFileInfo::exists(m_path + u"-wal"));
        QCOMPARE(resultsSeenElsewhere(), 1); // by a process that would tidy up if it were the last
        QVERIFY(QFileInfo::exists(m_path + u"-wal"));
        QCOMPARE(reader.value()->runs().value().size(), size_t(1));
    }

    void aWriterIsFoundByAnyName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("its own") << u"p.turnstone"_s;
        QTest::newRow("relative") << u"./folder/../p.turnstone"_s;
        QTest::newRow("a link") << u"link.turnstone"_s;
        QTest::newRow("through a linked folder") << u"linked/p.turnstone"_s;
    }

    void aWriterIsFoundByAnyName()
    {
        QFETCH(QString, name);
        makeOtherNames();
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(store);
        const auto here = openProject(m_folder->filePath(name), OpenMode::Write);
        QVERIFY(!here);
        QCOMPARE(here.error().code, Error::Code::InUse);
        const QByteArray elsewhere = saidElsewhere({u"--write"_s, name});
        QVERIFY2(elsewhere.contains("is being written by tst_projectlock"), elsewhere.constData());
        QVERIFY2(elsewhere.contains(QByteArray::number(::getpid())), elsewhere.constData());
    }

    /// A window that opens many projects in its life would run out of descriptors.
    void whatWasOpenedIsClosed()
    {
        const auto open = [] {
            return QDir(u"/proc/self/fd"_s).entryList(QDir::System | QDir::Files).size();
        };
        const auto before = open();
        for (int round = 0; round < 2; ++round) {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store && openProject(m_path, OpenMode::Read));
            QVERIFY(!openProject(m_path, OpenMode::Write));
            QVERIFY(ProjectLock::isTaken(m_path) && open() > before);
        }
        QVERIFY(openProject(m_path, OpenMode::Read) && !ProjectLock::isTaken(m_path));
        QCOMPARE(open(), before);
    }

    void whoMadeAProjectIsFound()
    {
        const auto store = createProject(m_folder->filePath(u"new.turnstone"_s));
        QVERIFY(store && openProject(store.value()->info().path, OpenMode::Read));
        const QByteArray elsewhere = saidElsewhere({u"--write"_s, u"new.turnstone"_s});
        QVERIFY2(elsewhere.contains(QByteArray::number(::getpid())), elsewhere.constData());
    }

    /// Long before it is done.
    void whoTakesAProjectForwardIsFound()
    {
        const QString old = m_folder->filePath(u"old.turnstone"_s);
        QVERIFY(QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/version2.turnstone"), old));
        QVERIFY(QFile::setPermissions(old, QFile::ReadOwner | QFile::WriteOwner));
        QByteArray elsewhere;
        const auto store = openProject(old, OpenMode::Write, [&](qint64 done, qint64) {
            if (done == 0)
                elsewhere = saidElsewhere({u"--write"_s, old});
            return true;
        });
        QVERIFY(store);
        QVERIFY2(elsewhere.contains("is being written by tst_projectlock"), elsewhere.constData());
        QVERIFY2(elsewhere.contains(QByteArray::number(::getpid())), elsewhere.constData());
    }

    void whoOpenedALinkIsFound()
    {
        makeOtherNames();
        for (const QString &name : {u"link.turnstone"_s, u"linked/p.turnstone"_s}) {
            const auto store = openProject(m_folder->filePath(name), OpenMode::Write);
            QVERIFY(store);
            QVERIFY(QFileInfo::exists(m_path + u"-wal"));
            QVERIFY(saidElsewhere({u"--write"_s, m_path}).contains("is being written"));
        }
        QCOMPARE(saidElsewhere({u"--write"_s, m_path}), QByteArray("written\n"));
    }

    /// Who may not write, and has a link to the project, must not take it for a file that never changes.
    void aReaderThroughALinkSeesWhatIsNew()
    {
        makeOtherNames();
        const auto store = openProject(m_path, OpenMode::Write);
        QVERIFY(store && store.value()->beginRun(RunScope::List, "{}"));
        QVERIFY(store.value()->append(std::vector{batchOf({makePage(0)})}));
        const QByteArray folder = QFile::encodeName(m_folder->path());
        QCOMPARE(::chmod(folder.constData(), 0555), 0);
        QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0444), 0);
        for (const QString &name : {u"p.turnstone"_s, u"link.turnstone"_s, u"linked/p.turnstone"_s})
            QCOMPARE(saidElsewhere({u"--read"_s, name}), QByteArray("1 read\n"));
        QVERIFY(store.value()->append(std::vector{batchOf({makePage(1)})}));
        QCOMPARE(saidElsewhere({u"--read"_s, u"link.turnstone"_s}), QByteArray("2 read\n"));
        QCOMPARE(::chmod(folder.constData(), 0755), 0);
    }

    /// The log of one that was killed is a part of the project.
    void aReaderThroughALinkSeesWhatWasNotTidiedUp()
    {
        makeOtherNames();
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, m_path});
        QVERIFY(writer.waitForReadyRead());
        writer.kill();
        QVERIFY(writer.waitForFinished());
        const QByteArray folder = QFile::encodeName(m_folder->path());
        QCOMPARE(::chmod(folder.constData(), 0555), 0);
        QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0444), 0);
        for (const QString &name : {u"p.turnstone"_s, u"link.turnstone"_s})
            QCOMPARE(saidElsewhere({u"--read"_s, name}), QByteArray("1 read\n"));
        QCOMPARE(::chmod(folder.constData(), 0755), 0);
    }

    void aLockGoesWithItsProcess()
    {
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, m_path});
        QVERIFY(writer.waitForReadyRead());
        QVERIFY(ProjectLock::isTaken(m_path));
        writer.kill();
        QVERIFY(writer.waitForFinished());
        QVERIFY(!ProjectLock::isTaken(m_path));
        QVERIFY(openProject(m_path, OpenMode::Write));
    }

    /// As on some file systems of networks.
    void aFileSystemWithoutLocksIsTold()
    {
        QCOMPARE(saidElsewhere({u"--without-locks"_s, u"--read"_s, m_path}), QByteArray("0 read\n"));
        const QString made = m_folder->filePath(u"made.turnstone"_s);
        for (const QStringList &arguments : {QStringList{u"--write"_s, m_path}, {u"--make"_s, made}}) {
            const QByteArray said = saidElsewhere(QStringList{u"--without-locks"_s} + arguments);
            QVERIFY2(said.contains("its file system cannot lock files"), said.constData());
            QVERIFY2(said.startsWith(arguments.last().toUtf8()), said.constData());
        }
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"p.turnstone"_s});
    }

private:
    void makeOtherNames()
    {
        QVERIFY(QDir(m_folder->path()).mkdir(u"folder"_s));
        QVERIFY(QFile::link(m_path, m_folder->filePath(u"link.turnstone"_s)));
        QVERIFY(QFile::link(m_folder->path(), m_folder->filePath(u"linked"_s)));
    }

    /// Of this program in a process of its own, in the folder of the project.
    QByteArray saidElsewhere(const QStringList &arguments) const
    {
        QProcess other;
        other.setWorkingDirectory(m_folder->path());
        other.setProcessChannelMode(QProcess::MergedChannels);
        other.start(QCoreApplication::applicationFilePath(), arguments);
        return other.waitForFinished() ? other.readAll() : QByteArray("it does not end");
    }

    /// Looks at the project within this process, as the window does, and closes it again.
    void lookHere(const QString &how)
    {
        if (how == u"store")
            QVERIFY(openProject(m_path, OpenMode::Read));
        else if (how == u"header")
            QVERIFY(checkProjectHeader(m_path));
        else if (how == u"lock")
            QVERIFY(ProjectLock::isTaken(m_path));
        else if (how == u"writer")
            QCOMPARE(openProject(m_path, OpenMode::Write).error().code, Error::Code::InUse);
        else if (how == u"autosave")
            QVERIFY(Autosave(m_folder->path()).leftBehind().empty());
        else if (how == u"link") {
            const QString link = m_folder->filePath(u"link.turnstone"_s);
            QVERIFY(QFile::link(m_path, link));
            QVERIFY(checkProjectHeader(link));
        }
    }
    int resultsSeenElsewhere() const
    {
        QProcess reader;
        reader.start(QCoreApplication::applicationFilePath(), {u"--count"_s, m_path});
        return reader.waitForFinished() ? reader.exitCode() : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

namespace {

/// From now on the system refuses the locks of open files.
void forbidLocks()
{
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, F_OFD_GETLK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOLCK),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{std::size(filter), filter};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        qFatal("cannot forbid locks");
}

void read(const QString &path)
{
    if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) // root may write everywhere
        qFatal("cannot give up the rights of root");
    const auto store = openProject(path, OpenMode::Read);
    if (store)
        std::printf("%lld read\n", qlonglong(store.value()->finishedAddresses().value()));
    else
        std::printf("%s\n", qPrintable(store.error().message));
}

void write(const QString &path, bool make, bool hold)
{
    const auto store = make ? createProject(path) : openProject(path, OpenMode::Write);
    if (hold && (!store || !store.value()->beginRun(RunScope::List, "{}") ||
                 !store.value()->append(std::vector{batchOf({makePage(0)})})))
        std::printf("failed\n");
    std::printf("%s\n", store ? "written" : qPrintable(store.error().message));
    std::fflush(stdout);
    while (hold)
        ::pause();
}

/// What this program does in other processes of the test.
int beOther(QStringList arguments)
{
    if (arguments.removeAll(u"--without-locks"_s) > 0)
        forbidLocks();
    const QString what = arguments.value(0), path = arguments.value(1);
    if (what == u"--count")
        return askSqlite(path, u"SELECT count(*) FROM current_results"_s).toInt();
    if (what == u"--read")
        read(path);
    else
        write(path, what == u"--make", what == u"--hold");
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.size() >= 2 && arguments[0].startsWith(u"--"))
        return beOther(arguments);
    TestProjectLocks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_projectlocks.moc"
