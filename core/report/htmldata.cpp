// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmldata.h"

#include "core/report/rowtext.h"

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

} // namespace

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

} // namespace turnstone
