// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"

namespace turnstone {

/// The completion of a program for zsh.
QString zshCompletion(const CommandSyntax &program);

} // namespace turnstone
