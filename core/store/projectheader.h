// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace turnstone {

/// Reads the first bytes of the file, without SQLite, which would change what it opens: success for a
/// project of any version, else a sentence that says what the file is not.
Outcome checkProjectHeader(const QString &path);
/// Whether a project is there, be it damaged. False as well where nobody can tell.
bool isProjectFile(const QString &path);

} // namespace turnstone
