// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/autosave.h"
#include "core/store/project.h"
#include "core/store/salvage.h"
#include "core/store/schema.h"
#include "core/store/sqlconnection.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"
#include "tests/support/filecalls.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <latch>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

/// Nobody's rights, while it lives: root may write everywhere.
class Nobody final
{
public:
    Nobody()
    {
        if (::geteuid() == 0 && ::setresuid(65534, 65534, 0) != 0)
            qFatal("cannot give up the rights of root");
    }
    ~Nobody()
    {
        if (::getuid() == 65534 && ::setresuid(0, 0, 0) != 0)
            qFatal("cannot become root again");
    }
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Which files are opened, how, and what is said of the others.
class TestProjectFiles final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) { return m_folder->filePath(name); }
    QStringList files() { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }

    void makeProject(const QString &name)
    {
        const auto store = createProject(path(name));
        QVERIFY(store);
        QVERIFY(store.value()->addAddresses(makeAddresses(10), 0));
        QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
        QVERIFY(store.value()->append(std::vector{batchOf({makePage(4)})}));
    }

    /// What a kill leaves: a log with something in it, and nothing beside it to find that by.
    void makeLeftBehind(const QString &name)
    {
        makeProject(u"p"_s);
        const auto store = openProject(path(u"p"_s), OpenMode::Write);
        QVERIFY(store && store.value()->setNote(1, u"in the log"_s));
        QVERIFY(QFile::copy(path(u"p"_s), path(name)));
        QVERIFY(QFile::copy(path(u"p-wal"_s), path(name + u"-wal")));
    }

    /// A copy of the file that a version wrote.
    QString fixture(int version = 1)
    {
        const QString name = u"version%1.turnstone"_s.arg(version);
        const QString copy = path(name);
        QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/") + name, copy);
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
        return copy;
    }

    static FetchResult withoutLookups(FetchResult result)
    {
        result = asOfVersion3(std::move(result));
        for (FetchAttempt &attempt : result.attempts) {
            for (Hop &hop : attempt.hops)
                hop.phases.lookupUs = -1;
        }
        return result;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void foreignFilesAreLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        init();
        makeProject(u"p"_s);
        const QByteArray project = contentOf(path(u"p"_s));
        QByteArray foreign = project, torn = project.left(project.size() / 2);
        foreign.replace(68, 4, QByteArray(4, '\0'));
        QTest::newRow("empty") << QByteArray() << u"not a Turnstone project"_s;
        QTest::newRow("text") << QByteArray(5000, 'x') << u"not a Turnstone project"_s;
        QTest::newRow("short") << project.left(50) << u"not a Turnstone project"_s;
        QTest::newRow("another program's") << foreign << u"another program"_s;
        QTest::newRow("torn") << torn << u"its end is missing"_s;
    }

    void foreignFilesAreLeftAlone()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        QFile file(path(u"f.turnstone"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        for (const OpenMode mode : {OpenMode::Read, OpenMode::Write}) {
            const auto opened = openProject(file.fileName(), mode);
            QVERIFY(!opened);
            QVERIFY2(opened.error().message.contains(said), qPrintable(opened.error().message));
            QVERIFY(opened.error().message.contains(u"f.turnstone"_s));
        }
        QCOMPARE(contentOf(file.fileName()), content);
        QCOMPARE(files(), QStringList(u"f.turnstone"_s));
    }

    void whatIsNotThereIsASentence()
    {
        QVERIFY(openProject(path(u"none"_s), OpenMode::Read).error().message.contains(u"no file"_s));
        QVERIFY(
            openProject(m_folder->path(), OpenMode::Write).error().message.contains(u"it is not a file"_s));
        QVERIFY(createProject(path(u"no/such/folder"_s)).error().message.contains(u"no folder"_s));
        makeProject(u"p"_s);
        QVERIFY(createProject(path(u"p"_s)).error().message.contains(u"already"_s));
        QCOMPARE(files(), QStringList(u"p"_s));
    }

    void damageInsideIsAnError()
    {
        makeProject(u"p"_s);
        QFile file(path(u"p"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(4096));
        file.write(QByteArray(int(file.size()) - 4096, '\xAA'));
        file.close();
        const auto opened = openProject(file.fileName(), OpenMode::Write);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains(u"damaged"_s), qPrintable(opened.error().message));
    }

    void whatIsMissingInItIsNamed()
    {
        makeProject(u"p"_s);
        askSqlite(path(u"p"_s), u"DROP TABLE runs"_s);
        const auto opened = openProject(path(u"p"_s), OpenMode::Read);
        QVERIFY(opened);
        const Result<std::vector<RunInfo>> runs = opened.value()->runs();
        QVERIFY(!runs);
        QVERIFY2(runs.error().message.contains(u"(runs is missing from it)"_s),
                 qPrintable(runs.error().message));
    }

    /// A write of one page that was lost: by the index more is owed than by the table.
    void whatIsOwedMustBeCertainBeforeItIsSent()
    {
        const QString now = path(u"p"_s), before = path(u"before"_s);
        {
            const auto store = createProject(now);
            QVERIFY(store && store.value()->addAddresses(makeAddresses(10), 0));
            QVERIFY(store.value()->beginRun(RunScope::List, "{}") && store.value()->oweAll());
        }
        QVERIFY(QFile::copy(now, before));
        {
            const auto store = openProject(now, OpenMode::Write);
            QVERIFY(store && store.value()->continueRun(1, "{}"));
            const Outcome tried = store.value()->together([&] { return store.value()->tryOut(); });
            QVERIFY2(tried, qPrintable(tried ? QString() : tried.error().message));
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(3)})}));
        }
        const qint64 size = askSqlite(now, u"PRAGMA page_size"_s).toInt();
        const qint64 page =
            askSqlite(now, u"SELECT rootpage FROM sqlite_master WHERE name = 'owed_by_run'"_s).toInt();
        QFile from(before), to(now);
        QVERIFY(from.open(QIODevice::ReadOnly) && from.seek((page - 1) * size));
        QVERIFY(to.open(QIODevice::ReadWrite) && to.seek((page - 1) * size));
        QCOMPARE(to.write(from.read(size)), size);
        to.close();
        const auto refused = openProject(now, OpenMode::Write);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"damaged"_s), qPrintable(refused.error().message));
        QVERIFY(!refused.error().message.contains(u"changed"_s)); // results of this run are in it
    }

    void whatIsOfNoAddressIsDamage_data()
    {
        QTest::addColumn<QString>("file"); // of the test's data; empty: the current version
        QTest::addColumn<QString>("change");
        QTest::addColumn<bool>("isDamage");        // for whoever reads
        QTest::addColumn<bool>("isDamageToWrite"); // who goes on with what is owed
        QTest::newRow("nothing") << QString() << u"DELETE FROM notes"_s << false << false;
        QTest::newRow("a result behind the list")
            << QString() << u"UPDATE pages SET address_id = 4000000000"_s << true << true;
        QTest::newRow("a result before the list")
            << QString() << u"UPDATE pages SET address_id = -1"_s << true << true;
        QTest::newRow("one of its results before the list")
            << QString()
            << u"INSERT INTO pages(address_id, page, verdict, attempts) SELECT -1, 0, verdict, attempts FROM pages"_s
            << true << true;
        QTest::newRow("one that is owed behind the list")
            << QString() << u"INSERT INTO owed VALUES(1, 1), (1000, 1)"_s << false << true;
        QTest::newRow("owed behind the list")
            << QString() << u"INSERT INTO owed VALUES(1000, 1)"_s << false << true;
        QTest::newRow("owed before the list")
            << QString() << u"INSERT INTO owed VALUES(-1, 1)"_s << false << true;
        QTest::newRow("version 1") << u"version1.turnstone"_s << u"DELETE FROM notes"_s << false << false;
        QTest::newRow("a result of version 1")
            << u"version1.turnstone"_s
            << u"UPDATE results SET address_id = 1000 WHERE address_id = (SELECT max(address_id) FROM results)"_s
            << true << true;
    }

    void whatIsOfNoAddressIsDamage()
    {
        QFETCH(QString, file);
        QFETCH(QString, change);
        QFETCH(bool, isDamage);
        QFETCH(bool, isDamageToWrite);
        if (file.isEmpty()) {
            const auto store = createProject(path(u"p"_s));
            QVERIFY(store && store.value()->addAddresses(makeAddresses(10), 0));
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(9)})}));
        } else {
            QVERIFY(QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/") + file, path(u"p"_s)));
            QVERIFY(QFile::setPermissions(path(u"p"_s), QFile::ReadOwner | QFile::WriteOwner));
        }
        askSqlite(path(u"p"_s), change);
        for (const OpenMode mode : {OpenMode::Read, OpenMode::Write}) {
            const auto opened = openProject(path(u"p"_s), mode);
            QCOMPARE(!opened, mode == OpenMode::Read ? isDamage : isDamageToWrite);
            QVERIFY(opened || opened.error().message.contains(u"damaged"_s));
        }
        const QString saved = path(u"saved"_s);
        QVERIFY(salvageProject(path(u"p"_s), saved));
        QVERIFY(openProject(saved, OpenMode::Write));
    }

    void onlyOneWrites()
    {
        const auto first = createProject(path(u"p"_s));
        QVERIFY(first);
        const auto second = openProject(path(u"p"_s), OpenMode::Write);
        QVERIFY(!second);
        QCOMPARE(second.error().code, Error::Code::InUse);
        QVERIFY(second.error().message.contains(QString::number(::getpid())));
        QVERIFY(first.value()->setNote(1, u"still"_s));
        const auto reader = openProject(path(u"p"_s), OpenMode::Read);
        QVERIFY(reader);
        QVERIFY(reader.value()->info().readOnly);
        QCOMPARE(reader.value()->note(1).value(), u"still"_s);
        QVERIFY(!reader.value()->setNote(1, u"not"_s));
    }

    void whatEarlierVersionsLeftIsNoLock_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing yet") << QByteArray();
        // as left behind in a container, where the next process has the same number and name
        QTest::newRow("a process of that number lives") << QByteArray::number(::getpid()) +
                                                               "\nturnstone-cli\n" +
                                                               QSysInfo::machineHostName().toUtf8() + '\n';
        QTest::newRow("another machine")
            << QByteArray("1\nturnstone\nelsewhere\n0123456789abcdef\n01234567-89ab-cdef\n");
    }

    void whatEarlierVersionsLeftIsNoLock()
    {
        QFETCH(QByteArray, content);
        makeProject(u"p"_s);
        QFile lock(path(u"p.lock"_s));
        QVERIFY(lock.open(QIODevice::WriteOnly) && lock.write(content) == content.size());
        lock.close();
        {
            const auto store = openProject(path(u"p"_s), OpenMode::Write);
            QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
            QCOMPARE(openProject(path(u"p"_s), OpenMode::Write).error().code, Error::Code::InUse);
        }
        QCOMPARE(files(), QStringList(u"p"_s));
    }

    void whatTheyDidNotLeaveStays_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("notes") << QByteArray("my notes\n");
        QTest::newRow("numbers") << QByteArray("1\n2\n3\n");
        QTest::newRow("another program's lock") << QByteArray("1\nsoffice\nelsewhere\n");
        QTest::newRow("an export") << QByteArray("url,final_url\r\n").repeated(1000);
    }

    void whatTheyDidNotLeaveStays()
    {
        QFETCH(QByteArray, content);
        makeProject(u"p"_s);
        QFile file(path(u"p.lock"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QVERIFY(openProject(path(u"p"_s), OpenMode::Write));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    /// Where no byte can be written there is none for a file beside it either.
    void aClosedProjectIsReadWhereNothingCanBeWritten_data()
    {
        QTest::addColumn<bool>("isClosed");
        QTest::newRow("closed") << true;
        QTest::newRow("with a log") << false;
    }

    void aClosedProjectIsReadWhereNothingCanBeWritten()
    {
        QFETCH(bool, isClosed);
        const QString name = isClosed ? u"p"_s : u"left"_s;
        if (isClosed)
            makeProject(name);
        else
            makeLeftBehind(name);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit nothing{0, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &nothing), 0);
        const auto store = openProject(path(name), OpenMode::Read);
        const bool hasResult =
            store && store.value()->readResults(std::vector<RowId>{4}).value().size() == size_t(1);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QCOMPARE(hasResult, isClosed);
        QCOMPARE(bool(store), isClosed); // or what the log has would be left out
    }

    void aFullDiskIsCalledSo_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::newRow("no byte") << QByteArray("size=1m");
        QTest::newRow("no inode") << QByteArray("nr_inodes=2"); // of which the folder itself is one
    }

    void aFullDiskIsCalledSo()
    {
        QFETCH(QByteArray, options);
        makeProject(u"p"_s);
        QVERIFY(QDir(m_folder->path()).mkdir(u"disk"_s));
        const QString there = path(u"disk/p"_s);
        bool isMounted = false, isRead = false;
        Error refusal, notSaved;
        std::thread([&] { // a disk that only this thread has
            if (::unshare(CLONE_NEWNS) != 0 ||
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                ::mount("none", QFile::encodeName(path(u"disk"_s)).constData(), "tmpfs", 0,
                        options.constData()) != 0)
                return;
            isMounted = QFile::copy(path(u"p"_s), there);
            if (options.startsWith("size")) {
                QFile rest(path(u"disk/rest"_s));
                rest.open(QIODevice::WriteOnly | QIODevice::Unbuffered);
                while (rest.write(QByteArray(4096, 'x')) > 0) {
                }
            }
            const auto store = openProject(there, OpenMode::Read);
            isRead = store && store.value()->readResults(std::vector<RowId>{4}).value().size() == size_t(1);
            const auto writer = openProject(there, OpenMode::Write);
            if (!writer)
                refusal = writer.error();
            if (const auto saved = salvageProject(path(u"p"_s), path(u"disk/q"_s)); !saved)
                notSaved = saved.error();
        })
            .join();
        if (!isMounted)
            QSKIP("This system lets the test mount no disk of its own.");
        QVERIFY(isRead);
        QCOMPARE(refusal.code, Error::Code::DiskFull);
        for (const QString &said : {refusal.message, notSaved.message})
            QVERIFY2(said.contains(options.startsWith("size") ? u"no space left"_s : u"disk"_s),
                     qPrintable(said));
    }

    /// The log that lies beside one name would be played back over what was written by the other.
    void ofTwoNamesNoneIsWritten()
    {
        makeLeftBehind(u"killed"_s);
        QCOMPARE(::link(QFile::encodeName(path(u"killed"_s)).constData(),
                        QFile::encodeName(path(u"other"_s)).constData()),
                 0);
        for (const QString &name : {u"killed"_s, u"other"_s}) {
            const auto writer = openProject(path(name), OpenMode::Write);
            QVERIFY(!writer);
            QVERIFY2(writer.error().message.contains(u"another name"), qPrintable(writer.error().message));
        }
        QVERIFY(!openProject(path(u"killed"_s), OpenMode::Read)); // has a log
        QVERIFY(openProject(path(u"other"_s), OpenMode::Read));
        QVERIFY(QFile::remove(path(u"other"_s)));
        const auto store = openProject(path(u"killed"_s), OpenMode::Write);
        QVERIFY(store);
        QCOMPARE(askSqlite(path(u"killed"_s), u"SELECT text FROM notes"_s).toString(), u"in the log"_s);
    }

    void whatIsMountedAloneIsNotWritten()
    {
        makeProject(u"p"_s);
        QVERIFY(QFile(path(u"q"_s)).open(QIODevice::WriteOnly));
        bool isMounted = false, isRead = false;
        Error refusal;
        std::thread([&] {
            if (::unshare(CLONE_NEWNS) != 0 ||
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                ::mount(QFile::encodeName(path(u"p"_s)).constData(),
                        QFile::encodeName(path(u"q"_s)).constData(), nullptr, MS_BIND, nullptr) != 0)
                return;
            isMounted = true;
            isRead = bool(openProject(path(u"q"_s), OpenMode::Read));
            if (const auto writer = openProject(path(u"q"_s), OpenMode::Write); !writer)
                refusal = writer.error();
        }).join();
        if (!isMounted)
            QSKIP("This system lets the test mount nothing.");
        QVERIFY(isRead);
        QVERIFY2(refusal.message.contains(u"Mount the folder"), qPrintable(refusal.message));
        QVERIFY(openProject(path(u"p"_s), OpenMode::Write));
    }

    void nobodyElseMayReadAProject()
    {
        const mode_t before = ::umask(0);
        {
            const auto store = createProject(path(u"p"_s));
            QVERIFY(store && store.value()->addAddresses(makeAddresses(10), 0));
            QVERIFY(store.value()->copyTo(path(u"copy"_s)));
            for (const QString &name : {u"p"_s, u"p-wal"_s, u"p-shm"_s, u"copy"_s}) {
                struct stat status = {};
                QCOMPARE(::stat(QFile::encodeName(path(name)).constData(), &status), 0);
                QCOMPARE(status.st_mode & 0777, mode_t(0600));
            }
        }
        ::umask(before);
    }

    void aLogThatCannotBeReadIsCalledSo()
    {
        makeLeftBehind(u"left"_s);
        const mode_t open = 0755, readOnly = 0555;
        const QByteArray folder = QFile::encodeName(m_folder->path());
        QCOMPARE(::chmod(folder.constData(), readOnly), 0);
        for (const QString &name : files())
            QCOMPARE(::chmod(QFile::encodeName(path(name)).constData(), 0644), 0);
        QString said;
        {
            const Nobody nobody;
            const auto store = openProject(path(u"left"_s), OpenMode::Read);
            said = store ? u"it was read"_s : store.error().message;
        }
        QCOMPARE(::chmod(folder.constData(), open), 0);
        QVERIFY2(said.contains(u"left-wal"_s) && said.contains(u"Copy both"_s), qPrintable(said));
    }

    void anEmptyFileBecomesAProject()
    {
        QVERIFY(QFile(path(u"p"_s)).open(QIODevice::WriteOnly));
        QVERIFY(QFile::link(path(u"p"_s), path(u"link"_s)));
        QVERIFY(createProject(path(u"link"_s)));
        QVERIFY(QFileInfo(path(u"link"_s)).isSymLink());
        QVERIFY(openProject(path(u"p"_s), OpenMode::Write));
        QCOMPARE(files(), QStringList({u"link"_s, u"p"_s}));
    }

    void whatIsNoFileIsNotReplaced()
    {
        QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
        QVERIFY(!createProject(path(u"pipe"_s)));
        const auto store = createProject(path(u"p"_s));
        QVERIFY(store && !store.value()->copyTo(path(u"pipe"_s)));
        QVERIFY(QFileInfo::exists(path(u"pipe"_s)) && !QFileInfo(path(u"pipe"_s)).isFile());
    }

    void aLinkMayLeadToANewProject()
    {
        QVERIFY(QFile::link(path(u"p"_s), path(u"link"_s)));
        QVERIFY(createProject(path(u"link"_s)));
        QVERIFY(openProject(path(u"p"_s), OpenMode::Write));
        QCOMPARE(files(), QStringList({u"link"_s, u"p"_s}));
    }

    void ofManyMakersOneSucceeds_data()
    {
        QTest::addColumn<bool>("isEmptyFile");
        QTest::newRow("no file") << false;
        QTest::newRow("an empty file") << true;
    }

    void ofManyMakersOneSucceeds()
    {
        QFETCH(bool, isEmptyFile);
        for (int round = 0; round < 8; ++round) {
            const QString name = path(u"p%1"_s.arg(round));
            if (isEmptyFile)
                QVERIFY(QFile(name).open(QIODevice::WriteOnly));
            constexpr int Makers = 4;
            std::latch done(Makers);
            std::atomic_int made = 0, wrote = 0;
            std::vector<std::jthread> makers;
            for (int i = 0; i < Makers; ++i)
                makers.emplace_back([&] {
                    const Result<std::unique_ptr<Store>> store = createProject(name);
                    done.arrive_and_wait();
                    made += store ? 1 : 0;
                    wrote += store && store.value()->addAddresses(makeAddresses(3), 0) ? 1 : 0;
                });
            makers.clear();
            QCOMPARE(made, 1);
            QCOMPARE(wrote, 1);
            QCOMPARE(openProject(name, OpenMode::Write).value()->info().addresses, qint64(3));
        }
        QCOMPARE(QDir(m_folder->path()).entryList({u".*"_s}, QDir::Files | QDir::Hidden), QStringList());
    }

    void whatGetsItsNameIsOnTheDisk_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"made", "copied", "copied over another", "repaired"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    /// Else a power cut may leave an empty file of that name.
    void whatGetsItsNameIsOnTheDisk()
    {
        QFETCH(QString, how);
        makeProject(u"p"_s);
        const QString target = path(u"new"_s);
        if (how == u"copied over another")
            makeProject(u"new"_s);
        takeFileCalls();
        if (how == u"made")
            QVERIFY(createProject(target));
        else if (how == u"repaired")
            QVERIFY(salvageProject(path(u"p"_s), target));
        else
            QVERIFY(openProject(path(u"p"_s), OpenMode::Read).value()->copyTo(target));
        const std::vector<FileCall> calls = takeFileCalls();
        QVERIFY(isSyncedBeforeItsName(calls, FileIdentity::of(target)));
        QVERIFY(isSyncedAtTheEnd(calls, FileIdentity::of(m_folder->path())));
    }

    void whatLayBesideAnOlderFileGoes_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"made", "copied over it", "repaired"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    /// SQLite would take its log for that of the file which has the name now.
    void whatLayBesideAnOlderFileGoes()
    {
        QFETCH(QString, how);
        makeLeftBehind(u"old"_s);
        const QString target = path(u"old"_s);
        if (how != u"copied over it")
            QVERIFY(QFile::remove(target));
        if (how == u"made") {
            QVERIFY(createProject(target));
        } else {
            makeProject(u"new"_s);
            QVERIFY(openProject(path(u"new"_s), OpenMode::Write).value()->setNote(1, u"new"_s));
            if (how == u"repaired")
                QVERIFY(salvageProject(path(u"new"_s), target));
            else
                QVERIFY(openProject(path(u"new"_s), OpenMode::Read).value()->copyTo(target));
        }
        QCOMPARE(openProject(target, OpenMode::Read).value()->note(1).value(),
                 how == u"made" ? QString() : u"new"_s);
        QCOMPARE(integrityOf(target), u"ok"_s);
        QVERIFY(!QFile::exists(target + u"-wal"));
    }

    void whatIsNoSideFileStays_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("content");
        const QByteArray text("my notes\n"), output = QByteArray("url,final_url\r\n").repeated(1000);
        for (const char *how :
             {"made", "made of an empty file", "copied", "copied over it", "repaired", "opened", "read"}) {
            for (const char *ending : {"-wal", "-shm", "-journal"}) {
                // what is as long as a log beside a project counts as a damaged one, and stays, too
                const bool isDamagedLog = QByteArrayView(ending) == "-wal" &&
                                          (QByteArrayView(how) == "opened" || QByteArrayView(how) == "read");
                for (const auto &[what, content] :
                     {std::pair("text", text), {"output", isDamagedLog ? output.left(2000) : output}})
                    QTest::addRow("%s %s %s", how, ending, what)
                        << QString::fromLatin1(how) << QString::fromLatin1(ending) << content;
            }
        }
    }

    /// SQLite would write over it, or remove it.
    void whatIsNoSideFileStays()
    {
        QFETCH(QString, how);
        QFETCH(QString, ending);
        QFETCH(QByteArray, content);
        makeProject(u"p"_s);
        const QString target = path(u"new"_s);
        if (how == u"made of an empty file")
            QVERIFY(QFile(target).open(QIODevice::WriteOnly));
        else if (how == u"copied over it" || how == u"opened" || how == u"read")
            makeProject(u"new"_s);
        QFile file(target + ending);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const QStringList before = files();
        Error error;
        const auto note = [&error](const auto &done) { error = done ? Error() : done.error(); };
        if (how.startsWith(u"made"))
            note(createProject(target));
        else if (how == u"repaired")
            note(salvageProject(path(u"p"_s), target));
        else if (how.startsWith(u"copied"))
            note(openProject(path(u"p"_s), OpenMode::Read).value()->copyTo(target));
        else
            note(openProject(target, how == u"read" ? OpenMode::Read : OpenMode::Write));
        QVERIFY2(error.message.contains(u"new" + ending + u" is not part of a project"),
                 qPrintable(error.message));
        QCOMPARE(files(), before);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void aFileThatIsGoneIsNoticed()
    {
        const auto store = createProject(path(u"p"_s));
        QVERIFY(QFile::rename(path(u"p"_s), path(u"q"_s)));
        const Outcome written = store.value()->setNote(1, u"lost?"_s);
        QVERIFY(!written);
        QVERIFY(written.error().message.contains(u"no longer there"_s));
        QVERIFY(QFile::rename(path(u"q"_s), path(u"p"_s)));
        QVERIFY(store.value()->setNote(1, u"found"_s));
    }

    void aReadOnlyFolderIsRead()
    {
        makeProject(u"p"_s);
        QVERIFY(::chmod(QFile::encodeName(path(u"p"_s)).constData(), 0644) ==
                0); // its owner lets others read it
        QVERIFY(::chmod(QFile::encodeName(m_folder->path()).constData(), 0555) == 0);
        {
            const Nobody nobody;
            const auto store = openProject(path(u"p"_s), OpenMode::Read);
            QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
            QCOMPARE(store.value()->info().addresses, qint64(10));
            QCOMPARE(bytesOf(store.value()->readResults(std::vector<RowId>{4}).value().front()),
                     bytesOf(makePage(4)));
            const auto writer = openProject(path(u"p"_s), OpenMode::Write);
            QVERIFY(!writer);
            QCOMPARE(writer.error().code, Error::Code::Unwritable);
            QVERIFY(!createProject(path(u"q"_s)));
        }
        QVERIFY(::chmod(QFile::encodeName(m_folder->path()).constData(), 0755) == 0);
        QCOMPARE(files(), QStringList(u"p"_s));
    }

    void theFirstVersionOpens()
    {
        const auto store = openProject(fixture(), OpenMode::Write);
        QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
        QCOMPARE(store.value()->info().version, SchemaVersion);
        QCOMPARE(store.value()->info().addresses, qint64(5));
        const auto results = store.value()->readResults(std::vector<RowId>{0, 1, 2, 3, 4});
        QCOMPARE(results.value().size(), size_t(4));
        QCOMPARE(bytesOf(results.value()[0]), bytesOf(asOfVersion3(makePage(0))));
        QCOMPARE(bytesOf(results.value()[1]), bytesOf(withoutLookups(makeResult(1, 7))));
        QCOMPARE(bytesOf(results.value()[2]), bytesOf(withoutLookups(makeResult(2, 3))));
        QCOMPARE(results.value()[3].body, QByteArray("<html>"));
        QCOMPARE(store.value()->owedRows().value(), std::vector<RowId>{4});
        QCOMPARE(store.value()->note(2).value(), u"look again"_s);
        const auto runs = store.value()->runs();
        QCOMPARE(runs.value().size(), size_t(2));
        QCOMPARE(runs.value()[0].ending, RunEnding::Finished);
        QCOMPARE(runs.value()[1].ending, RunEnding::Open);
        QCOMPARE(runs.value()[1].results, qint64(1));
        QVERIFY(store.value()->continueRun(2, {}));
        FetchResult late = makePage(4);
        late.attempts[0].hops[0].phases.lookupUs = 77;
        QVERIFY(store.value()->append(std::vector{batchOf({late})}));
        QCOMPARE(bytesOf(store.value()->readResults(std::vector<RowId>{4}).value()[0]), bytesOf(late));
        QVERIFY(store.value()->endRun(RunEnding::Finished, true));
        QCOMPARE(store.value()->runs().value()[1].results, qint64(2)); // one of them was never counted before
    }

    void theFirstVersionIsReadAsItIs()
    {
        const QString file = fixture();
        const auto store = openProject(file, OpenMode::Read);
        QVERIFY(store);
        const auto results = store.value()->readResults(std::vector<RowId>{0, 1});
        QVERIFY2(results, qPrintable(results ? QString() : results.error().message));
        QCOMPARE(bytesOf(results.value()[1]), bytesOf(withoutLookups(makeResult(1, 7))));
        QCOMPARE(askSqlite(file, u"PRAGMA user_version"_s).toInt(), 1);
    }

    void laterVersionsOpen_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("version 2") << 2;
        QTest::newRow("version 3") << 3;
        QTest::newRow("version 4") << 4;
        QTest::newRow("version 5") << 5;
    }

    void laterVersionsOpen()
    {
        QFETCH(int, version);
        const auto asOf = [version](FetchResult result) {
            return version < 4 ? asOfVersion3(std::move(result)) : result;
        };
        const QString file = fixture(version);
        QCOMPARE(askSqlite(file, u"PRAGMA user_version"_s).toInt(), version);
        for (const OpenMode mode : {OpenMode::Read, OpenMode::Write}) {
            const auto store = openProject(file, mode);
            QVERIFY(store);
            const auto results = store.value()->readResults(std::vector<RowId>{0, 1, 2, 3});
            QCOMPARE(results.value().size(), size_t(4));
            QCOMPARE(bytesOf(results.value()[0]), bytesOf(asOf(makePage(0))));
            QCOMPARE(bytesOf(results.value()[1]), bytesOf(asOf(makeResult(1, 7))));
            QCOMPARE(bytesOf(results.value()[2]), bytesOf(asOf(makeResult(2, 3))));
            QCOMPARE(results.value()[3].body, QByteArray("<html>"));
            QCOMPARE(store.value()->owedRows().value(), std::vector<RowId>{4});
            QCOMPARE(store.value()->removedRows().value(),
                     version < 5 ? std::vector<RowId>() : std::vector<RowId>{3});
            QCOMPARE(store.value()->history(0).value().size(), size_t(2));
            QCOMPARE(store.value()->retention().value().keep, Retention::Keep::All);
            QCOMPARE(store.value()->runs().value()[0].results, qint64(4));
            int differences = 0;
            QVERIFY(
                store.value()->compare(1, 2, {}, [&differences](const auto &) { return ++differences > 0; }));
            QCOMPARE(differences, 1);
            QVERIFY(store.value()->sizes());
        }
    }

    void migrationsGoStepByStep()
    {
        const QString file = fixture();
        const std::vector<Migration> steps = {
            {1, {u"no step: the file is there already"_s}},
            {2, {u"ALTER TABLE notes ADD COLUMN colour TEXT"_s, u"UPDATE notes SET colour = 'red'"_s}},
            {3, {u"ALTER TABLE notes RENAME COLUMN colour TO color"_s}},
        };
        {
            auto connection = SqlConnection::open(file, SqlConnection::Access::ReadWrite);
            QVERIFY(migrate(*connection.value(), 1, steps));
        }
        QCOMPARE(askSqlite(file, u"SELECT color FROM notes"_s).toString(), u"red"_s);
        QCOMPARE(askSqlite(file, u"PRAGMA user_version"_s).toInt(), 3);
    }

    void aMigrationThatFailsChangesNothing()
    {
        const QString file = fixture();
        const std::vector<Migration> steps = {
            {2, {u"ALTER TABLE notes ADD COLUMN colour TEXT"_s}},
            {3, {u"ALTER TABLE nothing ADD COLUMN x"_s}},
        };
        {
            auto connection = SqlConnection::open(file, SqlConnection::Access::ReadWrite);
            QVERIFY(!migrate(*connection.value(), 1, steps));
        }
        QCOMPARE(askSqlite(file, u"PRAGMA user_version"_s).toInt(), 1);
        QCOMPARE(askSqlite(file, u"SELECT count(*) FROM pragma_table_info('notes') WHERE name = 'colour'"_s)
                     .toInt(),
                 0);
    }

    void aNewerVersionIsRead()
    {
        makeProject(u"p"_s);
        const QString file = path(u"p"_s);
        askSqlite(file, u"PRAGMA user_version = 9"_s);
        const auto store = openProject(file, OpenMode::Write);
        QVERIFY(store);
        QVERIFY(store.value()->info().readOnly);
        QVERIFY(store.value()->info().readOnlyReason.contains(u"newer"_s));
        QCOMPARE(store.value()->info().version, 9);
        QCOMPARE(store.value()->readResults(std::vector<RowId>{4}).value().size(), size_t(1));
        const Outcome written = store.value()->setNote(0, u"x"_s);
        QCOMPARE(written.error().code, Error::Code::Unwritable);
    }

    void autosavedProjectsAreFound()
    {
        const Autosave autosave(path(u"auto"_s));
        QVERIFY(autosave.leftBehind().empty());
        const QString used = autosave.newPath().value(), left = autosave.newPath().value(),
                      empty = autosave.newPath().value();
        QVERIFY(used != left && isProjectName(used));
        const auto inUse = createProject(used);
        QVERIFY(inUse.value()->addAddresses(makeAddresses(3), 0));
        {
            const auto store = createProject(left);
            QVERIFY(store.value()->addAddresses(makeAddresses(7), 0));
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->oweAll());
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(1), makePage(2)})}));
            QVERIFY(createProject(empty));
        }
        const auto found = autosave.leftBehind();
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].path, left);
        QCOMPARE(found[0].addresses, qint64(7));
        QCOMPARE(found[0].finished, qint64(2));
        QVERIFY(found[0].lastWrittenMs > 0);
        QCOMPARE(autosave.leftBehind()[0].lastWrittenMs, found[0].lastWrittenMs);
        QVERIFY(!autosave.discard(used));
        QVERIFY(!autosave.discard(path(u"elsewhere.turnstone"_s)));
        QVERIFY(autosave.discard(left));
        QVERIFY(autosave.leftBehind().empty());
        QVERIFY(!QFile::exists(left));
    }
};

QTEST_GUILESS_MAIN(TestProjectFiles)
#include "tst_projectfiles.moc"
