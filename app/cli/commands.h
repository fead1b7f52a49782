// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandsyntax.h"

#include <QStringList>

#include <span>

namespace turnstone {

/// A command of turnstone-cli.
struct Command
{
    QStringView name;
    CommandSyntax (*syntax)();
    int (*run)(const QStringList &arguments); ///< those behind the name; yields the exit status
};

/// All of them.
std::span<const Command> commands();
/// What turnstone-cli takes, its commands included.
CommandSyntax programSyntax();

} // namespace turnstone
