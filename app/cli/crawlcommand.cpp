// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlcommand.h"

#include "core/net/proxycheck.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QLocale>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr int UsageStatus = 2;

bool wantsProgress(const CrawlOptions &options)
{
    if (options.quiet || options.progress == CrawlOptions::Progress::Never)
        return false;
    return options.progress == CrawlOptions::Progress::Always || isatty(STDERR_FILENO) == 1;
}

void say(const QString &text)
{
    std::fprintf(stderr, "%s\n", text.toUtf8().constData());
}

/// Nobody reads it any more, as behind `| head`.
bool isStandardOutputClosed()
{
    pollfd state{STDOUT_FILENO, 0, 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLERR | POLLHUP)) != 0;
}

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace

CrawlCommand::CrawlCommand(CrawlOptions options, NetworkFactory factory)
    : m_options(std::move(options))
    , m_progress(wantsProgress(m_options))
    , m_crawler(std::move(factory))
{
    connect(&m_crawler, &Crawler::resultsReady, this, &CrawlCommand::onResults);
    connect(&m_crawler, &Crawler::statsChanged, this,
            [this](const CrawlStats &stats) { m_progress.show(stats); });
}

CrawlCommand::~CrawlCommand() = default;

Outcome CrawlCommand::prepare()
{
    Result<GivenAddresses> given = readInputs(m_options.inputs);
    if (!given)
        return given.error();
    m_given = std::move(given).value();
    if (!m_options.settings.proxy.isEmpty()) {
        if (const Outcome outcome = checkProxy(m_options.settings.proxy); !outcome)
            return outcome;
    }
    if (const Outcome outcome = m_spool.open(); !outcome)
        return outcome;
    if (const Outcome outcome = openOutputs(); !outcome)
        return outcome;
    m_ordered = std::make_unique<OrderedOutput>(
        m_given.addresses, m_spool,
        [this](QByteArrayView url, const FetchResult &result) { return write(url, result); });
    return success();
}

Outcome CrawlCommand::openOutputs()
{
    QStringList outputs = m_options.outputs;
    if (outputs.isEmpty() && !m_options.table) {
        if (isatty(STDOUT_FILENO) == 1)
            m_options.table = true;
        else
            outputs.append(u"-"_qs);
    }
    for (const QString &path : outputs) {
        ExportOptions how;
        how.format = formatForFile(path);
        if (!how.format)
            how.format = m_options.format;
        how.writer.addresses = m_given.addresses.size();
        how.writer.settings = m_options.settings;
        if (how.format == ExportFormat::JsonLines)
            m_options.settings.keepHeaders = true;
        Result<std::unique_ptr<ExportFile>> file = ExportFile::open(path, how);
        if (!file)
            return file.error();
        m_exports.push_back({std::move(file).value(), path == QLatin1StringView("-")});
    }
    if (m_options.table)
        m_table = std::make_unique<ResultTable>();
    return success();
}

int CrawlCommand::run()
{
    QEventLoop loop;
    connect(&m_crawler, &Crawler::finished, this, [this, &loop](const CrawlSummary &summary) {
        onFinished(summary);
        loop.quit();
    });
    if (!m_options.quiet)
        tellInput();
    m_crawler.start({m_given.addresses, m_options.settings});
    loop.exec();
    return m_status;
}

void CrawlCommand::interrupt(int signal)
{
    m_signal = signal;
    m_crawler.stop();
}

Outcome CrawlCommand::write(QByteArrayView url, const FetchResult &result)
{
    if (m_table)
        writeTable(url, result);
    return eachOutput([&](ExportFile &file) { return file.write(url, result); });
}

Outcome CrawlCommand::eachOutput(const std::function<Outcome(ExportFile &)> &act)
{
    bool isDeserted = false;
    for (const Output &output : m_exports) {
        if (const Outcome outcome = act(*output.file); !outcome) {
            if (!output.standard || !isStandardOutputClosed())
                return outcome;
            isDeserted = true;
        }
    }
    if (isDeserted)
        leaveStandardOutput();
    return success();
}

void CrawlCommand::writeTable(QByteArrayView url, const FetchResult &result)
{
    m_progress.clear();
    m_table->row(url, result);
    if (std::ferror(stdout) != 0 && isStandardOutputClosed())
        leaveStandardOutput();
}

/// Whoever read it has seen enough. The crawl goes on for the files; without any it has nobody to work for.
void CrawlCommand::leaveStandardOutput()
{
    m_table.reset();
    std::erase_if(m_exports, [](const Output &output) { return output.standard; });
    if (m_exports.empty())
        interrupt(SIGPIPE);
}

void CrawlCommand::onResults(const ResultBatch &batch)
{
    if (m_failed)
        return;
    Outcome outcome = m_spool.append(*batch);
    if (outcome)
        outcome = m_ordered->add(*batch);
    if (outcome)
        outcome = eachOutput([](ExportFile &file) { return file.flush(); });
    if (!outcome)
        fail(outcome.error());
    if (m_table)
        std::fflush(stdout);
}

void CrawlCommand::fail(const Error &error)
{
    m_failed = true;
    m_status = UsageStatus;
    m_progress.clear();
    say(error.message);
    m_crawler.stop();
}

void CrawlCommand::onFinished(const CrawlSummary &summary)
{
    m_progress.clear();
    bool isDeserted = false;
    for (const Output &output : m_exports) {
        if (m_failed)
            break;
        if (const Result<ExportEnding> outcome = output.file->commit(); outcome)
            continue;
        else if (output.standard && isStandardOutputClosed())
            isDeserted = true;
        else
            fail(outcome.error());
    }
    if (m_failed)
        return;
    if (isDeserted)
        leaveStandardOutput();
    m_status = m_signal != 0 ? 128 + m_signal : statusOf(summary.stats);
    if (!m_options.quiet && m_signal != SIGPIPE)
        tellEnd(summary);
}

void CrawlCommand::tellInput() const
{
    if (m_given.duplicates == 1)
        say(tr("1 line gives an address again; it is fetched once."));
    else if (m_given.duplicates > 1)
        say(tr("%1 lines give an address again; it is fetched once.").arg(grouped(m_given.duplicates)));
    constexpr size_t shown = 5;
    for (size_t i = 0; i < std::min(m_given.badLines.size(), shown); ++i) {
        const auto &[file, bad] = m_given.badLines[i];
        const QString what =
            tr("%1 (%2)").arg(addressProblemText(bad.problem), bad.text.left(80).simplified());
        say(file.isEmpty() ? what : tr("Line %1 of %2: %3").arg(grouped(bad.line), file, what));
    }
    if (m_given.bad > qint64(shown))
        say(tr("%1 bad lines in all; each is an invalid_url row of the result.").arg(grouped(m_given.bad)));
}

void CrawlCommand::tellEnd(const CrawlSummary &summary) const
{
    const CrawlStats &stats = summary.stats;
    QStringList parts;
    for (const Verdict verdict : allVerdicts()) {
        if (const qint64 count = stats.byVerdict[size_t(verdict)]; count > 0)
            parts.append(tr("%1 %2").arg(grouped(count), verdictLabel(verdict).toLower()));
    }
    const QString verdicts = parts.join(QLatin1StringView(", "));
    say(stats.addresses == 1 ? tr("1 address: %1.").arg(verdicts)
                             : tr("%1 addresses: %2.").arg(grouped(stats.addresses), verdicts));
    const auto ms = [](qint64 us) { return grouped(us / 1000); };
    say(tr("Requests: %1 in %2 s, %3/s. First byte: p50 %4 ms, p95 %5 ms.")
            .arg(grouped(stats.requests), QString::number(double(stats.elapsed.count()) / 1000, 'f', 1),
                 grouped(qRound64(stats.meanRequestsPerSecond)), ms(stats.ttfb.percentileUs(0.5)),
                 ms(stats.ttfb.percentileUs(0.95))));
    if (summary.failedFast)
        say(tr("Stopped at the first address that is not fine."));
    else if (summary.stopped)
        say(tr("Interrupted; what was fetched is written."));
    for (const QString &path : m_options.outputs) {
        if (path != QLatin1StringView("-"))
            say(tr("Written to %1.").arg(path));
    }
}

int CrawlCommand::statusOf(const CrawlStats &stats) const
{
    const qint64 fine = stats.byVerdict[size_t(Verdict::Ok)] + stats.byVerdict[size_t(Verdict::Redirected)];
    return fine == stats.addresses ? 0 : 1;
}

} // namespace turnstone
