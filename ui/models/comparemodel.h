// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/types/addresslist.h"
#include "ui/models/differenceblock.h"

#include <QAbstractTableModel>

#include <vector>

namespace turnstone {

enum class CompareColumn { Address, Change, Before, After };
inline constexpr int CompareColumnCount = 4;

enum CompareRole {
    CompareRowRole = Qt::UserRole + 1, ///< uint: the row of the list
    CompareVerdictRole,                ///< int: Verdict to show a sign for; invalid: none
};

/// Differences between two runs, as they come, in list order; those that a filter lets through. Made for
/// 1,000,000: a new filter is worked out in the background.
class CompareModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit CompareModel(QObject *parent = nullptr);

    /// Forgets all; differences that come are about these addresses.
    void begin(const AddressList &addresses);
    void append(const DifferenceBlockPointer &block);
    void setFilter(const DifferenceFilter &filter);
    const DifferenceFilter &filter() const { return m_filter; }

    const ChangeCounts &counts() const { return m_counts; }
    /// All of them, shown or not.
    qint64 total() const { return m_total; }
    RowId rowIdAt(int place) const;
    /// The rows of the list that are shown, in its order.
    std::vector<RowId> shownRows() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void countsChanged();
    /// The rows that are shown are those of filter() again.
    void filtered();

private:
    struct Place
    {
        quint32 block;
        quint32 index;
    };
    using Places = std::vector<Place>;
    using Blocks = std::vector<DifferenceBlockPointer>;

    static void filterBlock(const Blocks &blocks, size_t block, const DifferenceFilter &filter,
                            const AddressList &addresses, Places &to);
    void show(Places places, size_t blocks);
    QString text(const Place &place, CompareColumn column) const;
    QVariant signOf(const Place &place, CompareColumn column) const;

    AddressList m_addresses;
    Blocks m_blocks;
    Places m_places; // shown
    DifferenceFilter m_filter;
    ChangeCounts m_counts{};
    qint64 m_total = 0;
    Background m_filtering; // blocks that come meanwhile wait for it
};

} // namespace turnstone
