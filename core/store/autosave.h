// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace turnstone {

/// A project that nobody named, left behind by a process that is gone.
struct LeftProject
{
    QString path;
    qint64 addresses = 0;
    qint64 finished = 0;      ///< of them were fetched and are owed nothing
    qint64 lastWrittenMs = 0; ///< UTC, ms since the epoch
    qint64 bytes = 0;         ///< of its file
};

/// The folder where projects without a name are kept.
class Autosave final
{
    Q_DECLARE_TR_FUNCTIONS(Autosave)

public:
    /// `folder` empty: the user's folder for this program's data.
    explicit Autosave(const QString &folder = {});

    const QString &folder() const { return m_folder; }
    /// A name that no file has, in the folder, which is made where it is missing.
    Result<QString> newPath() const;
    /// Those that no living process works on, the latest first. Empty and damaged ones are left out.
    std::vector<LeftProject> leftBehind() const;
    /// Removes one of the folder, with all that belongs to it.
    Outcome discard(const QString &path) const;

private:
    QString m_folder;
};

} // namespace turnstone
