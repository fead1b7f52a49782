// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/secrets.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace turnstone {

namespace {

/// Where user and password stand in a text, and the '@' behind them.
using Place = std::pair<qsizetype, qsizetype>;

bool isSlash(char c)
{
    return c == '/' || c == '\\'; // browsers take either
}

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isNumber(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The first two slashes in a row from there on; -1: none.
qsizetype slashesIn(QByteArrayView text, qsizetype from = 0)
{
    const auto found = std::adjacent_find(text.begin() + from, text.end(),
                                          [](char a, char b) { return isSlash(a) && isSlash(b); });
    return found == text.end() ? -1 : found - text.begin();
}

qsizetype endOfAuthority(QByteArrayView text, qsizetype start)
{
    return std::find_if(text.begin() + start, text.end(),
                        [](char c) { return isSlash(c) || c == '?' || c == '#'; }) -
           text.begin();
}

std::optional<Place> userInfoIn(QByteArrayView address)
{
    if (!address.contains('@'))
        return std::nullopt;
    const qsizetype slashes = slashesIn(address);
    if (slashes < 0)
        return std::nullopt;
    // Two slashes behind a path or a query begin no authority.
    const QByteArrayView before = address.first(slashes).trimmed();
    if (!before.isEmpty() && (before.back() != ':' || before.contains('/') || before.contains('?')))
        return std::nullopt;
    const qsizetype start = slashes + 2;
    const qsizetype at = address.first(endOfAuthority(address, start)).lastIndexOf('@');
    return at < start ? std::nullopt : std::optional(Place(start, at));
}

/// In a word of a text, with or without two slashes, and wherever a raw password holds what would end it.
std::optional<Place> userInfoInWord(QByteArrayView word, qsizetype from)
{
    if (from == 0 && slashesIn(word) < 0) {
        const qsizetype colon = word.indexOf(':'), at = word.lastIndexOf('@');
        const bool isMail = word.startsWith("mailto:");
        return colon >= 0 && at > colon && !isMail ? std::optional(Place(0, at)) : std::nullopt;
    }
    for (qsizetype slashes = slashesIn(word, from); slashes >= 0; slashes = slashesIn(word, from)) {
        const qsizetype start = slashes + 2;
        const qsizetype end = endOfAuthority(word, start);
        const QByteArrayView authority = word.sliced(start, end - start);
        if (const qsizetype at = authority.lastIndexOf('@'); at >= 0)
            return Place(start, start + at);
        // "//user:pa/ss@host": what stands behind the colon is no port.
        if (const qsizetype colon = authority.lastIndexOf(':');
            colon >= 0 && !isNumber(authority.sliced(colon + 1))) {
            const qsizetype at = word.indexOf('@', end);
            return at < 0 ? std::nullopt : std::optional(Place(start, at));
        }
        from = end;
    }
    return std::nullopt;
}

/// `user:***`; `***` where there is no password.
QByteArray hiddenUserInfo(QByteArrayView info)
{
    const qsizetype colon = info.indexOf(':');
    if (info.isEmpty() || info == ":")
        return info.toByteArray();
    if (colon < 0 || colon == info.size() - 1)
        return Hidden.toByteArray();
    return info.first(colon + 1).toByteArray() + Hidden.toByteArray();
}

/// What stands before the credentials in Authorization (RFC 9110, 11.6.2), where it is one that is known:
/// else it may be a part of the secret. With the space.
QByteArrayView schemeOf(QByteArrayView value)
{
    constexpr std::array<QByteArrayView, 13> known = {
        "Basic",   "Bearer", "Digest", "Negotiate", "NTLM", "Token",           "ApiKey",
        "Api-Key", "OAuth",  "DPoP",   "HOBA",      "Hawk", "AWS4-HMAC-SHA256"};
    const qsizetype space = value.indexOf(' ');
    const QByteArrayView word = value.first(std::max<qsizetype>(space, 0));
    const bool isKnown = std::any_of(known.begin(), known.end(), [word](QByteArrayView each) {
        return each.compare(word, Qt::CaseInsensitive) == 0;
    });
    return isKnown ? value.first(space + 1) : QByteArrayView();
}

bool isAuthorization(QByteArrayView name)
{
    return name.compare("authorization", Qt::CaseInsensitive) == 0 ||
           name.compare("proxy-authorization", Qt::CaseInsensitive) == 0;
}

} // namespace

bool isSecretHeader(QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 13> telling = {
        "auth",   "token",   "secret",     "key",       "pass", "pwd", "jwt",
        "bearer", "session", "credential", "signature", "csrf", "otp"};
    constexpr std::array<QByteArrayView, 4> cookies = {"cookie", "set-cookie", "cookie2", "set-cookie2"};
    // The server's question, of which the answer is a secret.
    constexpr std::array<QByteArrayView, 2> open = {"www-authenticate", "proxy-authenticate"};
    const QByteArray lower = name.toByteArray().toLower();
    const auto is = [&lower](QByteArrayView other) { return lower == other; };
    if (std::any_of(cookies.begin(), cookies.end(), is))
        return true;
    const auto holds = [&lower](QByteArrayView part) { return lower.contains(part); };
    return std::any_of(telling.begin(), telling.end(), holds) && std::none_of(open.begin(), open.end(), is);
}

QByteArray shownHeaderValue(QByteArrayView name, const QByteArray &value)
{
    if (!isSecretHeader(name))
        return value.contains('@') ? withHiddenUserInfo(value) : value;
    if (value.isEmpty())
        return value;
    const QByteArrayView scheme = isAuthorization(name) ? schemeOf(value) : QByteArrayView();
    return scheme.toByteArray() + Hidden.toByteArray();
}

HeaderList shownHeaders(const HeaderList &headers)
{
    HeaderList shown = headers;
    for (auto &[name, value] : shown)
        value = shownHeaderValue(name, value);
    return shown;
}

bool isHiddenHeader(QByteArrayView name, QByteArrayView value)
{
    // A quick look first: this is asked of every request.
    if (value.indexOf(Hidden) < 0)
        return false;
    if (!isSecretHeader(name))
        return hasHiddenUserInfo(value);
    const QByteArrayView bare = value.trimmed();
    if (!bare.endsWith(Hidden))
        return false;
    const QByteArray before = bare.chopped(Hidden.size()).toByteArray().simplified();
    if (before.isEmpty())
        return true;
    const QByteArray scheme = before + ' ';
    return isAuthorization(name) && schemeOf(scheme) == scheme;
}

bool hasHiddenHeader(const HeaderList &headers)
{
    return std::any_of(headers.begin(), headers.end(),
                       [](const auto &header) { return isHiddenHeader(header.first, header.second); });
}

QByteArray withHiddenUserInfo(QByteArrayView address)
{
    QByteArray shown = address.toByteArray();
    if (const auto info = userInfoIn(address)) {
        const qsizetype length = info->second - info->first;
        shown.replace(info->first, length, hiddenUserInfo(address.sliced(info->first, length)));
    }
    return shown;
}

QByteArray withHiddenUserInfos(QByteArrayView text)
{
    if (!text.contains('@'))
        return text.toByteArray();
    QByteArray shown;
    for (auto at = text.begin(); at != text.end();) {
        const auto wordEnd = std::find_if(at, text.end(), isSpace);
        const QByteArrayView word(at, wordEnd);
        qsizetype done = 0;
        while (const auto info = userInfoInWord(word, done)) {
            shown += word.sliced(done, info->first - done);
            shown += hiddenUserInfo(word.sliced(info->first, info->second - info->first)) + '@';
            done = info->second + 1;
        }
        shown += word.sliced(done);
        at = std::find_if_not(wordEnd, text.end(), isSpace);
        shown.append(wordEnd, at - wordEnd);
    }
    return shown;
}

QByteArray shownAddress(QByteArrayView text, bool isAddress)
{
    const bool hasScheme =
        text.first(std::min<qsizetype>(text.size(), 4)).compare("http", Qt::CaseInsensitive) == 0;
    return isAddress && hasScheme ? withHiddenUserInfo(text) : withHiddenUserInfos(text);
}

bool hasHiddenUserInfo(QByteArrayView address)
{
    const auto info = userInfoIn(address);
    if (!info)
        return false;
    const QByteArrayView text = address.sliced(info->first, info->second - info->first);
    return text.endsWith(Hidden) && text.size() <= text.indexOf(':') + 1 + Hidden.size();
}

QByteArray withGivenUserInfo(QByteArrayView hidden, const QString &secret)
{
    QByteArray whole = hidden.toByteArray();
    if (const auto info = userInfoIn(hidden); info && hasHiddenUserInfo(hidden))
        whole.replace(info->second - Hidden.size(), Hidden.size(), QUrl::toPercentEncoding(secret));
    return whole;
}

QUrl shownProxy(const QUrl &proxy)
{
    QUrl shown = proxy.adjusted(QUrl::RemovePassword);
    if (proxy.userName().isEmpty() != proxy.password().isEmpty())
        shown.setUserName(QString::fromLatin1(Hidden));
    return shown;
}

QByteArray withoutUserInfo(const QByteArray &location)
{
    QByteArray bare = location;
    if (const auto info = userInfoIn(location))
        bare.remove(info->first, info->second + 1 - info->first);
    return bare;
}

} // namespace turnstone
