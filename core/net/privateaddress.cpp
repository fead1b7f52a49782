// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/privateaddress.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace turnstone {

namespace {

struct Range4
{
    quint32 net;
    int bits;
};

constexpr quint32 ip4(quint32 a, quint32 b, quint32 c, quint32 d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array<Range4, 11> ranges4 = {{
    {ip4(0, 0, 0, 0), 8},      // this network
    {ip4(10, 0, 0, 0), 8},     // private
    {ip4(100, 64, 0, 0), 10},  // shared, carrier-grade NAT
    {ip4(127, 0, 0, 0), 8},    // loopback
    {ip4(169, 254, 0, 0), 16}, // link-local
    {ip4(172, 16, 0, 0), 12},  // private
    {ip4(192, 0, 0, 0), 24},   // protocol assignments
    {ip4(192, 168, 0, 0), 16}, // private
    {ip4(198, 18, 0, 0), 15},  // benchmarks between networks
    {ip4(224, 0, 0, 0), 4},    // multicast
    {ip4(240, 0, 0, 0), 4},    // reserved, broadcast
}};

bool isPrivate4(quint32 address)
{
    return std::any_of(ranges4.begin(), ranges4.end(), [address](const Range4 &range) {
        return (address ^ range.net) >> (32 - range.bits) == 0;
    });
}

quint32 embedded4(const Q_IPV6ADDR &address, int at)
{
    return ip4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool startsWith(const Q_IPV6ADDR &address, std::initializer_list<quint8> prefix)
{
    return std::equal(prefix.begin(), prefix.end(), &address.c[0]);
}

bool isPrivate6(const Q_IPV6ADDR &address)
{
    const bool startsEmpty = startsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    if (startsEmpty && address[10] == 0xff && address[11] == 0xff) // IPv4-mapped
        return isPrivate4(embedded4(address, 12));
    if (startsEmpty && address[10] == 0 && address[11] == 0) // unspecified, loopback, IPv4-compatible
        return isPrivate4(embedded4(address, 12));
    const bool isTranslated = startsWith(address, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}) ||
                              startsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0}); // RFC 7915
    if (isTranslated)
        return isPrivate4(embedded4(address, 12));
    if (startsWith(address, {0x00, 0x64, 0xff, 0x9b, 0, 1})) // locally translated
        return true;
    if (startsWith(address, {0x20, 0x02})) // 6to4
        return isPrivate4(embedded4(address, 2));
    const bool isUniqueLocal = (address[0] & 0xfe) == 0xfc;
    const bool isLinkOrSiteLocal = address[0] == 0xfe && (address[1] & 0x80) == 0x80;
    return isUniqueLocal || isLinkOrSiteLocal || address[0] == 0xff;
}

/// An IPv4 address in any form that the system's resolver takes: "127.1", "0x7f000001", "2130706433".
bool parsesAsIp4(const QString &host, quint32 &address)
{
    in_addr parsed{};
    if (host.isEmpty() || ::inet_aton(host.toLatin1().constData(), &parsed) == 0)
        return false;
    address = ntohl(parsed.s_addr);
    return true;
}

/// As in the URL standard (url.spec.whatwg.org, "ends in a number checker").
bool endsInANumber(const QString &name)
{
    const QStringView last = QStringView(name).mid(name.lastIndexOf(u'.') + 1);
    const bool isHexadecimal = last.startsWith(u"0x");
    const QStringView digits = isHexadecimal ? last.sliced(2) : last;
    const auto isDigit = [isHexadecimal](QChar c) {
        return (c >= u'0' && c <= u'9') || (isHexadecimal && c >= u'a' && c <= u'f');
    };
    return !last.isEmpty() && !name.contains(u':') && std::all_of(digits.begin(), digits.end(), isDigit);
}

} // namespace

bool isPrivateAddress(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return isPrivate4(address.toIPv4Address());
    return address.protocol() == QAbstractSocket::IPv6Protocol && isPrivate6(address.toIPv6Address());
}

bool isPrivateHost(const QString &host)
{
    QString name = host.toLower();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.sliced(1, name.size() - 2);
    if (name.endsWith(u'.'))
        name.chop(1);
    constexpr std::array ours = {
        QLatin1StringView("localhost"),     QLatin1StringView("localhost.localdomain"),
        QLatin1StringView("localhost4"),    QLatin1StringView("localhost4.localdomain4"),
        QLatin1StringView("localhost6"),    QLatin1StringView("localhost6.localdomain6"),
        QLatin1StringView("ip6-localhost"), QLatin1StringView("ip6-loopback")};
    if (std::find(ours.begin(), ours.end(), name) != ours.end() ||
        name.endsWith(QLatin1StringView(".localhost")))
        return true;
    quint32 ip4 = 0;
    if (parsesAsIp4(name, ip4))
        return isPrivate4(ip4);
    if (endsInANumber(name)) // no name ends so: an address that some take modulo 2^32, others for an error
        return true;
    return isPrivateAddress(QHostAddress(name));
}

} // namespace turnstone
