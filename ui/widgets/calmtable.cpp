// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/calmtable.h"

#include "ui/widgets/calmdelegate.h"
#include "ui/widgets/flatheader.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace turnstone {

CalmTable::CalmTable(QWidget *parent)
    : QTableView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(rowHeightFor(fontMetrics()));
    verticalHeader()->setDefaultSectionSize(rowHeightFor(fontMetrics()));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(new FlatHeader(this));
    setItemDelegate(new CalmDelegate(this));
    setMouseTracking(true);
}

namespace {

constexpr int BarWidth = 3;

bool movesFar(int key)
{
    return key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
}

/// As wide as its columns, so that it moves with them.
QRect rowRect(const QTableView &table, int row)
{
    const QHeaderView &header = *table.horizontalHeader();
    return {-header.offset(), table.rowViewportPosition(row), header.length(), table.rowHeight(row)};
}

} // namespace

void CalmTable::paintPlace(QTableView &table)
{
    const QItemSelectionModel *selection = table.selectionModel();
    if (!selection)
        return;
    const Theme &theme = Theme::of(table.palette());
    QPainter painter(table.viewport());
    const int first = table.rowAt(0);
    const int last = table.rowAt(table.viewport()->height() - 1);
    for (int row = first; row >= 0 && row < table.model()->rowCount() && (last < 0 || row <= last); ++row) {
        QRect bar = rowRect(table, row);
        bar.setWidth(BarWidth);
        if (selection->isSelected(table.model()->index(row, 0)))
            painter.fillRect(bar, theme.accent);
    }
    if (!table.hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 2));
    const QModelIndex current = table.currentIndex();
    QRect place = table.viewport()->rect();
    if (current.isValid()) // a cell where cells can be changed
        place =
            current.flags() & Qt::ItemIsEditable ? table.visualRect(current) : rowRect(table, current.row());
    painter.drawRect(QRectF(place).adjusted(1, 1, -1, -1));
}

void CalmTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    paintPlace(*this);
    if (m_emptyText.isEmpty() || !model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(palette()).muted);
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
                     int(Qt::AlignHCenter | Qt::AlignTop) | Qt::TextWordWrap, m_emptyText);
}

void CalmTable::setEmptyText(const QString &text)
{
    if (m_emptyText == text)
        return;
    m_emptyText = text;
    setAccessibleDescription(text);
    viewport()->update();
}

void CalmTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.isValid() != previous.isValid())
        viewport()->update(); // the keyboard's place was all of it, or is
    for (const QModelIndex &each : {current, previous}) {
        if (each.isValid())
            viewport()->update(rowRect(*this, each.row()));
    }
}

void CalmTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if (!movesFar(event->key()))
        return QTableView::keyPressEvent(event);
    QKeyEvent selecting(event->type(), event->key(), event->modifiers() & ~Qt::ControlModifier);
    const int sideways = horizontalScrollBar()->value();
    QTableView::keyPressEvent(&selecting);
    horizontalScrollBar()->setValue(sideways);
    event->setAccepted(selecting.isAccepted());
}

QModelIndex CalmTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if ((action != MoveHome && action != MoveEnd) || !currentIndex().isValid())
        return QTableView::moveCursor(action, modifiers);
    return currentIndex().siblingAtRow(action == MoveHome ? 0 : model()->rowCount() - 1);
}

void CalmTable::copySelection() const
{
    QModelIndexList rows = selectionModel() ? selectionModel()->selectedRows() : QModelIndexList();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data().toString());
        }
        lines.append(cells.join(u'\t'));
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

} // namespace turnstone
