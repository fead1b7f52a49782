// SPDX-License-Identifier: GPL-3.0-or-later
// A page is what a result says but for its times, as values of SQL: docs/project-file.md, "Pages".
#pragma once

#include "core/base/error.h"
#include "core/types/fetchresult.h"

#include <QStringList>
#include <QVariant>

#include <vector>

namespace turnstone {

class SqlConnection;
class SqlStatement;

/// The columns of pages, page_attempts and page_hops behind their keys.
const QStringList &pageColumns();
const QStringList &pageAttemptColumns();
const QStringList &pageHopColumns();

/// Whether one request is all there was: then its evidence is in the page itself.
bool isSinglePage(const FetchResult &result);

struct PageValues
{
    std::vector<QVariant> facts;    ///< pageColumns()
    std::vector<QVariant> attempts; ///< pageAttemptColumns() of one after the other
    std::vector<QVariant> hops;     ///< pageHopColumns() of one after the other
    QByteArray body;

    PageValues() = default;
    explicit PageValues(const FetchResult &result);
    /// Of all of it; equal where all is equal. Never 0.
    qint64 fingerprint() const;
};

/// Columns of SQL that say of the page `p` in the file what PageParts holds.
QString pagePartsColumns();

/// What there is of a page beside its row. Two of the same fingerprint that differ here are not both whole.
struct PageParts
{
    QString verdict;
    bool isSingle = false;
    qint64 attempts = 0; ///< the sum of their keys
    qint64 hops = 0;     ///< the same
    bool hasBody = false;

    PageParts() = default;
    explicit PageParts(const PageValues &values);
    /// From the columns of pagePartsColumns(), from this one on.
    PageParts(const SqlStatement &row, int column);
    bool operator==(const PageParts &) const = default;
};

/// Whether a page `p` in the file has the attempts that it says it has, the hops of each from the first on,
/// and of the last attempt as many as it says; as SQL.
QString hasAllPartsSql();
/// Whether a result `r` of result_rows has the times of all attempts and hops of its page `p`; its only
/// attempt may have its wait in the row. Of several attempts the times say how many hops there are. As SQL. A
/// result that does not say yes to both is damaged.
QString hasAllTimesSql();

/// As it was stored.
Result<PageValues> readPageValues(SqlConnection &connection, RowId row, qint64 page);

} // namespace turnstone
