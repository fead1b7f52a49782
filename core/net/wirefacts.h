// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QMetaType>
#include <QNetworkRequest>

namespace turnstone {

/// What an engine knows of an exchange and QNetworkReply has no words for. A reply has it as an attribute
/// from its header on, and whole at its end.
struct WireFacts
{
    static constexpr QNetworkRequest::Attribute Attribute = QNetworkRequest::User;
    /// Of a request: "address,address" of its host, as a QByteArray, which then is not looked up.
    static constexpr auto Addresses = QNetworkRequest::Attribute(QNetworkRequest::User + 1);
    /// Of a request: milliseconds for the connection, all addresses of its host together.
    static constexpr auto ConnectTimeout = QNetworkRequest::Attribute(QNetworkRequest::User + 2);

    TimePoint sentAt;   ///< the connection was there, and the request could be sent
    TimePoint headerAt; ///< the answer's header was there, whole
    TimePoint endAt;
    QByteArray httpVersion; ///< "1.0", "1.1", "2"
};

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::WireFacts)
