// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAnyStringView>
#include <QLatin1StringView>
#include <QString>

#include <array>
#include <optional>

namespace turnstone {

/// What became of an address. The order is that of the sidebar; the names are stable (files, filters,
/// scripts).
enum class Verdict : quint8 {
    Ok,               ///< ended 2xx without a hop
    Redirected,       ///< ended 2xx after at least one hop
    Broken,           ///< 404, 410 or no such host
    ClientError,      ///< any other 4xx
    Blocked,          ///< 401, 403, 407, 451, or a known bot wall
    Throttled,        ///< 429, or 503 with Retry-After, to the end
    ServerError,      ///< 5xx
    Timeout,          ///< no answer in time
    TlsError,         ///< certificate or handshake
    ConnectionFailed, ///< refused, reset, unreachable
    BadResponse,      ///< not HTTP, truncated, a loop of redirects, ...
    TooLarge,         ///< body over the limit
    InvalidUrl,       ///< not an address that can be fetched
    Skipped,          ///< out of scope or forbidden by rules
    Cancelled,        ///< stopped before it was fetched
};

inline constexpr int VerdictCount = 15;

/// The stable identifier used in CSV, JSON Lines and filters: "ok", "client_error", ...
QLatin1StringView verdictId(Verdict verdict);
/// The inverse of verdictId(); nothing for an unknown identifier.
std::optional<Verdict> verdictFromId(QAnyStringView id);
/// A short translated label: "OK", "Client error", ...
QString verdictLabel(Verdict verdict);
/// A sentence for people: what it says of an address.
QString verdictMeaning(Verdict verdict);
/// True for ok and redirected: what the exit status of the command line calls fine.
bool isFine(Verdict verdict);
/// True for what went wrong: neither fine nor left out (skipped, cancelled).
bool isProblem(Verdict verdict);

std::array<Verdict, VerdictCount> allVerdicts();

} // namespace turnstone
