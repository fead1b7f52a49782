// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlwords.h"

#include "app/cli/runlist.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/net/networksetup.h"
#include "core/types/displaytext.h"
#include "core/types/secrets.h"

#include <algorithm>

namespace turnstone {

namespace {

/// A line of a list as others may see it, too.
QString shown(const QString &text, int most)
{
    return visibleLine(withHiddenUserInfos(text.toUtf8()), most).simplified();
}

QString placeOf(const InputReport &report, int source, qint64 line)
{
    const QString name = report.sources[size_t(source)].name;
    if (name.isEmpty())
        return {};
    return line > 0 ? tr("Line %1 of %2: ").arg(grouped(line), name) : tr("%1: ").arg(name);
}

/// What was taken from where; nothing of lists that hold nothing but addresses.
void tellSource(const InputSource &source)
{
    if (source.kind == ListKind::Lines && source.passed == 0)
        return;
    const QString name = source.name.isEmpty() ? tr("The text") : source.name;
    if (source.column < 0)
        say(tr("%1 was read as %2.").arg(name, listKindText(source.kind)));
    else
        say(tr("%1 was read as %2, the addresses from column \"%3\" of %4.")
                .arg(name, listKindText(source.kind), source.columns.value(source.column))
                .arg(source.columns.size()));
    if (!source.others.empty()) {
        QStringList others;
        for (const int other : source.others)
            others.append(source.columns.value(other));
        say(tr("  These columns have addresses, too: %1. Choose one with --column NAME.")
                .arg(others.mid(0, 8).join(QLatin1StringView(", "))));
    }
    if (source.empty > 0)
        say(tr("  Rows with nothing in that column: %1.").arg(grouped(source.empty)));
    if (source.passed > 0)
        say(source.kind == ListKind::Html
                ? tr("  Links that do not lead to an http(s) address of their own: %1.")
                      .arg(grouped(source.passed))
                : tr("  Lines without an address: %1.").arg(grouped(source.passed)));
}

} // namespace

void tellInput(const InputReport &report)
{
    for (const InputSource &source : report.sources)
        tellSource(source);
    if (report.duplicates > 0)
        say(tr("%1 lines repeat addresses, which are fetched only once.", nullptr,
               pluralOf(report.duplicates))
                .arg(grouped(report.duplicates)));
    constexpr size_t most = 5;
    for (size_t i = 0; i < std::min(report.firstNotes.size(), most); ++i) {
        InputNote note = report.firstNotes[i];
        note.address = shown(note.address, 2000);
        say(placeOf(report, note.source, note.line) +
            tr("%1 (%2)").arg(visibleLine(inputNoteText(note)), shown(note.text, 80)));
    }
    if (report.notes > qint64(most))
        say(tr("%1 such notes in total.").arg(grouped(report.notes)));
    for (size_t i = 0; i < std::min(report.badLines.size(), most); ++i) {
        const BadLine &bad = report.badLines[i];
        say(placeOf(report, bad.source, bad.line) +
            tr("%1 (%2)").arg(addressProblemText(bad.problem), shown(bad.text, 80)));
    }
    if (report.bad > qint64(most))
        say(tr("%1 bad lines in total; each is an invalid_url row of the result.").arg(grouped(report.bad)));
}

void tellConcurrency(int wanted)
{
    if (const int most = mostConnections(); most < wanted)
        say(tr("At most %1 requests at once: the system does not let this program open enough files for %2 "
               "(ulimit -n).")
                .arg(grouped(most), grouped(wanted)));
}

void tellNetwork(bool down, bool hasProxy)
{
    if (hasProxy)
        say(down ? tr("The proxy cannot be reached; waiting for it.")
                 : tr("The proxy can be reached; continuing."));
    else
        say(down ? tr("The network is down; waiting for it.") : tr("The network is up; continuing."));
}

void tellWaiting(bool waits, const QString &project)
{
    say(waits ? tr("Another program keeps %1 locked; waiting for it.").arg(project)
              : tr("%1 can be written again.").arg(project));
}

void tellEnd(const CrawlStats &stats, qint64 addresses)
{
    const QString verdicts = verdictCounts(stats.byVerdict);
    say(tr("%1 addresses: %2.", nullptr, pluralOf(addresses)).arg(grouped(addresses), verdicts));
    if (stats.requests == 0)
        return;
    const auto ms = [](qint64 us) { return grouped(us / 1000); };
    QString requests =
        tr("Requests: %1 in %2 s, %3/s.")
            .arg(grouped(stats.requests), QString::number(double(stats.elapsed.count()) / 1000, 'f', 1),
                 grouped(qRound64(stats.meanRequestsPerSecond)));
    if (stats.ttfb.count() > 0)
        requests += u' ' + tr("First byte: p50 %1 ms, p95 %2 ms.")
                               .arg(ms(stats.ttfb.percentileUs(0.5)), ms(stats.ttfb.percentileUs(0.95)));
    say(requests);
}

} // namespace turnstone
