// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectfiles.h"

#include "core/base/translation.h"
#include "core/store/openfile.h"
#include "core/store/walreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace turnstone {

namespace {

bool synchronize(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

Error notWritten(const QString &path, int reason)
{
    return {reason == ENOSPC || reason == EDQUOT ? Error::Code::DiskFull : Error::Code::Unwritable,
            tr("%1 could not be written: %2. Choose another place.")
                .arg(QDir::toNativeSeparators(path), qt_error_string(reason))};
}

/// Fails with EEXIST where something is there, however short a time ago it came.
bool renameToNew(const QByteArray &from, const QByteArray &to)
{
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    // some file systems of networks and in user space know only this
    return ::link(from.constData(), to.constData()) == 0 && ::unlink(from.constData()) == 0;
}

QString oldLockOf(const QString &path)
{
    return path + u".lock";
}

/// They used a QLockFile; killed before it was written, one left it empty.
bool isOldLock(const QString &path)
{
    constexpr qint64 MostBytes = 4096;
    const QFileInfo file(path);
    if (!file.isFile() || file.isSymLink() || file.size() > MostBytes)
        return false;
    qint64 process = 0;
    QString machine, program;
    return file.size() == 0 || (QLockFile(path).getLockInfo(&process, &machine, &program) &&
                                program.startsWith(u"turnstone") && !machine.isEmpty());
}

/// How a side file of that ending begins. The log's is of little-endian or big-endian checksums, the
/// journal's is written last, and the index of the log is of the order of bytes here
/// (sqlite.org/fileformat2.html, sections 3 and 4, sqlite.org/walformat.html, section 2.1).
QList<QByteArray> beginningsOf(const QString &ending)
{
    constexpr quint32 IndexVersion = 3'007'000;
    if (ending == u"-wal")
        return {QByteArrayLiteral("\x37\x7f\x06\x82"), QByteArrayLiteral("\x37\x7f\x06\x83")};
    if (ending == u"-journal")
        return {QByteArrayLiteral("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")};
    return {QByteArray(reinterpret_cast<const char *>(&IndexVersion), sizeof(IndexVersion))};
}

/// Whether it is a log, though its header is none.
bool hasFrame(const QString &log, LogBy by)
{
    WalReader reader(log);
    if (by == LogBy::Frames)
        return reader.frames() > 0;
    while (const std::optional<WalReader::Frame> frame = reader.next()) {
        if (frame->isSound)
            return true;
    }
    return false;
}

bool isSideFile(const QString &path, const QString &ending, LogBy logBy)
{
    const QFileInfo info(path + ending);
    if (!info.exists() && !info.isSymLink())
        return true;
    QFile file(path + ending);
    if (!info.isFile() || info.isSymLink())
        return false;
    if (info.size() == 0 || !file.open(QIODevice::ReadOnly))
        return true;
    const QList<QByteArray> beginnings = beginningsOf(ending);
    const QByteArray found = file.read(beginnings.first().size());
    return beginnings.contains(found) || found.count('\0') == found.size() ||
           (ending == u"-wal" && hasFrame(path + ending, logBy));
}

bool isMountedAlone(const QByteArray &path)
{
    struct statx status = {};
    return ::statx(AT_FDCWD, path.constData(), 0, 0, &status) == 0 &&
           (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

} // namespace

Outcome checkOnlyName(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat status = {};
    if (::stat(name.constData(), &status) == 0 && status.st_nlink > 1)
        return Error{Error::Code::Unwritable,
                     tr("%1 also has another name (a hard link), and what is written under one name is not "
                        "safe under the other. Remove the other name, or continue with a copy.")
                         .arg(QDir::toNativeSeparators(path))};
    if (isMountedAlone(name))
        return Error{Error::Code::Unwritable,
                     tr("%1 is mounted as a single file, so what is written here is not safe under "
                        "its real name. Mount the folder that contains it.")
                         .arg(QDir::toNativeSeparators(path))};
    return success();
}

Error alreadyThere(const QString &path)
{
    return {Error::Code::Unwritable, tr("The file %1 already exists. Open it, or choose another name.")
                                         .arg(QDir::toNativeSeparators(path))};
}

Outcome checkFolder(const QString &path)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    if (!folder.exists())
        return Error{Error::Code::Unwritable, tr("There is no folder %1. Create it, or choose another place.")
                                                  .arg(QDir::toNativeSeparators(folder.filePath()))};
    if (folder.isWritable())
        return success();
    const QString sentence =
        QFileInfo::exists(path)
            ? tr("%1 cannot be written: its folder is read-only. Save a copy in another place.")
            : tr("%1 cannot be created: its folder is read-only. Choose another place.");
    return Error{Error::Code::Unwritable, sentence.arg(QDir::toNativeSeparators(path))};
}

const QStringList &sideFileEndings()
{
    static const QStringList endings{QStringLiteral("-wal"), QStringLiteral("-shm"),
                                     QStringLiteral("-journal")};
    return endings;
}

const QStringList &companionEndings()
{
    static const QStringList endings = sideFileEndings() + QStringList(oldLockOf(QString()));
    return endings;
}

Outcome checkSideFiles(const QString &path, LogBy logBy)
{
    QString foreign;
    // of a file that is open here they are SQLite's, and closing a descriptor would take its locks away
    OpenFile::unlessHeld(path, [&] {
        for (const QString &ending : sideFileEndings()) {
            if (!isSideFile(path, ending, logBy))
                foreign = path + ending;
        }
    });
    if (foreign.isEmpty())
        return success();
    return Error{
        Error::Code::Unwritable,
        tr("%1 is not part of a project, and would be lost beside %2. Move it away, or choose another "
           "name for the project.")
            .arg(QDir::toNativeSeparators(foreign), QFileInfo(path).fileName())};
}

void removeSideFiles(const QString &path)
{
    for (const QString &ending : sideFileEndings())
        QFile::remove(path + ending);
}

void removeOldLock(const QString &path)
{
    if (isOldLock(oldLockOf(path)))
        QFile::remove(oldLockOf(path));
}

QString temporaryNameBeside(const QString &path)
{
    const QFileInfo info(path);
    const QString unique = QUuid::createUuid().toString(QUuid::Id128).left(8);
    return info.absoluteDir().filePath(u'.' + info.fileName() + u'.' + unique);
}

Outcome makePrivateFile(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return notWritten(path, errno);
    ::close(descriptor);
    return success();
}

Outcome writeThrough(const QString &path)
{
    return synchronize(path) ? success() : Outcome(notWritten(path, errno));
}

Outcome moveIntoPlace(const QString &from, const QString &path, Existing existing)
{
    if (const Outcome checked = checkSideFiles(path); !checked)
        return checked;
    const QByteArray source = QFile::encodeName(from), target = QFile::encodeName(path);
    if (existing == Existing::Replaced ? std::rename(source.constData(), target.constData()) != 0
                                       : !renameToNew(source, target))
        return errno == EEXIST ? alreadyThere(path) : notWritten(path, errno);
    synchronize(QFileInfo(path).absolutePath()); // of the name; not every file system can
    removeSideFiles(path);                       // those of the file that was there before
    return success();
}

} // namespace turnstone
