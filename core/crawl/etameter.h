// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <optional>

namespace turnstone {

/// How long a crawl will take for what is left, from how what was asked for went lately: over twenty seconds,
/// or over as many as take to finish 32 where that is longer. Time is running time: pauses are not in it.
/// Pure.
class EtaMeter final
{
public:
    /// What is known beside the pace.
    struct Outlook
    {
        qint64 pending = 0;
        double requestsPerResult = 1;
        double rate = 0; ///< the limit on requests/s; 0: none
        Duration slowestHost{0};
    };

    void start() { m_samples.clear(); }
    void sample(qint64 finished, Duration elapsed);
    /// Nothing as long as nothing is known.
    std::optional<Duration> left(const Outlook &outlook, Duration elapsed) const;

private:
    struct Sample
    {
        Duration at;
        qint64 finished;
    };
    /// Results per second; 0: not known.
    double pace() const;

    std::deque<Sample> m_samples; // only where something was finished
};

} // namespace turnstone
