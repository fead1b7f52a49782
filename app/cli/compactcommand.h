// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace turnstone {

/// `turnstone-cli compact`: removes what is asked for, gives free room back to the disk, tells the sizes. The
/// exit status.
int compactProject(const QStringList &arguments);

} // namespace turnstone
