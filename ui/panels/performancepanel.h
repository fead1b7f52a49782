// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/crawlstats.h"
#include "ui/models/timeseries.h"

#include <QWidget>

#include <functional>

namespace turnstone {

class Figures;
class LinkButton;
class Plot;
class StackedBar;

/// How a crawl goes: throughput, time to the first byte, verdicts, the window's own response, figures.
/// Percentiles over time are those of the last second each, the words above them those of the last minute or
/// two, the figures those of the run.
class PerformancePanel final : public QWidget
{
    Q_OBJECT

public:
    using Now = std::function<TimePoint()>;

    /// `now` is the clock of the window's response; everything else is told by the stats.
    explicit PerformancePanel(Now now = &Clock::now, QWidget *parent = nullptr);

    void setStats(const CrawlStats &stats);
    /// The window's event loop was late by this much. May be called often: the worst of each second is drawn.
    void addLag(double ms);
    /// A new crawl begins.
    void reset();

    const TimeSeries &throughput() const { return m_throughput; }
    const TimeSeries &ttfbP50() const { return m_p50; }
    const TimeSeries &ttfbP95() const { return m_p95; }
    const TimeSeries &lag() const { return m_lag; }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void sample(const CrawlStats &stats);
    void showVerdicts();
    void drawCrawl();
    void drawLag();
    void toggleSpan();
    void showSpan();
    /// Where the drawn time begins, when `now` is its end.
    double beginning(double now) const;

    Now m_now;
    CrawlStats m_last;        ///< of the last point drawn
    VerdictCounts m_judged{}; ///< of the run; before any, those that the list has
    double m_lastSeconds = 0;
    bool m_hasSample = false;
    TimePoint m_lagStart;
    TimePoint m_lagSecond;
    double m_worstLag = 0;
    TimeSeries m_throughput;
    TimeSeries m_p50;
    TimeSeries m_p95;
    TimeSeries m_lag;
    bool m_wholeRun = false;
    Plot *m_throughputPlot;
    Plot *m_ttfbPlot;
    StackedBar *m_verdicts;
    Plot *m_lagPlot;
    LinkButton *m_span;
    Figures *m_figures;
};

} // namespace turnstone
