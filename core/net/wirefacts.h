// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/types/connectionfacts.h"

#include <QByteArray>
#include <QNetworkRequest>

#include <memory>
#include <optional>

namespace turnstone {

/// What an engine knows of an exchange and QNetworkReply has no words for: see WireReply.
struct WireFacts
{
    /// Of a request: "address,address" of its host, as a QByteArray, which then is not looked up.
    static constexpr auto Addresses = QNetworkRequest::User;
    /// Of a request: milliseconds for the connection, all addresses of its host together.
    static constexpr auto ConnectTimeout = QNetworkRequest::Attribute(QNetworkRequest::User + 1);
    /// Of a request: true asks for a connection that was not used before, where the engine can do that.
    static constexpr auto OwnConnection = QNetworkRequest::Attribute(QNetworkRequest::User + 2);

    TimePoint sentAt;   ///< the connection was there, and the request could be sent
    TimePoint headerAt; ///< the answer's header was there, whole
    TimePoint endAt;
    Duration tls{-1};       ///< of the handshake that came before the last send; negative: there was none
    QByteArray httpVersion; ///< "1.0", "1.1", "2"
    std::optional<bool> isReused; ///< whether the connection of the last send had been used before
    std::shared_ptr<const ConnectionFacts> connection; ///< likewise; of none, the one that failed
};

} // namespace turnstone
