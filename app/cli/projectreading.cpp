// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectreading.h"

#include "app/cli/terminal.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr std::chrono::seconds LinePeriod{5};

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
        next.setRemainingTime(LinePeriod);
        const QString line =
            QCoreApplication::translate("ProjectReading",
                                        "%1 is taken forward to this version: %2 % of %3 results")
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
    const auto tr = [](const char *text) { return QCoreApplication::translate("ProjectReading", text); };
    if (left < 0)
        return tr("Run %1 is not whole: retention or a repair has removed results of it.").arg(run.id);
    // What retention by number and repairs removed is not in the figures of the run any more.
    if (left >= run.results)
        return (left == 1 ? tr("Run %1 is not whole: %2 of its results is left, the others were removed by "
                               "retention or a repair.")
                          : tr("Run %1 is not whole: %2 of its results are left, the others were removed by "
                               "retention or a repair."))
            .arg(QString::number(run.id), grouped(left));
    if (run.results == 1)
        return tr("Run %1 is not whole: the one result that it found was removed by retention.").arg(run.id);
    return (left == 1 ? tr("Run %1 is not whole: of the %2 results that it found %3 is left, the others were "
                           "removed by retention.")
                      : tr("Run %1 is not whole: of the %2 results that it found %3 are left, the others "
                           "were removed by retention."))
        .arg(QString::number(run.id), grouped(run.results), grouped(left));
}

} // namespace turnstone
