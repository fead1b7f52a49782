// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/resultsview.h"

#include "ui/delegates/resultdelegate.h"
#include "ui/models/resulttablemodel.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// By ResultColumn. Title and Address share what is left.
constexpr int DefaultWidths[ResultColumnCount] = {158, 240, 220, 112, 74, 86, 74, 52};
constexpr auto ColumnsKey = "results/columns";
constexpr auto SizedKey = "results/columnsSized";

} // namespace

ResultsView::ResultsView(ResultTableModel *model, QWidget *parent)
    : CalmTable(parent)
    , m_model(model)
{
    setModel(model);
    setItemDelegate(new ResultDelegate(this));
    setAccessibleName(tr("Results"));
    setMouseTracking(false);
    setVerticalScrollMode(ScrollPerItem);
    setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    resetColumns();
    connect(header, &QHeaderView::sortIndicatorChanged, this, &ResultsView::orderRequested);
    connect(header, &QWidget::customContextMenuRequested, this, &ResultsView::showColumnMenu);
    connect(header, &QHeaderView::sectionResized, this,
            [this] { m_sizedByUser = m_sizedByUser || !m_sharing; });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ResultsView::watch);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &ResultsView::watch);
}

void ResultsView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

QList<ResultColumn> ResultsView::visibleColumns() const
{
    QList<ResultColumn> columns;
    for (int place = 0; place < horizontalHeader()->count(); ++place) {
        const int column = horizontalHeader()->logicalIndex(place);
        if (!isColumnHidden(column))
            columns.append(ResultColumn(column));
    }
    return columns;
}

void ResultsView::saveColumns(QSettings &settings) const
{
    settings.setValue(QLatin1StringView(ColumnsKey), horizontalHeader()->saveState());
    settings.setValue(QLatin1StringView(SizedKey), m_sizedByUser);
}

void ResultsView::restoreColumns(QSettings &settings)
{
    QHeaderView *header = horizontalHeader();
    const QSignalBlocker quiet(header);
    if (!header->restoreState(settings.value(QLatin1StringView(ColumnsKey)).toByteArray()))
        return;
    m_sizedByUser = settings.value(QLatin1StringView(SizedKey)).toBool();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    shareRoom();
}

void ResultsView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        Q_EMIT copyRequested();
    else
        CalmTable::keyPressEvent(event);
}

void ResultsView::paintEvent(QPaintEvent *event)
{
    CalmTable::paintEvent(event);
    if (m_model->rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(palette()).muted);
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
                     int(Qt::AlignHCenter | Qt::AlignTop) | Qt::TextWordWrap, m_emptyText);
}

void ResultsView::resizeEvent(QResizeEvent *event)
{
    CalmTable::resizeEvent(event);
    shareRoom();
    watch();
}

void ResultsView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    // A current row that is filtered out leaves no heir: the view would go and show one at the far end.
    const int current = currentIndex().row();
    if (current >= first && current <= last)
        selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    CalmTable::rowsAboutToBeRemoved(parent, first, last);
}

void ResultsView::watch()
{
    const int first = rowAt(0);
    const int last = rowAt(viewport()->height() - 1);
    m_model->setWatchedPlaces(std::max(first, 0), last < 0 ? std::numeric_limits<int>::max() : last + 1);
}

void ResultsView::shareRoom()
{
    if (m_sizedByUser)
        return;
    int fixed = 0;
    for (int column = 0; column < ResultColumnCount; ++column) {
        if (!isColumnHidden(column) && column != int(ResultColumn::Title) &&
            column != int(ResultColumn::Address))
            fixed += DefaultWidths[column];
    }
    const int room = std::max(viewport()->width() - fixed, 320);
    m_sharing = true;
    for (int column = 0; column < ResultColumnCount; ++column) {
        if (!isColumnHidden(column))
            setColumnWidth(column, DefaultWidths[column]);
    }
    const bool both =
        !isColumnHidden(int(ResultColumn::Title)) && !isColumnHidden(int(ResultColumn::Address));
    setColumnWidth(int(ResultColumn::Title), both ? room * 46 / 100 : room);
    setColumnWidth(int(ResultColumn::Address), both ? room - room * 46 / 100 : room);
    m_sharing = false;
}

void ResultsView::resetColumns()
{
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < ResultColumnCount; ++column) {
        setColumnHidden(column, false);
        header->moveSection(header->visualIndex(column), column);
    }
    m_sizedByUser = false;
    shareRoom();
}

void ResultsView::showColumnMenu(const QPoint &at)
{
    QMenu menu(this);
    const QList<ResultColumn> visible = visibleColumns();
    for (int column = 0; column < ResultColumnCount; ++column) {
        QAction *action = menu.addAction(resultColumnTitle(ResultColumn(column)));
        action->setCheckable(true);
        action->setChecked(visible.contains(ResultColumn(column)));
        action->setEnabled(visible.size() > 1 || !action->isChecked());
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            shareRoom();
        });
    }
    menu.addSeparator();
    connect(menu.addAction(tr("List order")), &QAction::triggered, this,
            [this] { horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); });
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, &ResultsView::resetColumns);
    menu.exec(horizontalHeader()->mapToGlobal(at));
}

} // namespace turnstone
