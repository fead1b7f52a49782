// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlwords.h"

#include "app/cli/runlist.h"
#include "app/cli/terminal.h"
#include "core/net/networksetup.h"
#include "core/types/secrets.h"

#include <QCoreApplication>

#include <algorithm>

namespace turnstone {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CrawlCommand", text);
}

} // namespace

void tellInput(const GivenAddresses &given)
{
    if (given.duplicates == 1)
        say(tr("1 line gives an address again; it is fetched once."));
    else if (given.duplicates > 1)
        say(tr("%1 lines give an address again; it is fetched once.").arg(grouped(given.duplicates)));
    constexpr size_t shown = 5;
    for (size_t i = 0; i < std::min(given.badLines.size(), shown); ++i) {
        const auto &[file, bad] = given.badLines[i];
        const QString what =
            tr("%1 (%2)").arg(addressProblemText(bad.problem),
                              QString::fromUtf8(withHiddenUserInfo(bad.text.toUtf8())).left(80).simplified());
        say(file.isEmpty() ? what : tr("Line %1 of %2: %3").arg(grouped(bad.line), file, what));
    }
    if (given.bad > qint64(shown))
        say(tr("%1 bad lines in all; each is an invalid_url row of the result.").arg(grouped(given.bad)));
}

void tellConcurrency(int wanted)
{
    if (const int most = mostConnections(); most < wanted)
        say(tr("At most %1 requests at once: the system allows this program too few open files for %2 "
               "(ulimit -n).")
                .arg(grouped(most), grouped(wanted)));
}

void tellNetwork(bool down)
{
    say(down ? tr("The network is down; waiting for it.") : tr("The network is back."));
}

void tellEnd(const CrawlStats &stats, qint64 addresses)
{
    const QString verdicts = verdictCounts(stats.byVerdict);
    say(addresses == 1 ? tr("1 address: %1.").arg(verdicts)
                       : tr("%1 addresses: %2.").arg(grouped(addresses), verdicts));
    if (stats.requests == 0)
        return;
    const auto ms = [](qint64 us) { return grouped(us / 1000); };
    say(tr("Requests: %1 in %2 s, %3/s. First byte: p50 %4 ms, p95 %5 ms.")
            .arg(grouped(stats.requests), QString::number(double(stats.elapsed.count()) / 1000, 'f', 1),
                 grouped(qRound64(stats.meanRequestsPerSecond)), ms(stats.ttfb.percentileUs(0.5)),
                 ms(stats.ttfb.percentileUs(0.95))));
}

} // namespace turnstone
