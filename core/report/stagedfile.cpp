// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/stagedfile.h"

#include "core/base/fileidentity.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace turnstone {

namespace {

constexpr size_t CopiedAtOnce = 1024 * 1024;
constexpr mode_t AsUsual = 0666; // less what the user's mask takes away

/// A new file with a name that begins like this. Empty: errno says why not.
QString makeUnique(const QString &path, mode_t mode)
{
    for (;;) {
        const QString name = path + u'.' + QUuid::createUuid().toString(QUuid::Id128).left(6);
        const int descriptor =
            ::open(QFile::encodeName(name).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor >= 0) {
            ::close(descriptor);
            return name;
        }
        if (errno != EEXIST)
            return {};
    }
}

bool isForbidden(int error)
{
    return error == EACCES || error == EPERM || error == EROFS;
}

bool copyAll(QFile &from, int to)
{
    std::vector<char> buffer(CopiedAtOnce);
    off_t written = 0;
    for (;;) {
        const qint64 size = from.read(buffer.data(), qint64(buffer.size()));
        if (size <= 0)
            return size == 0 && ::ftruncate(to, written) == 0 && ::fsync(to) == 0;
        for (qint64 done = 0; done < size;) {
            const ssize_t count = ::pwrite(to, buffer.data() + done, size_t(size - done), written);
            if (count < 0)
                return false;
            done += count;
            written += count;
        }
    }
}

/// Puts the content of one file into another that is there. False: errno says why.
bool copyOver(const QString &from, const QString &target)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return false;
    const int descriptor = ::open(QFile::encodeName(target).constData(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    // Without the room for all of it the target stays as it was.
    const bool hasRoom =
        ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, std::max<qint64>(source.size(), 1)) == 0 ||
        (errno != ENOSPC && errno != EDQUOT && errno != EFBIG);
    const bool copied = hasRoom && copyAll(source, descriptor);
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return copied;
}

} // namespace

StagedFile::StagedFile(const ExportTarget &target, const QString &final, const QString &path)
    : m_target(target)
    , m_final(final)
    , m_path(path)
{}

StagedFile::~StagedFile()
{
    remove();
}

Result<std::unique_ptr<StagedFile>> StagedFile::create(const ExportTarget &target)
{
    const QString final = resolvedPath(target.path());
    if (QFileInfo::exists(final) && ::access(QFile::encodeName(final).constData(), W_OK) != 0)
        return target.cannotOpen(systemText(errno));
    const QString path = makeUniqueFor(final);
    if (path.isEmpty())
        return target.cannotOpen(systemText(errno)); // nothing may stand between that asks the system
    return std::unique_ptr<StagedFile>(new StagedFile(target, final, path));
}

/// Empty: errno says why not.
QString StagedFile::makeUniqueFor(const QString &final)
{
    const QFileInfo info(final);
    const bool exists = info.exists();
    // What is to replace a file is for its owner alone until it has that one's permissions.
    const QString path = makeUnique(final, exists ? S_IRUSR | S_IWUSR : AsUsual);
    if (!path.isEmpty() || !isForbidden(errno) || !exists)
        return path;
    return makeUnique(QDir(QDir::tempPath()).filePath(info.fileName()), S_IRUSR | S_IWUSR);
}

QString StagedFile::folder() const
{
    return QFileInfo(m_path).absolutePath();
}

Outcome StagedFile::takePlace(int written)
{
    if (::fsync(written) != 0)
        return m_target.writeError(errno, systemText(errno));
    if (FileIdentity::of(m_path) != FileIdentity::ofDescriptor(written)) {
        if (const Outcome rescued = rescue(written); !rescued)
            return rescued;
    }
    return replace();
}

Outcome StagedFile::takePlace()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || ::fsync(file.handle()) != 0)
        return m_target.writeError(errno, systemText(errno));
    file.close();
    return replace();
}

/// What has no name any more can be read as long as its descriptor is open. Under the name may be another's
/// file, which stays.
Outcome StagedFile::rescue(int written)
{
    m_path = makeUniqueFor(m_final);
    if (!m_path.isEmpty() && copyOver(QStringLiteral("/proc/self/fd/%1").arg(written), m_path))
        return success();
    const int error = errno;
    remove();
    return m_target.writeError(error, systemText(error));
}

Outcome StagedFile::replace()
{
    const QFileInfo old(m_final);
    const bool isBeside = folder() == old.absolutePath();
    if (isBeside && old.exists())
        QFile::setPermissions(m_path, old.permissions());
    if (std::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(m_final).constData()) == 0) {
        m_path.clear();
        return success();
    }
    const bool cannotBeRenamed = errno == EXDEV || errno == EBUSY || isForbidden(errno);
    if (!cannotBeRenamed || !old.isFile() || !copyOver(m_path, m_final))
        return kept(errno);
    remove();
    return success();
}

Error StagedFile::kept(int systemError)
{
    const QString path = std::exchange(m_path, {});
    return m_target.keptInstead(systemText(systemError), path);
}

void StagedFile::remove()
{
    if (!m_path.isEmpty())
        QFile::remove(m_path); // and again at the end: somebody may be about to make it
}

} // namespace turnstone
