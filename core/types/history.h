// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"
#include "core/types/run.h"
#include "core/types/verdict.h"

#include <QByteArray>
#include <QFlags>
#include <QLatin1StringView>
#include <QString>

#include <array>
#include <optional>

namespace turnstone {

/// What one run found at one address. Negative numbers: not known.
struct HistoryEntry
{
    RunId run = 0;
    qint64 startedAtMs = -1; ///< UTC; of the last attempt
    Verdict verdict = Verdict::Cancelled;
    quint16 status = 0; ///< 0: no answer
    int redirects = 0;
    QString title;
    QByteArray finalUrl;     ///< empty: the address itself
    quint64 contentHash = 0; ///< 0: none
    qint64 bytes = -1;
    qint64 ttfbUs = -1;
    qint64 totalUs = -1;
};

/// How an address differs between two runs.
enum class Change : quint8 {
    New = 0x01,      ///< the run before did not have it, though it had the whole list
    Gone = 0x02,     ///< the run after does not have it, though it has the whole list
    Status = 0x04,   ///< verdict or status
    Title = 0x08,    ///< of two pages that were both fine
    Redirect = 0x10, ///< where it leads, or by how many redirects
    Content = 0x20,  ///< the hash of the content, where both are known
    Slower = 0x40,   ///< both fine, but slower by CompareOptions
};
Q_DECLARE_FLAGS(Changes, Change)
Q_DECLARE_OPERATORS_FOR_FLAGS(Changes)

inline constexpr int ChangeCount = 7;

/// In the order of the flags, which is that of filters and files.
std::array<Change, ChangeCount> allChanges();
/// "new", "status", ...: stable, for files and filters.
QLatin1StringView changeId(Change change);
/// A short translated label: "New", "Status", ...
QString changeLabel(Change change);

struct RunDifference
{
    RowId row = 0;
    Changes changes;
    std::optional<HistoryEntry> before; ///< nothing: New
    std::optional<HistoryEntry> after;  ///< nothing: Gone
};

struct CompareOptions
{
    double slowerFactor = 2.0;      ///< total time after / before, more than this
    qint64 slowerLeastUs = 100'000; ///< and at least so much more
};

/// How two findings at one address differ; what Store::compare() says where both runs have it.
Changes changesBetween(const HistoryEntry &before, const HistoryEntry &after, const CompareOptions &options);

} // namespace turnstone
