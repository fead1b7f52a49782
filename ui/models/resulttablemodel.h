// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resultcolumns.h"
#include "ui/models/roworder.h"

#include <QAbstractTableModel>

#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace turnstone {

/// The result table: all rows of a crawl, shown in the order that rearrange() was given last. Made for
/// 1,000,000 rows and more: changes cost what they touch, and order is worked out elsewhere (RowArranger).
class ResultTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit ResultTableModel(QObject *parent = nullptr);

    /// All addresses known so far, which may have got their secrets; those that are new become waiting rows,
    /// but for those that are `removed`.
    void setAddresses(const AddressList &addresses, std::span<const RowId> removed = {});
    /// Takes rows out of the list, or back. They are in the table until the next rearrange().
    void setRemoved(std::span<const RowId> rows, bool removed);
    void clear();
    /// Another list altogether, in its natural order until the next rearrange().
    void setRows(const ResultRows &rows);
    void apply(std::span<const FetchResult> results);
    void apply(std::span<const RowProgress> progress);
    void apply(std::span<const RowState> states);

    /// What the table shows of results beyond their rows: those that come from now on bring it, the others
    /// are read back (DetailReader).
    void keepDetails(RowDetails details);
    void addDetails(std::span<const FetchResult> results);
    /// The user's notes, of rows of which some are known already; an empty one goes.
    void setNotes(std::span<const std::pair<RowId, QString>> notes);

    const ResultRows &rows() const { return m_rows; }
    std::shared_ptr<const RowOrder> order() const { return m_order; }
    RowId rowIdAt(int place) const { return m_order->rowAt(place); }
    /// -1 when the row is not shown at present.
    int placeOf(RowId row) const { return m_order->placeOf(row); }

    /// Goes over to another order; persistent indexes follow their rows. False when the model's order is no
    /// longer the one that `steps` begins with.
    bool rearrange(const Rearrangement &steps);
    /// dataChanged() is only sent for these places: nobody looks at the others.
    void setWatchedPlaces(int first, int last);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// Values changed or rows came, shown or not: an order made before may be out of date.
    void rowsChanged();
    /// Other rows are in the list: the order is out of date.
    void listChanged();

private:
    template <typename News>
    void storeAll(std::span<const News> news);
    void emitChanged(const std::vector<RowId> &rows);
    void moveTo(const std::shared_ptr<const RowOrder> &next);
    void showAll();

    ResultRows m_rows;
    RowDetails m_details;
    std::shared_ptr<const RowOrder> m_order = std::make_shared<RowOrder>();
    int m_firstWatched = 0;
    int m_lastWatched = std::numeric_limits<int>::max();
};

} // namespace turnstone
