// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmltables.h"

#include "core/base/translation.h"
#include "core/report/htmlfragment.h"
#include "core/types/displaytext.h"

#include <algorithm>

namespace turnstone {

namespace {

constexpr int WorstHosts = 12;
constexpr int PlainRows = 200;
constexpr qsizetype PlainLength = 200;

struct Heading
{
    const char *style;
    QString text;
    const char *sorted = nullptr; ///< "ascending" or "descending": as the table comes
};

void headings(HtmlFragment &html, std::initializer_list<Heading> columns)
{
    html.open("thead");
    html.open("tr");
    for (const Heading &column : columns) {
        if (column.sorted)
            html.open("th", {{"scope", u"col"_qs},
                             {"class", QLatin1StringView(column.style)},
                             {"aria-sort", QLatin1StringView(column.sorted)}});
        else
            html.open("th", {{"scope", u"col"_qs}, {"class", QLatin1StringView(column.style)}});
        html.element("button", {{"type", u"button"_qs}, {"disabled", u"disabled"_qs}}, column.text);
        html.close();
    }
    html.close();
    html.close();
}

void numberCell(HtmlFragment &html, const QString &text, qint64 value)
{
    html.element("td",
                 {{"class", u"number"_qs}, {"data-value", value < 0 ? QString() : QString::number(value)}},
                 text);
}

void openSection(HtmlFragment &html, const char *id, const QString &title, const QString &note)
{
    const QString titleId = QLatin1StringView(id) + QLatin1StringView("-title");
    html.open("section", {{"aria-labelledby", titleId}});
    html.open("header");
    html.element("h2", {{"id", titleId}}, title);
    if (!note.isEmpty())
        html.element("span", {{"class", u"muted"_qs}}, note);
    html.close();
}

void openTable(HtmlFragment &html, const char *id, const char *style)
{
    html.open("div", {{"class", u"scroll"_qs}});
    html.open("table", {{"id", QLatin1StringView(id)}, {"class", QLatin1StringView(style)}});
}

void closeTable(HtmlFragment &html)
{
    html.close();
    html.close();
}

void figure(HtmlFragment &html, const QString &name, const QString &value, const QString &note)
{
    html.open("div");
    html.element("dt", {}, name);
    html.element("dd", {}, value);
    html.element("dd", {{"class", u"small"_qs}}, note);
    html.close();
}

QString percentile(const LatencyHistogram &times, double fraction)
{
    return durationText(times.count() ? times.percentileUs(fraction) : -1);
}

QString p95Text(const LatencyHistogram &times)
{
    return tr("p95 %1").arg(percentile(times, 0.95));
}

QString secondsText(std::chrono::milliseconds time)
{
    return QString::number(double(time.count()) / 1000) + u"\u00A0s"_qs;
}

QString settingsText(const CrawlSettings &settings)
{
    const CrawlLimits &limits = settings.limits;
    QStringList parts = {
        visibleLine(settings.request.method, 20),
        tr("%1 at once, %2 per host").arg(countText(limits.concurrency), countText(limits.perHost)),
        tr("time limit %1").arg(secondsText(limits.timeout)),
        tr("retries %1").arg(countText(limits.retries)),
    };
    if (limits.rate > 0)
        parts += tr("at most %1").arg(rateText(limits.rate));
    parts += visibleLine(settings.userAgent, 80);
    return parts.join(u" · "_qs);
}

} // namespace

QByteArray headSection(const ReportTally &tally, const WriterOptions &options)
{
    HtmlFragment html;
    html.open("header");
    html.element("h1", {}, tr("Turnstone report"));
    QStringList when;
    if (options.addresses > tally.addresses)
        when += tr("%1 of %2 addresses", nullptr, pluralOf(options.addresses))
                    .arg(countText(tally.addresses), countText(options.addresses));
    if (!tally.finished.isEmpty())
        when += momentText(tally.finished.firstMs()) + u" \u2013 "_qs + momentText(tally.finished.lastMs());
    html.element("p", {{"class", u"muted"_qs}}, when.join(u" · "_qs));
    if (options.settings)
        html.element("p", {{"class", u"muted"_qs}}, settingsText(*options.settings));
    html.close();
    return html.take();
}

QByteArray figureSection(const ReportTally &tally)
{
    const qint64 fine = tally.of(Verdict::Ok) + tally.of(Verdict::Redirected);
    const qint64 leftOut = tally.addresses - fine - tally.problems();
    const auto share = [&](qint64 count) {
        return percentText(tally.addresses ? double(count) / double(tally.addresses) : 0);
    };
    HtmlFragment html;
    html.open("dl", {{"class", u"figures"_qs}});
    figure(html, tr("Addresses"), countText(tally.addresses),
           leftOut ? tr("%1 not fetched").arg(countText(leftOut)) : QString());
    figure(html, tr("Fine"), share(fine), countText(fine));
    figure(html, tr("Problems"), countText(tally.problems()), share(tally.problems()));
    figure(html, tr("First byte"), percentile(tally.ttfb, 0.5), p95Text(tally.ttfb));
    figure(html, tr("Total time"), percentile(tally.total, 0.5), p95Text(tally.total));
    figure(html, tr("Content"), bytesText(tally.bytes),
           tr("%1 hosts", nullptr, pluralOf(tally.hosts.size())).arg(countText(tally.hosts.size())));
    html.close();
    return html.take();
}

QByteArray hostSection(const ReportTally &tally)
{
    HtmlFragment html;
    openSection(html, "hosts", tr("Worst hosts"),
                tally.hosts.isCut() ? tr("of the first %1").arg(countText(tally.hosts.size())) : QString());
    openTable(html, "hosts", "short");
    headings(html, {{"c-host", tr("Host")},
                    {"c-count number", tr("Addresses")},
                    {"c-count number", tr("Problems"), "descending"},
                    {"c-count number", tr("p95")}});
    html.open("tbody");
    for (const HostTally::Host &host : tally.hosts.worst(WorstHosts)) {
        html.open("tr");
        html.open("td", {{"title", visibleLine(host.name, 300)}});
        html.foreign(visibleLine(host.name, 300));
        html.close();
        numberCell(html, countText(host.addresses), host.addresses);
        numberCell(html, countText(host.problems), host.problems);
        numberCell(html, host.p95Us < 0 ? QString() : durationText(host.p95Us), host.p95Us);
        html.close();
    }
    html.close();
    closeTable(html);
    html.close();
    return html.take();
}

QByteArray slowestSection(const ReportTally &tally, std::span<const ReportRow> slowest)
{
    HtmlFragment html;
    openSection(html, "slowest", tr("Slowest addresses"),
                tally.total.count() ? tr("longest %1").arg(durationText(tally.total.maxUs())) : QString());
    openTable(html, "slowest", "short");
    headings(html, {{"c-place", tr("Address")},
                    {"c-verdict", tr("Verdict")},
                    {"c-count number", tr("Total"), "descending"}});
    html.open("tbody");
    for (const ReportRow &row : slowest) {
        html.open("tr");
        html.open("td", {{"title", row.url}});
        html.link(row.url);
        html.close();
        html.open("td");
        html.badge(row.verdict, row.status);
        html.close();
        numberCell(html, durationText(row.totalUs), row.totalUs);
        html.close();
    }
    html.close();
    closeTable(html);
    html.close();
    return html.take();
}

namespace {

void verdictChoice(HtmlFragment &html, const ReportTally &tally)
{
    html.open("select", {{"id", u"verdict"_qs}});
    html.element("option", {{"value", QString()}}, tr("All verdicts"));
    for (const Verdict verdict : allVerdicts()) {
        if (tally.of(verdict) > 0)
            html.element("option", {{"value", QString::number(int(verdict))}}, verdictLabel(verdict));
    }
    html.close();
}

void controls(HtmlFragment &html, const ReportTally &tally)
{
    html.open("div", {{"class", u"controls scripted"_qs}, {"hidden", u"hidden"_qs}});
    html.element("label", {{"for", u"filter"_qs}}, tr("Filter"));
    html.empty("input", {{"id", u"filter"_qs},
                         {"type", u"search"_qs},
                         {"autocomplete", u"off"_qs},
                         {"spellcheck", u"false"_qs},
                         {"placeholder", tr("title, address, reason, status")}});
    html.element("label", {{"for", u"verdict"_qs}}, tr("Verdict"));
    verdictChoice(html, tally);
    html.close();
}

/// A row as it stands there without a script.
void plainRow(HtmlFragment &html, const ReportRow &row)
{
    const auto shortened = [](const QString &text) {
        return text.size() <= PlainLength ? text : QString(text.first(PlainLength) + u'\u2026');
    };
    html.open("tr");
    html.element("td", {{"class", u"number second"_qs}}, countText(row.number));
    html.open("td");
    html.badge(row.verdict, row.status);
    html.close();
    html.open("td");
    html.foreign(shortened(row.title));
    html.close();
    html.open("td", {{"class", u"second"_qs}});
    html.link(shortened(row.url));
    html.close();
    html.open("td", {{"class", u"second"_qs}});
    html.foreign(shortened(row.reason));
    html.close();
    html.element("td", {{"class", u"number"_qs}}, row.bytes < 0 ? QString() : bytesText(row.bytes));
    html.element("td", {{"class", u"number"_qs}}, row.ttfbUs < 0 ? QString() : durationText(row.ttfbUs));
    html.element("td", {{"class", u"number"_qs}}, row.totalUs < 0 ? QString() : durationText(row.totalUs));
    html.element("td", {{"class", u"number"_qs}}, countText(row.tries));
    html.close();
}

} // namespace

QByteArray resultSection(const ReportTally &tally, std::span<const ReportRow> rows)
{
    const auto problemsEnd = std::find_if_not(rows.begin(), rows.end(),
                                              [](const ReportRow &row) { return isProblem(row.verdict); });
    const auto plain = std::min<qint64>(problemsEnd - rows.begin(), PlainRows);
    HtmlFragment html;
    html.open("section", {{"class", u"list"_qs}, {"aria-labelledby", u"results-title"_qs}});
    html.open("header");
    html.element("h2", {{"id", u"results-title"_qs}}, tr("Results"));
    controls(html, tally);
    html.close();
    if (qint64(rows.size()) < tally.addresses)
        html.element(
            "p", {{"class", u"note"_qs}},
            tr(QT_TRANSLATE_NOOP(
                   "turnstone",
                   "%1 of %2 addresses: problems first, then the slowest. A CSV export has them all."))
                .arg(countText(qint64(rows.size())), countText(tally.addresses)));
    html.element("p", {{"class", u"note plain"_qs}},
                 tr("The first %1 problems. With scripts enabled, this table "
                    "shows all rows and can be sorted and filtered.")
                     .arg(countText(plain)));
    openTable(html, "results", "long");
    headings(html, {{"c-index number", tr("No.")},
                    {"c-verdict", tr("Verdict")},
                    {"c-title", tr("Title")},
                    {"c-address", tr("Address")},
                    {"c-reason", tr("Reason")},
                    {"c-short number", tr("Size")},
                    {"c-short number", tr("First byte")},
                    {"c-short number", tr("Total")},
                    {"c-tries number", tr("Attempts")}});
    html.open("tbody");
    for (const ReportRow &row : rows.first(size_t(plain)))
        plainRow(html, row);
    html.close();
    closeTable(html);
    html.element("p", {{"id", u"empty"_qs}, {"class", u"empty"_qs}, {"hidden", u"hidden"_qs}},
                 tr("No address matches the filter."));
    html.open("div", {{"class", u"pager scripted"_qs}, {"hidden", u"hidden"_qs}});
    html.element("span", {{"id", u"shown"_qs},
                          {"class", u"muted"_qs},
                          {"role", u"status"_qs},
                          {"data-text", tr("%1\u2013%2 of %3")}});
    html.element("button", {{"id", u"previous"_qs}, {"type", u"button"_qs}}, tr("Previous"));
    html.element("button", {{"id", u"next"_qs}, {"type", u"button"_qs}}, tr("Next"));
    html.close();
    html.close();
    return html.take();
}

} // namespace turnstone
