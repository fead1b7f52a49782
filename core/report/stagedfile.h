// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/exporttarget.h"

namespace turnstone {

/// A name beside the target for a library that writes its own file, until that takes the target's place.
/// Removes the file unless it did.
class StagedFile final
{
public:
    /// Makes the file, empty, so that what keeps it from being written is known at once.
    static Result<std::unique_ptr<StagedFile>> create(const ExportTarget &target);
    ~StagedFile();
    Q_DISABLE_COPY_MOVE(StagedFile)

    const QString &path() const { return m_path; }
    QString folder() const;
    /// Safe on the disk, with the target's permissions, under the target's name.
    Outcome takePlace();
    void remove();

private:
    StagedFile(const ExportTarget &target, const QString &final, const QString &path);

    ExportTarget m_target;
    QString m_final; // the target behind its links
    QString m_path;  // empty: renamed or removed
};

} // namespace turnstone
