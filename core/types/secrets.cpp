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

/// U+FF20, which names of hosts take for an '@'.
constexpr QByteArrayView WideSign = "\xEF\xBC\xA0";

/// The same number of bytes, with an '@' for the last byte of each wide one.
QByteArray withPlainSigns(QByteArrayView text)
{
    QByteArray plain = text.toByteArray();
    if (plain.contains(WideSign))
        plain.replace(WideSign, "xx@");
    return plain;
}

/// What an escape means that begins there, percent-encoded or of a JSON string, and its size; 0 where none
/// does.
std::pair<char, qsizetype> escapeAt(QByteArrayView text, qsizetype at)
{
    const QByteArrayView rest = text.sliced(at);
    const auto character = [rest](qsizetype digits) {
        bool isHex = false;
        const int value = rest.sliced(digits, 2).toByteArray().toInt(&isHex, 16);
        return isHex ? char(value) : '\0';
    };
    if (rest.size() >= 3 && rest[0] == '%')
        return {character(1), 3};
    if (rest.size() < 2 || rest[0] != '\\' || (at > 0 && isSlash(text[at - 1])))
        return {'\0', 0};
    if (rest.size() >= 6 && rest.startsWith("\\u00"))
        return {character(4), 6};
    return {'\t', QByteArrayView("bfnrt").contains(rest[1]) ? 2 : 0};
}

/// withPlainSigns(), and the same of an '@', a colon, the slashes behind one, and white space that are
/// escaped.
QByteArray withPlainMarks(QByteArrayView text)
{
    QByteArray plain = withPlainSigns(text);
    if (!plain.contains('%') && !plain.contains('\\'))
        return plain;
    for (qsizetype at = 0; at < plain.size(); ++at) {
        if (plain[at] != '%' && plain[at] != '\\')
            continue;
        const auto [meaning, size] = escapeAt(plain, at);
        const bool isBehindColon = at > 0 && QByteArrayView(":/").contains(plain[at - 1]);
        if (size == 0 || !QByteArrayView("\t:/@").contains(meaning) || (meaning == '/' && !isBehindColon))
            continue;
        const bool repeats = meaning == ':' || meaning == '/';
        std::fill_n(plain.begin() + at, size, repeats ? meaning : 'x');
        at += size - 1;
        if (meaning == '@')
            plain[at] = meaning;
    }
    return plain;
}

/// The '@' of the text where withPlainMarks() has one.
QByteArrayView signAt(QByteArrayView text, qsizetype at)
{
    if (text[at] == '@')
        return text.sliced(at, 1);
    const QByteArrayView before = text.first(at + 1);
    return before.last(before.endsWith("\\u0040") ? 6 : WideSign.size()); // or "%40"
}

/// Of "http:/host" and "http:host", which browsers take for an address with both slashes; -1: it is none.
qsizetype startBehindScheme(QByteArrayView address)
{
    const qsizetype begin = std::find_if_not(address.begin(), address.end(), isSpace) - address.begin();
    for (const QByteArrayView scheme : {QByteArrayView("http:"), QByteArrayView("https:")}) {
        const qsizetype end = begin + scheme.size();
        if (end < address.size() &&
            address.sliced(begin, scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0)
            return end + (isSlash(address[end]) ? 1 : 0);
    }
    return -1;
}

/// Where it stands in an address; -1: it has none.
qsizetype startOfAuthority(QByteArrayView address)
{
    const qsizetype slashes = slashesIn(address);
    const QByteArrayView before = address.first(std::max<qsizetype>(slashes, 0)).trimmed();
    // Two slashes behind a path or a query begin no authority.
    const bool isBehindPath =
        !before.isEmpty() && (before.back() != ':' || before.contains('/') || before.contains('?'));
    return slashes < 0 || isBehindPath ? startBehindScheme(address) : slashes + 2;
}

std::optional<Place> userInfoIn(QByteArrayView address)
{
    const qsizetype start = address.contains('@') ? startOfAuthority(address) : -1;
    if (start < 0)
        return std::nullopt;
    const qsizetype at = address.first(endOfAuthority(address, start)).lastIndexOf('@');
    return at < start ? std::nullopt : std::optional(Place(start, at));
}

/// A port, and perhaps what follows an address in a text.
bool beginsWithPort(QByteArrayView text)
{
    constexpr QByteArrayView Ends = ",;\"'<>()[]{}|";
    constexpr qsizetype MostDigits = 5;
    const auto end = std::find_if_not(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (end == text.end())
        return text.size() <= MostDigits;
    const qsizetype digits = end - text.begin();
    const bool isEnd = Ends.contains(*end) || (*end == '.' && end + 1 == text.end());
    return digits > 0 && digits <= MostDigits && isEnd;
}

/// Of an IPv6 address whose bracket is not closed.
bool isBeginningOfNumber(QByteArrayView authority)
{
    constexpr QByteArrayView Digits = "0123456789abcdefABCDEF:.";
    const bool isOpen = authority.startsWith('[') && !authority.contains(']');
    return isOpen && std::all_of(authority.begin() + 1, authority.end(),
                                 [Digits](char c) { return Digits.contains(c); });
}

/// In "user:password", which somebody took for an address: what stands behind the colon is no port. -1: none.
qsizetype strayPasswordIn(QByteArrayView authority)
{
    if (isBeginningOfNumber(authority))
        return -1;
    const qsizetype host = authority.startsWith('[') ? authority.indexOf(']') + 1 : 0;
    const qsizetype colon = authority.indexOf(':', host);
    return colon < 0 || beginsWithPort(authority.sliced(colon + 1)) ? -1 : colon + 1;
}

qsizetype startOfMail(QByteArrayView text)
{
    constexpr QByteArrayView Scheme = "mailto:";
    const bool isMail =
        text.first(std::min(text.size(), Scheme.size())).compare(Scheme, Qt::CaseInsensitive) == 0;
    return isMail ? Scheme.size() : 0;
}

/// Of "user:password@host" without two slashes: mail has no passwords, but who knows who wrote it.
std::optional<Place> bareUserInfoIn(QByteArrayView text)
{
    const qsizetype start = startOfMail(text);
    const qsizetype colon = text.indexOf(':', start), at = text.lastIndexOf('@');
    return colon >= 0 && at > colon ? std::optional(Place(start, at)) : std::nullopt;
}

/// Of "http:///user:password@host", of which the host is missing: whatever stands where it might be. Too much
/// is better than too little, since nobody can follow it anyway.
std::optional<Place> misplacedUserInfo(QByteArrayView text, qsizetype start)
{
    constexpr QByteArrayView NoHost = "/\\?#:%";
    if (start < text.size() && !NoHost.contains(text[start]))
        return std::nullopt;
    const auto isEnd = [](char c) { return isSlash(c) || c == '?' || c == '#'; };
    const qsizetype first = std::find_if_not(text.begin() + start, text.end(), isEnd) - text.begin();
    const qsizetype at = text.lastIndexOf('@');
    return at < first ? std::nullopt : std::optional(Place(first, at));
}

/// In a part of a word without an authority: "/path,user:password@host", "http:/user:password@host".
std::optional<Place> looseUserInfo(QByteArrayView word, qsizetype from, qsizetype end)
{
    const QByteArrayView text = word.sliced(from, end - from);
    const qsizetype colon = text.indexOf(':'), at = text.lastIndexOf('@');
    if (colon < 0 || at < colon)
        return std::nullopt;
    constexpr QByteArrayView NoUser = "/\\?#,;|&='\"<>()[]{}";
    const auto start =
        std::find_if(text.rend() - colon, text.rend(), [=](char c) { return NoUser.contains(c); }).base();
    return Place(from + (start - text.begin()), from + at);
}

/// In a word of a text, with or without two slashes, and wherever a raw password holds what would end it.
std::optional<Place> userInfoInWord(QByteArrayView word, qsizetype from)
{
    if (from == 0 && (slashesIn(word) < 0 || startOfMail(word) > 0)) {
        if (const auto info = bareUserInfoIn(word))
            return info;
    }
    const qsizetype last = word.lastIndexOf('@'); // behind it nothing needs to be looked at
    from = from > 0 ? endOfAuthority(word, from) : startOfMail(word);
    qsizetype slashes = slashesIn(word, from);
    for (; slashes >= 0 && slashes < last; slashes = slashesIn(word, from)) {
        if (const auto info = looseUserInfo(word, from, slashes))
            return info;
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
        if (const auto info = misplacedUserInfo(word, start))
            return info;
        from = end;
    }
    return from < last ? looseUserInfo(word, from, word.size()) : std::nullopt;
}

/// `user:***`; `***` where there is no password. `plain`: see withPlainMarks().
QByteArray hiddenUserInfo(QByteArrayView given, QByteArrayView plain)
{
    const qsizetype colon = plain.indexOf(':');
    if (plain.isEmpty() || plain == ":")
        return given.toByteArray();
    if (colon < 0 || colon == plain.size() - 1)
        return Hidden.toByteArray();
    return given.first(colon).toByteArray() + ':' + Hidden.toByteArray();
}

/// What is left of a word that has no '@': from a password on, nobody knows where that ends.
QByteArray withHiddenStray(QByteArrayView word)
{
    for (qsizetype slashes = slashesIn(word); slashes >= 0;) {
        // "http:///user:password": whatever stands where the host might be
        const qsizetype start = std::find_if_not(word.begin() + slashes, word.end(), isSlash) - word.begin();
        const qsizetype end = endOfAuthority(word, start);
        const QByteArrayView authority = word.sliced(start, end - start);
        if (const qsizetype password = strayPasswordIn(authority); password >= 0 && !authority.contains('@'))
            return word.first(start + password).toByteArray() + Hidden.toByteArray();
        slashes = slashesIn(word, end);
    }
    return word.toByteArray();
}

/// The last '@' from a place on, but before the next two slashes; -1: none.
qsizetype signBehind(QByteArrayView text, qsizetype from)
{
    const qsizetype slashes = slashesIn(text, from);
    const qsizetype at = text.sliced(from, (slashes < 0 ? text.size() : slashes) - from).lastIndexOf('@');
    return at < 0 ? -1 : from + at;
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
    if (!isSecretHeader(name)) {
        const bool isAddress = name.compare("location", Qt::CaseInsensitive) == 0;
        return isAddress || value.contains('@') ? withHiddenUserInfo(value) : value;
    }
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
    const QByteArray plain = withPlainSigns(address);
    const qsizetype start = startOfAuthority(plain);
    auto info = start >= 0               ? userInfoIn(plain)
                : startOfMail(plain) > 0 ? bareUserInfoIn(plain)
                                         : std::nullopt;
    if (!info && start >= 0)
        info = misplacedUserInfo(plain, start);
    if (info) {
        const qsizetype size = info->second - info->first;
        return address.first(info->first).toByteArray() +
               hiddenUserInfo(address.sliced(info->first, size),
                              QByteArrayView(plain).sliced(info->first, size)) +
               signAt(address, info->second).toByteArray() + address.sliced(info->second + 1).toByteArray();
    }
    const qsizetype end = start < 0 ? -1 : endOfAuthority(address, start);
    const qsizetype password = start < 0 ? -1 : strayPasswordIn(address.sliced(start, end - start));
    QByteArray shown = address.toByteArray();
    if (password >= 0)
        shown.replace(start + password, end - start - password, Hidden.toByteArray());
    return shown;
}

QByteArray withHiddenUserInfos(QByteArrayView text)
{
    const QByteArray plain = withPlainMarks(text);
    QByteArray shown;
    for (qsizetype at = 0; at < text.size();) {
        const auto wordEnd = std::find_if(plain.begin() + at, plain.end(), isSpace) - plain.begin();
        const QByteArrayView word = QByteArrayView(plain).sliced(at, wordEnd - at);
        const QByteArrayView given = text.sliced(at, wordEnd - at);
        qsizetype done = 0;
        while (const auto info = userInfoInWord(word, done)) {
            shown += given.sliced(done, info->first - done);
            const qsizetype size = info->second - info->first;
            shown += hiddenUserInfo(given.sliced(info->first, size), word.sliced(info->first, size));
            shown += signAt(given, info->second);
            done = info->second + 1;
        }
        const QByteArray rest = withHiddenStray(given.sliced(done));
        shown += rest;
        at = std::find_if_not(plain.begin() + wordEnd, plain.end(), isSpace) - plain.begin();
        // "//user:pass word@host"
        const bool isStray = rest != given.sliced(done);
        if (const qsizetype sign = isStray ? signBehind(plain, wordEnd) : -1; sign >= 0)
            at = sign + 1 - signAt(text, sign).size();
        else
            shown += text.sliced(wordEnd, at - wordEnd);
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
    return withHiddenUserInfo(bare);
}

} // namespace turnstone
