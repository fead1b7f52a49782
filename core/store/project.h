// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/store.h"

#include <QString>

#include <memory>

namespace turnstone {

enum class OpenMode {
    Read,  ///< beside others, who may be writing
    Write, ///< only one at a time may; refused with Code::InUse where another process does
};

/// Opens a project file. What is no project is refused and left untouched. In mode Write, a file of a newer
/// version is opened for reading (StoreInfo says why); one that cannot be written is an Error, and so is one
/// with a damaged log, which in mode Read is left alone (StoreInfo::logDamage). A file of an
/// older version is taken forward first, which `progress` may cancel: it takes up to a minute for a million
/// results.
Result<std::unique_ptr<Store>> openProject(const QString &path, OpenMode mode,
                                           const StoreProgress &progress = {});
/// Creates the file and opens it for writing. There must be none, or an empty one.
Result<std::unique_ptr<Store>> createProject(const QString &path);
/// True where the name ends like a project's.
bool isProjectName(const QString &path);

} // namespace turnstone
