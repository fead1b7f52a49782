// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFile>
#include <QString>

#include <functional>
#include <memory>

namespace turnstone {

enum class ExportEnding : quint8 { Complete, Cancelled };
/// Asked while something takes long: false ends it.
using GoOn = std::function<bool()>;

/// What the system calls it: of an errno.
QString systemText(int error);

/// The file that an export is to become, and the sentences about it.
class ExportTarget final
{
public:
    /// "-" is standard output.
    explicit ExportTarget(const QString &path);

    bool isStandardOutput() const { return m_path == u'-'; }
    /// Neither a pipe nor a device: can be written beside and replaced as a whole.
    bool isReplaceable() const;
    const QString &path() const { return m_path; }

    /// What can be said before writing: a folder, a missing folder.
    Outcome check() const;
    /// What cannot be replaced, opened for writing.
    Result<std::unique_ptr<QFile>> openStream() const;

    /// `sentence` with the target's name as %1 and `reason` as %2.
    Error error(const char *sentence, const QString &reason = {}) const;
    /// What is to be said after a write failed with this errno.
    Error writeError(int systemError, const QString &reason) const;
    Error cannotOpen(const QString &reason) const;
    /// All was written, but to a file of another name, since the target cannot be replaced.
    Error keptInstead(const QString &reason, const QString &path) const;
    static QString translated(const char *sentence);

private:
    QString m_path;
    QString m_name; ///< for people
};

} // namespace turnstone
