// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/characterreferences.h"

#include <QByteArray>

#include <gumbo.h>
#include <memory>

namespace turnstone::parse {

namespace {

// gumbo owns the table of references: it reads a tiny page that holds nothing but the text.
QString throughGumbo(const QByteArray &page, bool wantAttribute)
{
    const auto destroy = [](GumboOutput *output) { gumbo_destroy_output(&kGumboDefaultOptions, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(
        gumbo_parse_with_options(&kGumboDefaultOptions, page.constData(), size_t(page.size())), destroy);
    const GumboNode *head = static_cast<const GumboNode *>(output->root->v.element.children.data[0]);
    if (head->v.element.children.length == 0)
        return {};
    const GumboElement &element = static_cast<const GumboNode *>(head->v.element.children.data[0])->v.element;
    if (wantAttribute) {
        const GumboAttribute *content = gumbo_get_attribute(&element.attributes, "content");
        return content ? QString::fromUtf8(content->value) : QString();
    }
    QString text;
    for (unsigned i = 0; i < element.children.length; ++i) {
        const auto *child = static_cast<const GumboNode *>(element.children.data[i]);
        text += QString::fromUtf8(child->v.text.text);
    }
    return text;
}

QByteArray withoutNuls(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace('\0', "\xEF\xBF\xBD");
    return bytes;
}

} // namespace

QString resolvedText(const QString &text)
{
    if (!text.contains(QLatin1Char('&')))
        return text;
    // Text that was read from a page cannot close the element: what could, ended it there already.
    return throughGumbo("<!DOCTYPE html><title>" + withoutNuls(text), false);
}

QString resolvedAttribute(const QString &value)
{
    if (!value.contains(QLatin1Char('&')))
        return value;
    QByteArray bytes = withoutNuls(value);
    bytes.replace('"', "&quot;");
    return throughGumbo("<!DOCTYPE html><meta content=\"" + bytes + "\">", true);
}

} // namespace turnstone::parse
