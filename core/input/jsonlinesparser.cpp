// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/jsonlinesparser.h"

#include "core/input/bytetext.h"
#include "core/input/jsonleaves.h"
#include "core/input/linefinder.h"
#include "core/input/strictaddress.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace turnstone {

namespace {

QJsonDocument documentOf(QByteArrayView line)
{
    return QJsonDocument::fromJson(QByteArray::fromRawData(line.data(), line.size()));
}

} // namespace

JsonLinesParser::JsonLinesParser(RowCollector &rows, QByteArrayView sample, const QString &wish)
    : ListParser(rows)
    , m_lines([this](const LineSplitter::Line &line) { take(line); })
{
    LeafColumns columns;
    LineSplitter lines([&columns](const LineSplitter::Line &line) {
        const QByteArrayView text = withoutBlanksAround(line.text);
        if (!line.cut && beginsJsonObject(text))
            visitJsonLeaves(documentOf(text).object(), [&](const QString &column, const QString &value) {
                columns.see(column, value.toUtf8());
            });
    });
    lines.feed(sample);
    lines.finish();
    m_column = columns.chosen(wish);
    InputSource &source = rows.source();
    source.columns = columns.choice().names();
    source.column = columns.indexOf(m_column);
    source.others = columns.choice().others(source.column);
    if (m_column.isEmpty() && !wish.isEmpty())
        rows.fail(noSuchColumn(source, wish));
    if (m_column.isEmpty())
        m_column = u"url"_qs;
}

void JsonLinesParser::take(const LineSplitter::Line &line)
{
    if (!line.continues) {
        ++m_line;
        m_rows.countLines(1);
    }
    const QByteArrayView text = withoutBlanksAround(line.text);
    if (text.isEmpty() || (text.front() == '#' && !line.continues))
        return;
    if (line.cut)
        m_rows.addBad(m_line, text, AddressProblem::TooLong);
    else if (!beginsJsonObject(text) && !text.startsWith('"'))
        takeStrictly(withoutListMarker(text), m_line, m_rows);
    else if (m_column == u"url" || text.startsWith('"'))
        m_rows.add(m_line, text, readJsonLine(text));
    else
        takeMember(text);
}

void JsonLinesParser::takeMember(QByteArrayView text)
{
    const QJsonDocument document = documentOf(text);
    if (!document.isObject()) {
        m_rows.addBad(m_line, text, brokenJsonProblem(text));
        return;
    }
    visitJsonLeaves(document.object(), [this](const QString &column, const QString &value) {
        if (column == m_column)
            takeJsonLeaf(value, m_line, m_rows);
    });
}

} // namespace turnstone
