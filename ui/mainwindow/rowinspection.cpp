// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/rowinspection.h"

#include "ui/models/hostmodel.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/resultspanel.h"

#include <algorithm>

namespace turnstone {

namespace {

const RowClass WillRetry(RowProgress::State::WillRetry);

/// What a run will say of it.
FetchResult invalidResult(RowId row, AddressProblem problem)
{
    FetchResult result;
    result.row = row;
    result.verdict = Verdict::InvalidUrl;
    result.reason = addressProblemText(problem);
    return result;
}

} // namespace

RowInspection::RowInspection(CrawlSession &session, const HostModel &hosts, const ResultsPanel &results,
                             InspectorPanel &inspector, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_hosts(hosts)
    , m_results(results)
    , m_inspector(inspector)
{
    connect(&m_results, &ResultsPanel::currentRowChanged, this, &RowInspection::inspect);
    connect(&m_session, &CrawlSession::resultsApplied, this, &RowInspection::takeBatch);
    connect(&m_session, &CrawlSession::settled, this, &RowInspection::inspect);
    connect(&m_session, &CrawlSession::countsChanged, this, &RowInspection::follow);
    connect(&m_session, &CrawlSession::hostsChanged, this, [this] {
        if (m_shown.first == WillRetry)
            inspect(); // what is the matter with its host
    });
    connect(&m_session, &CrawlSession::listReplaced, this, &RowInspection::forget);
    connect(&m_lookup, &ResultLookup::found, this, &RowInspection::show);
    connect(&m_lookup, &ResultLookup::failed, this, &RowInspection::failed);
}

void RowInspection::inspect()
{
    const std::optional<RowId> row = m_results.currentRow();
    if (!row) {
        m_inspector.clear();
        return;
    }
    m_notReadYet = false;
    const ResultRow &current = m_session.table()->rows().row(*row);
    m_shown = {current.rowClass, current.tries};
    if (current.isForeseen)
        show(*row, invalidResult(*row, m_session.addresses().problem(*row)));
    else if (current.rowClass.isDone())
        m_lookup.look(m_session.results(), *row);
    else
        show(*row, {});
}

/// A result comes by itself, unless a stop brought an old one back.
void RowInspection::follow()
{
    const std::optional<RowId> row = m_results.currentRow();
    if (!row)
        return;
    const ResultRow &current = m_session.table()->rows().row(*row);
    if (m_notReadYet || m_shown != std::pair(current.rowClass, int(current.tries)))
        inspect();
}

void RowInspection::forget()
{
    m_lookup.forget();
    m_inspector.clear();
}

void RowInspection::show(RowId row, const std::optional<FetchResult> &result)
{
    if (m_results.currentRow() != row || int(row) >= m_session.addresses().size())
        return;
    const ResultRow &current = m_session.table()->rows().row(row);
    m_shown = {current.rowClass, current.tries};
    const bool isDone = current.rowClass.isDone();
    m_notReadYet = isDone && !result;
    const QString host =
        current.rowClass == WillRetry ? m_hosts.stateOf(m_session.hostOfRow(row)) : QString();
    m_inspector.showResult(m_session.shownAddress(row), row, isDone ? result : std::nullopt,
                           isDone ? RowProgress::State::Running : current.rowClass.state(), current.tries,
                           host, current.isAgain);
}

/// The batch itself is shown, since it may not be on disk yet.
void RowInspection::takeBatch(const ResultBatch &batch)
{
    const std::optional<RowId> row = m_results.currentRow();
    if (!row)
        return;
    const auto it = std::find_if(batch->begin(), batch->end(),
                                 [&row](const FetchResult &result) { return result.row == *row; });
    if (it == batch->end() || !it->wasReached())
        return;
    m_lookup.forget();
    m_notReadYet = false;
    m_shown = {it->verdict, int(it->attempts.size())};
    m_inspector.showResult(m_session.shownAddress(*row), *row, *it, RowProgress::State::Running,
                           int(it->attempts.size()));
}

} // namespace turnstone
