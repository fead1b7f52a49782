// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/openfile.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <unistd.h>
#include <vector>

namespace turnstone {

namespace {

// SQLite locks 0x40000000 to 0x400001ff, and no database reaches as far as this.
constexpr off_t WriterByte = off_t(1) << 60;
// The kernel does not tell who has a lock of an open file, but who has one of a process. That one goes
// wherever a descriptor is closed, so it says nothing but a name.
constexpr off_t NameByte = WriterByte + 1;

struct Held
{
    int count = 0; // OpenFiles
    bool isWritten = false;
    int writable = -1;            // of the descriptors
    std::vector<int> descriptors; // closed with the last OpenFile
};

std::mutex mutex;
std::map<FileIdentity, Held> held;

struct flock lockOf(off_t byte, short type)
{
    struct flock lock = {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = byte;
    lock.l_len = 1;
    return lock;
}

bool isTaken(int descriptor)
{
    struct flock lock = lockOf(WriterByte, F_WRLCK);
    return ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

qint64 nameOfWriter(int descriptor)
{
    struct flock lock = lockOf(NameByte, F_WRLCK);
    const bool known = ::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    return known ? std::max<qint64>(lock.l_pid, 0) : 0;
}

void release(int descriptor)
{
    for (const auto &[byte, command] : {std::pair(WriterByte, F_OFD_SETLK), std::pair(NameByte, F_SETLK)}) {
        struct flock lock = lockOf(byte, F_UNLCK);
        ::fcntl(descriptor, command, &lock);
    }
}

/// Opens what the path leads to now. It stays open where that is held; -1 and errno where it cannot be
/// opened, or is none of that identity any more.
int openFor(const FileIdentity &identity, const QString &path, int mode)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), mode | O_CLOEXEC);
    if (descriptor < 0)
        return -1;
    const FileIdentity found = FileIdentity::ofDescriptor(descriptor);
    if (const auto it = held.find(found); it != held.end())
        it->second.descriptors.push_back(descriptor);
    else
        ::close(descriptor);
    if (found == identity)
        return descriptor;
    errno = ESTALE;
    return -1;
}

OpenFile::LockAnswer takeLock(Held &file)
{
    struct flock lock = lockOf(WriterByte, F_WRLCK);
    if (::fcntl(file.writable, F_OFD_SETLK, &lock) == 0) {
        file.isWritten = true;
        return {OpenFile::Lock::Taken, 0, 0};
    }
    if (errno == EAGAIN || errno == EACCES)
        return {OpenFile::Lock::Held, errno, nameOfWriter(file.writable)};
    return {OpenFile::Lock::Impossible, errno, 0};
}

/// Knows the file by now, not by its name: that may lead to it in several ways.
FileIdentity hold(const QString &path)
{
    const std::lock_guard lock(mutex);
    const FileIdentity identity = FileIdentity::of(path);
    if (!identity.exists())
        return {};
    ++held[identity].count;
    return identity;
}

} // namespace

OpenFile::OpenFile(const QString &path)
    : m_path(path)
    , m_identity(hold(path))
{}

OpenFile::~OpenFile()
{
    const std::lock_guard lock(mutex);
    const auto it = held.find(m_identity);
    if (it == held.end())
        return;
    Held &file = it->second;
    if (m_isLocked) {
        release(file.writable);
        file.isWritten = false;
    }
    if (--file.count > 0)
        return;
    for (const int descriptor : file.descriptors)
        ::close(descriptor);
    held.erase(it);
}

OpenFile::LockAnswer OpenFile::lock()
{
    const std::lock_guard lock(mutex);
    const auto it = held.find(m_identity);
    if (it == held.end())
        return {Lock::Impossible, ENOENT, 0};
    Held &file = it->second;
    if (file.isWritten)
        return {Lock::Held, 0, ::getpid()};
    if (file.writable < 0)
        file.writable = openFor(m_identity, m_path, O_RDWR);
    if (file.writable < 0)
        return {Lock::Impossible, errno, 0};
    const LockAnswer answer = takeLock(file);
    m_isLocked = answer.lock == Lock::Taken;
    return answer;
}

void OpenFile::signLock() const
{
    const std::lock_guard lock(mutex);
    struct flock name = lockOf(NameByte, F_WRLCK);
    if (m_isLocked)
        ::fcntl(held[m_identity].writable, F_SETLK, &name);
}

bool OpenFile::isLocked(const QString &path)
{
    const std::lock_guard lock(mutex);
    const FileIdentity identity = FileIdentity::of(path);
    const auto it = held.find(identity);
    if (it == held.end()) {
        const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
        const bool taken = descriptor >= 0 && isTaken(descriptor);
        ::close(descriptor);
        return taken;
    }
    if (it->second.isWritten)
        return true;
    const int descriptor =
        it->second.descriptors.empty() ? openFor(identity, path, O_RDONLY) : it->second.descriptors.front();
    return descriptor >= 0 && isTaken(descriptor);
}

bool OpenFile::unlessHeld(const QString &path, const std::function<void()> &look)
{
    const std::lock_guard lock(mutex);
    if (held.contains(FileIdentity::of(path)))
        return false;
    look();
    return true;
}

} // namespace turnstone
