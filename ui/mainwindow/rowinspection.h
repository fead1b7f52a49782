// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resultlookup.h"
#include "ui/models/rowclass.h"
#include "ui/session/crawlsession.h"

#include <QObject>

#include <optional>
#include <utility>

namespace turnstone {

class HostModel;
class InspectorPanel;
class ResultsPanel;

/// Keeps the inspector at the current row of the results, whatever becomes of that row.
class RowInspection final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    RowInspection(CrawlSession &session, const HostModel &hosts, const ResultsPanel &results,
                  InspectorPanel &inspector, QObject *parent);

Q_SIGNALS:
    /// A result could not be read.
    void failed(const QString &text);

private:
    void inspect();
    void follow();
    void forget();
    void show(RowId row, const std::optional<FetchResult> &result);
    void takeBatch(const ResultBatch &batch);

    CrawlSession &m_session;
    const HostModel &m_hosts;
    const ResultsPanel &m_results;
    InspectorPanel &m_inspector;
    ResultLookup m_lookup;
    std::pair<RowClass, int> m_shown; // of the current row: its state and tries
    bool m_notReadYet = false;        // its result was not in the project when it was looked for
};

} // namespace turnstone
