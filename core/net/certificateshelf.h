// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/connectionfacts.h"

#include <QHash>

namespace turnstone {

/// What certificates say, each read once while it is remembered. Nothing of one is trusted: names are bounded
/// in their number and length. Not thread-safe.
class CertificateShelf final
{
public:
    /// `der` as a server sent it (X.509, RFC 5280); nullptr where it is none.
    std::shared_ptr<const CertificateFacts> read(const QByteArray &der);

private:
    QHash<QByteArray, std::shared_ptr<const CertificateFacts>> m_known; // by SHA-256
};

} // namespace turnstone
