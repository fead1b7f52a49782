// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/verdictstrip.h"

#include "core/types/displaytext.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int CellRadius = 5;

} // namespace

VerdictStrip::VerdictStrip(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void VerdictStrip::setCells(std::vector<Cell> cells)
{
    m_cells = std::move(cells);
    setCurrent(int(m_cells.size()) - 1);
    updateGeometry();
    update();
}

void VerdictStrip::setCurrent(int cell)
{
    m_current = std::clamp(cell, -1, int(m_cells.size()) - 1);
    setAccessibleDescription(m_current < 0 ? QString() : m_cells[size_t(m_current)].words);
    update();
}

QSize VerdictStrip::sizeHint() const
{
    return {int(m_cells.size()) * cellSize(), cellSize()};
}

QSize VerdictStrip::minimumSizeHint() const
{
    return {cellSize(), cellSize()};
}

int VerdictStrip::cellSize() const
{
    return rowHeightFor(fontMetrics());
}

int VerdictStrip::firstShown() const
{
    return std::max(0, int(m_cells.size()) - width() / cellSize());
}

QRect VerdictStrip::cellRect(int cell) const
{
    if (cell < firstShown() || cell >= int(m_cells.size()))
        return {};
    return {(cell - firstShown()) * cellSize(), (height() - cellSize()) / 2, cellSize(), cellSize()};
}

int VerdictStrip::cellAt(const QPoint &point) const
{
    const int cell = firstShown() + point.x() / cellSize();
    return cellRect(cell).contains(point) ? cell : -1;
}

void VerdictStrip::choose(int cell)
{
    if (cell < 0 || cell >= int(m_cells.size()) || cell == m_current)
        return;
    setCurrent(cell);
    Q_EMIT cellChosen(cell);
}

bool VerdictStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int cell = cellAt(help->pos());
    if (cell < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), plainToolTip(m_cells[size_t(cell)].words), this,
                           cellRect(cell));
    return true;
}

void VerdictStrip::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return choose(m_current - 1);
    case Qt::Key_Right:
        return choose(m_current + 1);
    case Qt::Key_Home:
        return choose(0);
    case Qt::Key_End:
        return choose(int(m_cells.size()) - 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void VerdictStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        choose(cellAt(event->position().toPoint()));
}

void VerdictStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int cell = firstShown(); cell < int(m_cells.size()); ++cell) {
        const QRect rect = cellRect(cell);
        if (cell == m_current) {
            painter.setPen(hasFocus() ? QPen(theme.accent, 1.5) : QPen(Qt::NoPen));
            painter.setBrush(theme.selection);
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), CellRadius, CellRadius);
        }
        QRect icon(0, 0, cellSize() - 10, cellSize() - 10);
        icon.moveCenter(rect.center());
        verdictIcon(m_cells[size_t(cell)].verdict).paint(&painter, icon);
    }
}

} // namespace turnstone
