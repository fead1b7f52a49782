// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace turnstone {

/// Whether `***` stands in the place of a secret of this row: it cannot be fetched like that.
bool lacksSecret(const AddressList &list, RowId row);
/// Those from `first` on, ascending.
std::vector<RowId> rowsLackingSecret(const AddressList &list, RowId first = 0);

/// Other addresses and requests for some places of a list, which are addresses.
class AddressChanges final
{
public:
    void put(RowId row, QByteArrayView url, const RequestSpec *request);
    bool isEmpty() const { return m_changes.empty(); }
    AddressList appliedTo(const AddressList &list) const;

private:
    struct Change
    {
        QByteArray url;
        std::optional<RequestSpec> request;
    };
    std::map<RowId, Change> m_changes;
};

/// The rows of a list that lack a secret, to be found by the addresses that bring it. Those that differ in
/// their secrets only are told apart by their order, which takes all of them.
class SecretRows final
{
public:
    /// `without`: rows that take none, in ascending order.
    explicit SecretRows(const AddressList &list, std::span<const RowId> without = {});

    /// The row that this one of `given` is, whose secret is taken from it.
    std::optional<RowId> take(const AddressList &given, RowId row);
    /// One of those of which some were given, and not all: nobody can tell which they are.
    std::optional<RowId> ambiguous() const;
    /// Whether this row of the list is one of those.
    bool isAmbiguous(const AddressList &list, RowId row) const;
    /// The list with what was taken.
    AddressList filled(const AddressList &list) const { return m_taken.appliedTo(list); }

private:
    struct Rows
    {
        std::vector<RowId> rows;
        size_t taken = 0;

        bool isPart() const { return taken > 0 && taken < rows.size(); }
    };
    QHash<QByteArray, Rows> m_lacking; // by what is left of an address without its secrets
    QSet<QByteArray> m_whole;          // addresses with theirs
    AddressChanges m_taken;
};

} // namespace turnstone
