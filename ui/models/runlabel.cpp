// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runlabel.h"

#include "core/types/displaytext.h"

#include <QCoreApplication>
#include <QDateTime>

namespace turnstone {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("RunLabel", text);
}

QString endingText(const RunInfo &run)
{
    switch (run.ending) {
    case RunEnding::Open:
        return translated(QT_TRANSLATE_NOOP("RunLabel", "not finished"));
    case RunEnding::Stopped:
        return translated(QT_TRANSLATE_NOOP("RunLabel", "stopped"));
    case RunEnding::FailedFast:
        return translated(QT_TRANSLATE_NOOP("RunLabel", "stopped at the first failure"));
    case RunEnding::Finished:
        break;
    }
    return {};
}

} // namespace

QString runName(const RunInfo &run)
{
    const QDateTime started = QDateTime::fromMSecsSinceEpoch(run.startedAtMs);
    return translated(QT_TRANSLATE_NOOP("RunLabel", "Run %1, %2"))
        .arg(QString::number(run.id), started.toString(QStringLiteral("yyyy-MM-dd HH:mm")));
}

QString runDetails(const RunInfo &run)
{
    QStringList parts = {run.scope == RunScope::List
                             ? translated(QT_TRANSLATE_NOOP("RunLabel", "whole list"))
                             : translated(QT_TRANSLATE_NOOP("RunLabel", "selected rows")),
                         translated(QT_TRANSLATE_NOOP("RunLabel", "%1 results")).arg(countText(run.results))};
    if (const QString ending = endingText(run); !ending.isEmpty())
        parts << ending;
    if (run.pruned)
        parts << translated(QT_TRANSLATE_NOOP("RunLabel", "partly removed"));
    return parts.join(QStringLiteral(", "));
}

} // namespace turnstone
