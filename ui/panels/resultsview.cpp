// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/resultsview.h"

#include "ui/delegates/resultdelegate.h"
#include "ui/models/resulttablemodel.h"
#include "ui/widgets/measures.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr int UsualTitleShare = 42; // percent of the room of title and address
// Beside text of 13 pixels.
constexpr int LeastTitle = 120;
constexpr int LeastAddress = 240;
constexpr auto VisibleKey = "results/visible";

QString widthKey(ResultColumn column)
{
    return QLatin1StringView("results/width/") + resultColumnId(column);
}

/// These take what the others leave.
bool isFlexible(ResultColumn column)
{
    return column == ResultColumn::Title || column == ResultColumn::Address;
}

/// As wide as what is usually in it.
QString sampleOf(ResultColumn column)
{
    switch (column) {
    case ResultColumn::Type:
        return u"text/plain+x"_qs;
    case ResultColumn::Size:
    case ResultColumn::FirstByte:
    case ResultColumn::Total:
        return u"888.8\u00A0kB"_qs;
    case ResultColumn::Number:
        return u"8,888,888"_qs;
    case ResultColumn::Host:
        return u"www.example.com"_qs;
    case ResultColumn::Note:
    case ResultColumn::Reason:
    case ResultColumn::FinalAddress:
    case ResultColumn::Description:
    case ResultColumn::Heading:
    case ResultColumn::Canonical:
        return u"as long as a short sentence"_qs;
    default:
        return u"888"_qs;
    }
}

int widestVerdict(const QFont &font)
{
    int widest = 0;
    for (int index = 0; index < RowClass::Count; ++index) {
        const RowClass rowClass = RowClass::fromIndex(index);
        const QString label = rowClassLabel(rowClass);
        widest = std::max(widest,
                          ResultDelegate::verdictWidth(font, rowClass.isDone() ? u"404 "_qs + label : label));
    }
    return widest;
}

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
    connect(header, &QHeaderView::sectionResized, this, &ResultsView::onResized);
    connect(this, &QAbstractItemView::pressed, this, [this] { m_selectedByItself = false; });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ResultsView::watch);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &ResultsView::watch);
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
    QStringList visible;
    for (const ResultColumn column : visibleColumns())
        visible.append(resultColumnId(column));
    settings.setValue(QLatin1StringView(VisibleKey), visible);
    for (int column = 0; column < ResultColumnCount; ++column)
        settings.setValue(widthKey(ResultColumn(column)), m_widths[size_t(column)]);
}

void ResultsView::restoreColumns(const QSettings &settings)
{
    const QStringList visible = settings.value(QLatin1StringView(VisibleKey)).toStringList();
    QHeaderView *header = horizontalHeader();
    QList<int> found;
    for (int column = 0; column < ResultColumnCount; ++column) {
        m_widths[size_t(column)] = std::max(settings.value(widthKey(ResultColumn(column))).toInt(), 0);
        if (const auto place = visible.indexOf(resultColumnId(ResultColumn(column))); place >= 0)
            found.append(column);
    }
    if (found.isEmpty()) // none stored, or none that is known
        return shareRoom();
    std::sort(found.begin(), found.end(), [&visible](int left, int right) {
        return visible.indexOf(resultColumnId(ResultColumn(left))) <
               visible.indexOf(resultColumnId(ResultColumn(right)));
    });
    for (int place = 0; place < found.size(); ++place)
        header->moveSection(header->visualIndex(found[place]), place);
    for (int column = 0; column < ResultColumnCount; ++column)
        setColumnHidden(column, !found.contains(column));
    shareRoom();
    Q_EMIT columnsChanged();
}

/// A table that gets the keyboard has a current row; it is selected, since that is what actions work on.
void ResultsView::focusInEvent(QFocusEvent *event)
{
    const bool hadCurrent = currentIndex().isValid();
    CalmTable::focusInEvent(event);
    if (hadCurrent || !currentIndex().isValid() || selectionModel()->hasSelection())
        return;
    selectionModel()->select(currentIndex(), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    m_selectedByItself = true;
}

void ResultsView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    m_selectedByItself = false;
    CalmTable::selectionChanged(selected, deselected);
}

void ResultsView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        Q_EMIT copyRequested();
    else
        CalmTable::keyPressEvent(event);
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

int ResultsView::widthOf(ResultColumn column) const
{
    if (const int chosen = m_widths[size_t(column)]; chosen > 0)
        return chosen;
    const int words = column == ResultColumn::Verdict ? widestVerdict(font())
                                                      : fontMetrics().horizontalAdvance(sampleOf(column));
    return std::max(words + 2 * ResultDelegate::Side + 2, horizontalHeader()->sectionSizeHint(int(column)));
}

void ResultsView::shareRoom()
{
    const bool wasSharing = std::exchange(m_sharing, true);
    QList<ResultColumn> flexible;
    int room = viewport()->width();
    const QList<ResultColumn> visible = visibleColumns();
    for (const ResultColumn column : visible) {
        if (isFlexible(column)) {
            flexible.append(column);
            continue;
        }
        const int width = widthOf(column);
        setColumnWidth(int(column), width);
        room -= width;
    }
    const int leastTitle = scaled(LeastTitle, fontMetrics());
    const int leastAddress = scaled(LeastAddress, fontMetrics());
    if (flexible.size() > 1) {
        const int chosenAddress = m_widths[size_t(ResultColumn::Address)];
        int title = m_widths[size_t(ResultColumn::Title)];
        if (title == 0 && chosenAddress == 0)
            title = std::clamp(room * UsualTitleShare / 100, leastTitle,
                               std::max(room - leastAddress, leastTitle));
        else if (title == 0)
            title = std::max(room - chosenAddress, leastTitle);
        const int least = chosenAddress > 0 ? chosenAddress : leastAddress;
        setColumnWidth(int(ResultColumn::Title), title);
        setColumnWidth(int(ResultColumn::Address), std::max(room - title, least));
    } else if (flexible.size() == 1) {
        setColumnWidth(int(flexible.front()), std::max(room, leastAddress));
    } else if (!visible.isEmpty() && room > 0) {
        setColumnWidth(int(visible.back()), columnWidth(int(visible.back())) + room);
    }
    m_sharing = wasSharing;
}

/// Somebody hides, shows or sizes a column: title and address make up for it.
void ResultsView::onResized(int column, int before, int now)
{
    if (m_sharing)
        return;
    if (before == 0 || now == 0) { // the header is about to hide or show it
        QMetaObject::invokeMethod(this, &ResultsView::shareRoom, Qt::QueuedConnection);
        return;
    }
    m_widths[size_t(column)] = now;
    if (ResultColumn(column) == ResultColumn::Address) {
        // Nothing gives way at the end of the two: the columns behind it move.
        m_widths[size_t(ResultColumn::Title)] = columnWidth(int(ResultColumn::Title));
        return;
    }
    if (ResultColumn(column) == ResultColumn::Title)
        m_widths[size_t(ResultColumn::Address)] = 0; // takes what is left
    shareRoom();
}

void ResultsView::resetColumns()
{
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < ResultColumnCount; ++column) {
        setColumnHidden(column, !isShownAtFirst(ResultColumn(column)));
        header->moveSection(header->visualIndex(column), column);
    }
    m_widths.fill(0);
    shareRoom();
    Q_EMIT columnsChanged();
}

void ResultsView::fillColumnMenu(QMenu *menu)
{
    const QList<ResultColumn> visible = visibleColumns();
    for (int column = 0; column < ResultColumnCount; ++column) {
        QAction *action = menu->addAction(resultColumnTitle(ResultColumn(column)));
        action->setCheckable(true);
        action->setChecked(visible.contains(ResultColumn(column)));
        action->setEnabled(visible.size() > 1 || !action->isChecked());
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            Q_EMIT columnsChanged();
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("List order")), &QAction::triggered, this,
            [this] { horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); });
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, &ResultsView::resetColumns);
}

void ResultsView::fillSortMenu(QMenu *menu)
{
    const int sorted = horizontalHeader()->sortIndicatorSection();
    const Qt::SortOrder order = horizontalHeader()->sortIndicatorOrder();
    const auto addChoices = [this, menu](const QList<std::pair<int, Qt::SortOrder>> &choices,
                                         const auto &name, const auto &isChosen) {
        QActionGroup *group = nullptr; // goes with its first action
        for (const auto &choice : choices) {
            QAction *action = menu->addAction(name(choice));
            group = group ? group : new QActionGroup(action);
            group->addAction(action);
            action->setCheckable(true);
            action->setChecked(isChosen(choice));
            connect(action, &QAction::triggered, this,
                    [this, choice] { horizontalHeader()->setSortIndicator(choice.first, choice.second); });
        }
    };
    QList<std::pair<int, Qt::SortOrder>> columns{{-1, Qt::AscendingOrder}};
    for (const ResultColumn column : visibleColumns())
        columns.append({int(column), order});
    addChoices(
        columns,
        [](const auto &choice) {
            return choice.first < 0 ? tr("List order") : resultColumnTitle(ResultColumn(choice.first));
        },
        [sorted](const auto &choice) { return choice.first == sorted; });
    if (sorted < 0)
        return;
    menu->addSeparator();
    addChoices(
        {{sorted, Qt::AscendingOrder}, {sorted, Qt::DescendingOrder}},
        [](const auto &choice) {
            return choice.second == Qt::AscendingOrder ? tr("Ascending") : tr("Descending");
        },
        [order](const auto &choice) { return choice.second == order; });
}

void ResultsView::showColumnMenu(const QPoint &at)
{
    QMenu menu(this);
    fillColumnMenu(&menu);
    menu.exec(horizontalHeader()->mapToGlobal(at));
}

} // namespace turnstone
