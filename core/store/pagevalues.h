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

/// As it was stored.
Result<PageValues> readPageValues(SqlConnection &connection, RowId row, qint64 page);

} // namespace turnstone
