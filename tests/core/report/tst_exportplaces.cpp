// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exportfile.h"
#include "core/types/fetchresult.h"
#include "tests/support/filecalls.h"
#include "tests/support/networkspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <thread>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

bool mount(const QString &source, const QString &target, unsigned long flags, const char *type = nullptr,
           const char *options = nullptr)
{
    return ::mount(QFile::encodeName(source).constData(), QFile::encodeName(target).constData(), type, flags,
                   options) == 0;
}

} // namespace

/// Targets that nothing can be renamed to, as in containers.
class TestExportPlaces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString reason = NetworkSpace::reasonAgainst(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        put(path(u"volume"_s), QByteArray(3'000'000, 'x')); // longer than what comes
        for (const QString &name : {u"place"_s, u"temporary"_s, u"small"_s})
            QVERIFY(QDir(m_folder->path()).mkdir(name));
    }

    void aMountedFileIsWrittenOver_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("CSV") << u"out.csv"_s << QByteArray("url,");
        QTest::newRow("workbook") << u"out.xlsx"_s << QByteArray("PK");
    }

    void aMountedFileIsWrittenOver()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, beginning);
        const QString target = path(u"place/"_s + name);
        put(target, {});
        QString said = u"not run"_s;
        takeFileCalls();
        apart([&] {
            if (mount(path(u"volume"_s), target, MS_BIND))
                said = exported(target, 100);
        });
        QCOMPARE(said, QString());
        QVERIFY(isSyncedAtTheEnd(takeFileCalls(), FileIdentity::of(path(u"volume"_s))));
        QVERIFY(contentOf(path(u"volume"_s)).startsWith(beginning));
        QVERIFY2(QFileInfo(path(u"volume"_s)).size() < 1'000'000, "what was there before is cut off");
        QCOMPARE(contentOf(target), QByteArray()); // below the mount
        QCOMPARE(filesIn(u"place"_s), QStringList{name});
    }

    /// As with a read-only container and one file of a volume in it.
    void aMountedFileInAReadOnlyFolderIsWrittenOver()
    {
        const QString target = path(u"place/out.csv"_s);
        put(target, {});
        qputenv("TMPDIR", QFile::encodeName(path(u"temporary"_s)));
        const auto reset = qScopeGuard([] { qunsetenv("TMPDIR"); });
        QString said = u"not run"_s;
        apart([&] {
            if (mount(path(u"place"_s), path(u"place"_s), MS_BIND) &&
                mount(path(u"volume"_s), target, MS_BIND) &&
                mount({}, path(u"place"_s), MS_BIND | MS_REMOUNT | MS_RDONLY | lockedFlags()))
                said = exported(target, 100);
        });
        QCOMPARE(said, QString());
        QVERIFY(contentOf(path(u"volume"_s)).startsWith("url,"));
        QCOMPARE(filesIn(u"place"_s), QStringList{u"out.csv"_s});
        QCOMPARE(filesIn(u"temporary"_s), QStringList());
    }

    void whyNothingCanBeMadeIsTold_data()
    {
        QTest::addColumn<bool>("isThere");
        QTest::newRow("a new file") << false;
        QTest::newRow("a file that is there") << true;
    }

    void whyNothingCanBeMadeIsTold()
    {
        QFETCH(bool, isThere);
        const QString target = path(u"place/out.csv"_s);
        if (isThere)
            put(target, {});
        QString said = u"not run"_s;
        apart([&] {
            if (mount(path(u"place"_s), path(u"place"_s), MS_BIND) &&
                mount({}, path(u"place"_s), MS_BIND | MS_REMOUNT | MS_RDONLY | lockedFlags()))
                said = exported(target, 1);
        });
        QVERIFY2(said.contains(target) && said.contains(u"Read-only file system"_s), qPrintable(said));
    }

    void whatCannotBeCopiedIsKept()
    {
        const QString target = path(u"place/out.csv"_s);
        put(target, {});
        QString said = u"not run"_s;
        QByteArray left;
        apart([&] {
            if (!mount(u"none"_s, path(u"small"_s), 0, "tmpfs", "size=64k"))
                return;
            put(path(u"small/volume"_s), "as it was");
            if (mount(path(u"small/volume"_s), target, MS_BIND))
                said = exported(target, 20'000);
            left = contentOf(target);
        });
        QCOMPARE(left, QByteArray("as it was"));
        QVERIFY2(said.contains(u"could not be replaced"), qPrintable(said));
        const QStringList files = filesIn(u"place"_s);
        QCOMPARE(files.size(), 2);
        const QString kept = path(u"place/"_s + files.at(1));
        QVERIFY2(said.contains(kept), qPrintable(said));
        QCOMPARE(contentOf(kept).count('\n'), 20'001);
    }

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList filesIn(const QString &folder) const
    {
        return QDir(path(folder)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

    /// In a thread with mounts of its own.
    static void apart(const std::function<void()> &work)
    {
        std::thread([&work] {
            if (::unshare(CLONE_NEWNS) == 0 &&
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0)
                work();
        }).join();
    }

    /// Those that a user's own space may not take away.
    unsigned long lockedFlags() const
    {
        struct statvfs system = {};
        ::statvfs(QFile::encodeName(m_folder->path()).constData(), &system);
        return system.f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC);
    }

    /// Nothing, or the sentence.
    static QString exported(const QString &target, int rows)
    {
        const auto file = ExportFile::open(target);
        if (!file)
            return file.error().message;
        for (int row = 0; row < rows; ++row) {
            if (const Outcome written = file.value()->write("http://127.0.0.1/", FetchResult()); !written)
                return written.error().message;
        }
        const auto ending = file.value()->commit();
        return ending ? QString() : ending.error().message;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char **argv)
{
    NetworkSpace::askForPermission();
    QCoreApplication application(argc, argv);
    TestExportPlaces test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_exportplaces.moc"
