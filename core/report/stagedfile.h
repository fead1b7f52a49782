// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exporttarget.h"

namespace turnstone {

/// A file beside the target that is written first and takes the target's place when it is complete. Removed
/// unless it did, or was complete and could not.
class StagedFile final
{
public:
    /// Makes the file, empty, so that what keeps it from being written is known at once. Where nothing can be
    /// made beside a target that is there and may be written, it is made in the folder for temporary files.
    static Result<std::unique_ptr<StagedFile>> create(const ExportTarget &target);
    ~StagedFile();
    Q_DISABLE_COPY_MOVE(StagedFile)

    const QString &path() const { return m_path; }
    QString folder() const;
    /// Safe on the disk, with the target's permissions, under the target's name: renamed, or copied over a
    /// file that cannot be replaced, as one that is mounted. Where that fails it is kept, and the Error names
    /// it. `written` is the descriptor through which it was written: where somebody has removed the file
    /// since, what it has is put into a new one.
    Outcome takePlace(int written);
    /// The same where only its name is known to whoever wrote it.
    Outcome takePlace();
    void remove();

private:
    StagedFile(const ExportTarget &target, const QString &final, const QString &path);
    static QString makeUniqueFor(const QString &final);
    Outcome rescue(int written);
    Outcome replace();
    Error kept(int systemError);

    ExportTarget m_target;
    QString m_final; // the target behind its links
    QString m_path;  // empty: no more its business
};

} // namespace turnstone
