// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmlpage.h"

#include "core/report/htmlcharts.h"
#include "core/report/htmldata.h"
#include "core/report/htmltables.h"
#include "core/report/htmltext.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHash>

static void initReportResources()
{
    Q_INIT_RESOURCE(report); // a static library's resources are not found otherwise
}

namespace turnstone {

namespace {

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

QByteArray htmlPage(ReportTally &tally, const WriterOptions &options)
{
    initReportResources();
    const std::vector<ReportRow> slowest = tally.slowest.take();
    std::vector<ReportRow> rows = tally.rows.take();
    const QByteArray data = reportData(rows);
    const QByteArray style = resource(u"report.css"_qs);
    const QByteArray script = resource(u"report.js"_qs);
    const QByteArray policy = "default-src 'none'; script-src " + sourceHash(script) + "; style-src " +
                              sourceHash(style) + "; img-src data:; base-uri 'none'; form-action 'none'";
    return filled(
        resource(u"report.html"_qs),
        {{"language", reportText(QT_TRANSLATE_NOOP("Report", "en")).toUtf8()},
         {"policy", policy},
         {"version", TURNSTONE_VERSION},
         {"title", reportText(QT_TRANSLATE_NOOP("Report", "Turnstone report")).toHtmlEscaped().toUtf8()},
         {"style", style},
         {"icons", icons()},
         {"head", headSection(tally, options)},
         {"figures", figureSection(tally)},
         {"verdicts", verdictSection(tally)},
         {"latency", latencySection(tally)},
         {"timeline", timelineSection(tally)},
         {"hosts", hostSection(tally)},
         {"slowest", slowestSection(tally, slowest)},
         {"results", resultSection(tally, rows)},
         {"data", data},
         {"script", script}});
}

} // namespace turnstone
