// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runlist.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/report/rowtext.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

constexpr int ColumnCount = 7;
using Line = std::array<QString, ColumnCount>;

QString localTime(qint64 ms)
{
    return ms < 0 ? QString() : QDateTime::fromMSecsSinceEpoch(ms).toString(u"yyyy-MM-dd HH:mm:ss");
}

QString endingText(const RunInfo &run)
{
    switch (run.ending) {
    case RunEnding::Open:
        return tr("not finished");
    case RunEnding::Finished:
        return tr("finished");
    case RunEnding::Stopped:
        return tr("stopped");
    case RunEnding::FailedFast:
        return tr("failed fast");
    }
    return {};
}

Line lineOf(const RunInfo &run)
{
    // What a stop cut short is among those to fetch.
    QString results = grouped(run.results - (run.owed > 0 ? run.byVerdict[size_t(Verdict::Cancelled)] : 0));
    if (run.owed > 0)
        results += tr(", %1 to fetch").arg(grouped(run.owed));
    if (run.pruned)
        results += tr(", partly removed");
    return {QString::number(run.id),
            localTime(run.startedAtMs),
            localTime(run.endedAtMs),
            endingText(run),
            run.scope == RunScope::List ? tr("list") : tr("rows"),
            results,
            verdictCounts(run.byVerdict)};
}

QByteArray timestamp(qint64 ms)
{
    QByteArray text;
    if (ms >= 0)
        appendTimestamp(text, ms);
    return text;
}

QJsonValue momentOrNull(qint64 ms)
{
    return ms < 0 ? QJsonValue() : QJsonValue(QString::fromLatin1(timestamp(ms)));
}

} // namespace

QString verdictCounts(const std::array<qint64, VerdictCount> &byVerdict)
{
    QStringList parts;
    for (const Verdict verdict : allVerdicts()) {
        if (const qint64 count = byVerdict[size_t(verdict)]; count > 0)
            parts.append(tr("%1 %2").arg(grouped(count), verdictLabel(verdict).toLower()));
    }
    return parts.join(QLatin1StringView(", "));
}

QString runsAsTable(const std::vector<RunInfo> &runs)
{
    std::vector<Line> lines{
        {tr("Run"), tr("Started"), tr("Ended"), tr("How"), tr("Scope"), tr("Results"), tr("Verdicts")}};
    std::transform(runs.begin(), runs.end(), std::back_inserter(lines), lineOf);
    std::array<qsizetype, ColumnCount> widths{};
    for (const Line &line : lines) {
        for (size_t i = 0; i < ColumnCount; ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    QString text;
    for (const Line &line : lines) {
        QString whole;
        for (size_t i = 0; i < ColumnCount; ++i)
            whole += line[i].leftJustified(widths[i] + 2);
        text += whole.trimmed() + u'\n';
    }
    return text;
}

QByteArray runsAsCsv(const std::vector<RunInfo> &runs)
{
    QByteArray text = "run,started_at,ended_at,ending,scope,results,owed";
    for (const Verdict verdict : allVerdicts())
        text.append(',').append(QByteArrayView(verdictId(verdict)));
    text.append(",pruned\r\n");
    for (const RunInfo &run : runs) {
        const QByteArrayList cells{QByteArray::number(run.id),
                                   timestamp(run.startedAtMs),
                                   timestamp(run.endedAtMs),
                                   QByteArray(runEndingId(run.ending).data()),
                                   QByteArray(runScopeId(run.scope).data()),
                                   QByteArray::number(run.results),
                                   QByteArray::number(run.owed)};
        text.append(cells.join(','));
        for (const qint64 count : run.byVerdict)
            text.append(',').append(QByteArray::number(count));
        text.append(run.pruned ? ",true\r\n" : ",false\r\n");
    }
    return text;
}

QByteArray runsAsJsonLines(const std::vector<RunInfo> &runs)
{
    QByteArray text;
    for (const RunInfo &run : runs) {
        QJsonObject object{{u"run"_qs, run.id},
                           {u"started_at"_qs, momentOrNull(run.startedAtMs)},
                           {u"ended_at"_qs, momentOrNull(run.endedAtMs)},
                           {u"ending"_qs, run.ending == RunEnding::Open
                                              ? QJsonValue()
                                              : QJsonValue(QString(runEndingId(run.ending)))},
                           {u"scope"_qs, QString(runScopeId(run.scope))},
                           {u"results"_qs, run.results},
                           {u"owed"_qs, run.owed},
                           {u"pruned"_qs, run.pruned}};
        for (const Verdict verdict : allVerdicts())
            object.insert(QString(verdictId(verdict)), run.byVerdict[size_t(verdict)]);
        text += QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    return text;
}

} // namespace turnstone
