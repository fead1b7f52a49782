// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/outbox.h"

#include <algorithm>
#include <iterator>

namespace turnstone {

void Outbox::add(FetchResult result, TimePoint now)
{
    if (m_results.empty())
        m_oldest = now;
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
    --m_underWay;
}

void Outbox::flush(TimePoint now, bool everything)
{
    while (m_underWay < MaxUnderWay && !isEmpty()) {
        const bool ripe = everything || !m_bare.empty() || m_results.size() >= size_t(BatchSize) ||
                          now - m_oldest >= Period;
        if (!ripe)
            return;
        sendOne();
    }
}

TimePoint Outbox::flushAt() const
{
    if (isEmpty() || m_underWay >= MaxUnderWay)
        return Never; // an acknowledgement brings the next flush
    return m_bare.empty() ? m_oldest + Period : TimePoint::min();
}

void Outbox::sendOne()
{
    auto batch = std::make_shared<std::vector<FetchResult>>();
    if (m_results.size() <= size_t(BatchSize)) {
        *batch = std::move(m_results);
        m_results.clear();
    } else {
        const auto end = m_results.begin() + BatchSize;
        batch->assign(std::make_move_iterator(m_results.begin()), std::make_move_iterator(end));
        m_results.erase(m_results.begin(), end);
    }
    while (batch->size() < size_t(BatchSize) && !m_bare.empty()) {
        FetchResult &result = batch->emplace_back();
        result.row = m_bare.back();
        m_finishBare(result);
        m_bare.pop_back();
    }
    ++m_underWay;
    m_send(std::move(batch));
}

} // namespace turnstone
