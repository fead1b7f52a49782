// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"
#include "core/types/rownumbers.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>

#include <vector>

namespace turnstone {

/// The one table of the columns of a result, in the order of every format. None is ever renamed; later ones
/// are added at the end. Hands each to `to` by its name and kind: address, text (QStringView or
/// QByteArrayView), number, milliseconds (as microseconds) and moment (ms since 1970); what is negative or
/// empty is not known. `attempts` gets the tries: their number in a table, all of them where there is room.
template <typename To>
void writeColumns(To &to, QByteArrayView url, const FetchResult &result)
{
    static const QByteArray none;
    const RowNumbers numbers(result);
    const Hop *hop = result.lastHop();
    const ConnectionFacts *connection = hop ? hop->connection.get() : nullptr;
    to.address("url", url);
    to.text("final_url", QByteArrayView(hop ? hop->url : none));
    to.text("verdict", QByteArrayView(verdictId(result.verdict)));
    to.number("status", numbers.status);
    to.text("reason", QStringView(result.reason));
    to.text("title", QStringView(result.facts.title));
    to.text("content_type", QByteArrayView(result.contentType));
    to.text("charset", QStringView(result.facts.charset));
    to.number("bytes", numbers.bytes);
    to.attempts("attempts", result);
    to.number("redirects", numbers.redirects);
    to.milliseconds("queued_ms", numbers.queuedUs);
    to.milliseconds("connect_ms", numbers.connectUs);
    to.milliseconds("ttfb_ms", numbers.ttfbUs);
    to.milliseconds("download_ms", numbers.downloadUs);
    to.milliseconds("total_ms", numbers.totalUs);
    to.moment("started_at", numbers.startedAtMs);
    to.text("http_version", QByteArrayView(result.httpVersion));
    to.text("description", QStringView(result.facts.description));
    to.text("h1", QStringView(result.facts.h1));
    to.text("canonical", QStringView(result.facts.canonical));
    to.text("robots", QStringView(result.facts.robots));
    to.number("links", numbers.links);
    to.milliseconds("dns_ms", numbers.lookupUs);
    to.milliseconds("tls_ms", numbers.tlsUs);
    to.text("remote_ip", QByteArrayView(connection ? connection->remoteAddress : none));
    to.text("tls_version", QByteArrayView(connection ? connection->tlsVersion : none));
    to.moment("cert_expires", numbers.certificateExpiresMs);
}

/// Their names, in their order.
inline std::vector<QByteArrayView> columnNames()
{
    struct
    {
        std::vector<QByteArrayView> names;
        void address(QByteArrayView name, QByteArrayView) { names.push_back(name); }
        void text(QByteArrayView name, QStringView) { names.push_back(name); }
        void text(QByteArrayView name, QByteArrayView) { names.push_back(name); }
        void number(QByteArrayView name, qint64) { names.push_back(name); }
        void attempts(QByteArrayView name, const FetchResult &) { names.push_back(name); }
        void milliseconds(QByteArrayView name, qint64) { names.push_back(name); }
        void moment(QByteArrayView name, qint64) { names.push_back(name); }
    } taker;
    writeColumns(taker, {}, {});
    return taker.names;
}

} // namespace turnstone
