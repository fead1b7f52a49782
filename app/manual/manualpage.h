// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"

namespace turnstone {

/// The page of a program for section 1 of the manual, in the man macros of roff. `others`: programs whose
/// pages it refers to.
QString manualPage(const CommandSyntax &program, const QStringList &others);

} // namespace turnstone
