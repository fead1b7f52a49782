// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/verdict.h"

#include <QWidget>

#include <vector>

namespace turnstone {

/// Verdicts in a row, one cell each: shape and colour, the word in the tool tip. One cell is current; arrow
/// keys and clicks move on. Where there is no room for all, the first ones are left out.
class VerdictStrip final : public QWidget
{
    Q_OBJECT

public:
    struct Cell
    {
        Verdict verdict = Verdict::Ok;
        QString words; ///< for the tool tip and for those who do not see
    };

    explicit VerdictStrip(QWidget *parent = nullptr);

    /// The last one becomes current.
    void setCells(std::vector<Cell> cells);
    int current() const { return m_current; }
    /// -1: none.
    void setCurrent(int cell);
    /// Of a cell that is shown; else empty.
    QRect cellRect(int cell) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the user.
    void cellChosen(int cell);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    int cellSize() const;
    int firstShown() const;
    int cellAt(const QPoint &point) const;
    void choose(int cell);

    std::vector<Cell> m_cells;
    int m_current = -1;
};

} // namespace turnstone
