// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowarranger.h"
#include "ui/panels/rowcopier.h"

#include <QWidget>

#include <optional>
#include <vector>

class QAction;
class QLabel;

namespace turnstone {

class ResultsView;
class ResultTableModel;

/// The result table with all that can be done to its rows, and how many of them are shown and selected.
class ResultsPanel final : public QWidget
{
    Q_OBJECT

public:
    /// What can be done to the selected rows; owned by the panel, also for menus elsewhere.
    struct Actions
    {
        QAction *copyRows;
        QAction *copyAddresses;
        QAction *openInBrowser;
        QAction *recheck;
        QAction *filterHost;
        QAction *selectAll;
        QAction *note;
        QAction *remove;
    };

    explicit ResultsPanel(ResultTableModel *model, QWidget *parent = nullptr);

    const Actions &actions() const { return m_actions; }
    ResultsView *view() { return m_view; }

    void setOnly(std::optional<RowClass> only);
    /// A sentence when the text cannot be used; the filter stays as it was then.
    QString setFilterText(const QString &text);
    /// Rows can be neither fetched again nor annotated.
    void setReadOnly(bool readOnly);
    /// Whether rows may leave the list now.
    void setCanRemove(bool can);
    /// Makes it the current row as soon as it is among those that are shown.
    void selectRow(RowId row);
    std::optional<RowId> currentRow() const;
    /// Of the list, in the order of the table.
    std::vector<RowId> selectedRows() const;
    std::vector<RowId> shownRows() const;

Q_SIGNALS:
    /// Nothing: no row is current.
    void currentRowChanged(std::optional<turnstone::RowId> row);
    void recheckRequested(const std::vector<turnstone::RowId> &rows);
    void removeRequested(const std::vector<turnstone::RowId> &rows);
    void hostFilterRequested(const QString &host);
    void noteRequested(turnstone::RowId row);
    /// The table is to show more of results than it has; DetailReader reads it.
    void detailsWanted();
    /// A sentence for the message bar.
    void notice(const QString &text);

private:
    QAction *makeAction(const QString &text, const char *icon, const QKeySequence &shortcut,
                        void (ResultsPanel::*slot)());
    void setQuery(const RowQuery &query);
    void keepDetails();
    void onSelectionChanged();
    std::optional<RowId> chosenRow() const;
    int firstSelected() const;
    void chooseCurrent();
    void onArranged();
    void onListChanged();
    void updateEmptyText();
    void updateCount();
    void showMenu(const QPoint &at);
    void copyRows();
    void copyAddresses();
    void copyColumns(const QList<ResultColumn> &columns);
    void openInBrowser();
    void recheckSelected();
    void removeSelected();
    void filterToHost();
    void writeNote();
    bool selectNow(RowId row);
    void selectAll();

    ResultTableModel *m_model;
    RowArranger m_arranger;
    RowCopier m_copier;
    ResultsView *m_view;
    QLabel *m_count; // of what is shown and selected
    bool m_isReadOnly = false;
    bool m_canRemove = false;
    bool m_asked = false; // for the order that is being worked out
    std::optional<RowId> m_toSelect;
    Actions m_actions{};
};

} // namespace turnstone
