// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resulttext.h"

#include "core/types/displaytext.h"
#include "core/types/secrets.h"
#include "ui/models/rowfilter.h"

namespace turnstone {

namespace {

QString verdictText(const ResultRow &row)
{
    const QString label = rowClassLabel(row.rowClass);
    return row.rowClass.isDone() && row.status ? QString::number(row.status) + u' ' + label : label;
}

QString durationOrNothing(quint32 us)
{
    return us == ResultRow::UnknownUs ? QString() : durationText(us);
}

QString millisecondsOrNothing(quint32 us)
{
    return us == ResultRow::UnknownUs ? QString() : QString::number(us / 1000.0, 'f', 1);
}

bool hasSize(const ResultRow &row)
{
    return row.rowClass.isDone() && row.status != 0;
}

QString harmless(const QString &cell)
{
    const bool runs = !cell.isEmpty() && QStringView(u"=+-@").contains(cell.front());
    return runs ? u'\'' + cell : cell;
}

QByteArray shownAddressOf(const ResultRows &rows, RowId row)
{
    return shownAddress(rows.address(row), rows.row(row).rowClass != RowClass(Verdict::InvalidUrl));
}

QByteArray tabSeparatedLine(const ResultRows &rows, RowId row, const QList<ResultColumn> &columns)
{
    QString line;
    for (const ResultColumn column : columns) {
        if (column != columns.front())
            line += u'\t';
        line += harmless(resultPlainText(rows, row, column).simplified());
    }
    line += u'\n';
    return line.toUtf8();
}

} // namespace

QString resultText(const ResultRows &rows, RowId row, ResultColumn column)
{
    const ResultRow &result = rows.row(row);
    switch (column) {
    case ResultColumn::Verdict:
        return verdictText(result);
    case ResultColumn::Title:
        return visibleLine(rows.title(row));
    case ResultColumn::Address:
        return visibleLine(shownAddressOf(rows, row), 2000);
    case ResultColumn::Type:
        return visibleLine(rows.contentType(row), 200);
    case ResultColumn::Size:
        return hasSize(result) ? bytesText(result.bytes) : QString();
    case ResultColumn::FirstByte:
        return durationOrNothing(result.ttfbUs);
    case ResultColumn::Total:
        return durationOrNothing(result.totalUs);
    case ResultColumn::Tries:
        return result.tries ? QString::number(result.tries) : QString();
    case ResultColumn::Number:
        return countText(qint64(row) + 1);
    case ResultColumn::Status:
        return result.rowClass.isDone() && result.status ? QString::number(result.status) : QString();
    case ResultColumn::Redirects:
        return result.redirects ? QString::number(result.redirects) : QString();
    case ResultColumn::Host:
        return visibleLine(hostOf(rows.address(row)), 300);
    case ResultColumn::Note:
        return visibleLine(rows.note(row));
    case ResultColumn::Reason:
    case ResultColumn::FinalAddress:
    case ResultColumn::Description:
    case ResultColumn::Heading:
    case ResultColumn::Canonical:
        return visibleLine(rows.detail(row, *detailOf(column)));
    }
    return {};
}

QString resultPlainText(const ResultRows &rows, RowId row, ResultColumn column)
{
    const ResultRow &result = rows.row(row);
    switch (column) {
    case ResultColumn::Address:
        return QString::fromUtf8(shownAddressOf(rows, row));
    case ResultColumn::Size:
        return hasSize(result) ? QString::number(result.bytes) : QString();
    case ResultColumn::FirstByte:
        return millisecondsOrNothing(result.ttfbUs);
    case ResultColumn::Total:
        return millisecondsOrNothing(result.totalUs);
    case ResultColumn::Number:
        return QString::number(qint64(row) + 1);
    default:
        return resultText(rows, row, column);
    }
}

RowText tabSeparated(const ResultRows &rows, const std::vector<RowId> &which,
                     const QList<ResultColumn> &columns, qsizetype mostBytes,
                     const std::atomic_bool &cancelled)
{
    RowText text;
    for (const RowId row : which) {
        const QByteArray line = tabSeparatedLine(rows, row, columns);
        if (text.utf8.size() + line.size() > mostBytes || cancelled)
            break;
        text.utf8 += line;
        ++text.rows;
    }
    return text;
}

} // namespace turnstone
