// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/route.h"
#include "app/demosite/sitecounters.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace turnstone {

namespace {

QJsonObject toJson(const SiteCounters::Gauge &gauge)
{
    return {{QLatin1StringView("requests"), qint64(gauge.seen)},
            {QLatin1StringView("open"), gauge.open},
            {QLatin1StringView("max_open"), gauge.maxOpen}};
}

/// The request that asks is counted like any other.
SiteReply counters(const SiteRequest &request, SiteState &state)
{
    SiteCounters &seenSoFar = *state.counters;
    if (request.method == "POST")
        seenSoFar.reset();
    QJsonObject hosts;
    const QHash<QByteArray, SiteCounters::Gauge> all = seenSoFar.hosts();
    for (auto it = all.begin(); it != all.end(); ++it)
        hosts.insert(QString::fromLatin1(it.key()), toJson(it.value()));
    const QJsonObject seen{{QLatin1StringView("requests"), qint64(seenSoFar.requests())},
                           {QLatin1StringView("open"), seenSoFar.open()},
                           {QLatin1StringView("max_open"), seenSoFar.maxOpen()},
                           {QLatin1StringView("connections"), qint64(seenSoFar.connections())},
                           {QLatin1StringView("open_connections"), seenSoFar.openConnections()},
                           {QLatin1StringView("max_open_connections"), seenSoFar.maxOpenConnections()},
                           {QLatin1StringView("hosts"), hosts}};
    SiteReply reply;
    reply.contentType = "application/json";
    reply.headers = {{"Cache-Control", "no-store"}};
    reply.body = QJsonDocument(seen).toJson(QJsonDocument::Compact);
    return reply;
}

constexpr Route CountRoutes[] = {
    {"counters", "/counters", "what the site has seen so far, as JSON; POST sets it back to zero", counters},
};

} // namespace

std::span<const Route> countRoutes()
{
    return CountRoutes;
}

} // namespace turnstone
