// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QStringList>

#include <span>

namespace turnstone {

class SqlConnection;

/// 'TURS', in the file's header: what tells a project from any other SQLite file.
inline constexpr qint32 ProjectApplicationId = 0x54555253;
inline constexpr int SchemaVersion = 2;

/// The way from the version before to `version`.
struct Migration
{
    int version = 0;
    QStringList statements;
};

/// Makes an empty project of the current version in an empty file.
Outcome createSchema(SqlConnection &connection);
/// Takes a project of version `from` through all later versions, in one transaction.
Outcome migrate(SqlConnection &connection, int from, std::span<const Migration> migrations);
/// Those of this program, in order.
std::span<const Migration> migrations();

} // namespace turnstone
