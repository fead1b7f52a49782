// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"

#include <QCoreApplication>

namespace turnstone {

/// One line on standard error that keeps itself up to date on a terminal; elsewhere a line every few seconds.
class ProgressLine final
{
    Q_DECLARE_TR_FUNCTIONS(ProgressLine)

public:
    explicit ProgressLine(bool enabled);
    void show(const CrawlStats &stats);
    /// Makes room for other output; the line comes back with the next show().
    void clear();

    static QString text(const CrawlStats &stats);
    static QString duration(std::chrono::milliseconds time);

private:
    bool m_enabled;
    bool m_terminal;
    bool m_shown = false;
    std::chrono::milliseconds m_last{-10'000};
};

} // namespace turnstone
