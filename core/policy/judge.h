// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

namespace turnstone {

/// Sets `verdict` and `reason` from the evidence in the result: its attempts, its facts.
void judge(FetchResult &result);
/// What one attempt alone amounts to.
Verdict verdictOf(const FetchAttempt &attempt);

/// The name of the bot wall that an answer's header gives away; empty: none known.
QString botWallFromHeader(QByteArrayView name, QByteArrayView value);

/// The registered reason phrase of a status (RFC 9110 and the IANA registry); empty for an unknown one.
QLatin1StringView statusPhrase(int status);

} // namespace turnstone
