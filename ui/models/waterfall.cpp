// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/waterfall.h"

#include "core/types/displaytext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

/// A queue longer than this share of everything else is cut to it.
constexpr double LongestQueueShare = 0.25;

struct Spell
{
    WaterfallPhase phase;
    qint64 us;
};

/// The phases of a hop without its queue and its look-up, which come before its start. What its marks leave
/// open went into waiting for the answer, or, once that had begun, into the body.
std::vector<Spell> spellsOf(const Phases &phases)
{
    const qint64 connect = std::max<qint64>(phases.connectUs, 0);
    const qint64 rest = std::max<qint64>(phases.totalUs - connect, 0);
    std::vector<Spell> spells;
    const qint64 tls = std::clamp<qint64>(phases.tlsUs, 0, connect);
    if (connect > tls)
        spells.push_back({WaterfallPhase::Connect, connect - tls});
    if (tls > 0)
        spells.push_back({WaterfallPhase::Tls, tls});
    const qint64 firstByte = phases.ttfbUs < 0 ? rest : phases.ttfbUs;
    if (firstByte > 0)
        spells.push_back({WaterfallPhase::FirstByte, firstByte});
    const qint64 body = phases.downloadUs >= 0 ? phases.downloadUs : std::max<qint64>(rest - firstByte, 0);
    if (body > 0 && phases.ttfbUs >= 0)
        spells.push_back({WaterfallPhase::Body, body});
    return spells;
}

/// From the first start of all until the last end, in microseconds.
qint64 activeSpan(const std::vector<FetchAttempt> &attempts, qint64 firstMs)
{
    qint64 end = 0;
    for (const FetchAttempt &attempt : attempts) {
        for (const Hop &hop : attempt.hops)
            end = std::max(end, (hop.startedAtMs - firstMs) * 1000 + std::max<qint64>(hop.phases.totalUs, 0));
    }
    return end;
}

class Layout final
{
public:
    Layout(qint64 firstMs, qint64 leadUs, qint64 longestQueueUs)
        : m_firstMs(firstMs)
        , m_leadUs(leadUs)
        , m_longestQueueUs(longestQueueUs)
    {}

    std::vector<WaterfallSegment> bar(const FetchAttempt &attempt, qint64 firstQueueUs)
    {
        std::vector<WaterfallSegment> segments;
        qint64 at = 0;
        for (size_t i = 0; i < attempt.hops.size(); ++i) {
            const Hop &hop = attempt.hops[i];
            const qint64 start = std::max(at, m_leadUs + (hop.startedAtMs - m_firstMs) * 1000);
            const qint64 lookUp = std::clamp<qint64>(hop.phases.lookupUs, 0, start - at);
            addQueue(segments, start - lookUp, at, i == 0 ? firstQueueUs : hop.queuedUs);
            if (lookUp > 0)
                segments.push_back({WaterfallPhase::LookUp, start - lookUp, lookUp, false, false});
            at = start;
            bool beginsHop = i > 0;
            for (const Spell &spell : spellsOf(hop.phases)) {
                segments.push_back({spell.phase, at, spell.us, false, std::exchange(beginsHop, false)});
                at += spell.us;
            }
        }
        m_end = std::max(m_end, at);
        return segments;
    }

    qint64 end() const { return m_end; }

private:
    void addQueue(std::vector<WaterfallSegment> &segments, qint64 start, qint64 notBefore, qint64 queue) const
    {
        const qint64 length = std::min({queue, m_longestQueueUs, start - notBefore});
        if (length > 0)
            segments.push_back({WaterfallPhase::Queue, start - length, length, length < queue, false});
    }

    qint64 m_firstMs;
    qint64 m_leadUs;
    qint64 m_longestQueueUs;
    qint64 m_end = 0;
};

} // namespace

Waterfall waterfallOf(const std::vector<FetchAttempt> &attempts)
{
    Waterfall waterfall;
    const auto sent = std::find_if(attempts.begin(), attempts.end(),
                                   [](const FetchAttempt &attempt) { return !attempt.hops.empty(); });
    if (sent == attempts.end()) {
        waterfall.attempts.resize(attempts.size());
        return waterfall;
    }
    const qint64 firstMs = sent->startedAtMs();
    const qint64 lookUp = std::max<qint64>(sent->hops.front().phases.lookupUs, 0);
    const qint64 active = std::max<qint64>(activeSpan(attempts, firstMs) + lookUp, 1000);
    const auto longest = qint64(double(active) * LongestQueueShare);
    // Before a later attempt lies the pause the retry policy asked for: a gap on the axis, not a queue.
    const qint64 queued = std::max(sent->waitUs, sent->hops.front().queuedUs);
    Layout layout(firstMs, std::min(std::max<qint64>(queued, 0), longest) + lookUp, longest);
    for (const FetchAttempt &attempt : attempts) {
        const bool isFirst = &attempt == &*sent;
        const qint64 queue = isFirst ? queued : (attempt.hops.empty() ? 0 : attempt.hops.front().queuedUs);
        waterfall.attempts.push_back(layout.bar(attempt, queue));
    }
    waterfall.spanUs = std::max<qint64>(layout.end(), 1);
    return waterfall;
}

QString phaseName(WaterfallPhase phase)
{
    switch (phase) {
    case WaterfallPhase::Queue:
        return QCoreApplication::translate("Waterfall", "queue");
    case WaterfallPhase::LookUp:
        return QCoreApplication::translate("Waterfall", "look-up");
    case WaterfallPhase::Connect:
        return QCoreApplication::translate("Waterfall", "connect");
    case WaterfallPhase::Tls:
        return QCoreApplication::translate("Waterfall", "TLS");
    case WaterfallPhase::FirstByte:
        return QCoreApplication::translate("Waterfall", "wait");
    case WaterfallPhase::Body:
        return QCoreApplication::translate("Waterfall", "download");
    }
    return {};
}

QString phasesText(const FetchAttempt &attempt)
{
    QStringList lines;
    for (const Hop &hop : attempt.hops) {
        QStringList parts;
        const auto add = [&parts](WaterfallPhase phase, qint64 us) {
            parts.append(phaseName(phase) + u' ' + durationText(us));
        };
        if (const qint64 queue = lines.isEmpty() ? std::max(hop.queuedUs, attempt.waitUs) : hop.queuedUs;
            queue > 0)
            add(WaterfallPhase::Queue, queue);
        if (hop.phases.lookupUs > 0)
            add(WaterfallPhase::LookUp, hop.phases.lookupUs);
        for (const Spell &spell : spellsOf(hop.phases))
            add(spell.phase, spell.us);
        lines.append(parts.join(QStringLiteral(", ")));
    }
    return lines.join(u'\n');
}

} // namespace turnstone
