// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace turnstone {

struct FetchResult;

/// What the numbers of a result are, in every file and table. Negative: not known.
struct RowNumbers
{
    explicit RowNumbers(const FetchResult &result);

    qint64 status = -1, bytes = -1, attempts = 0, redirects = -1, links = -1;
    qint64 queuedUs = -1;                                ///< before the hops of the last attempt
    qint64 connectUs = -1, ttfbUs = -1, downloadUs = -1; ///< of the last hop
    qint64 lookupUs = -1, tlsUs = -1;                    ///< likewise
    qint64 certificateExpiresMs = -1;                    ///< likewise
    qint64 totalUs = -1;                                 ///< of the last attempt, its hops added up
    qint64 startedAtMs = -1;                             ///< of the last attempt
};

} // namespace turnstone
