// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/elapsedtext.h"

#include "core/types/displaytext.h"

namespace turnstone {

using namespace std::chrono_literals;

QString elapsedText(std::chrono::milliseconds elapsed)
{
    return countdownText(std::chrono::floor<std::chrono::seconds>(elapsed));
}

QString exactElapsedText(std::chrono::milliseconds elapsed)
{
    if (elapsed >= 1min)
        return elapsedText(elapsed);
    // What durationText() has no digit for is cut off here, or it would round up.
    const auto unit = elapsed >= 10s ? 100ms : elapsed >= 1s ? 10ms : 1ms;
    return durationText(std::chrono::microseconds(elapsed - elapsed % unit).count());
}

} // namespace turnstone
