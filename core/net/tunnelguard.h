// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace turnstone {

/// Bounds how often Qt asks a proxy for one tunnel; a proxy that refuses that often is told as one that wants
/// a login (QNetworkReply::ProxyAuthenticationRequiredError). By being linked; call it, or it may not be.
void guardTunnels();

} // namespace turnstone
