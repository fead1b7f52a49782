// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace turnstone {

/// `turnstone-cli diff`: what differs between two runs of a project. The exit status.
int diffProject(const QStringList &arguments);

} // namespace turnstone
