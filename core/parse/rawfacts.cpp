// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/rawfacts.h"

#include "core/parse/characterreferences.h"
#include "core/parse/encodingsniffer.h"

#include <algorithm>

namespace turnstone::parse {

namespace {

QByteArrayView trimmed(QByteArrayView text)
{
    const char *begin = skipSpaces(text.begin(), text.end());
    const char *end = text.end();
    while (end != begin && isA(end[-1], SpaceByte))
        --end;
    return {begin, end};
}

/// A keyword is ASCII, but may be written with character references all the same.
template <typename Test>
bool keywordHolds(QByteArrayView value, Test test)
{
    if (!value.contains('&'))
        return test(value);
    return value.size() < 1024 && test(resolvedAttribute(QString::fromLatin1(value)).toUtf8());
}

bool isKeyword(QByteArrayView value, QByteArrayView lowerCase)
{
    return keywordHolds(value, [lowerCase](QByteArrayView text) {
        return text.size() == lowerCase.size() &&
               equalsIgnoringCase(text.data(), lowerCase.data(), text.size());
    });
}

bool hasToken(QByteArrayView list, QByteArrayView lowerCase)
{
    return keywordHolds(list, [lowerCase](QByteArrayView text) {
        const char *p = text.begin();
        while ((p = skipSpaces(p, text.end())) != text.end()) {
            const char *const token = p;
            while (p != text.end() && !isA(*p, SpaceByte))
                ++p;
            if (p - token == lowerCase.size() && equalsIgnoringCase(token, lowerCase.data(), p - token))
                return true;
        }
        return false;
    });
}

} // namespace

void RawFacts::takeTitle(QByteArrayView text)
{
    if (!title.isNull())
        return;
    text = trimmed(text);
    title = text.first(std::min(text.size(), MaxTextBytes));
    m_fromBody.title = m_inBody;
}

void RawFacts::takeDeclaration(const TagAttributes &attributes)
{
    if (declared || (attributes.charset.isNull() && attributes.httpEquiv.isNull()))
        return;
    const auto take = [this](QByteArrayView text) {
        declared = encodingInMeta(text);
        return declared.has_value();
    };
    const auto takeContent = [this](QByteArrayView text) {
        declared = encodingInMetaContent(text);
        return declared.has_value();
    };
    if (!keywordHolds(attributes.charset, take) && isKeyword(attributes.httpEquiv, "content-type"))
        keywordHolds(attributes.content, takeContent);
}

void RawFacts::takeMeta(const TagAttributes &attributes)
{
    if (attributes.name.isNull() || attributes.content.isNull())
        return;
    const auto take = [&attributes, this](QByteArrayView &place, bool &fromBody) {
        const QByteArrayView text = trimmed(attributes.content);
        if (!place.isEmpty() || text.isEmpty())
            return;
        place = text.first(std::min(text.size(), MaxTextBytes));
        fromBody = m_inBody;
    };
    if (isKeyword(attributes.name, "description"))
        take(description, m_fromBody.description);
    else if (isKeyword(attributes.name, "robots"))
        take(robots, m_fromBody.robots);
}

void RawFacts::takeLink(const TagAttributes &attributes)
{
    if (!canonical.isEmpty() || attributes.rel.isNull())
        return;
    const QByteArrayView target = trimmed(attributes.href);
    if (target.isEmpty() || !hasToken(attributes.rel, "canonical"))
        return;
    canonical = target.first(std::min(target.size(), MaxTextBytes));
    m_fromBody.canonical = m_inBody;
}

void RawFacts::takeBase(const TagAttributes &attributes)
{
    if (!base.isNull() || attributes.href.isNull())
        return;
    const QByteArrayView target = trimmed(attributes.href);
    base = target.first(std::min(target.size(), MaxTextBytes));
    m_fromBody.base = m_inBody;
}

bool RawFacts::insertH1Text(qsizetype place, QByteArrayView text, TextKind kind)
{
    // Each piece counts a little by itself, so that a million tiny ones end too; most where others must move.
    const qsizetype room = MaxTextBytes - m_h1Bytes;
    if (room <= 0)
        return false;
    text = text.first(std::min(text.size(), room));
    m_h1Bytes += text.size() + (place == h1.size() ? 16 : 256);
    h1.insert(place, {text, kind});
    return true;
}

void RawFacts::forgetBody()
{
    const auto forget = [](bool fromBody, QByteArrayView &fact) {
        if (fromBody)
            fact = QByteArrayView();
    };
    forget(m_fromBody.title, title);
    forget(m_fromBody.description, description);
    forget(m_fromBody.canonical, canonical);
    forget(m_fromBody.robots, robots);
    forget(m_fromBody.base, base);
    h1.clear();
    links = 0;
}

} // namespace turnstone::parse
