// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/contenthash.h"

#include <QByteArray>

namespace turnstone {

class MemoryBudget;

/// The body of one answer as it comes: all of it counted and hashed, its beginning kept, and what is kept
/// held in a MemoryBudget. What any answer may bring before it can be stopped is held from the start; a body
/// that turns out larger waits until all that it may still become fits. Sizes in bytes, content-decoded.
/// Lives in its owner's thread.
class BodyIntake final
{
public:
    static constexpr qint64 Small = 64 * 1024;
    /// What the network layer holds of a larger one beside what is kept of it.
    static constexpr qint64 UnderWay = 192 * 1024;
    /// Held before it is known what comes.
    static constexpr qint64 Beginning = Small + UnderWay;

    /// Without a budget there is no bound.
    BodyIntake(MemoryBudget *memory, bool hashes);
    /// Releases what was not handed over.
    ~BodyIntake();
    Q_DISABLE_COPY_MOVE(BodyIntake)

    /// `keep`: how much is kept at most. `announced`: how long it will be; -1: not known.
    void expect(qint64 keep, qint64 announced);
    /// How much may be taken in now; 0: the budget has no room for more yet.
    qint64 allowance();
    void add(QByteArray piece);

    qint64 bytes() const { return m_bytes; }
    quint64 hash() const { return m_hash.value(); }
    /// The body is over: what is held is what it is.
    void trim();
    /// The kept part; what is held for it goes into `held`, for the taker to release.
    QByteArray take(qint64 &held);

private:
    void hold(qint64 bytes);
    void release(qint64 bytes);
    void endBeginning();

    MemoryBudget *m_memory;
    bool m_hashes;
    bool m_isAnnounced = false;
    bool m_isBeginning = false; // what is held was only begun
    bool m_isGranted = false;
    qint64 m_keep = 0;
    qint64 m_most = 0; // that may be kept of it
    qint64 m_bytes = 0;
    qint64 m_held = 0;
    QByteArray m_body;
    ContentHash m_hash;
};

} // namespace turnstone
