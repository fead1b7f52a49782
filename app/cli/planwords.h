// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/session/runplan.h"

namespace turnstone {

/// What is the matter with the wish, and which options help.
Error planError(const PlanProblem &problem, const RunWish &wish);
/// An Error with what to do where an address that is wanted lacks a secret.
Outcome checkSecrets(const RunPlan &plan);
/// The same of what the run that is gone on with sent, and the project does not keep. Without it every row
/// would be refused, and that would be its result.
Outcome checkSettings(const CrawlSettings &settings, bool lacksProxyPassword);

} // namespace turnstone
