// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of turnstone-cli that work on a project; each returns the exit status.
#pragma once

#include <QStringList>

namespace turnstone {

/// Writes the results of a project.
int exportProject(const QStringList &arguments);
/// Lists the runs of a project.
int listRuns(const QStringList &arguments);
/// What differs between two runs of a project.
int diffProject(const QStringList &arguments);
/// Removes what is asked for, gives free room back to the disk, tells the sizes.
int compactProject(const QStringList &arguments);
/// Saves what is left of a damaged project, and says what is lost.
int repairProject(const QStringList &arguments);

} // namespace turnstone
