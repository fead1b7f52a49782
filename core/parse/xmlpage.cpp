// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/xmlpage.h"

#include "core/parse/characterreferences.h"
#include "core/parse/facttext.h"

#include <QXmlStreamReader>

namespace turnstone::parse {

namespace {

/// Names of HTML such as &nbsp;, which XHTML pages use without declaring them.
class HtmlEntities final : public QXmlStreamEntityResolver
{
public:
    QString resolveUndeclaredEntity(const QString &name) override
    {
        const QString reference = u'&' % name % u';';
        const QString text = resolvedText(reference);
        return text == reference ? QString() : text;
    }
};

enum class RootKind { Unknown, Xhtml, Svg, Feed };

class XmlPageReader final
{
public:
    XmlPageReader(const QString &text, const QUrl &url)
        : m_xml(text)
        , m_url(url)
    {
        m_xml.setEntityResolver(&m_entities);
    }

    PageFacts read()
    {
        while (!m_xml.atEnd() && !m_isDone) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::StartElement:
                ++m_depth;
                start();
                break;
            case QXmlStreamReader::EndElement:
                end();
                --m_depth;
                break;
            case QXmlStreamReader::Characters:
                characters();
                break;
            default:
                break;
            }
        }
        m_facts.title = collapsed(m_title);
        m_facts.h1 = collapsed(m_h1);
        m_facts.canonical = resolvedAddress(m_canonical, m_base, m_url);
        return std::move(m_facts);
    }

private:
    void start()
    {
        const QStringView name = m_xml.name();
        if (m_depth == 1) {
            m_root = name == u"svg"                                        ? RootKind::Svg
                     : name == u"html"                                     ? RootKind::Xhtml
                     : name == u"rss" || name == u"feed" || name == u"RDF" ? RootKind::Feed
                                                                           : RootKind::Unknown;
            m_isDone = m_root == RootKind::Unknown;
            return;
        }
        const bool isHtml =
            m_xml.namespaceUri().isEmpty() || m_xml.namespaceUri() == u"http://www.w3.org/1999/xhtml";
        if (name == u"title" && !m_hasTitle && titleMayBeHere(isHtml)) {
            m_hasTitle = true;
            m_titleDepth = m_depth;
        }
        if (m_root != RootKind::Xhtml)
            return;
        if (name == u"script" || name == u"style")
            m_silentDepth = m_silentDepth ? m_silentDepth : m_depth;
        const QXmlStreamAttributes attributes = m_xml.attributes();
        if ((name == u"a" || name == u"area") && (attributes.hasAttribute(QLatin1String("href")) ||
                                                  attributes.hasAttribute(QLatin1String("xlink:href"))))
            ++m_facts.links;
        if (isHtml)
            startHtml(name, attributes);
    }

    bool titleMayBeHere(bool isHtml) const
    {
        switch (m_root) {
        case RootKind::Svg:
            return m_depth == 2;
        case RootKind::Xhtml:
            return isHtml;
        case RootKind::Feed: // feed/title, rss/channel/title
            return m_depth <= 3 && m_xml.prefix().isEmpty();
        case RootKind::Unknown:
            break;
        }
        return false;
    }

    void startHtml(QStringView name, const QXmlStreamAttributes &attributes)
    {
        const auto value = [&attributes](const char *key) { return attributes.value(QLatin1String(key)); };
        if (name == u"h1" && !m_hasH1) {
            m_hasH1 = true;
            m_h1Depth = m_depth;
        } else if (name == u"br" && m_h1Depth) {
            m_h1 += u' ';
        } else if (name == u"meta") {
            if (m_facts.description.isEmpty() &&
                value("name").compare(u"description", Qt::CaseInsensitive) == 0)
                m_facts.description = collapsed(value("content"));
            else if (m_facts.robots.isEmpty() && value("name").compare(u"robots", Qt::CaseInsensitive) == 0)
                m_facts.robots = collapsed(value("content"));
        } else if (name == u"link" && m_canonical.isEmpty()) {
            for (const QStringView token : value("rel").split(u' ', Qt::SkipEmptyParts)) {
                if (token.trimmed().compare(u"canonical", Qt::CaseInsensitive) == 0)
                    m_canonical = value("href").trimmed().toString();
            }
        } else if (name == u"base" && m_base.isEmpty()) {
            m_base = value("href").toString();
        }
    }

    void end()
    {
        if (m_depth == m_titleDepth) {
            m_titleDepth = 0;
            m_isDone = m_root != RootKind::Xhtml;
        }
        if (m_depth == m_h1Depth)
            m_h1Depth = 0;
        if (m_depth == m_silentDepth)
            m_silentDepth = 0;
    }

    void characters()
    {
        // Far more than is kept, but not all of a hostile text: white space may still collapse.
        constexpr qsizetype Enough = 64 * 1024;
        if (m_titleDepth == m_depth && m_title.size() < Enough)
            m_title += m_xml.text().first(std::min(m_xml.text().size(), Enough));
        if (m_h1Depth && !m_silentDepth && m_h1.size() < Enough)
            m_h1 += m_xml.text().first(std::min(m_xml.text().size(), Enough));
    }

    HtmlEntities m_entities;
    QXmlStreamReader m_xml;
    QUrl m_url;
    PageFacts m_facts;
    QString m_title, m_h1, m_canonical, m_base;
    RootKind m_root = RootKind::Unknown;
    bool m_isDone = false;
    bool m_hasTitle = false;
    bool m_hasH1 = false;
    int m_depth = 0;
    int m_titleDepth = 0; // of the open title; 0: none is open
    int m_h1Depth = 0;
    int m_silentDepth = 0; // of an open script or style
};

} // namespace

PageFacts parseXmlPage(const QString &text, const QUrl &url)
{
    return XmlPageReader(text, url).read();
}

} // namespace turnstone::parse
