// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/rownumbers.h"

#include "core/types/fetchresult.h"

namespace turnstone {

RowNumbers::RowNumbers(const FetchResult &result)
    : attempts(qint64(result.attempts.size()))
{
    if (result.contentType == "text/html" || result.contentType == "application/xhtml+xml" ||
        result.facts.links > 0)
        links = result.facts.links;
    const Hop *hop = result.lastHop();
    if (!hop)
        return;
    const FetchAttempt &attempt = *result.lastAttempt();
    if (hop->status != 0) {
        status = hop->status;
        bytes = result.bytes;
    }
    redirects = result.redirects();
    queuedUs = 0;
    for (const Hop &each : attempt.hops)
        queuedUs += each.queuedUs;
    connectUs = hop->phases.connectUs;
    ttfbUs = hop->phases.ttfbUs;
    downloadUs = hop->phases.downloadUs;
    lookupUs = hop->phases.lookupUs;
    tlsUs = hop->phases.tlsUs;
    if (hop->connection && hop->connection->certificate)
        certificateExpiresMs = hop->connection->certificate->expiresMs;
    totalUs = attempt.totalUs();
    if (attempt.startedAtMs() > 0)
        startedAtMs = attempt.startedAtMs();
}

} // namespace turnstone
