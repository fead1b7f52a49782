// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"
#include "core/types/fetchresult.h"
#include "core/types/rowstate.h"
#include "ui/models/rowclass.h"
#include "ui/models/rowdetail.h"
#include "ui/models/rowtexts.h"

#include <QHash>
#include <QList>
#include <QSharedData>
#include <QSharedDataPointer>

#include <array>
#include <limits>
#include <span>
#include <vector>

namespace turnstone {

/// What the table shows of one address, apart from its address and title.
struct ResultRow
{
    static constexpr quint32 UnknownUs = std::numeric_limits<quint32>::max();

    qint64 bytes = 0;
    quint32 ttfbUs = UnknownUs;
    quint32 totalUs = UnknownUs;
    quint16 status = 0;
    quint16 typeId = 0;
    quint8 tries = 0;
    quint8 redirects = 0; ///< of the last try
    RowClass rowClass;
    bool isAgain = false;    ///< it had a result, which the next one replaces
    bool isForeseen = false; ///< it is no address, which no run has said yet: its class comes from the list
    bool isRemoved = false;  ///< out of the list; the rest is as it was
};

/// The rows of a crawl as a value. Copying costs a pointer for every 256 rows; a copy is a snapshot that any
/// thread may read while the original goes on changing. About 30 bytes a row and its title in UTF-8.
class ResultRows final
{
public:
    /// All rows, with those that are out of the list: these have their numbers, but no part in what is
    /// counted, shown or open.
    int size() const { return m_size; }
    int removed() const { return m_removed; }
    int listed() const { return m_size - m_removed; }
    // in ascending order
    std::vector<RowId> removedRows() const { return rowsThatAre(true); }
    std::vector<RowId> listedRows() const { return rowsThatAre(false); }
    const AddressList &addresses() const { return m_addresses; }
    const RowCounts &counts() const { return m_counts; }

    const ResultRow &row(RowId row) const { return chunk(row).rows[row % ChunkSize]; }
    QByteArrayView title(RowId row) const { return m_titles.at(row); }
    /// Of those that are kept.
    QByteArrayView detail(RowId row, RowDetail detail) const { return textsOf(detail).at(row); }
    RowDetails details() const { return m_kept; }
    /// A result was there before these details were kept.
    bool lacksDetails(RowId row) const;
    QByteArrayView address(RowId row) const { return m_addresses.at(row); }
    QByteArrayView contentType(RowId row) const { return m_types.at(this->row(row).typeId); }

    /// The user's note, UTF-8; empty: none.
    QByteArrayView note(RowId row) const { return m_notes.isEmpty() ? QByteArrayView() : noteOf(row); }

    /// How many isForeseen: they look done, and are still to be fetched for the project's sake.
    int foreseen() const { return m_foreseen; }
    /// Whether a run still has to say something of it.
    bool isOpen(RowId row) const
    {
        const ResultRow &what = this->row(row);
        return (!what.rowClass.isDone() || what.isForeseen) && !what.isRemoved;
    }

    /// `addresses` are all known so far; those beyond size() become waiting rows, or invalid ones.
    void setAddresses(const AddressList &addresses);
    /// Whether a result can be read of it: also of one that is fetched again, until the next one comes.
    bool hasResult(RowId row) const
    {
        const ResultRow &what = this->row(row);
        return (what.rowClass.isDone() && !what.isForeseen) || what.isAgain;
    }
    bool isRemoved(RowId row) const { return this->row(row).isRemoved; }
    /// Takes them out of the list, or back.
    void setRemoved(std::span<const RowId> rows, bool removed);
    void setRemoved(RowId row, bool removed) { setRemoved(std::span(&row, 1), removed); }
    /// One that was never reached leaves a waiting row.
    void store(const FetchResult &result);
    void store(const RowProgress &progress);
    /// As a project has it. What a run still owes waits, but for what a stop interrupted.
    void store(const RowState &state);
    /// Those that results bring from now on; others are forgotten.
    void keepDetails(RowDetails details);
    /// Of a result that is stored already; what is known stays.
    void storeDetails(const FetchResult &result);
    /// Empty: removes it.
    void setNote(RowId row, const QString &note);
    qsizetype memoryBytes() const;

private:
    static constexpr int ChunkSize = 256;

    struct Chunk : QSharedData
    {
        std::array<ResultRow, ChunkSize> rows;
    };

    QByteArrayView noteOf(RowId row) const;
    const Chunk &chunk(RowId row) const { return *m_chunks[row / ChunkSize].constData(); }
    void setWaiting(RowId row);
    void foresee(RowId row);
    ResultRow &rowToChange(RowId row);
    void setTitle(RowId row, const QByteArray &title);
    const RowTexts &textsOf(RowDetail detail) const;
    void forgetDetails(RowId row);
    quint16 typeId(const QByteArray &contentType);
    void setClass(ResultRow &row, RowClass rowClass);
    void count(const ResultRow &row, int by);
    std::vector<RowId> rowsThatAre(bool removed) const;

    AddressList m_addresses;
    std::vector<QSharedDataPointer<Chunk>> m_chunks;
    int m_size = 0;
    RowCounts m_counts{};
    int m_foreseen = 0;
    int m_removed = 0;
    QList<QByteArray> m_types{QByteArray()};
    QHash<QByteArray, quint16> m_typeIds{{QByteArray(), 0}};
    QHash<RowId, QByteArray> m_notes;
    RowTexts m_titles;
    RowDetails m_kept;
    std::array<RowTexts, RowDetailCount> m_details;
};

} // namespace turnstone
