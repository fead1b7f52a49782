// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/addressindex.h"

namespace turnstone {

/// A list in which every request has one row: the one deduplicator of both programs. Two spellings of what is
/// sent as the same bytes (an international name and its punycode, %2f and %2F) are one request; the first
/// spelling is the row. Linear in what is added, however many lists it comes from.
class AddressSet final
{
public:
    struct Place
    {
        RowId row = 0;
        bool isNew = false;
    };

    explicit AddressSet(const AddressList &existing = {});

    Place add(QByteArrayView url, const RequestSpec *request = nullptr);
    /// A row of its own, whatever is there already.
    RowId addBad(QByteArrayView text, AddressProblem problem);

    int size() const { return m_rows.size() + m_block.size(); }
    /// Valid until the next change.
    QByteArrayView at(RowId row) const;
    /// What was added to `existing`. Frees the working memory: nothing may be added afterwards.
    AddressList takeNew();

private:
    bool isSame(RowId row, QByteArrayView url, const RequestSpec *request) const;
    AddressProblem problem(RowId row) const;
    const RequestSpec *request(RowId row) const;
    void closeFullBlock();

    AddressList m_rows; // the existing ones, then the closed blocks
    AddressList m_new;  // the closed blocks
    AddressBlockBuilder m_block;
    AddressIndex m_index;
};

} // namespace turnstone
