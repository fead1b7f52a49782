// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/bodycache.h"

namespace turnstone {

namespace {

constexpr int MaxWaiting = 64; // batches; a disk that is slower than the network does not fill the memory

/// A body and what its result is known by.
FetchResult bodyAlone(const FetchResult &result)
{
    FetchResult body;
    body.row = result.row;
    body.bytes = result.bytes;
    body.body = result.body;
    Hop hop;
    hop.startedAtMs = result.lastAttempt() ? result.lastAttempt()->startedAtMs() : 0;
    body.attempts.emplace_back().hops.push_back(hop);
    return body;
}

bool isSame(const FetchResult &a, const FetchResult &b)
{
    return a.bytes == b.bytes && a.lastAttempt() && b.lastAttempt() &&
           a.lastAttempt()->startedAtMs() == b.lastAttempt()->startedAtMs();
}

} // namespace

void BodyCache::add(const ResultBatch &batch)
{
    if (m_waiting >= MaxWaiting)
        return;
    ++m_waiting;
    m_thread.start([this, batch] {
        write(*batch);
        --m_waiting;
    });
}

void BodyCache::write(const std::vector<FetchResult> &results)
{
    std::vector<FetchResult> bodies;
    for (const FetchResult &result : results) {
        if (!result.body.isEmpty())
            bodies.push_back(bodyAlone(result));
    }
    if (bodies.empty())
        return;
    if (!m_isOpen && !m_spool.open())
        return;
    m_isOpen = true;
    if (!m_spool.append(bodies))
        return; // the spool keeps what it has
}

QByteArray BodyCache::bodyOf(const FetchResult &result) const
{
    if (!m_isOpen)
        return {};
    const Result<std::optional<FetchResult>> read = m_spool.read(result.row);
    if (!read || !read.value())
        return {};
    const FetchResult &kept = *read.value();
    return isSame(kept, result) ? kept.body : QByteArray();
}

} // namespace turnstone
