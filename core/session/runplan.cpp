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

void leaveOut(const std::vector<RowId> &removed, std::vector<RowStart> &rows)
{
    for (const RowId row : removed) {
        if (row < RowId(rows.size()))
            rows[row] = RowStart::leftOut();
    }
}

RunPlan planOfAll(const ProjectState &state)
{
    RunPlan plan;
    plan.addresses = state.addresses;
    plan.known = RowId(plan.addresses.size());
    if (!state.removed.empty())
        plan.rows.assign(plan.known, RowStart::wanted());
    leaveOut(state.removed, plan.rows);
    return plan;
}

Planned planOfGiven(const ProjectState &state, const AddressList &given)
{
    const AddressList &known = state.addresses;
    const MergedAddresses merged = mergeAddresses(known, given, state.removed);
    if (merged.ambiguous)
        return PlanProblem{.kind = Problem::Ambiguous, .address = shownAt(known, *merged.ambiguous)};
    RunPlan plan;
    plan.addresses = merged.addresses;
    plan.known = RowId(known.size());
    plan.back = merged.back;
    if (merged.rows.size() < size_t(plan.addresses.size())) {
        plan.rows.assign(size_t(plan.addresses.size()), RowStart::leftOut());
        for (const RowId row : merged.rows)
            plan.rows[row] = RowStart::wanted();
    }
    return plan;
}

Planned planOfOnly(const ProjectState &state, const AddressList &given)
{
    Planned planned = planOfGiven(state, given);
    auto *plan = std::get_if<RunPlan>(&planned);
    if (!plan)
        return planned;
    const qint64 unknown = plan->addresses.size() - qint64(plan->known) + qint64(plan->back.size());
    if (unknown > 0)
        return PlanProblem{
            .kind = Problem::NotInIt,
            .count = unknown,
            .address = shownAt(plan->addresses, plan->back.empty() ? plan->known : plan->back.front())};
    plan->scope = RunScope::Rows;
    return planned;
}

/// Takes the secrets of the addresses from what is given, which is the list of the run: what was removed
/// since has its place in it.
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
    RunPlan plan = planOfAll(state);
    plan.rows = state.rows.starts();
    leaveOut(state.removed, plan.rows);
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
    RunOpening opening{
        .back = back, .scope = scope, .owes = rows.empty() ? Owes::All : Owes::Rows, .settings = settings};
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
        return planOfGiven(state, wish.given);
    if (wish.kind == RunWish::Kind::Only)
        return planOfOnly(state, wish.given);
    if (state.removed.size() >= size_t(state.addresses.size()))
        return PlanProblem{.kind = Problem::NoAddresses};
    return wish.kind == RunWish::Kind::All ? Planned(planOfAll(state)) : planToGoOn(state, wish);
}

} // namespace turnstone
