// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectrun.h"

#include "app/cli/addressmerge.h"
#include "app/cli/projectreading.h"
#include "core/store/store.h"
#include "core/types/displaytext.h"
#include "core/types/missingsecrets.h"
#include "core/types/secrets.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectRun", text);
}

/// `known`: what was merged with.
Outcome checkMerged(const MergedAddresses &merged, const AddressList &known)
{
    if (!merged.ambiguous)
        return success();
    return Error{
        Error::Code::Invalid,
        tr("The project has several addresses like %1, which differ in their passwords or keys only, and "
           "not all of them were given: which ones are meant cannot be told. Give all of them, in their "
           "order, or keep them in the project from the first run on (--keep-secrets).")
            .arg(visibleLine(known.at(*merged.ambiguous), 200))};
}

Result<ProjectRun> runOfMerged(const AddressList &known, const AddressList &given)
{
    MergedAddresses merged = mergeAddresses(known, given);
    if (const Outcome checked = checkMerged(merged, known); !checked)
        return checked.error();
    ProjectRun run;
    run.addresses = std::move(merged.addresses);
    run.known = RowId(known.size());
    if (merged.rows.size() < size_t(run.addresses.size())) {
        run.rows.assign(size_t(run.addresses.size()), RowStart::leftOut());
        for (const RowId row : merged.rows)
            run.rows[row] = RowStart::wanted();
    }
    return run;
}

/// What is wrong with them would be found by whoever wants to go on with the new run, or to compare it.
Outcome checkRuns(Store &store)
{
    const Result<std::vector<RunInfo>> runs = store.runs();
    return runs ? success() : Outcome(runs.error());
}

bool isUnfinished(const RunInfo &run)
{
    return run.owed > 0 || (run.ending == RunEnding::Open && run.results > 0);
}

/// The last run with something left to do, else the last one of all.
const RunInfo &runToGoOn(const std::vector<RunInfo> &runs)
{
    const auto found = std::find_if(runs.rbegin(), runs.rend(), isUnfinished);
    return found == runs.rend() ? runs.back() : *found;
}

Outcome readStarts(Store &store, const RunInfo &info, ProjectRun &run)
{
    run.rows.assign(size_t(run.addresses.size()), RowStart::leftOut());
    qint64 results = 0;
    bool isInside = true;
    const auto set = [&run, &isInside](RowId row, RowStart start) {
        if (row < RowId(run.rows.size()))
            run.rows[row] = start;
        else
            isInside = false;
    };
    const Outcome read = store.readVerdicts(info.id, [&set, &results](RowId row, Verdict verdict) {
        set(row, RowStart::done(verdict));
        ++results;
    });
    if (!read)
        return read;
    // To fetch them again is not for us to decide: a POST would take effect twice.
    if (!info.pruned && results < info.results)
        return Error{
            Error::Code::Unreadable,
            tr("The project is damaged: of the %1 results of run %2 only %3 can be read. Save what is "
               "left: turnstone-cli repair --project FILE --into NEW.")
                .arg(QString::number(info.results), QString::number(info.id), QString::number(results))};
    const Result<std::vector<RowId>> owed = store.owedRows(info.id);
    if (!owed)
        return owed.error();
    for (const RowId row : owed.value())
        set(row, RowStart::wanted());
    if (isInside)
        return success();
    return Error{Error::Code::Unreadable,
                 tr("The project is damaged: it refers to addresses that are missing. Save what is left: "
                    "turnstone-cli repair --project FILE --into NEW.")};
}

/// How many addresses that are wanted lack a secret, and the first of them.
std::pair<qint64, RowId> lackingOf(const ProjectRun &run)
{
    std::pair<qint64, RowId> lacking;
    for (RowId row = 0; row < RowId(run.addresses.size()); ++row) {
        const bool isWanted = run.rows.empty() || run.rows[row].isWanted();
        if (isWanted && lacksSecret(run.addresses, row) && lacking.first++ == 0)
            lacking.second = row;
    }
    return lacking;
}

/// Whether any address lacks one, be it wanted or not: whoever gives their list need not know what is left.
bool hasSecretRows(const AddressList &list)
{
    for (RowId row = 0; row < RowId(list.size()); ++row) {
        if (lacksSecret(list, row))
            return true;
    }
    return false;
}

/// Takes the secrets of the addresses from what is given.
Outcome fill(ProjectRun &run, const AddressList &given)
{
    if (!hasSecretRows(run.addresses))
        return Error{Error::Code::Invalid,
                     tr("--resume goes on with the addresses of the project. Leave out the inputs, or leave "
                        "out --resume to begin a new run of them.")};
    MergedAddresses merged = mergeAddresses(run.addresses, given);
    if (const Outcome checked = checkMerged(merged, run.addresses); !checked)
        return checked;
    if (const int more = merged.addresses.size() - run.addresses.size(); more > 0)
        return Error{
            Error::Code::Invalid,
            tr("--resume takes the passwords and keys of addresses from the inputs, but the project does "
               "not have %1 of these. Give the list of that run, or leave out --resume to begin a new one.")
                .arg(more)};
    run.addresses = std::move(merged.addresses);
    return success();
}

} // namespace

Outcome checkSecrets(const ProjectRun &run)
{
    const auto [count, first] = lackingOf(run);
    if (count == 0)
        return success();
    const QString address = visibleLine(run.addresses.at(first), 200);
    const QString what =
        count == 1 ? tr("The password or key of %1 is not in the project.").arg(address)
                   : tr("The passwords or keys of %1 addresses, such as %2, are not in the project.")
                         .arg(QString::number(count), address);
    return Error{Error::Code::Invalid, what + u' ' +
                                           (run.earlier ? tr("Give their list again: --resume LIST.")
                                                        : tr("Give their list again."))};
}

ProjectRun planFirstRun(const AddressList &given)
{
    ProjectRun run;
    run.addresses = given;
    return run;
}

Result<ProjectRun> planRunOf(Store &store, const AddressList &given)
{
    if (const Outcome readable = checkRuns(store); !readable)
        return readable.error();
    const Result<AddressList> known = readAddressList(store);
    if (!known)
        return known.error();
    return runOfMerged(known.value(), given);
}

Result<ProjectRun> planRunOfOnly(Store &store, const AddressList &given)
{
    Result<ProjectRun> planned = planRunOf(store, given);
    if (!planned)
        return planned;
    ProjectRun run = std::move(planned).value();
    if (const RowId unknown = RowId(run.addresses.size()) - run.known; unknown > 0) {
        const QString first = QString::fromUtf8(withHiddenUserInfo(run.addresses.at(run.known)));
        return Error{Error::Code::Invalid,
                     unknown == 1 ? tr("The project does not have %1. Leave out --only to add it.").arg(first)
                                  : tr("The project does not have %L1 of these addresses, the first of them "
                                       "%2. Leave out --only to add them.")
                                        .arg(unknown)
                                        .arg(first)};
    }
    run.scope = RunScope::Rows;
    return run;
}

Result<ProjectRun> planRunOfAll(Store &store)
{
    if (const Outcome readable = checkRuns(store); !readable)
        return readable.error();
    Result<AddressList> known = readAddressList(store);
    if (!known)
        return known.error();
    if (known.value().isEmpty())
        return Error{Error::Code::Invalid, tr("The project has no addresses yet. Give some to fetch.")};
    ProjectRun run;
    run.known = RowId(known.value().size());
    run.addresses = std::move(known).value();
    return run;
}

Result<ProjectRun> planToGoOn(Store &store, RunId wanted, const AddressList &given)
{
    Result<ProjectRun> planned = planRunOfAll(store);
    const Result<std::vector<RunInfo>> runs = store.runs();
    if (!planned || !runs)
        return planned ? runs.error() : planned;
    if (runs.value().empty())
        return Error{Error::Code::Invalid,
                     tr("The project has no run to go on with. Leave out --resume to begin one.")};
    ProjectRun run = std::move(planned).value();
    const auto isWanted = [wanted](const RunInfo &each) { return each.id == wanted; };
    if (wanted != 0 && std::none_of(runs.value().begin(), runs.value().end(), isWanted))
        return Error{Error::Code::Invalid,
                     tr("The project has no run %1; turnstone-cli runs lists those it has.").arg(wanted)};
    const RunInfo &info = wanted == 0 ? runToGoOn(runs.value())
                                      : *std::find_if(runs.value().begin(), runs.value().end(), isWanted);
    run.earlier = info;
    run.isOver = !isUnfinished(info);
    if (const Outcome read = readStarts(store, info, run); !read)
        return read.error();
    if (!given.isEmpty()) {
        if (const Outcome filled = fill(run, given); !filled)
            return filled.error();
    }
    return run;
}

} // namespace turnstone
