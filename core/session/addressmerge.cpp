// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/addressmerge.h"

#include "core/input/addressset.h"
#include "core/types/missingsecrets.h"

#include <QHash>

#include <algorithm>
#include <iterator>
#include <utility>

namespace turnstone {

namespace {

constexpr qsizetype BlockBytes = 16 * 1024 * 1024;

/// The bad lines of a list. Equal ones are told apart by their order.
class BadRows final
{
public:
    BadRows(const AddressList &list, std::span<const RowId> without)
        : m_list(list)
    {
        for (RowId row = 0; row < RowId(list.size()); ++row) {
            if (list.problem(row) != AddressProblem::None &&
                !std::binary_search(without.begin(), without.end(), row))
                m_rows[keyOf(list, row)].rows.push_back(row);
        }
    }

    /// The next row that this one of `given` may be.
    std::optional<RowId> take(const AddressList &given, RowId row)
    {
        const auto found = m_rows.find(keyOf(given, row));
        if (found == m_rows.end() || found->taken == found->rows.size())
            return std::nullopt;
        return found->rows[found->taken++];
    }

private:
    using Key = std::pair<QByteArrayView, int>;
    struct Rows
    {
        std::vector<RowId> rows;
        size_t taken = 0;
    };
    static Key keyOf(const AddressList &list, RowId row) { return {list.at(row), int(list.problem(row))}; }

    const AddressList m_list; // the texts of the keys
    QHash<Key, Rows> m_rows;
};

} // namespace

MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given,
                               std::span<const RowId> removed)
{
    SecretRows secrets(list, removed);
    BadRows bad(list, removed);
    AddressSet set(list);
    MergedAddresses merged;
    merged.rows.reserve(size_t(given.size()));
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        const AddressProblem problem = given.problem(row);
        if (const std::optional<RowId> known = secrets.take(given, row))
            merged.rows.push_back(*known);
        else if (problem == AddressProblem::None)
            merged.rows.push_back(set.add(given.at(row), given.request(row)).row);
        else if (const std::optional<RowId> same = bad.take(given, row))
            merged.rows.push_back(*same);
        else
            merged.rows.push_back(set.addBad(given.at(row), problem));
    }
    std::sort(merged.rows.begin(), merged.rows.end());
    merged.rows.erase(std::unique(merged.rows.begin(), merged.rows.end()), merged.rows.end());
    std::set_intersection(merged.rows.begin(), merged.rows.end(), removed.begin(), removed.end(),
                          std::back_inserter(merged.back));
    merged.ambiguous = secrets.ambiguous();
    merged.addresses = secrets.filled(list);
    merged.addresses.append(set.takeNew());
    return merged;
}

FilledAddresses fillSecrets(const AddressList &list, const AddressList &given, std::span<const RowId> removed)
{
    SecretRows secrets(list, removed);
    std::vector<std::optional<RowId>> places;
    places.reserve(size_t(given.size()));
    for (RowId row = 0; row < RowId(given.size()); ++row)
        places.push_back(secrets.take(given, row));
    FilledAddresses filled;
    AddressChanges taken;
    AddressBlockBuilder left;
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        const std::optional<RowId> place = places[row];
        if (place && !secrets.isAmbiguous(list, *place))
            taken.put(*place, given.at(row), given.request(row));
        else
            left.addRow(given, row);
        if (left.textBytes() >= BlockBytes)
            filled.left.append(std::exchange(left, AddressBlockBuilder()).build());
    }
    filled.addresses = taken.appliedTo(list);
    filled.left.append(std::move(left).build());
    return filled;
}

AddressList withoutKnownBadLines(const AddressList &list, const AddressList &given,
                                 std::span<const RowId> removed)
{
    BadRows bad(list, removed);
    AddressBlockBuilder builder;
    AddressList left;
    for (RowId row = 0; row < RowId(given.size()); ++row) {
        if (given.problem(row) != AddressProblem::None && bad.take(given, row))
            continue;
        builder.addRow(given, row);
        if (builder.textBytes() >= BlockBytes)
            left.append(std::exchange(builder, AddressBlockBuilder()).build());
    }
    left.append(std::move(builder).build());
    return left;
}

} // namespace turnstone
