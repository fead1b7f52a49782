// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

namespace turnstone::bench {

/// CPU time of this process since start(): what else the machine does must not count.
class CpuTimer final
{
public:
    void start() { m_start = now(); }
    double seconds() const { return now() - m_start; }

private:
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
    }
    double m_start = now();
};

} // namespace turnstone::bench
