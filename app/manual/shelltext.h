// SPDX-License-Identifier: GPL-3.0-or-later
// What the completions of all shells have in common.
#pragma once

#include "app/cli/commandsyntax.h"

namespace turnstone {

/// Between apostrophes, as every shell of ours reads it.
QString quoted(QString text);
/// The first sentence, without its stop: what fits beside a word that is offered.
QString shortened(const QString &what);
/// The options that a user is told of.
QList<CommandSyntax::Option> shownOptions(const CommandSyntax &syntax);
/// Whether its arguments may be files.
bool takesFiles(const CommandSyntax &syntax);

} // namespace turnstone
