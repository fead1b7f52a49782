// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/jsonparser.h"

#include "core/base/translation.h"
#include "core/input/bytetext.h"
#include "core/input/jsonlinesparser.h"
#include "core/input/proseparser.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace turnstone {

namespace {

QJsonValue valueOf(const QJsonDocument &document)
{
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

} // namespace

JsonParser::JsonParser(RowCollector &rows, const QString &wish, bool lenient)
    : ListParser(rows)
    , m_wish(wish)
    , m_lenient(lenient)
{}

void JsonParser::feed(QByteArrayView text)
{
    if (m_rows.error())
        return;
    if (m_text.size() + text.size() > MaxDocumentBytes) {
        m_text.clear();
        m_rows.fail(tr("%1 is larger than 64 MiB, which is too large for one JSON document. Put one object "
                       "on each line (JSON Lines); such a file may be of any size.")
                        .arg(m_rows.source().name));
        return;
    }
    m_text.append(text);
}

void JsonParser::finish()
{
    if (m_rows.error())
        return;
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(m_text, &problem);
    if (document.isNull()) {
        takeOther(tr("%1 is not valid JSON: %2 at byte %3.")
                      .arg(m_rows.source().name, problem.errorString())
                      .arg(problem.offset));
        return;
    }
    m_rows.countLines(std::count(m_text.begin(), m_text.end(), '\n') + (m_text.endsWith('\n') ? 0 : 1));
    LeafColumns columns;
    const QJsonValue value = valueOf(document);
    visitJsonLeaves(value,
                    [&](const QString &column, const QString &text) { columns.see(column, text.toUtf8()); });
    const QString chosen = columns.chosen(m_wish);
    InputSource &source = m_rows.source();
    source.columns = columns.choice().names();
    source.column = columns.indexOf(chosen);
    source.others = columns.choice().others(source.column);
    if (chosen.isEmpty() && !m_wish.isEmpty()) {
        m_rows.fail(noSuchColumn(source, m_wish));
        return;
    }
    const bool ofElements =
        chosen == u"url" || chosen == u"(value)" || (chosen.isEmpty() && source.columns.isEmpty());
    if (document.isArray() && ofElements) {
        takeElements(chosen);
        return;
    }
    visitJsonLeaves(value, [&](const QString &column, const QString &text) {
        if (column == chosen)
            takeJsonLeaf(text, 0, m_rows);
    });
}

/// An array of addresses and of requests, which are sent as they are written.
void JsonParser::takeElements(const QString &)
{
    qint64 line = 1;
    const char *counted = m_text.constData();
    for (const QByteArrayView element : jsonElements(m_text)) {
        line += std::count(counted, element.data(), '\n');
        counted = element.data();
        m_rows.add(line, element, readJsonLine(element));
    }
}

void JsonParser::takeOther(const QString &error)
{
    const QByteArrayView text = withoutBlanksAround(m_text);
    std::unique_ptr<ListParser> parser;
    // objects, one a line, in a file that is not named so
    if (beginsJsonObject(text) && text.contains('\n') &&
        !QJsonDocument::fromJson(text.first(text.indexOf('\n')).toByteArray()).isNull()) {
        m_rows.source().kind = ListKind::JsonLines;
        parser = std::make_unique<JsonLinesParser>(m_rows, m_text, m_wish);
    } else if (m_lenient) {
        m_rows.source().kind = ListKind::Prose;
        parser = std::make_unique<ProseParser>(m_rows, ProseParser::From::Paste);
    } else {
        m_rows.fail(error);
        return;
    }
    parser->feed(m_text);
    parser->finish();
}

} // namespace turnstone
