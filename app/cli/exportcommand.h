// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace turnstone {

/// `turnstone-cli export`: writes the results of a project. The exit status.
int exportProject(const QStringList &arguments);

} // namespace turnstone
