// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/projectstate.h"

#include "core/session/runchoice.h"
#include "core/store/store.h"

#include <utility>

namespace turnstone {

Result<AddressList> readAddressList(Store &store)
{
    AddressList addresses;
    const Outcome read = store.readAddresses([&addresses](std::shared_ptr<const AddressBlock> block) {
        addresses.append(std::move(block));
        return true;
    });
    if (!read)
        return read.error();
    return addresses;
}

/// Runs that cannot be read keep a new one from beginning, too: nobody could go on with it or compare it.
Result<ProjectState> readProject(Store &store)
{
    Result<std::vector<RunInfo>> runs = store.runs();
    if (!runs)
        return runs.error();
    Result<AddressList> addresses = readAddressList(store);
    if (!addresses)
        return addresses.error();
    Result<std::vector<RowId>> removed = store.removedRows();
    if (!removed)
        return removed.error();
    return ProjectState{
        std::move(addresses).value(), std::move(removed).value(), std::move(runs).value(), {}};
}

Result<ProjectState> readProjectToGoOn(Store &store, RunId wanted)
{
    Result<ProjectState> read = readProject(store);
    if (!read)
        return read;
    ProjectState state = std::move(read).value();
    const RunInfo *run = runToGoOn(state.runs, wanted);
    if (!run)
        return state;
    state.rows = RunRows(state.addresses.size());
    const Outcome found = store.readVerdicts(
        run->id, [&state](RowId row, Verdict verdict) { state.rows.addResult(row, verdict); });
    if (!found)
        return found.error();
    const Result<std::vector<RowId>> owed = store.owedRows(run->id);
    if (!owed)
        return owed.error();
    for (const RowId row : owed.value())
        state.rows.addOwed(row);
    return state;
}

} // namespace turnstone
