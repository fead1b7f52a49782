// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/hostspread.h"

#include <QRandomGenerator>

#include <algorithm>
#include <numeric>
#include <vector>

namespace turnstone {

namespace {

constexpr int SampleRows = 4096;

/// All rows of a short list; of a long one as many, anywhere. The same list gives the same rows.
template <typename Visit>
void visitSample(int rows, const Visit &visit)
{
    if (rows <= SampleRows) {
        for (int row = 0; row < rows; ++row)
            visit(RowId(row));
        return;
    }
    QRandomGenerator random(1);
    for (int i = 0; i < SampleRows; ++i)
        visit(RowId(random.bounded(rows)));
}

} // namespace

HostSpread::HostSpread(const AddressList &list, int workers)
{
    std::array<int, Buckets> weights{};
    visitSample(list.size(), [&](RowId row) { ++weights[HostKey(list.at(row)).hash() % Buckets]; });
    std::array<size_t, Buckets> heaviestFirst;
    std::iota(heaviestFirst.begin(), heaviestFirst.end(), size_t(0));
    std::stable_sort(heaviestFirst.begin(), heaviestFirst.end(),
                     [&](size_t a, size_t b) { return weights[a] > weights[b]; });
    std::vector<int> loads(size_t(workers), 0);
    quint8 next = 0;
    for (const size_t bucket : heaviestFirst) {
        if (weights[bucket] > 0) {
            const auto lightest = std::min_element(loads.begin(), loads.end());
            *lightest += weights[bucket];
            m_owners[bucket] = quint8(lightest - loads.begin());
        } else { // for hosts that come later, by redirects or additions
            m_owners[bucket] = next;
            next = quint8((next + 1) % workers);
        }
    }
}

} // namespace turnstone
