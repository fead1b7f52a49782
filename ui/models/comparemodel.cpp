// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparemodel.h"

#include "core/types/displaytext.h"
#include "core/types/secrets.h"

#include <array>

namespace turnstone {

namespace {

QString changesText(Changes changes)
{
    QStringList words;
    for (const Change change : allChanges()) {
        if (changes.testFlag(change))
            words << changeLabel(change);
    }
    return words.join(QStringLiteral(", "));
}

} // namespace

CompareModel::CompareModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void CompareModel::begin(const AddressList &addresses)
{
    beginResetModel();
    m_filtering.cancel();
    m_addresses = addresses;
    m_blocks.clear();
    m_places.clear();
    m_counts = {};
    m_total = 0;
    endResetModel();
    Q_EMIT countsChanged();
}

void CompareModel::filterBlock(const Blocks &blocks, size_t block, const DifferenceFilter &filter,
                               const AddressList &addresses, Places &to)
{
    const DifferenceBlock &differences = *blocks[block];
    for (int index = 0; index < differences.size(); ++index) {
        if (filter.accepts(differences, index, addresses))
            to.push_back({quint32(block), quint32(index)});
    }
}

void CompareModel::append(const DifferenceBlockPointer &block)
{
    m_blocks.push_back(block);
    m_total += block->size();
    for (int index = 0; index < block->size(); ++index) {
        for (size_t kind = 0; kind < m_counts.size(); ++kind)
            m_counts[kind] += block->changes(index).testFlag(allChanges()[kind]) ? 1 : 0;
    }
    if (!m_filtering.isBusy()) {
        Places more;
        filterBlock(m_blocks, m_blocks.size() - 1, m_filter, m_addresses, more);
        if (!more.empty()) {
            beginInsertRows({}, rowCount(), rowCount() + int(more.size()) - 1);
            m_places.insert(m_places.end(), more.begin(), more.end());
            endInsertRows();
        }
    }
    Q_EMIT countsChanged();
}

void CompareModel::setFilter(const DifferenceFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_filtering.start(
        [blocks = m_blocks, filter, addresses = m_addresses](const Background::Work &work) {
            Places places;
            for (size_t block = 0; block < blocks.size() && !work.isStopped(); ++block)
                filterBlock(blocks, block, filter, addresses, places);
            return places;
        },
        [this, blocks = m_blocks.size()](Places places) { show(std::move(places), blocks); });
}

/// `places` are of the first `blocks` blocks; more may have come since.
void CompareModel::show(Places places, size_t blocks)
{
    for (; blocks < m_blocks.size(); ++blocks)
        filterBlock(m_blocks, blocks, m_filter, m_addresses, places);
    beginResetModel();
    m_places = std::move(places);
    endResetModel();
    Q_EMIT filtered();
}

RowId CompareModel::rowIdAt(int place) const
{
    const Place &at = m_places[size_t(place)];
    return m_blocks[at.block]->row(int(at.index));
}

std::vector<RowId> CompareModel::shownRows() const
{
    std::vector<RowId> rows;
    rows.reserve(m_places.size());
    for (int place = 0; place < rowCount(); ++place)
        rows.push_back(rowIdAt(place));
    return rows;
}

int CompareModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_places.size());
}

int CompareModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : CompareColumnCount;
}

QString CompareModel::text(const Place &place, CompareColumn column) const
{
    const DifferenceBlock &block = *m_blocks[place.block];
    const int index = int(place.index);
    switch (column) {
    case CompareColumn::Address: {
        const RowId row = block.row(index);
        return row < RowId(m_addresses.size()) ? visibleLine(shownAddress(m_addresses.at(row), true), 2000)
                                               : QString();
    }
    case CompareColumn::Change:
        return changesText(block.changes(index));
    case CompareColumn::Before:
        return QString::fromUtf8(block.beforeText(index));
    case CompareColumn::After:
        return QString::fromUtf8(block.afterText(index));
    }
    return {};
}

/// A verdict has its sign where the cell begins with it.
QVariant CompareModel::signOf(const Place &place, CompareColumn column) const
{
    const DifferenceBlock &block = *m_blocks[place.block];
    const int index = int(place.index);
    if (!(block.changes(index) & (Change::New | Change::Gone | Change::Status)))
        return {};
    const std::optional<Verdict> verdict = column == CompareColumn::Before  ? block.before(index)
                                           : column == CompareColumn::After ? block.after(index)
                                                                            : std::nullopt;
    return verdict ? QVariant(int(*verdict)) : QVariant();
}

QVariant CompareModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Place &place = m_places[size_t(index.row())];
    const auto column = CompareColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(place, column);
    case Qt::ToolTipRole:
        return plainToolTip(text(place, column));
    case CompareRowRole:
        return rowIdAt(index.row());
    case CompareVerdictRole:
        return signOf(place, column);
    default:
        return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= CompareColumnCount)
        return {};
    const std::array<QString, CompareColumnCount> names = {tr("Address"), tr("Change"), tr("Before"),
                                                           tr("After")};
    return role == Qt::DisplayRole ? names[size_t(section)] : QVariant();
}

} // namespace turnstone
