// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectreading.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr std::chrono::seconds ReadingLinePeriod{5};

} // namespace

StoreProgress sayHowFarForward(const QString &path, bool wanted)
{
    if (!wanted)
        return {};
    const bool terminal = isatty(STDERR_FILENO) == 1;
    return [path, terminal, next = QDeadlineTimer(0)](qint64 done, qint64 total) mutable {
        const bool isLast = done == total;
        if (!terminal && !isLast && !next.hasExpired())
            return true;
        next.setRemainingTime(ReadingLinePeriod);
        const QString line =
            QCoreApplication::translate("ProjectReading",
                                        "Converting %1 to the format of this version: %2 % of %3 results")
                .arg(path, QString::number(total > 0 ? done * 100 / total : 100), grouped(total));
        std::fprintf(stderr, "%s%s%s", terminal ? "\r" : "", line.toUtf8().constData(),
                     terminal && !isLast ? "" : "\n");
        return true;
    };
}

QString prunedText(Store &store, const RunInfo &run)
{
    if (!run.pruned)
        return {};
    qint64 left = 0;
    if (!store.readVerdicts(run.id, [&left](RowId, Verdict) { ++left; }))
        left = -1; // whoever reads the run says that it is damaged
    if (left < 0)
        return tr("Run %1 is not complete: retention or a repair has removed some of its results.")
            .arg(run.id);
    // What retention by number and repairs removed is not in the figures of the run any more.
    if (left >= run.results)
        return tr("Run %1 is not complete: %2 of its results are left; retention or a repair "
                  "removed the others.",
                  nullptr, pluralOf(left))
            .arg(QString::number(run.id), grouped(left));
    if (run.results == 1)
        return tr("Run %1 is not complete: retention removed its only result.").arg(run.id);
    return tr("Run %1 is not complete: of its %2 results, %3 are left; retention removed the others.",
              nullptr, pluralOf(left))
        .arg(QString::number(run.id), grouped(run.results), grouped(left));
}

} // namespace turnstone
