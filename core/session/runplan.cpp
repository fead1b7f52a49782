// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runplan.h"

#include "core/session/addressmerge.h"
#include "core/session/runchoice.h"
#include "core/types/missingsecrets.h"
#include "core/types/secrets.h"

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

using Problem = PlanProblem::Kind;

QByteArray shownAt(const AddressList &list, RowId row)
{
    return withHiddenUserInfo(list.at(row));
}

RunPlan planOfAll(const AddressList &known)
{
    RunPlan plan;
    plan.addresses = known;
    plan.known = RowId(known.size());
    return plan;
}

Planned planOfGiven(const AddressList &known, const AddressList &given)
{
    const MergedAddresses merged = mergeAddresses(known, given);
    if (merged.ambiguous)
        return PlanProblem{.kind = Problem::Ambiguous, .address = shownAt(known, *merged.ambiguous)};
    RunPlan plan = planOfAll(known);
    plan.addresses = merged.addresses;
    if (merged.rows.size() < size_t(plan.addresses.size())) {
        plan.rows.assign(size_t(plan.addresses.size()), RowStart::leftOut());
        for (const RowId row : merged.rows)
            plan.rows[row] = RowStart::wanted();
    }
    return plan;
}

Planned planOfOnly(const AddressList &known, const AddressList &given)
{
    Planned planned = planOfGiven(known, given);
    auto *plan = std::get_if<RunPlan>(&planned);
    if (!plan)
        return planned;
    if (const qint64 unknown = plan->addresses.size() - int(plan->known); unknown > 0)
        return PlanProblem{
            .kind = Problem::NotInIt, .count = unknown, .address = shownAt(plan->addresses, plan->known)};
    plan->scope = RunScope::Rows;
    return planned;
}

/// Takes the secrets of the addresses from what is given.
Planned filled(RunPlan plan, const AddressList &given)
{
    // Be they wanted or not: whoever gives their list need not know what is left.
    if (rowsLackingSecret(plan.addresses).empty())
        return PlanProblem{.kind = Problem::LacksNone};
    const MergedAddresses merged = mergeAddresses(plan.addresses, given);
    if (merged.ambiguous)
        return PlanProblem{.kind = Problem::Ambiguous, .address = shownAt(plan.addresses, *merged.ambiguous)};
    if (const int more = merged.addresses.size() - plan.addresses.size(); more > 0)
        return PlanProblem{.kind = Problem::NotInIt,
                           .count = more,
                           .address = shownAt(merged.addresses, RowId(plan.addresses.size()))};
    plan.addresses = merged.addresses;
    return plan;
}

Planned planToGoOn(const ProjectState &state, const RunWish &wish)
{
    if (state.runs.empty())
        return PlanProblem{.kind = Problem::NoRuns};
    const RunInfo *run = runToGoOn(state.runs, wish.run);
    if (!run)
        return PlanProblem{.kind = Problem::NoSuchRun, .run = wish.run};
    if (!run->pruned && state.rows.results() < run->results)
        return PlanProblem{.kind = Problem::LostResults,
                           .run = run->id,
                           .count = state.rows.results(),
                           .total = run->results};
    if (state.rows.hasStrangers())
        return PlanProblem{.kind = Problem::NoSuchRows, .run = run->id};
    RunPlan plan = planOfAll(state.addresses);
    plan.rows = state.rows.starts();
    plan.earlier = *run;
    plan.isOver = !isUnfinished(*run);
    if (wish.given.isEmpty())
        return plan;
    return filled(std::move(plan), wish.given);
}

} // namespace

qint64 RunPlan::size() const
{
    const auto takesPart = [](RowStart start) { return !start.isLeftOut(); };
    return rows.empty() ? addresses.size() : std::count_if(rows.begin(), rows.end(), takesPart);
}

std::vector<RowId> RunPlan::lackingSecrets() const
{
    std::vector<RowId> lacking = rowsLackingSecret(addresses);
    std::erase_if(lacking, [this](RowId row) { return !wants(row); });
    return lacking;
}

RunOpening RunPlan::opening(const CrawlSettings &settings) const
{
    using Owes = RunOpening::Owes;
    if (earlier)
        return {.earlier = earlier->id, .owes = Owes::AsBefore, .settings = settings};
    RunOpening opening{.scope = scope, .owes = rows.empty() ? Owes::All : Owes::Rows, .settings = settings};
    for (RowId row = 0; row < RowId(rows.size()); ++row) {
        if (rows[row].isWanted())
            opening.rows.push_back(row);
    }
    return opening;
}

RunPlan planFirstRun(const AddressList &given)
{
    RunPlan plan;
    plan.addresses = given;
    return plan;
}

Planned planRun(const ProjectState &state, const RunWish &wish)
{
    if (wish.kind == RunWish::Kind::Given)
        return planOfGiven(state.addresses, wish.given);
    if (wish.kind == RunWish::Kind::Only)
        return planOfOnly(state.addresses, wish.given);
    if (state.addresses.isEmpty())
        return PlanProblem{.kind = Problem::NoAddresses};
    return wish.kind == RunWish::Kind::All ? Planned(planOfAll(state.addresses)) : planToGoOn(state, wish);
}

} // namespace turnstone
