// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fileidentity.h"

#include <vector>

namespace turnstone {

/// What this program asked the kernel for: to write a file or a folder through to the disk, or to give a file
/// its name. A program that is built with filecalls.cpp has these calls of its own, and tells them here.
struct FileCall
{
    enum class Kind { Sync, Rename };
    Kind kind = Kind::Sync;
    FileIdentity file;
};

/// All since the last time, in order. Any thread.
std::vector<FileCall> takeFileCalls();

/// Whether the file was written through before it got a name for the first time.
bool isSyncedBeforeItsName(const std::vector<FileCall> &calls, const FileIdentity &file);
/// Whether `file`, which may be a folder, was written through, behind the last name that a file got.
bool isSyncedAtTheEnd(const std::vector<FileCall> &calls, const FileIdentity &file);

} // namespace turnstone
