// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QFlags>

namespace turnstone {

/// What the rows hold of a result only while somebody looks at it: texts, which would take more room than all
/// the rest.
enum class RowDetail : quint8 {
    Reason = 1 << 0,
    FinalAddress = 1 << 1, ///< where redirects led
    Description = 1 << 2,
    Heading = 1 << 3,
    Canonical = 1 << 4,
};
Q_DECLARE_FLAGS(RowDetails, RowDetail)
Q_DECLARE_OPERATORS_FOR_FLAGS(RowDetails)

inline constexpr int RowDetailCount = 5;

constexpr RowDetail rowDetailAt(int index)
{
    return RowDetail(1 << index);
}

/// UTF-8; empty: the result says nothing of it.
QByteArray rowDetailOf(const FetchResult &result, RowDetail detail);

} // namespace turnstone
