// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/addresstext.h"

#include "core/input/bytetext.h"
#include "core/input/hosttext.h"
#include "core/types/addressurl.h"

#include <QString>
#include <QUrl>

#include <algorithm>
#include <array>
#include <cstring>

namespace turnstone {

namespace {

/// Bytes of a path or query that neither end an address nor need a second look.
constexpr std::array<bool, 256> makePlainBytes()
{
    std::array<bool, 256> plain{};
    for (int c = 0x21; c < 0x7F; ++c)
        plain[size_t(c)] = true;
    for (const char c :
         {'"', '#', '\'', '(', ')', ',', ':', ';', '<', '>', '[', '\\', ']', '^', '`', '{', '|', '}', '*'})
        plain[uchar(c)] = false;
    return plain;
}
constexpr auto PlainBytes = makePlainBytes();

constexpr std::array<bool, 256> makeEscapedBytes()
{
    std::array<bool, 256> escaped{};
    for (size_t c = 0; c <= 0x20; ++c)
        escaped[c] = true;
    for (const char c : {'"', '<', '>', '\x7F'})
        escaped[uchar(c)] = true;
    return escaped;
}
constexpr auto EscapedBytes = makeEscapedBytes();

/// Bytes that the network layer sends as they are.
constexpr std::array<bool, 256> makeSentBytes()
{
    std::array<bool, 256> sent{};
    for (int c = 0x21; c < 0x7F; ++c)
        sent[size_t(c)] = true;
    for (const char c : {'"', '%', '<', '>', '[', '\\', ']', '^', '`', '{', '|', '}'})
        sent[uchar(c)] = false;
    return sent;
}
constexpr auto SentBytes = makeSentBytes();

void appendEscaped(QByteArray &out, char c)
{
    constexpr char Digits[] = "0123456789ABCDEF";
    const char escape[] = {'%', Digits[uchar(c) >> 4], Digits[uchar(c) & 15]};
    out.append(escape, 3);
}

/// In a text that is not UTF-8: a byte beyond ASCII, or a backslash that is the second byte of a character,
/// as in Shift_JIS and Big5.
bool isPartOfCharacter(QByteArrayView text, qsizetype at)
{
    return isNonAscii(text[at]) || (text[at] == '\\' && at > 0 && uchar(text[at - 1]) > 0x80);
}

/// Copies what stands after the host. Bytes that are no UTF-8 were meant for a server with another encoding.
void appendTarget(QByteArray &out, QByteArrayView text, bool slashes)
{
    const bool utf8 = text.isValidUtf8();
    qsizetype blankEnd = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (isNonAscii(c) && at >= blankEnd)
            blankEnd = at + blankAt(text, at);
        if (c == '?')
            slashes = false;
        if (EscapedBytes[uchar(c)] || at < blankEnd || (!utf8 && isPartOfCharacter(text, at)))
            appendEscaped(out, c);
        else
            out.append(slashes && c == '\\' ? '/' : c); // as browsers do
    }
}

qsizetype authorityEnd(QByteArrayView text)
{
    const auto end = std::find_if(text.begin(), text.end(),
                                  [](char c) { return c == '/' || c == '?' || c == '#' || c == '\\'; });
    return end - text.begin();
}

struct Authority
{
    QByteArrayView user; ///< with its @
    QByteArrayView host;
    QByteArrayView port; ///< without the colon
    bool wellFormed = true;
};

Authority splitAuthority(QByteArrayView text)
{
    Authority parts;
    const qsizetype at = text.lastIndexOf('@');
    parts.user = text.first(at + 1);
    text = text.sliced(at + 1);
    qsizetype hostEnd = text.indexOf(':');
    if (text.startsWith('[')) {
        hostEnd = text.indexOf(']') + 1;
        parts.wellFormed = hostEnd > 0 && (hostEnd == text.size() || text[hostEnd] == ':');
    }
    if (hostEnd < 0)
        hostEnd = text.size();
    parts.host = text.first(hostEnd);
    parts.port = text.sliced(std::min(hostEnd + 1, text.size()));
    return parts;
}

/// 0: not a port.
int portNumber(QByteArrayView text)
{
    int port = 0;
    for (const char c : text) {
        if (!isAsciiDigit(c))
            return 0;
        port = std::min(port * 10 + (c - '0'), 65536);
    }
    return port <= 65535 ? port : 0;
}

bool isSchemePart(char c)
{
    return isAsciiLetter(c) || isAsciiDigit(c) || c == '+' || c == '-' || c == '.';
}

/// The scheme's length where the text begins with one: "mailto:x" has one, "localhost:80" and "a.b:80" have
/// not.
qsizetype schemeLength(QByteArrayView text)
{
    const auto end = std::find_if_not(text.begin(), text.end(), isSchemePart);
    const qsizetype size = end - text.begin();
    if (size == 0 || size == text.size() || *end != ':' || !isAsciiLetter(text.front()))
        return 0;
    const QByteArrayView after = text.sliced(size + 1);
    if (after.startsWith("//"))
        return size;
    const QByteArrayView name = text.first(size);
    if (name.contains('.') || (size == 9 && startsWithNoCase(name, "localhost")))
        return 0;
    return after.isEmpty() || !isAsciiDigit(after.front()) ? size : 0;
}

bool isSlash(char c)
{
    return c == '/' || c == '\\'; // as browsers read it
}

// Of the addresses that web archives have in their paths. They begin whatever letters stand before them.
constexpr auto ArchivedSchemes = std::to_array<QByteArrayView>({"https", "http", "sftp", "ftp"});

bool isArchived(QByteArrayView scheme)
{
    return std::any_of(ArchivedSchemes.begin(), ArchivedSchemes.end(), [scheme](QByteArrayView each) {
        return each.size() == scheme.size() && startsWithNoCase(scheme, each);
    });
}

/// The scheme that a text ends with.
QByteArrayView schemeBehind(QByteArrayView text)
{
    for (const QByteArrayView known : ArchivedSchemes) {
        if (text.size() >= known.size() && startsWithNoCase(text.last(known.size()), known))
            return text.last(known.size());
    }
    const auto before = std::find_if_not(text.rbegin(), text.rend(), isSchemePart);
    const auto begin = std::find_if(before.base(), text.end(), isAsciiLetter);
    return text.last(text.end() - begin);
}

/// See holdsAnotherLogin(): of everything after "//" that is sent, one with a scheme.
bool holdsFullLogin(QByteArrayView text)
{
    const qsizetype path = authorityEnd(text);
    const qsizetype query = text.contains('?') ? text.indexOf('?') : text.size();
    for (qsizetype at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
        const QByteArrayView scheme = schemeBehind(text.first(at));
        const QByteArrayView behind = text.sliced(at + 1);
        const qsizetype slashes = std::find_if_not(behind.begin(), behind.end(), isSlash) - behind.begin();
        const QByteArrayView rest = behind.sliced(slashes);
        // "http:/me:word@b.example" is enough for browsers
        const bool isScheme = !scheme.isEmpty() && slashes >= (startsWithNoCase(scheme, "http") ? 1 : 2);
        const QByteArrayView authority = rest.first(authorityEnd(rest));
        const qsizetype sign = authority.lastIndexOf('@');
        if (!isScheme || sign <= 0)
            continue;
        const qsizetype begin = at - scheme.size();
        const QByteArrayView before = text.first(begin);
        const bool mayBeOne = isArchived(scheme) || !authority.first(sign).contains(':');
        const bool isPart = begin > query  ? QByteArrayView("/?&=").contains(before.back())
                            : begin > path ? mayBeOne && before.endsWith('/') && !before.endsWith("*/")
                                           : false;
        if (!isPart)
            return true;
    }
    return false;
}

/// Of an address such as "mailto:ann@b.example", whose colon ends no user.
bool isSchemeOfMail(QByteArrayView text)
{
    static constexpr auto known = std::to_array<QByteArrayView>({"acct", "mailto", "sip", "sips", "xmpp"});
    return std::any_of(known.begin(), known.end(), [text](QByteArrayView each) {
        return each.size() == text.size() && startsWithNoCase(text, each);
    });
}

/// See holdsAnotherLogin(): of a path, one without a scheme.
bool holdsBareLogin(QByteArrayView path)
{
    qsizetype end = 0;
    while (end < path.size()) {
        const qsizetype begin = end + 1;
        end = begin + authorityEnd(path.sliced(begin));
        const QByteArrayView segment = path.sliced(begin, end - begin);
        const QByteArrayView user = segment.first(std::max<qsizetype>(segment.lastIndexOf('@'), 0));
        const qsizetype colon = user.lastIndexOf(':');
        if (colon < 0)
            continue;
        const auto name = std::find_if(user.rend() - colon, user.rend(), isSeparator).base();
        if (isSchemeOfMail(user.sliced(name - user.begin(), colon - (name - user.begin()))))
            continue;
        const QByteArrayView before = path.first(std::max<qsizetype>(begin - 2, 0));
        const bool isFull = before.endsWith(':') && !schemeBehind(before.chopped(1)).isEmpty();
        const bool isBehindSlashes = begin > 1 && isSlash(path[begin - 2]) && !isFull;
        const bool isApart = isBehindSlashes || std::any_of(user.begin(), user.begin() + colon, isSeparator);
        if (isApart && isBareAddress(path.sliced(begin + user.size() + 1), true))
            return true;
    }
    return false;
}

/// See holdsAnotherLogin(): of everything after "//".
bool holdsLogin(QByteArrayView text)
{
    const QByteArrayView sent = text.first(text.contains('#') ? text.indexOf('#') : text.size());
    const QByteArrayView asked = sent.first(sent.contains('?') ? sent.indexOf('?') : sent.size());
    return holdsFullLogin(sent) || holdsBareLogin(asked.sliced(authorityEnd(asked)));
}

/// user@host:port/path?query#fragment, everything after "//".
Address assemble(QByteArrayView scheme, QByteArrayView text)
{
    if (holdsLogin(text))
        return {{}, AddressProblem::Ambiguous};
    const qsizetype end = authorityEnd(text);
    const Authority parts = splitAuthority(text.first(end));
    if (!parts.wellFormed || parts.host.isEmpty())
        return {{}, AddressProblem::BadHost};
    const int port = portNumber(parts.port);
    if (port == 0 && !parts.port.isEmpty())
        return {{}, parts.port.contains(':') ? AddressProblem::BadHost : AddressProblem::BadPort};
    const QByteArray host = normalHost(parts.host);
    if (host.isEmpty())
        return {{}, AddressProblem::BadHost};
    if (scheme.isEmpty())
        scheme = isLocalOrIp(host) ? "http" : "https";

    Address address;
    address.url.reserve(scheme.size() + text.size() + 8);
    address.url.append(scheme).append("://");
    if (parts.user.size() > 1) {
        QByteArray user = parts.user.chopped(1).toByteArray();
        user.replace('@', "%40");
        appendTarget(address.url, user, false);
        address.url.append('@');
    }
    address.url.append(host);
    if (port != 0)
        address.url.append(':').append(QByteArray::number(port));
    QByteArrayView target = text.sliced(end);
    if (const qsizetype fragment = target.indexOf('#'); fragment >= 0)
        target = withoutBlanksAround(target.first(fragment)); // "address # what it is"
    if (target.isEmpty() || target.front() == '?')
        address.url.append('/');
    appendTarget(address.url, target, true);
    if (address.url.size() > MaxAddressBytes)
        return {{}, AddressProblem::TooLong};
    return address;
}

} // namespace

bool hasWebScheme(QByteArrayView text)
{
    return startsWithNoCase(text, "http://") || startsWithNoCase(text, "https://");
}

QByteArray percentEncodedBytes(QByteArrayView text)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (isPartOfCharacter(text, at))
            appendEscaped(out, text[at]);
        else
            out.append(text[at]);
    }
    return out;
}

QByteArray percentEncodedQuery(QByteArrayView bytes)
{
    QByteArray out;
    out.reserve(bytes.size());
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        const bool isSpace = c == ' ' || (c >= '\t' && c <= '\r');
        if (c == '#' || (EscapedBytes[uchar(c)] && !isSpace) || isPartOfCharacter(bytes, at))
            appendEscaped(out, c);
        else
            out.append(c);
    }
    return out;
}

bool isNormalAddress(QByteArrayView text)
{
    qsizetype at = 0;
    if (text.startsWith("https://"))
        at = 8;
    else if (text.startsWith("http://"))
        at = 7;
    else
        return false;
    if (text.size() > MaxAddressBytes)
        return false;
    const qsizetype host = at;
    while (at < text.size() && text[at] != '/' && text[at] != ':')
        ++at;
    if (at == text.size() || !isNormalHost(text.sliced(host, at - host)))
        return false;
    if (text[at] == ':') {
        const qsizetype port = ++at;
        while (at < text.size() && isAsciiDigit(text[at]))
            ++at;
        if (at == text.size() || text[at] != '/' || at == port || text[port] == '0' ||
            portNumber(text.sliced(port, at - port)) == 0)
            return false;
    }
    bool mayHoldLogin = false;
    for (; at < text.size(); ++at) {
        if (PlainBytes[uchar(text[at])])
            continue;
        if (text[at] != ':')
            return false;
        mayHoldLogin = true;
    }
    if (mayHoldLogin && holdsLogin(text.sliced(host)))
        return false;
    return std::strchr(".!?:", text.back()) == nullptr; // punctuation around it, perhaps
}

bool isBareAddress(QByteArrayView token, bool inProse)
{
    const qsizetype end = authorityEnd(token);
    const QByteArrayView authority = token.first(end);
    if (authority.isEmpty() || authority.contains('@'))
        return false;
    const Authority parts = splitAuthority(authority);
    if (!parts.wellFormed)
        return false;
    const bool digits = std::all_of(parts.port.begin(), parts.port.end(), isAsciiDigit);
    if (inProse && !digits)
        return false;
    const bool more = end < token.size() || !parts.port.isEmpty();
    return inProse ? isLikelyHost(parts.host, more) : isPossibleHost(parts.host);
}

Address normalAddress(QByteArrayView token)
{
    const QByteArrayView text = withoutBlanksAround(token);
    if (text.size() > MaxAddressBytes)
        return {{}, AddressProblem::TooLong};
    if (text.startsWith("//"))
        return normalAddress(text.sliced(2));
    const qsizetype scheme = schemeLength(text);
    if (scheme == 0) {
        if (!isBareAddress(text, false))
            return {{}, AddressProblem::NoAddress};
        return assemble({}, text);
    }
    const bool http = scheme == 4 && startsWithNoCase(text, "http");
    const bool https = scheme == 5 && startsWithNoCase(text, "https");
    if (!http && !https)
        return {{}, AddressProblem::UnsupportedScheme};
    if (!text.sliced(scheme + 1).startsWith("//"))
        return {{}, AddressProblem::BadSyntax};
    return assemble(http ? "http" : "https", text.sliced(scheme + 3));
}

bool holdsAnotherLogin(QByteArrayView address)
{
    return holdsLogin(address.sliced(hasWebScheme(address) ? address.indexOf(':') + 3 : 0));
}

bool isSentAsWritten(QByteArrayView url)
{
    return std::all_of(url.begin(), url.end(), [](char c) { return SentBytes[uchar(c)]; });
}

QByteArray sentForm(QByteArrayView url)
{
    // read as the crawler reads it, so that it is what goes over the wire by definition
    const QByteArray sent = addressUrl(QString::fromUtf8(url)).toEncoded();
    return sent.isEmpty() ? url.toByteArray() : sent;
}

} // namespace turnstone
