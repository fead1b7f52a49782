// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace turnstone {

/// `turnstone-cli repair`: saves what is left of a damaged project, and says what is lost. The exit status.
int repairProject(const QStringList &arguments);

} // namespace turnstone
