// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resulttablemodel.h"

#include "core/base/backgroundrelease.h"
#include "ui/models/resulttext.h"

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// Beyond this many runs of changed rows one signal for all of them is cheaper for every listener.
constexpr int MaxRuns = 16;

} // namespace

ResultTableModel::ResultTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void ResultTableModel::setAddresses(const AddressList &addresses, std::span<const RowId> removed)
{
    const int before = m_rows.size();
    if (addresses.size() < before)
        return;
    if (addresses.size() == before) { // their secrets, which are not shown
        m_rows.setAddresses(addresses);
        return;
    }
    m_rows.setAddresses(addresses);
    m_rows.setRemoved(removed, true);
    if (m_order->natural && m_rows.removed() == 0)
        showAll();
    else if (m_rows.removed() > 0)
        Q_EMIT listChanged();
    Q_EMIT rowsChanged();
}

/// The natural order, of a list that has grown.
void ResultTableModel::showAll()
{
    auto order = std::make_shared<RowOrder>();
    order->shown = m_rows.size();
    beginInsertRows({}, m_order->shown, order->shown - 1);
    m_order = order;
    endInsertRows();
}

void ResultTableModel::setRemoved(std::span<const RowId> rows, bool removed)
{
    m_rows.setRemoved(rows, removed);
    Q_EMIT listChanged();
    Q_EMIT rowsChanged();
}

void ResultTableModel::clear()
{
    setRows({});
}

void ResultTableModel::setRows(const ResultRows &rows)
{
    beginResetModel();
    releaseInBackground(std::exchange(m_rows, rows));
    m_rows.keepDetails(m_details);
    auto order = std::make_shared<RowOrder>();
    order->natural = rows.removed() == 0; // else it has to be worked out
    order->shown = order->natural ? rows.size() : 0;
    m_order = order;
    endResetModel();
    Q_EMIT rowsChanged();
}

template <typename News>
void ResultTableModel::storeAll(std::span<const News> news)
{
    std::vector<RowId> touched;
    touched.reserve(news.size());
    for (const News &each : news) {
        m_rows.store(each);
        touched.push_back(each.row);
    }
    emitChanged(touched);
}

void ResultTableModel::apply(std::span<const FetchResult> results)
{
    storeAll(results);
}

void ResultTableModel::apply(std::span<const RowProgress> progress)
{
    storeAll(progress);
}

void ResultTableModel::apply(std::span<const RowState> states)
{
    storeAll(states);
}

void ResultTableModel::setNotes(std::span<const std::pair<RowId, QString>> notes)
{
    std::vector<RowId> touched;
    for (const auto &[row, note] : notes) {
        m_rows.setNote(row, note);
        touched.push_back(row);
    }
    emitChanged(touched);
}

void ResultTableModel::keepDetails(RowDetails details)
{
    m_details = details;
    m_rows.keepDetails(details);
    Q_EMIT rowsChanged();
}

void ResultTableModel::addDetails(std::span<const FetchResult> results)
{
    std::vector<RowId> touched;
    touched.reserve(results.size());
    for (const FetchResult &each : results) {
        if (int(each.row) >= m_rows.size())
            continue;
        m_rows.storeDetails(each);
        touched.push_back(each.row);
    }
    emitChanged(touched);
}

void ResultTableModel::setWatchedPlaces(int first, int last)
{
    m_firstWatched = first;
    m_lastWatched = last;
}

void ResultTableModel::emitChanged(const std::vector<RowId> &rows)
{
    if (rows.empty())
        return;
    std::vector<int> places;
    for (const RowId row : rows) {
        const int place = m_order->placeOf(row);
        if (place >= 0 && place >= m_firstWatched && place <= m_lastWatched)
            places.push_back(place);
    }
    std::sort(places.begin(), places.end());
    std::vector<std::pair<int, int>> runs;
    for (const int place : places) {
        if (!runs.empty() && place <= runs.back().second + 1)
            runs.back().second = place;
        else
            runs.emplace_back(place, place);
    }
    if (runs.size() > MaxRuns)
        runs = {{runs.front().first, runs.back().second}};
    for (const auto &[first, last] : runs)
        Q_EMIT dataChanged(index(first, 0), index(last, ResultColumnCount - 1));
    Q_EMIT rowsChanged();
}

bool ResultTableModel::rearrange(const Rearrangement &steps)
{
    if (steps.base != m_order)
        return false;
    if (!steps.next)
        return true;
    if (steps.grown) {
        beginInsertRows({}, m_order->shown, steps.grown->shown - 1);
        m_order = steps.grown;
        endInsertRows();
    }
    moveTo(steps.next);
    if (steps.shownAtEnd < m_order->shown) {
        beginRemoveRows({}, steps.shownAtEnd, m_order->shown - 1);
        steps.next->shown = steps.shownAtEnd;
        endRemoveRows();
    }
    // The natural order shows whatever there is: rows may have come while this one was worked out.
    if (m_order->natural && m_order->shown < m_rows.size() && m_rows.removed() == 0)
        showAll();
    return true;
}

void ResultTableModel::moveTo(const std::shared_ptr<const RowOrder> &next)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const std::shared_ptr<const RowOrder> before = std::exchange(m_order, next);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &each : from)
        to.append(index(next->placeOf(before->rowAt(each.row())), each.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int ResultTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_order->shown;
}

int ResultTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ResultColumnCount;
}

QVariant ResultTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RowId row = rowIdAt(index.row());
    const auto column = ResultColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return resultText(m_rows, row, column);
    case Qt::ToolTipRole:
        return column == ResultColumn::Title || column == ResultColumn::Address ||
                       column >= ResultColumn::Note
                   ? resultText(m_rows, row, column)
                   : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft));
    case RowClassRole:
        return m_rows.row(row).rowClass.index();
    case RowIdRole:
        return row;
    case PlainTextRole:
        return resultPlainText(m_rows, row, column);
    default:
        return {};
    }
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ResultColumnCount)
        return {};
    const auto column = ResultColumn(section);
    if (role == Qt::DisplayRole)
        return resultColumnTitle(column);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

} // namespace turnstone
