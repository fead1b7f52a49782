// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchrequest.h"

class QNetworkReply;

namespace turnstone {

/// The header of an answer as QNetworkReply has it: of each field one value.
struct WireHeader
{
    int status = 0; ///< 0: there is none yet
    QByteArray reason;
    HeaderList fields;

    static WireHeader of(const QNetworkReply &reply);
    /// nullptr: there is no such field. Names have no case.
    const QByteArray *find(QByteArrayView name) const;
    QByteArray value(QByteArrayView name) const; ///< null: likewise
};

/// Fields that come several times are joined as Qt joins them; of a Location or Content-Type the last counts.
HeaderList joinedFields(const HeaderList &fields);

} // namespace turnstone
