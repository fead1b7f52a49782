// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/resultspanel.h"

#include "core/types/displaytext.h"
#include "core/types/secrets.h"
#include "ui/models/resulttablemodel.h"
#include "ui/panels/resultsview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QDesktopServices>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMenu>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// A selection beyond this is not moved about by rows that change: following it would cost more than a glance.
constexpr int LargeSelection = 5000;
constexpr size_t MostBrowserTabs = 10;

int selectedCount(const QItemSelectionModel &selection)
{
    int rows = 0;
    const QItemSelection ranges = selection.selection();
    for (const QItemSelectionRange &range : ranges)
        rows += range.height();
    return rows;
}

} // namespace

ResultsPanel::ResultsPanel(ResultTableModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_arranger(model, this)
    , m_view(new ResultsView(model))
    , m_count(new QLabel)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view);
    layout->addWidget(m_count);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setContentsMargins(Theme::Grid, Theme::Grid / 4, Theme::Grid, Theme::Grid / 4);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // rather cut than in the way
    setFocusProxy(m_view);

    m_actions.copyRows = makeAction(tr("Copy rows"), "copy", QKeySequence::Copy, &ResultsPanel::copyRows);
    m_actions.copyAddresses = makeAction(tr("Copy addresses"), "copy", QKeySequence(tr("Ctrl+Shift+C")),
                                         &ResultsPanel::copyAddresses);
    m_actions.openInBrowser = makeAction(tr("Open in browser"), "browser", QKeySequence(tr("Ctrl+Return")),
                                         &ResultsPanel::openInBrowser);
    m_actions.recheck = makeAction(tr("Check rows again"), "recheck", {}, &ResultsPanel::recheckSelected);
    m_actions.recheck->setShortcuts({QKeySequence(tr("F5")), QKeySequence(tr("Ctrl+R"))});
    m_actions.filterHost =
        makeAction(tr("Only this host"), "filter", QKeySequence(tr("Ctrl+H")), &ResultsPanel::filterToHost);
    m_actions.selectAll =
        makeAction(tr("Select all"), "all", QKeySequence::SelectAll, &ResultsPanel::selectAll);

    m_actions.note = makeAction(tr("Note…"), "note", QKeySequence(tr("Ctrl+M")), &ResultsPanel::writeNote);
    m_actions.remove =
        makeAction(tr("Remove rows"), "remove", QKeySequence::Delete, &ResultsPanel::removeSelected);

    connect(m_view, &ResultsView::copyRequested, this, &ResultsPanel::copyRows);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ResultsPanel::showMenu);
    connect(m_view, &ResultsView::orderRequested, this, [this](int column, Qt::SortOrder order) {
        RowQuery query = m_arranger.query();
        query.sortColumn = column < 0 ? std::nullopt : std::optional(ResultColumn(column));
        query.sortOrder = order;
        setQuery(query);
    });
    connect(m_view, &ResultsView::columnsChanged, this, &ResultsPanel::keepDetails);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ResultsPanel::onSelectionChanged);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { Q_EMIT currentRowChanged(currentRow()); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_toSelect.reset();
        m_arranger.setQuery(m_arranger.query());
        Q_EMIT currentRowChanged({});
    });
    connect(m_model, &ResultTableModel::rowsChanged, this, &ResultsPanel::updateCount);
    connect(m_model, &ResultTableModel::listChanged, this, &ResultsPanel::onListChanged);
    connect(&m_arranger, &RowArranger::arranged, this, &ResultsPanel::onArranged);
    connect(&m_copier, &RowCopier::notice, this, &ResultsPanel::notice);
    onSelectionChanged();
}

QAction *ResultsPanel::makeAction(const QString &text, const char *icon, const QKeySequence &shortcut,
                                  void (ResultsPanel::*slot)())
{
    auto *action = new QAction(themedIcon(QLatin1StringView(icon)), text, this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void ResultsPanel::setOnly(std::optional<RowClass> only)
{
    RowQuery query = m_arranger.query();
    query.only = only;
    setQuery(query);
}

QString ResultsPanel::setFilterText(const QString &text)
{
    Result<RowFilter> filter = RowFilter::parse(text);
    if (!filter)
        return filter.error().message;
    RowQuery query = m_arranger.query();
    query.filter = std::move(filter).value();
    setQuery(query);
    return {};
}

void ResultsPanel::setQuery(const RowQuery &query)
{
    m_asked = true;
    // A large part of the rows is no thing to carry along: scattered over the new order it is as many ranges
    // as rows, and a view with that many stands still.
    const QItemSelectionModel &selection = *m_view->selectionModel();
    if (const int count = selectedCount(selection); count > LargeSelection && count < m_model->rowCount())
        m_view->selectionModel()->select(m_view->currentIndex(),
                                         QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_arranger.setQuery(query);
    keepDetails();
}

/// Of the columns that are shown, and of the one that the rows are sorted by.
void ResultsPanel::keepDetails()
{
    RowDetails wanted;
    const std::optional<ResultColumn> sorted = m_arranger.query().sortColumn;
    for (int index = 0; index < ResultColumnCount; ++index) {
        const auto column = ResultColumn(index);
        if (!m_view->isColumnHidden(index) || sorted == column)
            wanted |= detailOf(column).value_or(RowDetail());
    }
    const RowDetails before = m_model->rows().details();
    if (wanted == before)
        return;
    m_model->keepDetails(wanted);
    if (wanted & ~before)
        Q_EMIT detailsWanted();
}

void ResultsPanel::onArranged()
{
    updateEmptyText();
    updateCount();
    chooseCurrent(); // which may be one that is not shown any more
    if (m_toSelect && selectNow(*m_toSelect))
        m_toSelect.reset();
    // What was asked for begins at its top, or at the row one was looking at; what follows from changing rows
    // does not scroll.
    if (!std::exchange(m_asked, false))
        return;
    if (currentRow() && m_view->selectionModel()->hasSelection() && !m_view->isSelectedByItself())
        m_view->scrollTo(m_view->currentIndex());
    else
        m_view->scrollToTop();
}

/// Where rows are selected, one of them is the current one.
void ResultsPanel::chooseCurrent()
{
    QItemSelectionModel *selection = m_view->selectionModel();
    if (!selection->currentIndex().isValid() && selection->hasSelection())
        selection->setCurrentIndex(m_model->index(firstSelected(), 0), QItemSelectionModel::NoUpdate);
}

void ResultsPanel::updateEmptyText()
{
    const RowQuery &query = m_arranger.query();
    m_view->setEmptyText(!query.filter.isEmpty() ? tr("No row matches the filter.")
                         : query.only ? tr("No rows under %1 right now.").arg(rowClassLabel(*query.only))
                                      : tr("No rows here right now."));
}

void ResultsPanel::updateCount()
{
    const int selected = selectedCount(*m_view->selectionModel());
    const QString shown = countText(m_model->rowCount());
    const QString all = countText(m_model->rows().listed());
    m_count->setText(selected > 0 ? tr("%1 of %2 shown, %3 selected").arg(shown, all, countText(selected))
                                  : tr("%1 of %2 shown").arg(shown, all));
}

std::optional<RowId> ResultsPanel::currentRow() const
{
    const QModelIndex current = m_view->selectionModel()->currentIndex();
    return current.isValid() ? std::optional(m_model->rowIdAt(current.row())) : std::nullopt;
}

/// The current row; where Ctrl and an arrow led away from what is selected, the first of that.
std::optional<RowId> ResultsPanel::chosenRow() const
{
    const QItemSelectionModel &selection = *m_view->selectionModel();
    const QModelIndex current = selection.currentIndex();
    if (!selection.hasSelection() || (current.isValid() && selection.isSelected(current)))
        return currentRow();
    return m_model->rowIdAt(firstSelected());
}

/// The place of it; only where something is.
int ResultsPanel::firstSelected() const
{
    int first = m_model->rowCount();
    const QItemSelection ranges = m_view->selectionModel()->selection();
    for (const QItemSelectionRange &range : ranges)
        first = std::min(first, range.top());
    return first;
}

std::vector<RowId> ResultsPanel::selectedRows() const
{
    QItemSelection ranges = m_view->selectionModel()->selection();
    std::sort(ranges.begin(), ranges.end(),
              [](const QItemSelectionRange &a, const QItemSelectionRange &b) { return a.top() < b.top(); });
    std::vector<RowId> rows;
    for (const QItemSelectionRange &range : std::as_const(ranges)) {
        for (int place = range.top(); place <= range.bottom(); ++place) {
            if (const RowId row = m_model->rowIdAt(place); !m_model->rows().isRemoved(row))
                rows.push_back(row);
        }
    }
    return rows;
}

std::vector<RowId> ResultsPanel::shownRows() const
{
    std::vector<RowId> rows;
    rows.reserve(size_t(m_model->rowCount()));
    for (int place = 0; place < m_model->rowCount(); ++place) {
        if (const RowId row = m_model->rowIdAt(place); !m_model->rows().isRemoved(row))
            rows.push_back(row);
    }
    return rows;
}

void ResultsPanel::setReadOnly(bool readOnly)
{
    if (std::exchange(m_isReadOnly, readOnly) != readOnly)
        onSelectionChanged();
}

void ResultsPanel::setCanRemove(bool can)
{
    if (std::exchange(m_canRemove, can) != can)
        onSelectionChanged();
}

void ResultsPanel::onSelectionChanged()
{
    const bool any = m_view->selectionModel()->hasSelection();
    for (QAction *action :
         {m_actions.copyRows, m_actions.copyAddresses, m_actions.openInBrowser, m_actions.filterHost})
        action->setEnabled(any);
    for (QAction *action : {m_actions.recheck, m_actions.note})
        action->setEnabled(any && !m_isReadOnly);
    m_actions.remove->setEnabled(any && m_canRemove);
    m_arranger.setHeld(any && selectedCount(*m_view->selectionModel()) > LargeSelection);
    updateCount();
    chooseCurrent();
}

void ResultsPanel::showMenu(const QPoint &at)
{
    if (!m_view->indexAt(at).isValid())
        return;
    QMenu menu(this);
    menu.addAction(m_actions.openInBrowser);
    menu.addAction(m_actions.recheck);
    menu.addAction(m_actions.note);
    menu.addSeparator();
    menu.addAction(m_actions.copyRows);
    menu.addAction(m_actions.copyAddresses);
    menu.addSeparator();
    menu.addAction(m_actions.filterHost);
    menu.addAction(m_actions.selectAll);
    menu.addSeparator();
    menu.addAction(m_actions.remove);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

void ResultsPanel::copyRows()
{
    copyColumns(m_view->visibleColumns());
}

void ResultsPanel::copyAddresses()
{
    copyColumns({ResultColumn::Address});
}

void ResultsPanel::copyColumns(const QList<ResultColumn> &columns)
{
    std::vector<RowId> which = selectedRows();
    if (!which.empty())
        m_copier.copy(m_model->rows(), std::move(which), columns);
}

void ResultsPanel::openInBrowser()
{
    const std::vector<RowId> rows = selectedRows();
    if (rows.size() > MostBrowserTabs)
        Q_EMIT notice(tr("Only the first %1 of the selected rows were opened.").arg(MostBrowserTabs));
    for (size_t i = 0; i < std::min(rows.size(), MostBrowserTabs); ++i) {
        const QByteArray address = m_model->rows().address(rows[i]).toByteArray();
        const QUrl url(QString::fromUtf8(hasHiddenUserInfo(address) ? withoutUserInfo(address) : address));
        if (url.scheme() == QLatin1StringView("http") || url.scheme() == QLatin1StringView("https"))
            QDesktopServices::openUrl(url);
    }
}

void ResultsPanel::recheckSelected()
{
    Q_EMIT recheckRequested(selectedRows());
}

void ResultsPanel::removeSelected()
{
    const std::vector<RowId> rows = selectedRows();
    if (!rows.empty())
        Q_EMIT removeRequested(rows);
}

/// Where the current row leaves, the one that takes its place is selected. A large selection is no thing to
/// carry along either.
void ResultsPanel::onListChanged()
{
    const QModelIndex current = m_view->currentIndex();
    const auto isGone = [this](int place) { return m_model->rows().isRemoved(m_model->rowIdAt(place)); };
    const auto flags = QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
    if (!current.isValid() || !isGone(current.row())) {
        if (selectedCount(*m_view->selectionModel()) > LargeSelection)
            m_view->selectionModel()->select(current, flags);
        return;
    }
    int heir = current.row();
    while (heir < m_model->rowCount() && isGone(heir))
        ++heir;
    if (heir == m_model->rowCount()) {
        for (heir = current.row(); heir >= 0 && isGone(heir);)
            --heir;
    }
    if (heir < 0)
        m_view->selectionModel()->clear();
    else
        m_view->selectionModel()->setCurrentIndex(m_model->index(heir, current.column()), flags);
}

void ResultsPanel::filterToHost()
{
    if (const std::optional<RowId> row = chosenRow())
        Q_EMIT hostFilterRequested(QString::fromUtf8(hostOf(m_model->rows().address(*row))));
}

void ResultsPanel::writeNote()
{
    if (const std::optional<RowId> row = chosenRow())
        Q_EMIT noteRequested(*row);
}

void ResultsPanel::selectRow(RowId row)
{
    m_toSelect = selectNow(row) ? std::nullopt : std::optional(row);
    if (m_toSelect) // what is selected is another
        m_view->selectionModel()->clear();
}

bool ResultsPanel::selectNow(RowId row)
{
    const int place = m_model->placeOf(row);
    if (place < 0)
        return false;
    m_view->selectionModel()->setCurrentIndex(m_model->index(place, 0), QItemSelectionModel::ClearAndSelect |
                                                                            QItemSelectionModel::Rows);
    m_view->scrollTo(m_view->currentIndex());
    return true;
}

void ResultsPanel::selectAll()
{
    m_view->selectAll();
}

} // namespace turnstone
