// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/addressmerge.h"

#include "core/input/addressindex.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr int BlockRows = 16384;

bool isSame(const AddressList &a, RowId i, const AddressList &b, RowId j)
{
    const RequestSpec *one = a.request(i);
    const RequestSpec *other = b.request(j);
    return a.at(i) == b.at(j) && a.problem(i) == b.problem(j) &&
           (one == other || (one && other && *one == *other));
}

class Merger final
{
public:
    Merger(const AddressList &list, const AddressList &given)
        : m_list(list)
        , m_given(given)
        , m_known(RowId(list.size()))
    {
        for (RowId row = 0; row < m_known; ++row)
            findOrInsert(list, row, row);
    }

    /// The row of a given address, which is added where it is new.
    RowId rowOf(RowId given)
    {
        const auto next = RowId(m_known + m_new.size());
        const quint32 found = findOrInsert(m_given, given, next);
        if (found != AddressIndex::None)
            return found;
        m_new.push_back(given);
        return next;
    }

    AddressList merged() const
    {
        AddressList all = m_list;
        AddressBlockBuilder builder;
        for (const RowId given : m_new) {
            add(builder, given);
            if (builder.size() == BlockRows)
                all.append(std::exchange(builder, AddressBlockBuilder()).build());
        }
        if (builder.size() > 0)
            all.append(std::move(builder).build());
        return all;
    }

private:
    quint32 findOrInsert(const AddressList &from, RowId row, RowId next)
    {
        const quint32 hash = AddressIndex::hashOf(from.at(row), from.request(row));
        return m_index.findOrInsert(hash, next, [&](quint32 known) {
            return known < m_known ? isSame(m_list, known, from, row)
                                   : isSame(m_given, m_new[known - m_known], from, row);
        });
    }

    void add(AddressBlockBuilder &builder, RowId given) const
    {
        if (m_given.problem(given) != AddressProblem::None)
            builder.addInvalid(m_given.at(given), m_given.problem(given));
        else if (const RequestSpec *request = m_given.request(given))
            builder.add(m_given.at(given), *request);
        else
            builder.add(m_given.at(given));
    }

    const AddressList &m_list;
    const AddressList &m_given;
    const RowId m_known;
    std::vector<RowId> m_new; // rows of m_given
    AddressIndex m_index;
};

} // namespace

MergedAddresses mergeAddresses(const AddressList &list, const AddressList &given)
{
    Merger merger(list, given);
    MergedAddresses merged;
    merged.rows.reserve(size_t(given.size()));
    for (RowId row = 0; row < RowId(given.size()); ++row)
        merged.rows.push_back(merger.rowOf(row));
    std::sort(merged.rows.begin(), merged.rows.end());
    merged.rows.erase(std::unique(merged.rows.begin(), merged.rows.end()), merged.rows.end());
    merged.addresses = merger.merged();
    return merged;
}

} // namespace turnstone
