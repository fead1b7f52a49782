// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/roworder.h"

#include "ui/models/rowsorter.h"

#include <QThreadPool>
#include <QtConcurrent>

#include <algorithm>
#include <numeric>
#include <utility>

namespace turnstone {

namespace {

struct Piece
{
    int begin = 0;
    int end = 0;
    std::vector<RowId> rows;
};

void selectPiece(const ResultRows &results, const RowQuery &query, const std::atomic_bool &cancelled,
                 Piece &piece)
{
    for (int row = piece.begin; row < piece.end; ++row) {
        if ((row & 0x3FF) == 0 && cancelled)
            return;
        const auto id = RowId(row);
        if (results.isRemoved(id))
            continue;
        if (query.only && results.row(id).rowClass != *query.only)
            continue;
        if (query.filter.matches(results, id))
            piece.rows.push_back(id);
    }
}

std::vector<RowId> selectRows(const ResultRows &results, const RowQuery &query,
                              const std::atomic_bool &cancelled, QThreadPool *pool)
{
    std::vector<RowId> rows;
    if (!query.only && query.filter.isEmpty() && results.removed() == 0) {
        rows.resize(size_t(results.size()));
        std::iota(rows.begin(), rows.end(), RowId(0));
        return rows;
    }
    constexpr int PieceSize = 32 * 1024;
    std::vector<Piece> pieces;
    for (int begin = 0; begin < results.size(); begin += PieceSize)
        pieces.push_back({begin, std::min(begin + PieceSize, results.size()), {}});
    QtConcurrent::blockingMap(pool, pieces, [&results, &query, &cancelled](Piece &piece) {
        selectPiece(results, query, cancelled, piece);
    });
    for (const Piece &piece : pieces)
        rows.insert(rows.end(), piece.rows.begin(), piece.rows.end());
    return rows;
}

std::vector<quint32> placesOf(const std::vector<RowId> &rows, int size)
{
    std::vector<quint32> places(size_t(size), std::numeric_limits<quint32>::max());
    for (size_t place = 0; place < rows.size(); ++place)
        places[rows[place]] = quint32(place);
    return places;
}

bool sameRows(const RowOrder &base, const std::vector<RowId> &rows)
{
    if (size_t(base.shown) != rows.size())
        return false;
    for (int place = 0; place < base.shown; ++place) {
        if (base.rowAt(place) != rows[size_t(place)])
            return false;
    }
    return true;
}

/// `base` with the rows of `wanted` that it does not show at its end; null when there are none.
std::shared_ptr<const RowOrder> grownBy(const RowOrder &base, const std::vector<RowId> &wanted, int size)
{
    std::vector<RowId> added;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(added),
                 [&base](RowId row) { return base.placeOf(row) < 0; });
    if (added.empty())
        return {};
    auto grown = std::make_shared<RowOrder>();
    grown->natural = false;
    grown->rows.reserve(size_t(base.shown) + added.size());
    for (int place = 0; place < base.shown; ++place)
        grown->rows.push_back(base.rowAt(place));
    grown->rows.insert(grown->rows.end(), added.begin(), added.end());
    grown->places = placesOf(grown->rows, size);
    grown->shown = int(grown->rows.size());
    return grown;
}

} // namespace

std::optional<Rearrangement> rearrange(const ResultRows &results, const RowQuery &query,
                                       std::shared_ptr<const RowOrder> base,
                                       const std::atomic_bool &cancelled, QThreadPool *pool)
{
    Rearrangement result;
    result.base = base;
    std::vector<RowId> rows = selectRows(results, query, cancelled, pool);
    if (cancelled)
        return {};
    if (query.sortColumn && !sortRows(results, rows, *query.sortColumn, query.sortOrder, cancelled))
        return {};
    const bool isNatural = query.isNatural() && results.removed() == 0;
    if (base->natural == isNatural && sameRows(*base, rows))
        return result;

    result.shownAtEnd = int(rows.size());
    result.grown = grownBy(*base, rows, results.size());
    auto next = std::make_shared<RowOrder>();
    next->natural = isNatural;
    if (!next->natural) {
        next->places = placesOf(rows, results.size());
        const RowOrder &before = result.grown ? *result.grown : *base;
        for (int place = 0; place < before.shown; ++place) {
            const RowId row = before.rowAt(place);
            if (next->places[row] == std::numeric_limits<quint32>::max()) {
                next->places[row] = quint32(rows.size());
                rows.push_back(row);
            }
        }
        next->rows = std::move(rows);
        next->shown = int(next->rows.size());
    } else {
        next->shown = result.shownAtEnd;
    }
    result.next = std::move(next);
    return result;
}

} // namespace turnstone
