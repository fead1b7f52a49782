// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/schema.h"
#include "core/store/storeinfo.h"
#include "core/types/run.h"

#include <QStringList>

#include <initializer_list>
#include <set>
#include <vector>

namespace turnstone {

class SqlConnection;

/// Copies what can be read of a damaged file's tables, one after the other, by ranges of keys. A range that
/// cannot be read is cut in two, down to the rows that are lost. Where rows are missing then, or were met
/// twice, they are looked for one by one and in the order of the file, so that no reader finds more.
class TableCopier final
{
public:
    /// `connection` is of the damaged file; the new one, empty, is attached to it as "found".
    TableCopier(SqlConnection &connection, const StoreProgress &progress)
        : m_connection(connection)
        , m_progress(progress)
    {}

    /// All tables, then indexes and views; those of `schema` as they are there, also where the damaged file
    /// has none. An Error where not even its list can be read, or the new file cannot be written.
    Outcome copyAll(const std::vector<SchemaPart> &schema);
    /// Whether there is a list of addresses at all.
    bool hasAddresses() const { return m_hasAddresses; }
    /// Whether something could not be read.
    bool metDamage() const { return !m_damaged.empty(); }
    /// Whether that was of this table, or it is not sound: rows of it may be missing, and others too many.
    bool metDamageIn(const QString &table) const { return m_damaged.contains(table); }
    /// Of a table with this name: the addresses of which rows may be missing, of all runs or of one.
    struct Gap
    {
        QString table;
        RunId run = 0; ///< 0: the table knows no runs
        qint64 first = 0;
        qint64 last = 0; ///< exclusive
    };
    const std::vector<Gap> &gaps() const { return m_gaps; }

private:
    using Rows = Result<qint64>; ///< how many were copied

    Result<std::vector<SchemaPart>> schemaOf(const QString &which);
    Outcome make(const SchemaPart &what);
    Result<QStringList> columnsOf(const char *schema, const QString &table, bool onlyKey);
    Outcome copy(const QString &table);
    Outcome noteSharedPlaces();
    Outcome complete(const QString &table);
    Result<bool> hasAll(const QString &table);
    Outcome removeMisplaced(const QString &table);
    Result<std::vector<RunId>> runsThere(const QString &table);
    Outcome lookUp(const QString &table);
    Outcome lookUp(const QString &sql, qint64 first, qint64 last);
    Outcome scan(const QString &table);
    Outcome noteMisplaced(const QString &table);
    Outcome copyByRuns(const QString &all);
    Outcome copyRanges(const QString &sql, qint64 end);
    Rows copyRange(const QString &sql, qint64 first, qint64 last, bool &isSound);
    void addGap(qint64 first, qint64 last);
    Rows copyRows(const QString &sql, std::initializer_list<qint64> keys);
    Rows insert(const QString &sql);
    Result<bool> isSound(const QString &table);
    void noteDamage() { m_damaged.insert(m_at.table); }

    SqlConnection &m_connection;
    std::vector<Gap> m_gaps;
    Gap m_at; // what is being copied
    struct Columns
    {
        QString names; // of all that both files have, with commas between them
        QString key;   // the first of it
        bool isOfAddresses = false, isOfRuns = false, isOfPages = false;
    } m_columns;       // of what is being copied
    qint64 m_keys = 0; // of addresses; 0: not known yet
    bool m_hasAddresses = false;
    std::set<QString> m_damaged; // tables
    const StoreProgress &m_progress;
};

} // namespace turnstone
