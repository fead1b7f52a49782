// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/openfile.h"

#include <memory>

namespace turnstone {

/// The right to write a project, as long as this lives: a lock of the kernel on the file itself, by whatever
/// name that is known. It goes with the process, however that ends. Thread-safe.
class ProjectLock final
{
public:
    /// `path` is resolved and something is there. Code::InUse where somebody writes it, Code::Unwritable
    /// where it cannot be written or its file system knows no such locks. `name` is what people are to know
    /// it by, where that is another one.
    static Result<std::unique_ptr<ProjectLock>> take(const QString &path, const QString &name = {});
    /// Lets others find out whose it is; when SQLite has the file open, and its log.
    void sign() const { m_file.signLock(); }
    /// Whether somebody, or this process, has that right now.
    static bool isTaken(const QString &path) { return OpenFile::isLocked(path); }

private:
    explicit ProjectLock(const QString &path)
        : m_file(path)
    {}
    OpenFile m_file;
};

} // namespace turnstone
