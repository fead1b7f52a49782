// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csvwriter.h"

#include "core/report/columns.h"
#include "core/report/rowtext.h"

namespace turnstone {

namespace {

class Cells final
{
public:
    explicit Cells(QByteArray &out)
        : m_out(out)
    {}

    void address(QByteArrayView, QByteArrayView url) { appendCsvAddress(m_out, url); } // the first of them
    void text(QByteArrayView, QStringView value) { appendCsvText(next(), value); }
    void text(QByteArrayView, QByteArrayView value) { appendCsvText(next(), value); }
    void number(QByteArrayView, qint64 value)
    {
        next();
        if (value >= 0)
            appendNumber(m_out, value);
    }
    void attempts(QByteArrayView name, const FetchResult &result)
    {
        number(name, qint64(result.attempts.size()));
    }
    void milliseconds(QByteArrayView, qint64 us)
    {
        next();
        if (us >= 0)
            appendMs(m_out, us, 1);
    }
    void moment(QByteArrayView, qint64 ms)
    {
        next();
        if (ms >= 0)
            appendTimestamp(m_out, ms);
    }

private:
    QByteArray &next() { return m_out.append(','); }

    QByteArray &m_out;
};

} // namespace

void CsvWriter::begin(QByteArray &out)
{
    if (m_options.byteOrderMark)
        out.append("\xEF\xBB\xBF");
    bool first = true;
    for (const QByteArrayView name : columnNames()) {
        if (!std::exchange(first, false))
            out.append(',');
        out.append(name);
    }
    out.append("\r\n");
}

void CsvWriter::row(QByteArray &out, QByteArrayView url, const FetchResult &result)
{
    Cells cells(out);
    writeColumns(cells, url, result);
    out.append("\r\n");
}

} // namespace turnstone
