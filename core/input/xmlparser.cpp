// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/xmlparser.h"

#include "core/base/translation.h"
#include "core/input/bytetext.h"
#include "core/input/strictaddress.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

/// What holds the addresses below a root element: "parent.element" or "element@attribute".
struct Known
{
    QLatin1StringView root;
    QLatin1StringView column;
};
constexpr auto KnownRoots = std::to_array<Known>({
    {QLatin1StringView("urlset"), QLatin1StringView("url.loc")},
    {QLatin1StringView("sitemapindex"), QLatin1StringView("sitemap.loc")},
    {QLatin1StringView("rss"), QLatin1StringView("item.link")},
    {QLatin1StringView("RDF"), QLatin1StringView("item.link")},
    {QLatin1StringView("feed"), QLatin1StringView("entry.link@href")},
    {QLatin1StringView("opml"), QLatin1StringView("outline@")},
    {QLatin1StringView("xbel"), QLatin1StringView("bookmark@href")},
});

const Known *knownRoot(const QString &root)
{
    const auto found = std::find_if(KnownRoots.begin(), KnownRoots.end(),
                                    [&root](const Known &each) { return each.root == root; });
    return found == KnownRoots.end() ? nullptr : &*found;
}

// Stands in the text for the "&" of an entity that nobody knows; of itself it occurs in no text.
constexpr QChar UnknownEntity(0xFDD0);

class UnknownEntities final : public QXmlStreamEntityResolver
{
public:
    QString resolveUndeclaredEntity(const QString &name) override { return UnknownEntity + name + u';'; }
};

/// Which attribute of an outline in OPML leads somewhere: its feed, else its link, else its page.
QLatin1StringView outlineTarget(const QXmlStreamAttributes &attributes)
{
    for (const auto name :
         {QLatin1StringView("xmlUrl"), QLatin1StringView("url"), QLatin1StringView("htmlUrl")}) {
        if (!attributes.value(name).trimmed().isEmpty())
            return name;
    }
    return {};
}

/// RDF may hold anything: a feed is what has the namespace of RSS 1.0, or of 0.9 before it.
bool isOtherRdf(const QXmlStreamReader &xml)
{
    const QXmlStreamNamespaceDeclarations declared = xml.namespaceDeclarations();
    return xml.name() == u"RDF" && std::none_of(declared.begin(), declared.end(), [](const auto &each) {
               return each.namespaceUri() == u"http://purl.org/rss/1.0/" ||
                      each.namespaceUri() == u"http://my.netscape.com/rdf/simple/0.9/";
           });
}

bool isAlternate(const QXmlStreamAttributes &attributes)
{
    const auto rel = attributes.value(QLatin1StringView("rel"));
    return rel.isEmpty() || rel == u"alternate";
}

} // namespace

XmlParser::XmlParser(RowCollector &rows, const QString &wish)
    : ListParser(rows)
    , m_wish(wish)
    , m_entities(std::make_unique<UnknownEntities>())
{
    m_xml.setEntityResolver(m_entities.get());
}

XmlParser::~XmlParser() = default;

bool XmlParser::isOther() const
{
    return !m_root.isEmpty() && (!knownRoot(m_root) || !m_wish.isEmpty());
}

void XmlParser::feed(QByteArrayView text)
{
    if (m_rows.error())
        return;
    m_rows.countLines(std::count(text.begin(), text.end(), '\n'));
    while (!m_begun && !text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1); // generators like to begin with a line feed, which XML forbids
    if (text.isEmpty())
        return;
    if (!std::exchange(m_begun, true)) {
        const QByteArray head = text.first(std::min<qsizetype>(text.size(), 200)).toByteArray().toLower();
        m_asText = head.contains("utf-16");
    }
    if (m_root.isEmpty() || isOther()) {
        if (m_text.size() + text.size() > MaxDocumentBytes) {
            m_rows.fail(tr("%1 is larger than 64 MiB and is neither a sitemap nor a feed.")
                            .arg(m_rows.source().name));
            return;
        }
        m_text.append(text);
    }
    if (isOther())
        return;
    if (m_asText)
        m_xml.addData(QString(m_utf8.decode(text)));
    else
        m_xml.addData(text.toByteArray());
    walk([this](const QString &column, const QString &value, qint64 line) {
        const Known *known = knownRoot(m_root);
        if (known && column == known->column)
            take(value, line);
    });
    if (!m_root.isEmpty() && !isOther())
        m_text.clear();
}

/// As far as there is text; calls `visit` for the text of elements and for attributes.
void XmlParser::walk(const Visit &visit)
{
    while (!m_xml.atEnd()) {
        switch (m_xml.readNext()) {
        case QXmlStreamReader::StartElement: {
            const QString name = m_xml.name().toString();
            if (m_path.isEmpty())
                m_root = isOtherRdf(m_xml) ? m_xml.qualifiedName().toString() : name;
            if (name == u"item")
                m_item = {};
            m_path.append(name);
            m_characters.clear();
            const QXmlStreamAttributes attributes = m_xml.attributes();
            if (name == u"guid")
                m_item.isGuidLink = attributes.value(QLatin1StringView("isPermaLink")) != u"false";
            const QString around = m_path.size() > 1 ? m_path[m_path.size() - 2] : QString();
            for (const QXmlStreamAttribute &attribute : attributes) {
                const QString attributeName = attribute.name().toString();
                const bool atom = m_root == u"feed" && name == u"link";
                if (atom && !isAlternate(attributes))
                    continue;
                if (m_root == u"opml" && !isOther()) {
                    if (name == u"outline" && attributeName == outlineTarget(attributes))
                        visit(QStringLiteral("outline@"), attribute.value().toString(), m_xml.lineNumber());
                    continue;
                }
                visit((atom ? around + u'.' : QString()) + name + u'@' + attributeName,
                      attribute.value().toString(), m_xml.lineNumber());
            }
            break;
        }
        case QXmlStreamReader::EndElement: {
            const QString around = m_path.size() > 1 ? m_path[m_path.size() - 2] + u'.' : QString();
            const QString text = m_characters.trimmed();
            if (!m_path.isEmpty() && !text.isEmpty())
                visit(around + m_path.last(), text, m_xml.lineNumber());
            if (m_root == u"rss" && !isOther())
                seeItem(around + m_xml.name(), text, visit);
            m_characters.clear();
            if (!m_path.isEmpty())
                m_path.removeLast();
            break;
        }
        case QXmlStreamReader::Characters:
            m_characters.append(m_xml.text());
            break;
        case QXmlStreamReader::DTD:
            checkEntities();
            break;
        case QXmlStreamReader::Invalid:
            return; // more text may come
        default:
            break;
        }
    }
}

/// An item of RSS that has no link leads where its permanent link does (RSS 2.0, guid).
void XmlParser::seeItem(const QString &column, const QString &text, const Visit &visit)
{
    if (column == u"item.link") {
        m_item.hasLink = m_item.hasLink || !text.isEmpty();
    } else if (column == u"item.guid" && m_item.isGuidLink && hasWebScheme(text.toUtf8())) {
        m_item.guid = text;
        m_item.line = m_xml.lineNumber();
    } else if (m_xml.name() == u"item" && !m_item.hasLink && !m_item.guid.isEmpty()) {
        visit(QStringLiteral("item.link"), m_item.guid, m_item.line);
    }
}

/// What stands in other files is not read, and an address without it would be another one.
void XmlParser::checkEntities()
{
    const QXmlStreamEntityDeclarations entities = m_xml.entityDeclarations();
    if (std::any_of(entities.begin(), entities.end(),
                    [](const auto &entity) { return !entity.systemId().isEmpty(); }))
        m_rows.fail(tr("%1 refers to other files (<!ENTITY ... SYSTEM>), which are not read. Use a list that "
                       "is complete in itself.")
                        .arg(m_rows.source().name));
}

void XmlParser::take(const QString &text, qint64 line)
{
    if (text.contains(UnknownEntity)) {
        m_rows.addBad(line, QString(text).replace(UnknownEntity, u'&').toUtf8(), AddressProblem::BadSyntax);
        return;
    }
    takeStrictly(text.toUtf8(), line, m_rows);
}

void XmlParser::finish()
{
    if (m_rows.error())
        return;
    if (isOther() || m_root.isEmpty()) {
        takeOther();
        return;
    }
    if (m_xml.hasError() || !m_path.isEmpty())
        m_rows.fail(tr("%1 is not well-formed XML from line %2 on: %3")
                        .arg(m_rows.source().name)
                        .arg(m_xml.lineNumber())
                        .arg(m_xml.errorString()));
}

/// Two readings: one to choose what is read, one to read it.
void XmlParser::takeOther()
{
    const auto again = [this](const Visit &visit) {
        m_xml.clear();
        m_xml.setEntityResolver(m_entities.get());
        m_path.clear();
        if (m_asText)
            m_xml.addData(QString::fromUtf8(m_text));
        else
            m_xml.addData(m_text);
        walk(visit);
    };
    LeafColumns columns;
    again([&](const QString &column, const QString &text, qint64) { columns.see(column, text.toUtf8()); });
    InputSource &source = m_rows.source();
    if (m_xml.hasError()) {
        m_rows.fail(tr("%1 is not well-formed XML from line %2 on: %3")
                        .arg(source.name)
                        .arg(m_xml.lineNumber())
                        .arg(m_xml.errorString()));
        return;
    }
    const QString chosen = columns.chosen(m_wish);
    source.columns = columns.choice().names();
    source.column = columns.indexOf(chosen);
    source.others = columns.choice().others(source.column);
    if (chosen.isEmpty() && !m_wish.isEmpty()) {
        m_rows.fail(noSuchColumn(source, m_wish));
        return;
    }
    again([&](const QString &column, const QString &text, qint64 line) {
        if (column == chosen)
            take(text, line);
    });
}

} // namespace turnstone
