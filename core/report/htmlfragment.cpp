// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/htmlfragment.h"

#include <QCoreApplication>
#include <QDateTime>

namespace turnstone {

HtmlFragment::HtmlFragment()
    : m_xml(&m_html)
{}

void HtmlFragment::open(const char *name, Attributes attributes)
{
    m_xml.writeStartElement(QLatin1StringView(name));
    write(attributes);
    m_xml.writeCharacters({}); // so that an empty element still gets an end tag
}

void HtmlFragment::empty(const char *name, Attributes attributes)
{
    m_xml.writeEmptyElement(QLatin1StringView(name));
    write(attributes);
}

void HtmlFragment::write(Attributes attributes)
{
    for (const auto &[key, value] : attributes)
        m_xml.writeAttribute(QLatin1StringView(key), value);
}

void HtmlFragment::close()
{
    m_xml.writeEndElement();
}

void HtmlFragment::text(const QString &text)
{
    m_xml.writeCharacters(text);
}

void HtmlFragment::element(const char *name, Attributes attributes, const QString &content)
{
    open(name, attributes);
    text(content);
    close();
}

void HtmlFragment::foreign(const QString &content)
{
    element("bdi", {}, content);
}

void HtmlFragment::link(const QString &address)
{
    const bool isWeb = address.startsWith(QLatin1StringView("http://"), Qt::CaseInsensitive) ||
                       address.startsWith(QLatin1StringView("https://"), Qt::CaseInsensitive);
    if (!isWeb || address.endsWith(u'\u2026'))
        foreign(address);
    else
        element("a", {{"href", address}, {"target", u"_blank"_qs}, {"rel", u"noopener noreferrer"_qs}},
                address);
}

void HtmlFragment::badge(Verdict verdict, qint64 status)
{
    open("span", {{"class", u"verdict "_qs + verdictClass(verdict)}});
    icon(verdict);
    text((status > 0 ? QString(QString::number(status) + u' ') : QString()) + verdictLabel(verdict));
    close();
}

void HtmlFragment::icon(Verdict verdict)
{
    open("svg", {{"class", u"icon"_qs}, {"aria-hidden", u"true"_qs}});
    element("use", {{"href", u"#i-"_qs + verdictId(verdict)}});
    close();
}

QString verdictClass(Verdict verdict)
{
    return u"v-"_qs + verdictId(verdict);
}

QString momentText(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

} // namespace turnstone
