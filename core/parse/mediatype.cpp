// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/mediatype.h"

#include "core/parse/bytescan.h"
#include "core/types/contenttype.h"

#include <algorithm>

namespace turnstone::parse {

namespace {

QByteArrayView unquoted(QByteArrayView value)
{
    value = value.trimmed();
    if (value.startsWith('"') || value.startsWith('\'')) {
        const char quote = value.front();
        value = value.sliced(1);
        const qsizetype close = value.indexOf(quote);
        return close < 0 ? value : value.first(close);
    }
    const auto end =
        std::find_if(value.begin(), value.end(), [](char c) { return c == ',' || isA(c, SpaceByte); });
    return {value.begin(), end};
}

} // namespace

MediaType mediaTypeOf(QByteArrayView header)
{
    MediaType type;
    qsizetype semicolon = header.indexOf(';');
    type.essence = mediaTypeIn(header);
    if (!type.essence.contains('/') || type.essence == "*/*" || type.essence == "unknown/unknown" ||
        type.essence == "application/unknown")
        type.essence.clear();
    while (semicolon >= 0) {
        header = header.sliced(semicolon + 1);
        semicolon = header.indexOf(';');
        const QByteArrayView parameter = header.first(semicolon < 0 ? header.size() : semicolon);
        const qsizetype equals = parameter.indexOf('=');
        if (equals < 0)
            continue;
        const QByteArrayView name = parameter.first(equals).trimmed();
        if (name.size() == 7 && equalsIgnoringCase(name.data(), "charset", 7)) {
            type.charset = unquoted(parameter.sliced(equals + 1)).toByteArray();
            break;
        }
    }
    return type;
}

PageKind pageKindOf(const QByteArray &essence)
{
    if (essence.isEmpty())
        return PageKind::Unknown;
    if (essence == "text/html")
        return PageKind::Html;
    if (essence == "text/xml" || essence == "application/xml" || essence.endsWith("+xml"))
        return PageKind::Xml;
    return PageKind::None;
}

PageKind sniffPageKind(QByteArrayView body)
{
    static constexpr QByteArrayView Starts[] = {
        "<!doctype html", "<html",  "<head", "<script", "<iframe", "<h1", "<div",  "<font", "<table", "<a",
        "<style",         "<title", "<b",    "<body",   "<br",     "<p",  "<meta", "<link", "<base",  "<!--"};
    if (body.startsWith("\xEF\xBB\xBF"))
        body = body.sliced(3);
    const char *p = skipSpaces(body.begin(), body.end());
    const auto begins = [p, &body](QByteArrayView text) {
        return body.end() - p >= text.size() && equalsIgnoringCase(p, text.data(), text.size());
    };
    if (begins("<?xml") || begins("<svg") || begins("<rss") || begins("<feed"))
        return PageKind::Xml;
    for (const QByteArrayView start : Starts) {
        if (!begins(start))
            continue;
        const char *const after = p + start.size();
        if (start == "<!--" || (after != body.end() && isA(*after, TagNameEnd)))
            return PageKind::Html;
    }
    return PageKind::None;
}

} // namespace turnstone::parse
