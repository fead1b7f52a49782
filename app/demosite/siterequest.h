// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <utility>
#include <vector>

namespace turnstone {

using SiteHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

/// A request as the demo site's routes see it. Names and values are as they came.
struct SiteRequest
{
    QByteArray method;
    QByteArray path;  ///< with its percent-encoding, without the query
    QByteArray query; ///< without the question mark
    QByteArray host;  ///< the Host header, port included
    QByteArray body;
    SiteHeaders headers;

    /// The first segment of the path: "status" of /status/404.
    QByteArray name() const;
    /// What follows the first segment, decoded: "404" of /status/404.
    QByteArray tail() const;
    qint64 tailNumber(qint64 fallback, qint64 low, qint64 high) const;
    /// The first header field of that name, whatever its case; empty when there is none.
    QByteArray header(QByteArrayView wanted) const;
    /// A decoded value of the query.
    QByteArray value(QByteArrayView key, const QByteArray &fallback = {}) const;
    /// A number of the query, kept within its bounds.
    qint64 number(QByteArrayView key, qint64 fallback, qint64 low, qint64 high) const;
};

} // namespace turnstone
