// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <random>

namespace turnstone {

class SiteCounters;

/// What the demo site remembers from one request to the next. Belongs to the serving thread.
struct SiteState
{
    quint16 port = 0;
    SiteCounters *counters = nullptr;
    QHash<QByteArray, qint64> failures; ///< by the key of a flaky or throttled path: failures so far
    std::minstd_rand random{std::random_device{}()};

    /// True for the first `fails` requests with that key; with a negative number for every one. Where it
    /// `cycles`, the request after them starts the count again.
    bool failsNow(const QByteArray &key, qint64 fails, bool cycles)
    {
        constexpr qsizetype maxKeys = 200'000;
        if (fails < 0)
            return true;
        if (failures.size() >= maxKeys && !failures.contains(key))
            failures.clear();
        qint64 &failed = failures[key];
        if (failed < fails) {
            ++failed;
            return true;
        }
        if (cycles)
            failed = 0;
        return false;
    }
};

} // namespace turnstone
