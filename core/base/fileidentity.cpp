// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fileidentity.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdlib>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <memory>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <tuple>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr int MostLinks = 40; // as the kernel allows

/// As realpath(3); empty where something on the way is missing.
QString realPath(const QString &path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath(QFile::encodeName(path).constData(), nullptr), &std::free);
    return real ? QFile::decodeName(real.get()) : QString();
}

/// Whether names in this folder differ in more than their case.
bool ignoresCase(const QByteArray &folder)
{
    struct statfs system = {};
    if (::statfs(folder.constData(), &system) != 0)
        return false;
    switch (static_cast<unsigned long>(system.f_type)) {
    case MSDOS_SUPER_MAGIC:
    case EXFAT_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case CIFS_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
        return true;
    default:
        break;
    }
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    unsigned int flags = 0;
    const bool known = ::ioctl(descriptor, FS_IOC_GETFLAGS, &flags) == 0;
    ::close(descriptor);
    return known && (flags & FS_CASEFOLD_FL) != 0;
}

} // namespace

FileIdentity::FileIdentity(const struct stat &status)
    : m_device(status.st_dev)
    , m_inode(status.st_ino)
    , m_canHold(S_ISREG(status.st_mode) || S_ISBLK(status.st_mode) || S_ISFIFO(status.st_mode))
{}

FileIdentity FileIdentity::ofDescriptor(int descriptor)
{
    struct stat status = {};
    return ::fstat(descriptor, &status) == 0 ? FileIdentity(status) : FileIdentity();
}

FileIdentity FileIdentity::of(const QString &path)
{
    if (path.isEmpty())
        return {};
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) == 0)
        return FileIdentity(status);
    FileIdentity identity;
    const QFileInfo resolved(resolvedPath(path));
    const QByteArray folder = QFile::encodeName(resolved.path());
    identity.m_canHold = true;
    if (::stat(folder.constData(), &status) != 0) {
        identity.m_name = resolved.filePath();
        return identity;
    }
    identity.m_device = status.st_dev;
    identity.m_inode = status.st_ino;
    identity.m_name = ignoresCase(folder) ? resolved.fileName().toCaseFolded() : resolved.fileName();
    return identity;
}

std::strong_ordering operator<=>(const FileIdentity &a, const FileIdentity &b)
{
    if (const auto order = std::tie(a.m_device, a.m_inode) <=> std::tie(b.m_device, b.m_inode); order != 0)
        return order;
    return QString::compare(a.m_name, b.m_name) <=> 0;
}

QString resolvedPath(const QString &path)
{
    // not cleaned: behind a link, ".." leads elsewhere than the text says
    QString place = path.startsWith(u'/') ? path : QString(QDir::currentPath() + u'/' + path);
    for (int links = 0; links < MostLinks; ++links) {
        if (const QString real = realPath(place); !real.isEmpty())
            return real;
        const QFileInfo info(place);
        const QString folder = realPath(info.path());
        if (folder.isEmpty())
            break;
        place = QDir(folder).filePath(info.fileName());
        QByteArray target(4096, '\0');
        const ssize_t size =
            ::readlink(QFile::encodeName(place).constData(), target.data(), size_t(target.size()));
        if (size <= 0)
            return place;
        place = QDir(folder).filePath(QFile::decodeName(target.left(size)));
    }
    return place;
}

} // namespace turnstone
