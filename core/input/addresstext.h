// SPDX-License-Identifier: GPL-3.0-or-later
// One token of text -> one address in its normal form.
#pragma once

#include "core/types/addresslist.h"

#include <QByteArray>
#include <QByteArrayView>

namespace turnstone {

inline constexpr qsizetype MaxAddressBytes = 16384;

/// An address in its normal form, or why there is none.
struct Address
{
    QByteArray url; ///< UTF-8; empty where there is a problem
    AddressProblem problem = AddressProblem::None;
};

/// True where `text` is in its normal form already and nothing has to be cut from it: what nearly every line
/// of a long list is. False says nothing.
bool isNormalAddress(QByteArrayView text);

/// "http://" or "https://" in any case at the beginning.
bool hasWebScheme(QByteArrayView text);

/// A text that is not UTF-8 with all bytes of its characters beyond ASCII percent-encoded.
QByteArray percentEncodedBytes(QByteArrayView text);

/// The bytes of a query with all percent-encoded that would end it or may not stand in it, but white space,
/// which is not known yet to be a part of it.
QByteArray percentEncodedQuery(QByteArrayView bytes);

/// Whether a token without a scheme is meant as an address. In prose more is asked of it than when it stands
/// alone: no file names, no sentences that lack a space.
bool isBareAddress(QByteArrayView token, bool inProse);

/// Scheme and host in lower case, https (http for localhost and IP addresses) where there is no scheme, no
/// fragment, "/" for an empty path, what no URL may hold percent-encoded; all else as it is. What
/// holdsAnotherLogin() is ambiguous.
Address normalAddress(QByteArrayView token);

/// "https://a.example/1https://me:word@b.example/": behind the scheme of an address, one with a login begins
/// that is no part of it, for no password goes to the host of another. One of http, https or ftp, or without
/// a password, is a part of the path right behind a slash, as in web archives (a backslash is none here), and
/// one of any scheme is of the query as a value or in place of one. In the path it needs no scheme behind
/// "//" or a separator: "https://a.example/1,me:word@b.example/".
bool holdsAnotherLogin(QByteArrayView address);

/// For a normal address: true where it is sent byte for byte as it is written. False says nothing.
bool isSentAsWritten(QByteArrayView url);
/// A normal address as it is sent, which is how two spellings of one request are known: the host in punycode,
/// percent-encoding in upper case, characters encoded that must be and decoded that need not be (RFC 3986).
QByteArray sentForm(QByteArrayView url);

} // namespace turnstone
