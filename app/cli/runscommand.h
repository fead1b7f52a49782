// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace turnstone {

/// `turnstone-cli runs`: lists the runs of a project. The exit status.
int listRuns(const QStringList &arguments);

} // namespace turnstone
