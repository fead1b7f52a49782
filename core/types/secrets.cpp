// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/secrets.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace turnstone {

namespace {

/// Where user and password stand in it, and the '@' behind them.
std::optional<std::pair<qsizetype, qsizetype>> userInfoIn(QByteArrayView address)
{
    if (!address.contains('@'))
        return std::nullopt;
    const auto isSlash = [](char c) { return c == '/' || c == '\\'; }; // browsers take either
    const auto slashes = std::adjacent_find(address.begin(), address.end(),
                                            [isSlash](char a, char b) { return isSlash(a) && isSlash(b); });
    if (slashes == address.end())
        return std::nullopt;
    // Two slashes behind a path or a query begin no authority.
    const QByteArrayView before = address.first(slashes - address.begin()).trimmed();
    if (!before.isEmpty() && (before.back() != ':' || before.contains('/') || before.contains('?')))
        return std::nullopt;
    const auto start = slashes + 2;
    const auto end =
        std::find_if(start, address.end(), [isSlash](char c) { return isSlash(c) || c == '?' || c == '#'; });
    const qsizetype at =
        address.sliced(start - address.begin(), end - start).lastIndexOf('@') + (start - address.begin());
    if (at < start - address.begin())
        return std::nullopt;
    return std::pair(start - address.begin(), at);
}

} // namespace

bool isSecretHeader(QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 13> telling = {
        "auth",   "token",   "secret",     "key",       "pass", "pwd", "jwt",
        "bearer", "session", "credential", "signature", "csrf", "otp"};
    const QByteArray lower = name.toByteArray().toLower();
    return lower == "cookie" || std::any_of(telling.begin(), telling.end(),
                                            [&lower](QByteArrayView part) { return lower.contains(part); });
}

QByteArray withHiddenUserInfo(QByteArrayView address)
{
    QByteArray shown = address.toByteArray();
    if (const auto info = userInfoIn(address))
        shown.replace(info->first, info->second - info->first, Hidden.data(), Hidden.size());
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
