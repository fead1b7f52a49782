// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resultcolumns.h"
#include "ui/widgets/calmtable.h"

#include <QList>

#include <array>

class QMenu;
class QSettings;

namespace turnstone {

class ResultTableModel;

/// The table itself: columns that can be hidden, moved and sized and remember it, of which title and address
/// take the room that the others leave; a header that asks for an order; and a word in the middle where there
/// is nothing to show.
class ResultsView final : public CalmTable
{
    Q_OBJECT

public:
    explicit ResultsView(ResultTableModel *model, QWidget *parent = nullptr);

    /// As the user sees them, from left to right.
    QList<ResultColumn> visibleColumns() const;
    /// Adds which columns are shown, to be changed there.
    void fillColumnMenu(QMenu *menu);
    /// Adds what a click on the header does: by which column that is shown, and which way.
    void fillSortMenu(QMenu *menu);
    void saveColumns(QSettings &settings) const;
    void restoreColumns(const QSettings &settings);
    /// Nobody chose the selected row: it is selected since the keyboard came to the table.
    bool isSelectedByItself() const { return m_selectedByItself; }

Q_SIGNALS:
    /// A negative column: as in the list.
    void orderRequested(int column, Qt::SortOrder order);
    void copyRequested();
    /// Others are shown, hidden or moved by a choice of the user.
    void columnsChanged();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;

private:
    void showColumnMenu(const QPoint &at);
    void resetColumns();
    int widthOf(ResultColumn column) const;
    void shareRoom();
    void onResized(int column, int before, int now);
    void watch();

    ResultTableModel *m_model;
    std::array<int, ResultColumnCount> m_widths{}; // those that were chosen; 0: as usual
    bool m_sharing = false;
    bool m_selectedByItself = false;
};

} // namespace turnstone
