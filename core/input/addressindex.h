// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"

#include <vector>

namespace turnstone {

/// Which row an address has: eight bytes a slot, the text itself stays with the rows.
class AddressIndex final
{
public:
    static constexpr quint32 None = 0xFFFFFFFF;

    static quint32 hashOf(QByteArrayView url, const RequestSpec *request);

    /// The row for which `same` holds among those of this hash; otherwise None, and `row` is entered.
    template <typename Same>
    quint32 findOrInsert(quint32 hash, quint32 row, const Same &same)
    {
        if ((m_used + 1) * 3 > m_slots.size() * 2)
            grow();
        const size_t mask = m_slots.size() - 1;
        for (size_t i = hash & mask;; i = (i + 1) & mask) {
            Slot &slot = m_slots[i];
            if (slot.row == None) {
                slot = {hash, row};
                ++m_used;
                return None;
            }
            if (slot.hash == hash && same(slot.row))
                return slot.row;
        }
    }

    void clear();

private:
    struct Slot
    {
        quint32 hash = 0;
        quint32 row = None;
    };
    void grow();

    std::vector<Slot> m_slots;
    size_t m_used = 0;
};

} // namespace turnstone
