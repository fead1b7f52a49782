// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of turnstone-cli that work on a project: what each takes, and its work, which returns the exit
// status.
#pragma once

#include "app/cli/commandsyntax.h"

#include <QStringList>

namespace turnstone {

/// Writes the results of a project.
CommandSyntax exportSyntax();
int exportProject(const QStringList &arguments);
/// Lists the runs of a project.
CommandSyntax runsSyntax();
int listRuns(const QStringList &arguments);
/// What differs between two runs of a project.
CommandSyntax diffSyntax();
int diffProject(const QStringList &arguments);
/// Removes what is asked for, gives free room back to the disk, tells the sizes.
CommandSyntax compactSyntax();
int compactProject(const QStringList &arguments);
/// Saves what is left of a damaged project, and says what is lost.
CommandSyntax repairSyntax();
int repairProject(const QStringList &arguments);

} // namespace turnstone
