// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmlwriter.h"

#include "core/base/translation.h"
#include "core/report/htmlcharts.h"
#include "core/report/htmlfragment.h"
#include "core/report/htmltables.h"
#include "core/report/rowtext.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHash>

static void initReportResources()
{
    Q_INIT_RESOURCE(report); // a static library's resources are not found otherwise
}

namespace turnstone {

namespace {

constexpr qsizetype MaxBytes = 2'300'000;

/// Nothing in it may end the script element or a line of the script.
void appendText(QByteArray &out, const QString &text)
{
    QByteArray quoted;
    appendJsonText(quoted, QStringView(text));
    quoted.replace('<', "\\u003c").replace("\xE2\x80\xA8", "\\u2028").replace("\xE2\x80\xA9", "\\u2029");
    out.append(quoted);
}

void appendValue(QByteArray &out, qint64 value)
{
    out.append(',');
    if (value < 0)
        out.append("null");
    else
        appendNumber(out, value);
}

QByteArray rowData(const ReportRow &row)
{
    QByteArray out("[");
    appendNumber(out, row.number);
    appendValue(out, qint64(row.verdict));
    appendValue(out, row.status);
    for (const QString *text : {&row.title, &row.url, &row.reason}) {
        out.append(',');
        appendText(out, *text);
    }
    for (const qint64 value : {row.bytes, row.ttfbUs, row.totalUs, row.tries})
        appendValue(out, value);
    return out.append(']');
}

/// What the script of a report reads: {"verdicts": [{"id", "label"}, ...], "rows": [[number, verdict, status,
/// title, url, reason, bytes, ttfb_us, total_us, tries], ...]}, safe inside a script element. Rows that would
/// make it larger than a page should be are taken off the end of `rows`.
QByteArray reportData(std::vector<ReportRow> &rows)
{
    QByteArray out("{\"verdicts\":[");
    for (const Verdict verdict : allVerdicts()) {
        out.append(verdict == Verdict::Ok ? "{\"id\":" : ",{\"id\":");
        appendText(out, verdictId(verdict));
        out.append(",\"label\":");
        appendText(out, verdictLabel(verdict));
        out.append('}');
    }
    out.append("],\n\"rows\":[");
    size_t count = 0;
    for (; count < rows.size(); ++count) {
        const QByteArray row = rowData(rows[count]);
        if (out.size() + row.size() > MaxBytes)
            break;
        out.append(count ? ",\n" : "\n").append(row);
    }
    rows.resize(count);
    return out.append("]}");
}

QByteArray resource(const QString &name)
{
    QFile file(u":/report/"_qs + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no resource %s", qPrintable(name));
    return file.readAll();
}

QByteArray icons()
{
    QByteArray symbols;
    for (const Verdict verdict : allVerdicts()) {
        const QString id = verdictId(verdict);
        symbols += "<symbol id=\"i-" + id.toLatin1() + "\" viewBox=\"0 0 16 16\">" +
                   resource(u"icons/"_qs + id + u".svg"_qs).trimmed() + "</symbol>";
    }
    return symbols;
}

QByteArray sourceHash(const QByteArray &source)
{
    return "'sha256-" + QCryptographicHash::hash(source, QCryptographicHash::Sha256).toBase64() + "'";
}

/// Puts the parts where the skeleton names them: {{name}}.
QByteArray filled(const QByteArray &skeleton, const QHash<QByteArray, QByteArray> &parts)
{
    QByteArray page;
    qsizetype done = 0;
    for (qsizetype at; (at = skeleton.indexOf("{{", done)) >= 0;) {
        const qsizetype end = skeleton.indexOf("}}", at);
        page += skeleton.mid(done, at - done) + parts.value(skeleton.mid(at + 2, end - at - 2));
        done = end + 2;
    }
    return page + skeleton.mid(done);
}

} // namespace

void HtmlWriter::end(QByteArray &out)
{
    initReportResources();
    const std::vector<ReportRow> slowest = m_tally.slowest.take();
    std::vector<ReportRow> rows = m_tally.rows.take();
    const QByteArray data = reportData(rows);
    const QByteArray style = resource(u"report.css"_qs);
    const QByteArray script = resource(u"report.js"_qs);
    const QByteArray policy = "default-src 'none'; script-src " + sourceHash(script) + "; style-src " +
                              sourceHash(style) + "; img-src data:; base-uri 'none'; form-action 'none'";
    out += filled(resource(u"report.html"_qs), {{"language", tr("en").toUtf8()},
                                                {"policy", policy},
                                                {"version", TURNSTONE_VERSION},
                                                {"title", tr("Turnstone report").toHtmlEscaped().toUtf8()},
                                                {"style", style},
                                                {"icons", icons()},
                                                {"head", headSection(m_tally, m_options)},
                                                {"figures", figureSection(m_tally)},
                                                {"verdicts", verdictSection(m_tally)},
                                                {"latency", latencySection(m_tally)},
                                                {"timeline", timelineSection(m_tally)},
                                                {"hosts", hostSection(m_tally)},
                                                {"slowest", slowestSection(m_tally, slowest)},
                                                {"results", resultSection(m_tally, rows)},
                                                {"data", data},
                                                {"script", script}});
}

} // namespace turnstone
