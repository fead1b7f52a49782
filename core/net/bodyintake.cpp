// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/bodyintake.h"

#include "core/policy/memorybudget.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace turnstone {

BodyIntake::BodyIntake(MemoryBudget *memory, bool hashes)
    : m_memory(memory)
    , m_hashes(hashes)
{
    if (!m_memory)
        return;
    m_memory->begin(Beginning);
    m_held = Beginning;
    m_isBeginning = true;
}

BodyIntake::~BodyIntake()
{
    endBeginning();
    release(m_held);
}

void BodyIntake::expect(qint64 keep, qint64 announced)
{
    m_keep = keep;
    m_isAnnounced = announced >= 0;
    m_most = m_isAnnounced ? std::min(keep, announced) : keep;
    if (m_isBeginning && m_most <= Small) {
        m_memory->endBeginning(UnderWay);
        release(UnderWay);
    }
}

void BodyIntake::hold(qint64 bytes)
{
    m_memory->hold(bytes);
    m_held += bytes;
}

void BodyIntake::release(qint64 bytes)
{
    if (bytes > 0)
        m_memory->release(bytes);
    m_held -= bytes;
}

void BodyIntake::endBeginning()
{
    if (std::exchange(m_isBeginning, false))
        m_memory->endBeginning(m_held);
}

qint64 BodyIntake::allowance()
{
    constexpr qint64 any = std::numeric_limits<qint64>::max();
    const qint64 size = m_body.size();
    if (!m_memory || m_isGranted || m_most <= Small || size >= m_keep)
        return any;
    if (!m_isAnnounced && size < Small)
        return Small - size;
    // No body waits for more than half of the budget, or two large ones could wait for each other for ever;
    // what it grows beyond that is counted, so that the others wait.
    const qint64 wanted =
        std::max(m_held, std::max(std::min(m_most, m_memory->limit() / 2), size) + UnderWay);
    if (!m_memory->tryGrant(wanted - m_held))
        return 0;
    endBeginning();
    m_held = wanted;
    m_isGranted = true;
    return any;
}

void BodyIntake::add(QByteArray piece)
{
    m_bytes += piece.size();
    if (m_hashes)
        m_hash.add(piece);
    const qint64 room = m_keep - m_body.size();
    if (room <= 0)
        return;
    const QByteArrayView kept = QByteArrayView(piece).first(std::min<qsizetype>(room, piece.size()));
    if (room >= piece.size() && m_body.isEmpty()) {
        m_body = std::move(piece);
    } else {
        // Grown step by step it would take twice what is held for it. What is not filled takes no memory.
        const qsizetype size = m_body.size() + kept.size();
        if (m_body.capacity() < size && (m_isGranted || size > Small / 4))
            m_body.reserve(std::max<qsizetype>(size, m_isGranted ? m_most : std::min(Small, m_most)));
        m_body.append(kept);
    }
    const qint64 inUse = m_body.size() + (m_most > Small ? UnderWay : 0);
    if (m_memory && inUse > m_held) {
        endBeginning();
        hold(inUse - m_held);
    }
}

void BodyIntake::trim()
{
    endBeginning();
    if (m_held > m_body.size())
        release(m_held - m_body.size());
}

QByteArray BodyIntake::take(qint64 &held)
{
    trim();
    held = std::exchange(m_held, 0);
    return std::exchange(m_body, {});
}

} // namespace turnstone
