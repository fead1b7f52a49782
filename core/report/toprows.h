// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"
#include "core/types/rownumbers.h"

#include <QString>

#include <vector>

namespace turnstone {

/// One result as a report shows it: texts on one line, visible and shortened; numbers negative where not
/// known.
struct ReportRow
{
    qint64 number = 0; ///< its place in the export, from 1
    Verdict verdict = Verdict::Cancelled;
    QString url, title, reason;
    qint64 status = -1, bytes = -1, ttfbUs = -1, totalUs = -1, tries = 0;
};

/// Keeps the most telling rows of any number of them.
class TopRows final
{
public:
    enum class Order : quint8 {
        Problems, ///< problems, then what is fine, then what was left out; the slowest first in each
        Slowest
    };

    TopRows(size_t capacity, Order order);

    void add(qint64 number, QByteArrayView url, const FetchResult &result, const RowNumbers &numbers);
    /// The most telling first. Ends the collecting.
    std::vector<ReportRow> take();

private:
    struct Key
    {
        int rank;
        qint64 totalUs;
        qint64 number;
        bool operator<(const Key &other) const; ///< comes before `other`
    };
    Key keyOf(qint64 number, Verdict verdict, qint64 totalUs) const;

    const size_t m_capacity;
    const Order m_order;
    std::vector<std::pair<Key, ReportRow>> m_rows; // a heap, the least telling on top
};

} // namespace turnstone
