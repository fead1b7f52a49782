// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/performancepanel.h"

#include "core/types/displaytext.h"
#include "ui/panels/figures.h"
#include "ui/panels/plot.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/stackedbar.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace turnstone {

using namespace std::chrono_literals;

namespace {

constexpr auto SampleEvery = 1000ms;
constexpr double LeastSpan = 30; // seconds; a run that has just begun is not stretched over the whole width

double secondsOf(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

QString msText(double ms)
{
    return durationText(qint64(ms * 1000));
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

/// As of now: a second alone may have no answer, and the whole run stands still.
QString percentilesText(const LatencyHistogram &recent)
{
    if (recent.count() == 0)
        return {};
    return PerformancePanel::tr("p50 %1 · p95 %2")
        .arg(durationText(recent.percentileUs(0.5)), durationText(recent.percentileUs(0.95)));
}

QColor accent(const Theme &theme)
{
    return theme.accent;
}

QColor amber(const Theme &theme)
{
    return theme.color(Verdict::Throttled);
}

QColor green(const Theme &theme)
{
    return theme.color(Verdict::Ok);
}

} // namespace

PerformancePanel::PerformancePanel(Now now, QWidget *parent)
    : QWidget(parent)
    , m_now(std::move(now))
    , m_throughputPlot(new Plot(tr("Throughput"), {{{}, &accent}}, {84, true, 5, &rateText}))
    , m_ttfbPlot(new Plot(tr("First byte"), {{u"p50"_qs, &accent}, {u"p95"_qs, &amber, Qt::DashLine}},
                          {84, false, 10, &msText}))
    , m_verdicts(new StackedBar)
    , m_lagPlot(new Plot(tr("Window response"), {{{}, &green}}, {48, true, 20, &msText}))
    , m_span(new LinkButton({}))
    , m_figures(new Figures)
{
    m_verdicts->setAccessibleName(tr("Verdicts"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, Theme::Grid, 14, Theme::Grid);
    layout->setSpacing(Theme::Grid + 4);
    layout->addWidget(m_throughputPlot);
    layout->addWidget(m_ttfbPlot);
    auto *verdicts = new QVBoxLayout;
    verdicts->setSpacing(Theme::Grid - 2);
    verdicts->addWidget(heading(tr("Verdicts")));
    verdicts->addWidget(m_verdicts);
    layout->addLayout(verdicts);
    layout->addWidget(m_lagPlot);
    auto *figures = new QHBoxLayout;
    figures->addWidget(heading(tr("This run")));
    figures->addStretch();
    figures->addWidget(m_span);
    layout->addLayout(figures);
    layout->addWidget(m_figures);

    connect(m_span, &LinkButton::clicked, this, &PerformancePanel::toggleSpan);
    showSpan();
    reset();
}

void PerformancePanel::reset()
{
    m_last = {};
    m_lastSeconds = 0;
    m_hasSample = false;
    for (TimeSeries *series : {&m_throughput, &m_p50, &m_p95, &m_lag})
        series->clear();
    m_lagStart = m_lagSecond = m_now();
    m_worstLag = 0;
    m_throughputPlot->setValueText({});
    m_ttfbPlot->setValueText({});
    m_lagPlot->setValueText({});
    m_judged = {};
    m_verdicts->setShares({});
    m_figures->setStats({});
    drawCrawl();
    drawLag();
}

void PerformancePanel::setStats(const CrawlStats &stats)
{
    if (m_hasSample &&
        (stats.run != m_last.run || stats.elapsed < m_last.elapsed || stats.requests < m_last.requests))
        reset();
    m_throughputPlot->setValueText(rateText(stats.requestsPerSecond));
    m_ttfbPlot->setValueText(percentilesText(stats.recentTtfb));
    m_figures->setStats(stats);
    m_judged = stats.run > 0 ? stats.ofRun : stats.byVerdict;
    showVerdicts();
    if (m_hasSample && stats.elapsed - m_last.elapsed < SampleEvery)
        return;
    sample(stats);
    if (isVisible())
        drawCrawl();
}

void PerformancePanel::sample(const CrawlStats &stats)
{
    const double seconds = secondsOf(stats.elapsed);
    const double span = secondsOf(stats.elapsed - m_last.elapsed);
    // What was really sent since the last point, so that no peak between two points is missed.
    m_throughput.add(seconds, m_hasSample && span > 0 ? double(stats.requests - m_last.requests) / span
                                                      : stats.requestsPerSecond);
    const LatencyHistogram interval = m_hasSample ? stats.ttfb.since(m_last.ttfb) : stats.ttfb;
    if (interval.count()) {
        m_p50.add(seconds, double(interval.percentileUs(0.5)) / 1000);
        m_p95.add(seconds, double(interval.percentileUs(0.95)) / 1000);
    }
    m_last = stats;
    m_lastSeconds = seconds;
    m_hasSample = true;
}

/// Of what was judged, as its success is.
void PerformancePanel::showVerdicts()
{
    const Theme &theme = Theme::of(palette());
    std::vector<StackedBar::Share> shares;
    for (const Verdict verdict : allVerdicts()) {
        if (verdict != Verdict::Skipped && verdict != Verdict::Cancelled)
            shares.push_back({verdictLabel(verdict), verdictIcon(verdict), theme.color(verdict),
                              m_judged[size_t(verdict)]});
    }
    m_verdicts->setShares(std::move(shares));
}

void PerformancePanel::addLag(double ms)
{
    m_worstLag = std::max(m_worstLag, ms);
    const TimePoint now = m_now();
    if (now - m_lagSecond < SampleEvery)
        return;
    m_lag.add(secondsOf(now - m_lagStart), m_worstLag);
    m_lagPlot->setValueText(msText(m_worstLag));
    m_lagSecond = now;
    m_worstLag = 0;
    if (isVisible())
        drawLag();
}

double PerformancePanel::beginning(double now) const
{
    return m_wholeRun ? 0 : std::max(0.0, now - TimeSeries::RecentSeconds);
}

void PerformancePanel::drawCrawl()
{
    const double from = beginning(m_lastSeconds);
    const double to = std::max(m_lastSeconds, from + LeastSpan);
    m_throughputPlot->draw({&m_throughput}, from, to);
    m_ttfbPlot->draw({&m_p50, &m_p95}, from, to);
}

void PerformancePanel::drawLag()
{
    const double now = m_lag.points().isEmpty() ? 0 : m_lag.points().last().x();
    const double from = beginning(now);
    m_lagPlot->draw({&m_lag}, from, std::max(now, from + LeastSpan));
}

void PerformancePanel::toggleSpan()
{
    m_wholeRun = !m_wholeRun;
    showSpan();
    drawCrawl();
    drawLag();
}

void PerformancePanel::showSpan()
{
    m_span->setText(m_wholeRun ? tr("Plots: whole run") : tr("Plots: last 5 minutes"));
    m_span->setToolTip(m_wholeRun ? tr("Show the last 5 minutes") : tr("Show the whole run"));
    m_span->updateGeometry();
}

void PerformancePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showVerdicts();
}

void PerformancePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    drawCrawl();
    drawLag();
}

} // namespace turnstone
