// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QString>

namespace turnstone {

/// True for what is not on the public internet (RFC 6890): private, shared (100.64/10), loopback, link-local,
/// unique local, unspecified, multicast, broadcast and reserved addresses, and IPv6 forms that carry one of
/// them. A null address is none.
bool isPrivateAddress(const QHostAddress &address);

/// The same for a host as it stands in an address: a literal, or a name that always means this machine
/// ("localhost" and below, RFC 6761; what Linux calls so besides). False for any other name: only looking it
/// up can tell.
bool isPrivateHost(const QString &host);

} // namespace turnstone
