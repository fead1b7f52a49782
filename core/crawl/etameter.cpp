// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/etameter.h"

#include <algorithm>

namespace turnstone {

namespace {

using Seconds = std::chrono::duration<double>;

constexpr Duration PaceWindow = std::chrono::seconds(20);
constexpr qint64 EnoughResults = 32;
constexpr double Longest = 1e9; // seconds

Duration fromSeconds(double seconds)
{
    return std::chrono::duration_cast<Duration>(Seconds(std::clamp(seconds, 0.0, Longest)));
}

} // namespace

void EtaMeter::sample(qint64 finished, Duration elapsed)
{
    if (finished == 0 || (!m_samples.empty() && m_samples.back().finished == finished))
        return;
    m_samples.push_back({elapsed, finished});
    const auto isEnoughWithoutFirst = [this] {
        const Sample &second = m_samples[1];
        const Sample &last = m_samples.back();
        return last.at - second.at >= PaceWindow && last.finished - second.finished >= EnoughResults;
    };
    while (m_samples.size() > 2 && isEnoughWithoutFirst())
        m_samples.pop_front();
}

double EtaMeter::pace() const
{
    // Between two moments at which something was finished: what came before the first, and the silence
    // since the last, are no whole intervals.
    if (m_samples.size() < 2)
        return 0;
    const Sample &first = m_samples.front();
    const Sample &last = m_samples.back();
    return double(last.finished - first.finished) / Seconds(last.at - first.at).count();
}

std::optional<Duration> EtaMeter::left(const Outlook &outlook, Duration elapsed) const
{
    if (outlook.pending == 0)
        return Duration(0);
    const auto pending = double(outlook.pending);
    // Since the last result a part of the next interval has gone by.
    const double silence = m_samples.empty() ? 0 : Seconds(elapsed - m_samples.back().at).count();
    const auto after = [&](double count, double perSecond) {
        return count / perSecond - std::min(silence, 1 / perSecond);
    };
    double seconds = outlook.rate > 0 ? after(pending * outlook.requestsPerResult, outlook.rate) : 0;
    if (const double results = pace(); results > 0) {
        seconds = std::max(seconds, after(pending, results));
    } else if (m_samples.empty() || (outlook.rate <= 0 && outlook.slowestHost <= Duration(0))) {
        return std::nullopt;
    }
    return std::max(outlook.slowestHost, fromSeconds(seconds));
}

} // namespace turnstone
