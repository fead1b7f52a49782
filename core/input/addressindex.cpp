// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/addressindex.h"

#include <QHashFunctions>

namespace turnstone {

quint32 AddressIndex::hashOf(QByteArrayView url, const RequestSpec *request)
{
    // seeded: a list must not be able to choose its collisions
    const size_t seed = QHashSeed::globalSeed();
    size_t hash = qHash(url, seed);
    if (request) {
        hash = qHashMulti(hash, request->method, request->body, request->hasBody);
        for (const auto &[name, value] : request->headers)
            hash = qHashMulti(hash, name, value);
    }
    return quint32(hash ^ (quint64(hash) >> 32));
}

void AddressIndex::clear()
{
    m_slots = {};
    m_used = 0;
}

void AddressIndex::grow()
{
    std::vector<Slot> old(m_slots.empty() ? 64 : m_slots.size() * 2);
    old.swap(m_slots);
    const size_t mask = m_slots.size() - 1;
    for (const Slot &slot : old) {
        if (slot.row == None)
            continue;
        size_t i = slot.hash & mask;
        while (m_slots[i].row != None)
            i = (i + 1) & mask;
        m_slots[i] = slot;
    }
}

} // namespace turnstone
