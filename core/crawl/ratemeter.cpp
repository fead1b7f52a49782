// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/ratemeter.h"

#include <algorithm>

namespace turnstone {

namespace {
// Three seconds, or as long as it takes to see thirty: few events look ragged through a narrow window.
constexpr Duration NarrowestWindow = std::chrono::milliseconds(3000);
constexpr Duration WidestWindow = std::chrono::seconds(20);
constexpr qint64 Enough = 30;

double perSecond(qint64 count, Duration time)
{
    const double seconds = std::chrono::duration<double>(time).count();
    return seconds > 0 ? std::max(0.0, double(count) / seconds) : 0; // one that failed unsent is taken back
}
} // namespace

void RateMeter::start(TimePoint now, qint64 count)
{
    *this = RateMeter();
    m_base = count;
    m_running = true;
    m_runningSince = now;
    m_samples.emplace_back(now, count);
}

void RateMeter::setRunning(bool running, TimePoint now)
{
    if (running == m_running)
        return;
    if (running)
        m_runningSince = now;
    else
        m_elapsed += now - m_runningSince;
    m_running = running;
}

void RateMeter::sample(qint64 count, TimePoint now)
{
    m_samples.emplace_back(now, count);
    const auto isEnoughWithoutFirst = [&] {
        const auto &[at, before] = m_samples[1];
        return now - at >= WidestWindow || (now - at >= NarrowestWindow && count - before >= Enough);
    };
    while (m_samples.size() > 2 && isEnoughWithoutFirst())
        m_samples.pop_front();
}

double RateMeter::now() const
{
    if (m_samples.size() < 2)
        return 0;
    return perSecond(m_samples.back().second - m_samples.front().second,
                     m_samples.back().first - m_samples.front().first);
}

double RateMeter::mean(TimePoint now) const
{
    return m_samples.empty() ? 0 : perSecond(m_samples.back().second - m_base, elapsed(now));
}

Duration RateMeter::elapsed(TimePoint now) const
{
    return m_running ? m_elapsed + (now - m_runningSince) : m_elapsed;
}

} // namespace turnstone
