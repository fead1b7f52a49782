// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/outbox.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace turnstone {

Outbox::~Outbox()
{
    m_memory.release(std::accumulate(m_underWay.begin(), m_underWay.end(), m_bytes));
}

void Outbox::add(FetchResult result, TimePoint now)
{
    if (m_results.empty())
        m_oldest = now;
    const qint64 bytes = bytesHeldBy(result);
    m_bytes += bytes;
    m_memory.hold(bytes);
    m_results.push_back(std::move(result));
}

void Outbox::addBare(std::vector<RowId> rows, std::function<void(FetchResult &)> finish)
{
    m_finishBare = std::move(finish);
    if (m_bare.empty())
        m_bare = std::move(rows);
    else
        m_bare.insert(m_bare.end(), rows.begin(), rows.end());
}

void Outbox::acknowledge()
{
    if (m_underWay.empty())
        return;
    m_memory.release(m_underWay.front());
    m_underWay.pop_front();
}

void Outbox::flush(TimePoint now, bool everything)
{
    while (m_underWay.size() < MaxUnderWay && !isEmpty()) {
        const bool ripe = everything || !m_bare.empty() || m_results.size() >= size_t(BatchSize) ||
                          now - m_oldest >= Period;
        if (!ripe)
            return;
        sendOne();
    }
}

TimePoint Outbox::flushAt() const
{
    if (isEmpty() || m_underWay.size() >= MaxUnderWay)
        return Never; // an acknowledgement brings the next flush
    return m_bare.empty() ? m_oldest + Period : TimePoint::min();
}

void Outbox::sendOne()
{
    auto batch = std::make_shared<std::vector<FetchResult>>();
    qint64 bytes = m_bytes;
    if (m_results.size() <= size_t(BatchSize)) {
        *batch = std::move(m_results);
        m_results.clear();
    } else {
        const auto end = m_results.begin() + BatchSize;
        batch->assign(std::make_move_iterator(m_results.begin()), std::make_move_iterator(end));
        m_results.erase(m_results.begin(), end);
        bytes = std::accumulate(batch->begin(), batch->end(), qint64(0),
                                [](qint64 sum, const auto &result) { return sum + bytesHeldBy(result); });
    }
    m_bytes -= bytes;
    while (batch->size() < size_t(BatchSize) && !m_bare.empty()) {
        FetchResult &result = batch->emplace_back();
        result.row = m_bare.back();
        m_finishBare(result);
        m_bare.pop_back();
    }
    m_underWay.push_back(bytes);
    m_send(std::move(batch));
}

} // namespace turnstone
