// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/tagattributes.h"

namespace turnstone::parse {

void TagAttributes::take(QByteArrayView attribute, QByteArrayView value)
{
    const auto isNamed = [attribute](QByteArrayView lowerCase) {
        return attribute.size() == lowerCase.size() &&
               equalsIgnoringCase(attribute.data(), lowerCase.data(), lowerCase.size());
    };
    const auto keepFirst = [value](QByteArrayView &place) {
        if (place.isNull())
            place = value;
    };
    switch (attribute.size()) {
    case 3:
        if (isNamed("rel"))
            keepFirst(rel);
        return;
    case 4:
        if (isNamed("href"))
            keepFirst(href);
        else if (isNamed("name"))
            keepFirst(name);
        else if (isNamed("type"))
            keepFirst(type);
        else if (isNamed("face") || isNamed("size"))
            isPresentational = true;
        return;
    case 5:
        if (isNamed("color"))
            isPresentational = true;
        return;
    case 7:
        if (isNamed("content"))
            keepFirst(content);
        else if (isNamed("charset"))
            keepFirst(charset);
        return;
    case 8:
        if (isNamed("encoding"))
            keepFirst(encoding);
        return;
    case 10:
        if (isNamed("xlink:href"))
            keepFirst(xlinkHref);
        else if (isNamed("http-equiv"))
            keepFirst(httpEquiv);
        return;
    default:
        return;
    }
}

} // namespace turnstone::parse
