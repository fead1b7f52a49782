// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace turnstone {

/// True for a host name or dotted IPv4 address that normalHost() would leave as it is. False says nothing.
bool isNormalHost(QByteArrayView host);

/// A host in its normal form (lower case; IP addresses in their usual spelling; international names stay in
/// Unicode), or nothing where it is none.
QByteArray normalHost(QByteArrayView host);

/// For a normal host: localhost, a name below it, or an IP address.
bool isLocalOrIp(QByteArrayView host);

/// localhost, an IP address, or a dotted name whose last label may be a top-level domain.
bool isPossibleHost(QByteArrayView host);
/// isPossibleHost() and not rather a file name, a word or the seam of two sentences. `more`: a port or a path
/// follows.
bool isLikelyHost(QByteArrayView host, bool more);

} // namespace turnstone
