// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace turnstone {

/// Header fields in the order they are sent or came.
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

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
