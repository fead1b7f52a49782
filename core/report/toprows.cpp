// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/toprows.h"

#include "core/types/displaytext.h"

#include <algorithm>
#include <tuple>

namespace turnstone {

namespace {

constexpr qsizetype MaxUrl = 1000;
constexpr qsizetype MaxTitle = 200;
constexpr qsizetype MaxReason = 300;

const auto byKey = [](const auto &a, const auto &b) { return a.first < b.first; };

} // namespace

TopRows::TopRows(size_t capacity, Order order)
    : m_capacity(capacity)
    , m_order(order)
{}

bool TopRows::Key::operator<(const Key &other) const
{
    return std::tie(rank, other.totalUs, number) < std::tie(other.rank, totalUs, other.number);
}

TopRows::Key TopRows::keyOf(qint64 number, Verdict verdict, qint64 totalUs) const
{
    int rank = 0;
    if (m_order == Order::Problems)
        rank = isProblem(verdict) ? 0 : isFine(verdict) ? 1 : 2;
    return {rank, totalUs, number};
}

void TopRows::add(qint64 number, QByteArrayView url, const FetchResult &result, const RowNumbers &numbers)
{
    const Key key = keyOf(number, result.verdict, numbers.totalUs);
    if (m_rows.size() == m_capacity) {
        if (!(key < m_rows.front().first))
            return;
        std::pop_heap(m_rows.begin(), m_rows.end(), byKey);
        m_rows.pop_back();
    }
    ReportRow row{number, result.verdict, visibleLine(url, MaxUrl), visibleLine(result.facts.title, MaxTitle),
                  visibleLine(result.reason, MaxReason)};
    row.status = numbers.status;
    row.bytes = numbers.bytes;
    row.ttfbUs = numbers.ttfbUs;
    row.totalUs = numbers.totalUs;
    row.tries = numbers.attempts;
    m_rows.emplace_back(key, std::move(row));
    std::push_heap(m_rows.begin(), m_rows.end(), byKey);
}

std::vector<ReportRow> TopRows::take()
{
    std::sort_heap(m_rows.begin(), m_rows.end(), byKey);
    std::vector<ReportRow> rows;
    rows.reserve(m_rows.size());
    for (auto &[key, row] : m_rows)
        rows.push_back(std::move(row));
    m_rows.clear();
    return rows;
}

} // namespace turnstone
