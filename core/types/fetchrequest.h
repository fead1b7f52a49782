// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace turnstone {

/// Header fields in the order they are sent or came.
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// Whether a request of this method (upper case) does no more than to read (RFC 9110, 9.2.1). Empty: GET.
inline bool isSafe(QByteArrayView method)
{
    return method.isEmpty() || method == "GET" || method == "HEAD" || method == "OPTIONS" ||
           method == "TRACE";
}

/// How an address is asked for. A list line may bring its own; what it leaves empty comes from the settings.
struct RequestSpec
{
    QByteArray method;  ///< upper case; empty: the crawl's method
    HeaderList headers; ///< added to the crawl's headers, replacing those of the same name
    QByteArray body;
    bool hasBody = false; ///< false: the crawl's body

    bool operator==(const RequestSpec &) const = default;
};

} // namespace turnstone
