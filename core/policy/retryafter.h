// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDateTime>

#include <chrono>
#include <optional>

namespace turnstone {

/// The wait that a Retry-After field asks for (RFC 9110, 10.2.3: seconds or an HTTP date in any of its three
/// forms, whatever its weekday). A date is taken by the clock of its server where that said what time it is
/// (`date`, its Date field), else by `nowUtc`; in the past it is a wait of 0. Of several values the longest
/// wait counts, and a fraction is rounded up. Nothing for a field that cannot be read.
std::optional<std::chrono::milliseconds> parseRetryAfter(QByteArrayView field, QByteArrayView date,
                                                         const QDateTime &nowUtc);

} // namespace turnstone
