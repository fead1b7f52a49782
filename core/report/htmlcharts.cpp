// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmlcharts.h"

#include "core/base/translation.h"
#include "core/report/htmlfragment.h"
#include "core/types/displaytext.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr double PlotHeight = 100; // in the units of the drawing

QString number(double value)
{
    return QString::number(value, 'f', 3);
}

void openPlot(HtmlFragment &html, const char *style, double width, const QString &label)
{
    html.open("svg", {{"class", QLatin1StringView(style)},
                      {"viewBox", u"0 0 "_qs + number(width) + u' ' + number(PlotHeight)},
                      {"preserveAspectRatio", u"none"_qs},
                      {"role", u"img"_qs},
                      {"aria-label", label}});
}

void bar(HtmlFragment &html, const QString &style, double x, double width, double height, const QString &tip)
{
    html.open("rect", {{"class", style},
                       {"x", number(x)},
                       {"y", number(PlotHeight - height)},
                       {"width", number(width)},
                       {"height", number(height)}});
    html.element("title", {}, tip);
    html.close();
}

void axis(HtmlFragment &html, const char *style, const QStringList &labels)
{
    html.open("ul", {{"class", QLatin1StringView(style)}, {"aria-hidden", u"true"_qs}});
    for (const QString &label : labels) {
        html.open("li");
        html.element("span", {}, label);
        html.close();
    }
    html.close();
}

/// The limits of the bins as "10 ms", "1 s", ...
QString limitText(size_t bin)
{
    const int ms = LatencyBins::LimitsMs[bin];
    return ms < 1000 ? QString(QString::number(ms) + u"\u00A0ms"_qs)
                     : QString(QString::number(ms / 1000) + u"\u00A0s"_qs);
}

QString rangeText(size_t bin)
{
    if (bin == 0)
        return tr("under %1").arg(limitText(0));
    if (bin == LatencyBins::LimitsMs.size())
        return tr("%1 or more").arg(limitText(bin - 1));
    return limitText(bin - 1) + u" \u2013 "_qs + limitText(bin);
}

/// A few slow ones beside thousands of quick ones are still to be seen.
double heightOf(qint64 count, qint64 largest)
{
    return count ? std::max(1.0, double(count) / double(largest) * PlotHeight) : 0;
}

QString percentiles(const LatencyHistogram &times)
{
    if (times.count() == 0)
        return u"\u2013"_qs;
    return tr("p50 %1 · p95 %2")
        .arg(durationText(times.percentileUs(0.5)), durationText(times.percentileUs(0.95)));
}

void legendEntry(HtmlFragment &html, const ReportTally &tally, Verdict verdict)
{
    const double share = double(tally.of(verdict)) / double(tally.addresses);
    html.open("li");
    html.open("button", {{"type", u"button"_qs},
                         {"class", verdictClass(verdict)},
                         {"data-verdict", QString::number(int(verdict))},
                         {"aria-pressed", u"false"_qs},
                         {"disabled", u"disabled"_qs}});
    html.icon(verdict);
    html.text(verdictLabel(verdict));
    html.element("span", {{"class", u"count"_qs}}, countText(tally.of(verdict)));
    html.element("span", {{"class", u"share"_qs}}, percentText(share));
    html.close();
    html.close();
}

} // namespace

QByteArray verdictSection(const ReportTally &tally)
{
    HtmlFragment html;
    html.open("section", {{"aria-labelledby", u"verdicts-title"_qs}});
    html.open("header");
    html.element("h2", {{"id", u"verdicts-title"_qs}}, tr("Verdicts"));
    html.close();
    openPlot(html, "mix", 1000, tr("Shares of the verdicts"));
    double x = 0;
    for (const Verdict verdict : allVerdicts()) {
        if (tally.of(verdict) == 0)
            continue;
        const double width = 1000.0 * double(tally.of(verdict)) / double(tally.addresses);
        bar(html, verdictClass(verdict), x, width, PlotHeight,
            verdictLabel(verdict) + u": "_qs + countText(tally.of(verdict)));
        x += width;
    }
    html.close();
    html.open("ul", {{"class", u"legend"_qs}});
    for (const Verdict verdict : allVerdicts()) {
        if (tally.of(verdict) > 0)
            legendEntry(html, tally, verdict);
    }
    html.close();
    html.close();
    return html.take();
}

QByteArray latencySection(const ReportTally &tally)
{
    const QString firstByte = tr("First byte");
    const QString whole = tr("Total");
    const QString tip = tr("%1 %2: %3");
    HtmlFragment html;
    html.open("section", {{"aria-labelledby", u"latency-title"_qs}});
    html.open("header");
    html.element("h2", {{"id", u"latency-title"_qs}}, tr("Latency"));
    html.open("span", {{"class", u"muted"_qs}});
    html.element("span", {{"class", u"key accent"_qs}});
    html.text(firstByte + u' ' + percentiles(tally.ttfb));
    html.element("span", {{"class", u"key soft"_qs}});
    html.text(whole + u' ' + percentiles(tally.total));
    html.close();
    html.close();
    const qint64 largest = std::max(tally.ttfbBins.largest(), tally.totalBins.largest());
    openPlot(html, "plot", double(LatencyBins::Count), tr("Addresses by first byte and by total time"));
    QStringList labels;
    for (size_t bin = 0; bin < LatencyBins::Count; ++bin) {
        const QString range = rangeText(bin);
        bar(html, u"accent"_qs, double(bin) + 0.16, 0.32, heightOf(tally.ttfbBins[bin], largest),
            tip.arg(firstByte, range, countText(tally.ttfbBins[bin])));
        bar(html, u"soft"_qs, double(bin) + 0.52, 0.32, heightOf(tally.totalBins[bin], largest),
            tip.arg(whole, range, countText(tally.totalBins[bin])));
        labels += bin < LatencyBins::LimitsMs.size() ? limitText(bin) : QString();
    }
    html.close();
    axis(html, "axis edges", labels);
    html.close();
    return html.take();
}

QByteArray timelineSection(const ReportTally &tally)
{
    const std::vector<qint64> counts = tally.finished.counts();
    const qint64 largest = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    const double seconds = double(tally.finished.stepMs()) / 1000;
    HtmlFragment html;
    html.open("section", {{"aria-labelledby", u"timeline-title"_qs}});
    html.open("header");
    html.element("h2", {{"id", u"timeline-title"_qs}}, tr("Finished over time"));
    if (counts.size() > 1)
        html.element("span", {{"class", u"muted"_qs}},
                     tr("at most %1").arg(rateText(double(largest) / seconds)));
    html.close();
    openPlot(html, "plot", double(std::max<size_t>(counts.size(), 1)), tr("Addresses finished over time"));
    QString line;
    for (size_t i = 0; i < counts.size(); ++i) {
        const QString y = number(PlotHeight - double(counts[i]) / double(largest) * PlotHeight);
        line += (i == 0 ? u"M0 "_qs + y : QString()) + u" L"_qs + number(double(i) + 0.5) + u' ' + y;
        if (i + 1 == counts.size())
            line += u" L"_qs + number(double(i) + 1) + u' ' + y;
    }
    if (!counts.empty()) {
        const QString bottom = number(PlotHeight);
        html.element("path", {{"class", u"area"_qs},
                              {"d", line + u" L"_qs + number(double(counts.size())) + u' ' + bottom +
                                        u" L0 "_qs + bottom + u" Z"_qs}});
        html.element("path", {{"class", u"curve"_qs}, {"d", line}});
    }
    html.close();
    if (counts.empty())
        axis(html, "axis ends", {u"\u2013"_qs});
    else
        axis(html, "axis ends", {momentText(tally.finished.firstMs()), momentText(tally.finished.lastMs())});
    html.close();
    return html.take();
}

} // namespace turnstone
