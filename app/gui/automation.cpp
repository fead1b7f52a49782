// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/automation.h"

#include "core/net/proxycheck.h"
#include "core/session/runsettings.h"
#include "core/store/fileclaims.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/session/sessionproject.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace turnstone {

namespace {

constexpr int NotAllFine = 1;
constexpr int Unusable = 2;

/// One that fails takes none of the others with it; what is told is the first failure, or the most that is
/// lost.
Result<ExportSummary> exportTo(const std::vector<std::unique_ptr<ExportFile>> &files, const ResultRows &rows,
                               const ResultSource &results, const Background::Work &work)
{
    ExportSummary all;
    std::optional<Error> failure;
    const auto goesOn = [&work](qint64, qint64) { return !work.isStopped(); };
    const std::vector<RowId> listed = rows.listedRows();
    for (const std::unique_ptr<ExportFile> &file : files) {
        const Result<ExportSummary> exported = exportRows(rows.addresses(), results, listed, *file, goesOn);
        if (!exported && !failure)
            failure = exported.error();
        if (exported)
            all.lost = std::max(all.lost, exported.value().lost);
    }
    if (failure)
        return *failure;
    return all;
}

} // namespace

Automation::Automation(const GuiOptions &options, CrawlSession &session, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_session(session)
{
    connect(&m_session, &CrawlSession::settled, this, &Automation::onSettled);
    connect(&m_session, &CrawlSession::openFailed, this,
            [this](const QString &, const Error &error) { refuse(error.message); });
    // The window holds the crawl until somebody makes room; here nobody comes.
    connect(&m_session, &CrawlSession::writingFailed, this,
            [this](const Error &error) { refuse(error.message); });
}

Automation::~Automation() = default;

/// What is about to be written must be nothing that is needed.
Outcome Automation::claimFiles() const
{
    FileClaims claims;
    for (const QString &input : m_options.inputs) {
        if (input == QLatin1StringView("-"))
            claims.addStandardInput();
        else if (ProjectDesk::isProject(input))
            claims.addProject(input);
        else
            claims.addInput(input);
    }
    for (const QString &file : m_options.otherFiles)
        claims.addInput(file);
    for (const QString &output : m_options.exportFiles)
        claims.addOutput(output);
    if (!m_options.lagReport.isEmpty())
        claims.addOutput(m_options.lagReport);
    return claims.check();
}

Outcome Automation::prepare()
{
    if (const Outcome claimed = claimFiles(); !claimed)
        return claimed;
    ExportOptions how;
    how.writer.settings = m_session.settings();
    for (const QString &path : m_options.exportFiles) {
        Result<std::unique_ptr<ExportFile>> file = ExportFile::open(path, how);
        if (!file)
            return file.error();
        m_files.push_back(std::move(file).value());
    }
    return success();
}

void Automation::begin()
{
    if (m_options.start && m_session.phase() == CrawlSession::Phase::Ready) {
        if (m_session.isReadOnly())
            refuse(m_session.project()->readOnlyReason());
        else if (const qint64 lost = m_session.losses().results; lost > 0)
            refuseDamaged(lost);
        else if (!m_session.missingToStart().isEmpty() || lacksProxySecret())
            tellMissing();
        else if (m_options.quitWhenDone && !m_session.settings().proxy.isEmpty())
            startIfProxyIsThere();
        else
            m_session.start();
    } else if (m_options.quitWhenDone)
        onSettled();
}

/// To send their requests again is for somebody to decide: a POST would take effect twice.
void Automation::refuseDamaged(qint64 lost)
{
    refuse(QCoreApplication::translate(
               "Gui", "The project is damaged: %1 of its results cannot be read. Save what is left: "
                      "turnstone-cli repair --project FILE --into NEW.")
               .arg(lost));
}

/// The window would wait for it; nobody may ever come to correct it here.
void Automation::startIfProxyIsThere()
{
    m_proxyCheck = std::make_unique<ProxyCheck>(m_session.settings().proxy);
    connect(m_proxyCheck.get(), &ProxyCheck::finished, this, [this](const Outcome &outcome) {
        m_proxyCheck.release()->deleteLater();
        if (outcome)
            m_session.start();
        else
            refuse(outcome.error().message);
    });
}

/// A project keeps none; what was given here is as it was meant.
bool Automation::lacksProxySecret() const
{
    const CrawlSettings &settings = m_session.settings();
    const bool isGiven = m_options.settings && !m_options.settings->proxy.isEmpty();
    return lacksProxyKey(settings) ||
           (m_session.hasRunSettings() && !isGiven && lacksProxyPassword(settings));
}

void Automation::tellMissing()
{
    const QString sentence = QCoreApplication::translate(
        "Gui", "Passwords or keys are missing, so nothing is fetched. Press Start to enter them.");
    Q_EMIT problem(sentence);
    refuse(sentence);
}

/// The window says it, too; without a hand nobody reads that.
void Automation::refuse(const QString &sentence)
{
    if (m_done || !m_options.quitWhenDone)
        return;
    m_done = true;
    std::fprintf(stderr, "turnstone: %s\n", sentence.toUtf8().constData());
    end(Unusable);
}

void Automation::tellInterrupt() const
{
    if (m_done || !m_options.quitWhenDone)
        return;
    const QString sentence =
        m_proxyCheck ? QCoreApplication::translate(
                           "Gui", "Interrupted while checking the proxy; nothing was fetched or written.")
                     : QCoreApplication::translate(
                           "Gui", "Interrupted before the end; what was fetched is in its project.");
    std::fprintf(stderr, "turnstone: %s\n", sentence.toUtf8().constData());
}

void Automation::onSettled()
{
    if (m_done || m_session.phase() == CrawlSession::Phase::Ready)
        return;
    m_done = true;
    if (m_files.empty()) {
        end(statusOfRows());
        return;
    }
    m_export.start([rows = m_session.table()->rows(), results = m_session.results(), &files = m_files](
                       const Background::Work &work) { return exportTo(files, rows, *results, work); },
                   [this](const Result<ExportSummary> &exported) { onExported(exported); });
}

void Automation::onExported(const Result<ExportSummary> &exported)
{
    const QString error = exported ? lostText(exported.value().lost) : exported.error().message;
    if (error.isEmpty()) {
        const int status = statusOfRows();
        if (m_options.quitWhenDone)
            m_session.discard(); // what nobody named and is exported is not kept for the next start
        end(status);
        return;
    }
    std::fprintf(stderr, "turnstone: %s\n", error.toUtf8().constData());
    Q_EMIT problem(error);
    end(exported ? NotAllFine : Unusable);
}

int Automation::statusOfRows() const
{
    const ResultRows &rows = m_session.table()->rows();
    const RowCounts &counts = rows.counts();
    const int fine =
        counts[size_t(RowClass(Verdict::Ok).index())] + counts[size_t(RowClass(Verdict::Redirected).index())];
    return fine == rows.listed() ? 0 : NotAllFine;
}

void Automation::end(int status)
{
    if (m_options.quitWhenDone)
        QMetaObject::invokeMethod( // not before the program runs, when an exit would be forgotten
            this, [status] { QCoreApplication::exit(status); }, Qt::QueuedConnection);
}

} // namespace turnstone
