// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/storeinfo.h"

#include <QStringList>

#include <functional>
#include <span>
#include <vector>

namespace turnstone {

class SqlConnection;

/// 'TURS', in the file's header: what tells a project from any other SQLite file.
inline constexpr qint32 ProjectApplicationId = 0x54555253;
inline constexpr int SchemaVersion = 5;
inline constexpr int FirstWithPages = 3, FirstWithPeers = 4, FirstWithRemoved = 5; // of the versions

/// The way from the version before to `version`.
struct Migration
{
    int version = 0;
    QStringList statements;
    /// What statements alone do not do; after them. May be empty.
    std::function<Outcome(SqlConnection &, const StoreProgress &)> work = {};
};

/// Makes an empty project of the current version in an empty file.
Outcome createSchema(SqlConnection &connection);
/// Takes a project of version `from` through all later versions, in one transaction; where `progress`
/// cancels it the file stays as it was.
Outcome migrate(SqlConnection &connection, int from, std::span<const Migration> migrations,
                const StoreProgress &progress = {});
/// Those of this program, in order.
std::span<const Migration> migrations();

/// A table, index or view.
struct SchemaPart
{
    QString type; ///< as in sqlite_master
    QString name;
    QString sql;
};
/// Those of a version: tables first. Of an older one than ours: its tables and indices that are like ours.
std::vector<SchemaPart> schemaParts(int version);
/// The version of a project by its tables, since the number in its header may be damaged; that number where
/// the tables do not tell, or where it is a newer one than ours and they are none of an older version.
Result<int> versionOf(SqlConnection &connection);
/// Whether the header says so, too: Code::Unreadable where it does not.
Outcome checkVersion(SqlConnection &connection);
/// The version whose tables a damaged project had. One that is lost from their list leaves those of an older
/// version; from the first with pages on, each has all tables of those before, so the header decides.
Result<int> fullVersionOf(SqlConnection &connection);
/// Whether all tables and indices of the current version are there; Code::Unreadable where one is missing.
Outcome checkSchema(SqlConnection &connection);

/// The tables of version 3 that hold results.
QStringList resultTables();

} // namespace turnstone
