// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/projectstate.h"
#include "core/session/runopening.h"

#include <optional>
#include <variant>
#include <vector>

namespace turnstone {

/// What is wanted of a project.
struct RunWish
{
    enum class Kind {
        All,    ///< a new run of all addresses
        Given,  ///< a new run of the given ones, which are the list of the day: what is not in it is gone.
                ///< Those that the project does not have are added at its end
        Only,   ///< a new run that checks the given ones of the project's addresses again
        Resume, ///< what a run owes
    };

    Kind kind = Kind::All;
    AddressList given = {}; ///< to go on: the addresses once more, with the secrets that the project lacks
    RunId run = 0;          ///< to go on with; 0: see runToGoOn()
};

/// What a crawl is to do in a project.
struct RunPlan
{
    AddressList addresses;           ///< all of the project, removed or not; those that are new at the end
    RowId known = 0;                 ///< so many of them the project has already
    std::vector<RowId> back;         ///< of these, those that had been removed and are given again
    std::vector<RowStart> rows;      ///< where each starts; empty: every one is wanted
    std::optional<RunInfo> earlier;  ///< the run that is gone on with; nothing: a new one
    bool isOver = false;             ///< that run has nothing left to do
    RunScope scope = RunScope::List; ///< of a new run

    bool wants(RowId row) const { return rows.empty() || rows[row].isWanted(); }
    /// How many take part, be it that they are done.
    qint64 size() const;
    /// Those that are wanted, and have `***` for a secret.
    std::vector<RowId> lackingSecrets() const;
    RunOpening opening(const CrawlSettings &settings) const;
};

/// Why there is no plan.
struct PlanProblem
{
    enum class Kind {
        NoAddresses,
        NoRuns,      ///< to go on with
        NoSuchRun,   ///< `run`
        NotInIt,     ///< `count` of the given addresses, the first of them `address`
        Ambiguous,   ///< `address` stands for several that differ in their secrets only; not all were given
        LacksNone,   ///< addresses were given for their secrets
        LostResults, ///< of the `total` of `run`, `count` can be read. To fetch the others again is not for
                     ///< us to decide: a POST would take effect twice
        NoSuchRows,  ///< which the run owes, or has results of
    };

    Kind kind = Kind::NoAddresses;
    RunId run = 0;
    qint64 count = 0;
    qint64 total = 0;
    QByteArray address = {}; ///< as others may see it
};

using Planned = std::variant<RunPlan, PlanProblem>;

/// The first run of a new project, or one without any.
RunPlan planFirstRun(const AddressList &given);
/// `state`: of readProjectToGoOn() where the wish is to go on. What was removed from the list takes no part,
/// whatever runs have of it, until it is given again. Pure.
Planned planRun(const ProjectState &state, const RunWish &wish);

} // namespace turnstone
