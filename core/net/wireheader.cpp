// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/wireheader.h"

#include <QNetworkReply>

#include <algorithm>

namespace turnstone {

namespace {

HeaderList::const_iterator findField(const HeaderList &fields, QByteArrayView name)
{
    return std::find_if(fields.begin(), fields.end(), [name](const auto &field) {
        return field.first.size() == name.size() && name.compare(field.first, Qt::CaseInsensitive) == 0;
    });
}

bool isNamed(const QByteArray &name, QByteArrayView wanted)
{
    return name.size() == wanted.size() && wanted.compare(name, Qt::CaseInsensitive) == 0;
}

/// There is one value of these, which is the last (as browsers have it).
bool isSingle(const QByteArray &name)
{
    return isNamed(name, "Location") || isNamed(name, "Content-Type");
}

} // namespace

WireHeader WireHeader::of(const QNetworkReply &reply)
{
    return {reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray(),
            reply.rawHeaderPairs()};
}

const QByteArray *WireHeader::find(QByteArrayView name) const
{
    const auto found = findField(fields, name);
    return found == fields.end() ? nullptr : &found->second;
}

QByteArray WireHeader::value(QByteArrayView name) const
{
    const QByteArray *found = find(name);
    return found ? *found : QByteArray();
}

HeaderList joinedFields(const HeaderList &fields)
{
    HeaderList joined;
    joined.reserve(fields.size());
    for (const auto &[name, value] : fields) {
        const auto known = findField(joined, name);
        if (known == joined.cend()) {
            joined.emplace_back(name, value);
            continue;
        }
        if (isSingle(name) && value.isEmpty())
            continue;
        const QByteArray separator = isNamed(name, "Set-Cookie") ? "\n" : ", ";
        const QByteArray whole = isSingle(name) ? value : known->second + separator + value;
        joined.erase(known); // the later spelling and place count
        joined.emplace_back(name, whole);
    }
    return joined;
}

} // namespace turnstone
