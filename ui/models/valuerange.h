// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <limits>
#include <optional>

namespace turnstone {

/// Whole numbers from `from` to `to`, both included.
struct ValueRange
{
    qint64 from = std::numeric_limits<qint64>::min();
    qint64 to = std::numeric_limits<qint64>::max();

    bool holds(qint64 value) const { return value >= from && value <= to; }
};

// ">10k", ">=10k", "<10k", "<=10k", "10k..2M", "10k..", "..2M"; "10k" and "=10k" stand for all that round to
// it with as many decimals. Nothing for any other text.

/// In bytes. k, M, G are powers of 1,000, as sizes are shown; Ki, Mi, Gi of 1,024. A "B" may follow.
std::optional<ValueRange> sizeRange(QStringView text);
/// In microseconds; of a number alone: milliseconds. us, ms, s, min.
std::optional<ValueRange> durationRange(QStringView text);
/// Without a unit.
std::optional<ValueRange> countRange(QStringView text);

/// A comparison without its number yet: "", ">", ">=", "..".
bool isUnfinishedRange(QStringView text);

} // namespace turnstone
