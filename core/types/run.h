// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/verdict.h"

#include <QAnyStringView>
#include <QByteArray>
#include <QLatin1StringView>
#include <QMetaType>

#include <array>
#include <optional>

namespace turnstone {

/// A run of a project, from 1; later runs have greater numbers.
using RunId = qint64;

enum class RunScope : quint8 {
    List, ///< every address of the project
    Rows, ///< chosen rows
};

enum class RunEnding : quint8 {
    Open, ///< running now, or killed
    Finished,
    Stopped,
    FailedFast, ///< by the first failure, as asked for
};

/// What is known of one run of a project.
struct RunInfo
{
    RunId id = 0;
    RunScope scope = RunScope::List;
    RunEnding ending = RunEnding::Open;
    bool pruned = false;    ///< housekeeping removed results of it
    qint64 startedAtMs = 0; ///< UTC, ms since the epoch
    qint64 endedAtMs = -1;  ///< -1: no end yet
    qint64 results = 0;
    qint64 owed = 0;      ///< addresses it still has to fetch
    bool damaged = false; ///< what says these figures could not be read; see Store::readableRuns()
    std::array<qint64, VerdictCount> byVerdict{};
    QByteArray settings; ///< JSON, see crawlsettingsjson.h
};

/// "list", "rows": stable, for files.
QLatin1StringView runScopeId(RunScope scope);
std::optional<RunScope> runScopeFromId(QAnyStringView id);
/// "finished", "stopped", "failed_fast": stable, for files. Empty for Open.
QLatin1StringView runEndingId(RunEnding ending);
std::optional<RunEnding> runEndingFromId(QAnyStringView id);

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::RunInfo)
