// SPDX-License-Identifier: GPL-3.0-or-later
// What is for its receiver alone: how it is known, and how it is shown. Pure.
#pragma once

#include "core/types/fetchrequest.h"

#include <QByteArray>
#include <QUrl>

namespace turnstone {

/// A header field whose value is for its receiver alone: Authorization, cookies, and whatever its name calls
/// a key, token, secret, password, session or credential.
bool isSecretHeader(QByteArrayView name);

/// Stands where a secret was. It is never sent.
inline constexpr QByteArrayView Hidden = "***";

/// The value of a field as others may see it: `***` for a secret, behind the scheme of an Authorization
/// ("Bearer ***"); else the value, without the password of an address.
QByteArray shownHeaderValue(QByteArrayView name, const QByteArray &value);
HeaderList shownHeaders(const HeaderList &headers);
/// Whether the value of a field is one that shownHeaderValue() made.
bool isHiddenHeader(QByteArrayView name, QByteArrayView value);
bool hasHiddenHeader(const HeaderList &headers);

/// An address as others may see it: `user:***@host`; a user without a password may be a token: `***@host`. In
/// `http://user:password`, of which the host is missing, what is no port is the password: `http://user:***`.
/// Where only slashes, a port or the like stand in the place of the host, that is looked for behind them.
/// `address` may be any text, also one that is no address.
QByteArray withHiddenUserInfo(QByteArrayView address);
/// The same wherever in a text, such as a line that is no address, be it percent-encoded or with the escapes
/// of JSON, with two slashes before it or in the path of another, and with blanks in the password; rather too
/// much than too little.
QByteArray withHiddenUserInfos(QByteArrayView text);
/// A row of a list; `isAddress`: nobody has found anything wrong with it.
QByteArray shownAddress(QByteArrayView text, bool isAddress);
/// Whether withHiddenUserInfo() has hidden something of it.
bool hasHiddenUserInfo(QByteArrayView address);
/// A hidden address with its secret again, whatever characters that has.
QByteArray withGivenUserInfo(QByteArrayView hidden, const QString &secret);
/// A proxy as others may see it: without its password; a user who has none may be a token: `***@host`. So is
/// a password without a user, which would leave nothing to show that it is missing.
QUrl shownProxy(const QUrl &proxy);
/// Without user, password and '@', for a redirect's target: they are never sent on. What nobody can follow is
/// as withHiddenUserInfo() shows it.
QByteArray withoutUserInfo(const QByteArray &location);

} // namespace turnstone
