// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progressline.h"

#include "app/cli/terminal.h"
#include "core/base/translation.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <sys/ioctl.h>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr std::chrono::seconds LinePeriod{5};

int terminalWidth()
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

} // namespace

ProgressLine::ProgressLine(bool enabled)
    : m_enabled(enabled)
    , m_terminal(isatty(STDERR_FILENO) == 1)
{}

QString ProgressLine::duration(std::chrono::milliseconds time)
{
    const qint64 seconds = (time.count() + 500) / 1000;
    const QString tail =
        QStringLiteral("%1:%2").arg(seconds / 60 % 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    if (seconds < 3600)
        return tail;
    return QStringLiteral("%1:%2:%3")
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString ProgressLine::text(const CrawlStats &stats)
{
    // What Stop cancelled was not checked, and what is checked again keeps its verdict until then.
    const qint64 found = std::accumulate(stats.byVerdict.begin(), stats.byVerdict.end(), qint64(0)) -
                         stats.byVerdict[size_t(Verdict::Cancelled)];
    const qint64 fine = stats.byVerdict[size_t(Verdict::Ok)] + stats.byVerdict[size_t(Verdict::Redirected)];
    const double percent =
        stats.addresses > 0 ? 100.0 * double(stats.finished) / double(stats.addresses) : 100.0;
    QString line = tr("%1/%2 %3% · %4/s · %5 ok · %6 not · %7 in flight")
                       .arg(grouped(stats.finished), grouped(stats.addresses), QString::number(int(percent)),
                            grouped(qRound64(stats.requestsPerSecond)), grouped(fine), grouped(found - fine),
                            grouped(stats.inFlight));
    if (stats.willRetry > 0)
        line += tr(" · %1 will retry").arg(grouped(stats.willRetry));
    if (stats.networkDown)
        line += tr(" · no connection");
    else if (stats.eta.count() >= 0)
        line += tr(" · %1 left").arg(duration(stats.eta));
    return line;
}

void ProgressLine::show(const CrawlStats &stats)
{
    if (!m_enabled)
        return;
    if (m_terminal) {
        const QByteArray line = text(stats).left(terminalWidth() - 1).toUtf8();
        std::fprintf(stderr, "\r\x1b[K%s", line.constData());
        m_shown = true;
    } else if (stats.elapsed - m_last >= LinePeriod) {
        m_last = stats.elapsed;
        std::fprintf(stderr, "%s\n", text(stats).toUtf8().constData());
    }
    std::fflush(stderr);
}

void ProgressLine::clear()
{
    if (!m_shown)
        return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    m_shown = false;
}

} // namespace turnstone
