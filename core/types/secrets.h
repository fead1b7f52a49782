// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

/// A header field whose value is for its receiver alone: credentials, cookies, and whatever its name calls a
/// token, key, secret or password.
bool isSecretHeader(QByteArrayView name);

/// Stands where a secret was.
inline constexpr QByteArrayView Hidden = "***";

/// An address as others may see it: `***` in the place of user and password. `address` may be any text, also
/// one that is no address.
QByteArray withHiddenUserInfo(QByteArrayView address);
/// The same without user, password and '@', for a redirect's target: they are never sent on.
QByteArray withoutUserInfo(const QByteArray &location);

} // namespace turnstone
