// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/salvage.h"
#include "core/store/sqlconnection.h"
#include "core/store/tablecopier.h"

namespace turnstone {

/// What could not be read.
struct Losses
{
    qint64 fileBytes = 0; // of the damaged file and its log
    std::vector<TableCopier::Gap> gaps;
    bool metDamage = false;
    bool isOfRemoved = false;   // some of it is of the table "removed"
    bool hasTables = true;      // those without which nothing is a project
    bool hasDamagedLog = false; // pages of the file may be as they were before others
};

/// The number that a statement counts.
Result<qint64> countOf(SqlConnection &connection, const QString &select);
/// How many rows a statement changed.
Result<qint64> change(SqlConnection &connection, const QString &sql);
/// How many rows of the table a statement ("... %1 ...") changed of which a text was overwritten with zeros;
/// see isZeroedText().
Result<qint64> changeZeroed(SqlConnection &connection, const QString &table, const QString &sql);

/// What was found of a project, so that it can be opened: nothing is of an address or of a run that there is
/// not. Of a version before pages, results that are not whole go.
Outcome makeOpenable(SqlConnection &connection, const Losses &losses, Salvaged &saved);
/// What is left of the tables of the current version agrees again: nothing refers to what is lost. Says what
/// is left, and how much is lost.
Outcome makeAgree(SqlConnection &connection, const Losses &losses, Salvaged &saved);

} // namespace turnstone
