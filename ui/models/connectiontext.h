// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

namespace turnstone {

/// "new connection to 192.0.2.1, HTTP/1.1, TLSv1.3": what is known of a hop's connection, harmless to show.
/// Empty: nothing.
QString connectionText(const Hop &hop);
/// "HTTP/2 over TLSv1.3"; without an answer empty.
QString protocolText(const QByteArray &httpVersion, const Hop *hop);
/// "2027-01-31 12:00 UTC"; empty where it is not known.
QString expiryText(const CertificateFacts &certificate);

} // namespace turnstone
