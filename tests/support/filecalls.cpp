// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/filecalls.h"

#include <QFile>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace turnstone {

namespace {

std::mutex mutex;
std::vector<FileCall> calls;

void note(FileCall::Kind kind, const FileIdentity &file)
{
    const std::lock_guard lock(mutex);
    calls.push_back({kind, file});
}

int renamed(long answer, const char *to)
{
    if (answer == 0)
        note(FileCall::Kind::Rename, FileIdentity::of(QFile::decodeName(to)));
    return int(answer);
}

} // namespace

std::vector<FileCall> takeFileCalls()
{
    const std::lock_guard lock(mutex);
    return std::exchange(calls, {});
}

bool isSyncedBeforeItsName(const std::vector<FileCall> &calls, const FileIdentity &file)
{
    const auto is = [&file](FileCall::Kind kind) {
        return [&file, kind](const FileCall &call) { return call.kind == kind && call.file == file; };
    };
    const auto named = std::find_if(calls.begin(), calls.end(), is(FileCall::Kind::Rename));
    return named != calls.end() && std::any_of(calls.begin(), named, is(FileCall::Kind::Sync));
}

bool isSyncedAtTheEnd(const std::vector<FileCall> &calls, const FileIdentity &file)
{
    const auto end = std::find_if(calls.rbegin(), calls.rend(),
                                  [](const FileCall &call) { return call.kind == FileCall::Kind::Rename; });
    return std::any_of(calls.rbegin(), end, [&file](const FileCall &call) { return call.file == file; });
}

} // namespace turnstone

// In the place of those of the C library. SQLite calls fdatasync(), which is not told.

extern "C" int fsync(int descriptor)
{
    const long answer = ::syscall(SYS_fsync, descriptor);
    if (answer == 0)
        turnstone::note(turnstone::FileCall::Kind::Sync, turnstone::FileIdentity::ofDescriptor(descriptor));
    return int(answer);
}

extern "C" int rename(const char *from, const char *to) noexcept
{
    return turnstone::renamed(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), to);
}

extern "C" int renameat2(int fromFolder, const char *from, int toFolder, const char *to,
                         unsigned flags) noexcept
{
    return turnstone::renamed(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags), to);
}
