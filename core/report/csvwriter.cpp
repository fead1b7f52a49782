// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csvwriter.h"

#include "core/report/rowtext.h"
#include "core/types/fetchresult.h"
#include "core/types/rownumbers.h"

namespace turnstone {

namespace {

void number(QByteArray &out, qint64 value)
{
    out.append(',');
    if (value >= 0)
        appendNumber(out, value);
}

void milliseconds(QByteArray &out, qint64 us)
{
    out.append(',');
    if (us >= 0)
        appendMs(out, us, 1);
}

template <typename Text>
void text(QByteArray &out, const Text &value)
{
    out.append(',');
    appendCsvText(out, value);
}

} // namespace

void CsvWriter::begin(QByteArray &out)
{
    if (m_options.byteOrderMark)
        out.append("\xEF\xBB\xBF");
    bool first = true;
    for (const QLatin1StringView name : ColumnNames) {
        if (!std::exchange(first, false))
            out.append(',');
        out.append(name.data(), name.size());
    }
    out.append("\r\n");
}

void CsvWriter::row(QByteArray &out, QByteArrayView url, const FetchResult &result)
{
    const RowNumbers numbers(result);
    const Hop *hop = result.lastHop();
    appendCsvAddress(out, url);
    text(out, QByteArrayView(hop ? hop->url : QByteArray()));
    text(out, QByteArrayView(verdictId(result.verdict)));
    number(out, numbers.status);
    text(out, QStringView(result.reason));
    text(out, QStringView(result.facts.title));
    text(out, QByteArrayView(result.contentType));
    text(out, QStringView(result.facts.charset));
    number(out, numbers.bytes);
    number(out, numbers.attempts);
    number(out, numbers.redirects);
    milliseconds(out, numbers.queuedUs);
    milliseconds(out, numbers.connectUs);
    milliseconds(out, numbers.ttfbUs);
    milliseconds(out, numbers.downloadUs);
    milliseconds(out, numbers.totalUs);
    out.append(',');
    if (numbers.startedAtMs >= 0)
        appendTimestamp(out, numbers.startedAtMs);
    text(out, QByteArrayView(result.httpVersion));
    text(out, QStringView(result.facts.description));
    text(out, QStringView(result.facts.h1));
    text(out, QStringView(result.facts.canonical));
    text(out, QStringView(result.facts.robots));
    number(out, numbers.links);
    out.append("\r\n");
}

} // namespace turnstone
