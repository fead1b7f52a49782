// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace turnstone {

/// A table without frames and grid, in 26 px rows: whole rows are selected, Tab leaves it, Ctrl+C copies the
/// selected rows as tab-separated text. Home and End go to the first and the last row, as in a list of files;
/// of the keys that move, only the arrows leave the selection alone while Ctrl is held.
class CalmTable : public QTableView
{
    Q_OBJECT

public:
    explicit CalmTable(QWidget *parent = nullptr);

    /// Shown while there are no rows.
    void setEmptyText(const QString &text);
    /// Draws where the keyboard is in a table that has it, and a bar beside the rows that are selected. For
    /// paintEvent().
    static void paintPlace(QTableView &table);

protected:
    void paintEvent(QPaintEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void copySelection() const;

    QString m_emptyText;
};

} // namespace turnstone
