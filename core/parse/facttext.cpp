// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/facttext.h"

#include "core/types/addressurl.h"

#include <algorithm>

namespace turnstone::parse {

namespace {

bool isAsciiSpace(QChar c)
{
    return c == u' ' || c == u'\n' || c == u'\t' || c == u'\r' || c == u'\f';
}

} // namespace

QString cutTo(QString text, qsizetype length)
{
    if (text.size() > length) {
        if (text.at(length - 1).isHighSurrogate())
            --length;
        text.truncate(length);
    }
    return text;
}

QString collapsed(QStringView text)
{
    // One unit more than is kept, so that cutTo sees whether a pair is cut.
    constexpr qsizetype Room = MaxFactLength + 1;
    QString result(std::min(text.size(), Room), Qt::Uninitialized);
    QChar *const begin = result.data();
    QChar *const end = begin + result.size();
    QChar *to = begin;
    bool pendingSpace = false;
    for (const QChar c : text) {
        if (isAsciiSpace(c)) {
            pendingSpace = to != begin;
            continue;
        }
        if (pendingSpace && to != end)
            *to++ = u' ';
        pendingSpace = false;
        if (to == end)
            break;
        *to++ = c;
    }
    result.truncate(to - begin);
    return cutTo(std::move(result), MaxFactLength);
}

QString resolvedAddress(const QString &href, const QString &baseHref, const QUrl &url)
{
    const QString trimmed = href.trimmed();
    if (trimmed.isEmpty())
        return {};
    QUrl base = url;
    if (!baseHref.isEmpty()) {
        const QUrl declared = url.resolved(addressUrl(baseHref.trimmed()));
        if (declared.isValid() && (declared.scheme() == u"http" || declared.scheme() == u"https"))
            base = declared;
    }
    const QUrl target = addressUrl(trimmed);
    // What is no address is shown as the page has it: that is the finding.
    if (!target.isValid())
        return cutTo(trimmed, MaxAddressLength);
    return cutTo(base.resolved(target).toString(QUrl::FullyEncoded), MaxAddressLength);
}

} // namespace turnstone::parse
