// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/latencyhistogram.h"
#include "core/types/verdict.h"

#include <QHash>
#include <QString>

#include <memory>
#include <vector>

namespace turnstone {

/// What became of the addresses of each host, in bounded memory.
class HostTally final
{
public:
    static constexpr int MaxHosts = 50'000; ///< those that come first; further ones are not told apart
    static constexpr int MaxTimed = 4'000;  ///< of them, those whose times are kept

    struct Host
    {
        QString name;
        qint64 addresses = 0;
        qint64 problems = 0;
        qint64 p95Us = -1; ///< of the total time; -1: not known
    };

    /// `totalUs` is negative where it is not known.
    void add(const QString &host, Verdict verdict, qint64 totalUs);
    qint64 size() const { return m_hosts.size(); }
    /// True when there were more hosts than could be told apart.
    bool isCut() const { return m_cut; }
    /// Most problems first, then the slowest.
    std::vector<Host> worst(int count) const;

private:
    struct Entry
    {
        qint64 addresses = 0;
        qint64 problems = 0;
        std::shared_ptr<LatencyHistogram> times;
    };

    QHash<QString, Entry> m_hosts;
    int m_timed = 0;
    bool m_cut = false;
};

} // namespace turnstone
