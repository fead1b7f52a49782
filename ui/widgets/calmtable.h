// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace turnstone {

/// A table without frames and grid, in 26 px rows: whole rows are selected, Tab leaves it, Ctrl+C copies the
/// selected rows as tab-separated text.
class CalmTable : public QTableView
{
    Q_OBJECT

public:
    explicit CalmTable(QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void copySelection() const;
};

} // namespace turnstone
