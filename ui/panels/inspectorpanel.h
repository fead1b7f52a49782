// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/history.h"
#include "ui/panels/inspectortab.h"

#include <vector>

class QLabel;
class QStackedWidget;

namespace turnstone {

class FlatTabBar;
class HistoryTab;
class InspectorHeader;

/// All evidence about one address: overview, attempts, redirects, headers, body, history. Whatever a page
/// sent is shown as plain, bounded text. A tab is filled when it is looked at.
class InspectorPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class Tab : int { Overview, Attempts, Redirects, Headers, Body, History };

    explicit InspectorPanel(QWidget *parent = nullptr);

    void showResult(const QString &address, RowId row, const std::optional<FetchResult> &result,
                    RowProgress::State stateIfUnfinished, int tries, const QString &hostState = {},
                    bool isAgain = false);
    /// The answers to historyWanted() and noteWanted(); those for a row that is not shown any more are
    /// ignored.
    void setHistory(RowId row, const Result<std::vector<HistoryEntry>> &entries);
    void setNote(RowId row, const QString &note);
    void setReadOnly(bool readOnly);
    /// Nothing is selected, or nothing that has evidence, for this reason.
    void clear(const QString &why = {});

    Tab currentTab() const;
    void setCurrentTab(Tab tab);

Q_SIGNALS:
    void recheckRequested(turnstone::RowId row);
    void historyWanted(turnstone::RowId row);
    /// Another address is shown now.
    void noteWanted(turnstone::RowId row);
    /// The user wants to write one.
    void noteRequested(turnstone::RowId row);

private:
    void addTab(const QString &name, InspectorTab *tab);
    void present();
    void fillCurrent();

    std::optional<Inspected> m_inspected;
    FlatTabBar *m_bar;
    InspectorHeader *m_header;
    HistoryTab *m_history;
    QStackedWidget *m_pages;
    QLabel *m_nothing;
    QWidget *m_something;
    std::vector<InspectorTab *> m_tabs;
    std::vector<bool> m_isFilled;
};

} // namespace turnstone
