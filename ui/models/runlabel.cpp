// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runlabel.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"

#include <QDateTime>

namespace turnstone {

namespace {

QString endingText(const RunInfo &run)
{
    switch (run.ending) {
    case RunEnding::Open:
        return tr("not finished");
    case RunEnding::Stopped:
        return tr("stopped");
    case RunEnding::FailedFast:
        return tr("stopped at the first failure");
    case RunEnding::Finished:
        break;
    }
    return {};
}

} // namespace

QString runName(const RunInfo &run)
{
    const QDateTime started = QDateTime::fromMSecsSinceEpoch(run.startedAtMs);
    return tr("Run %1, %2")
        .arg(QString::number(run.id), started.toString(QStringLiteral("yyyy-MM-dd HH:mm")));
}

QString runDetails(const RunInfo &run)
{
    QStringList parts = {run.scope == RunScope::List ? tr("whole list") : tr("selected rows"),
                         tr("%1 results", nullptr, pluralOf(run.results)).arg(countText(run.results))};
    if (const QString ending = endingText(run); !ending.isEmpty())
        parts << ending;
    if (run.pruned)
        parts << tr("partly removed");
    return parts.join(QStringLiteral(", "));
}

} // namespace turnstone
