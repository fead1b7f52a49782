// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cleanup.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

struct CleanUpKind
{
    const char *name;
    std::vector<QString> tables;
};

/// Of the tables that hold results, in the order of sizeShares().
const std::vector<CleanUpKind> &kinds()
{
    static const std::vector<CleanUpKind> all = {
        {QT_TRANSLATE_NOOP("CleanUp", "Addresses"), {u"addresses"_qs, u"owed"_qs, u"notes"_qs}},
        {QT_TRANSLATE_NOOP("CleanUp", "Results"), {u"results"_qs}},
        {QT_TRANSLATE_NOOP("CleanUp", "Page details"), {u"pages"_qs}},
        {QT_TRANSLATE_NOOP("CleanUp", "Attempts and redirects"), {u"attempts"_qs, u"hops"_qs}},
        {QT_TRANSLATE_NOOP("CleanUp", "Headers"), {u"headers"_qs}},
        {QT_TRANSLATE_NOOP("CleanUp", "Bodies"), {u"bodies"_qs}},
    };
    return all;
}

/// A table without a row takes a page, which is nobody's concern.
constexpr qint64 EmptyTableBytes = 4096;

qint64 bytesOf(const StoreSizes &sizes, const std::vector<QString> &tables)
{
    qint64 bytes = 0;
    for (const auto &[table, size] : sizes.tables) {
        const bool isEmpty = !sizes.estimated && size <= EmptyTableBytes;
        if (!isEmpty && std::find(tables.begin(), tables.end(), table) != tables.end())
            bytes += size;
    }
    return bytes;
}

} // namespace

Outcome cleanUp(Store &store, const CleanUp &what, CleanUpState &state)
{
    const StoreProgress progress = [&state](qint64 done, qint64 total) {
        state.fraction = total > 0 ? double(done) / double(total) : 0.0;
        return !state.cancelled;
    };
    const auto begin = [&state](CleanUpState::Step step) {
        state.step = step;
        state.fraction = 0;
    };
    if (what.keepRuns) {
        begin(CleanUpState::Step::Runs);
        if (const Outcome kept = store.keepLastRuns(*what.keepRuns, progress); !kept)
            return kept;
    }
    if (what.dropBodies) {
        begin(CleanUpState::Step::Bodies);
        if (const Outcome dropped = store.dropBodies(progress); !dropped)
            return dropped;
    }
    begin(CleanUpState::Step::Compact);
    return store.compact(progress);
}

std::vector<SizeShare> sizeShares(const StoreSizes &sizes)
{
    std::vector<SizeShare> shares;
    qint64 known = sizes.freeBytes;
    for (const CleanUpKind &kind : kinds()) {
        const qint64 bytes = bytesOf(sizes, kind.tables);
        known += bytes;
        if (bytes > 0)
            shares.push_back({QCoreApplication::translate("CleanUp", kind.name), bytes});
    }
    std::stable_sort(shares.begin(), shares.end(),
                     [](const SizeShare &a, const SizeShare &b) { return a.bytes > b.bytes; });
    if (const qint64 rest = sizes.fileBytes - known; rest > 0 && !sizes.estimated)
        shares.push_back({QCoreApplication::translate("CleanUp", "Other"), rest});
    if (sizes.freeBytes > 0)
        shares.push_back({QCoreApplication::translate("CleanUp", "Free space in the file"), sizes.freeBytes});
    return shares;
}

CleanUpGains cleanUpGains(const StoreSizes &sizes, const std::vector<RunInfo> &runs, int keepRuns)
{
    qint64 all = 0;
    qint64 old = 0;
    for (size_t i = 0; i < runs.size(); ++i) {
        all += runs[i].results;
        if (i + size_t(keepRuns) < runs.size())
            old += runs[i].results;
    }
    const qint64 bytes = bytesOf(sizes, {u"results"_qs, u"attempts"_qs, u"hops"_qs, u"headers"_qs});
    CleanUpGains gains;
    gains.oldRuns = all > 0 ? qint64(double(bytes) * double(old) / double(all)) : 0;
    gains.bodies = bytesOf(sizes, {u"bodies"_qs});
    gains.free = sizes.freeBytes;
    return gains;
}

} // namespace turnstone
