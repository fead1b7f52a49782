// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QMetaType>
#include <QString>

#include <vector>

namespace turnstone {

enum class WaterfallPhase : quint8 { Queue, LookUp, Connect, Tls, FirstByte, Body };

/// One stretch of a bar, in microseconds from the beginning of the axis.
struct WaterfallSegment
{
    WaterfallPhase phase = WaterfallPhase::Queue;
    qint64 fromUs = 0;
    qint64 lengthUs = 0;
    bool cut = false;       ///< drawn shorter than it was, or the axis would be nothing else
    bool beginsHop = false; ///< a redirect was followed here
};

/// The attempts of one address on one axis.
struct Waterfall
{
    qint64 spanUs = 0;
    std::vector<std::vector<WaterfallSegment>> attempts;
};

/// Where the server took an attempt's time is drawn to scale; only a long wait in the queue is cut.
Waterfall waterfallOf(const std::vector<FetchAttempt> &attempts);
/// The phases of an attempt in words, one line per hop: "queue 20 ms, look-up 3 ms, connect 5 ms, TLS 10 ms,
/// ...".
QString phasesText(const FetchAttempt &attempt);
QString phaseName(WaterfallPhase phase);

/// What a cell of the waterfall column needs.
struct WaterfallBar
{
    qint64 spanUs = 0;
    std::vector<WaterfallSegment> segments;
};

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::WaterfallBar)
