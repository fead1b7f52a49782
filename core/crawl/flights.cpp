// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/flights.h"

namespace turnstone {

namespace {

/// How long an idle connection stays open. With many hosts few would be used again, and each holds a
/// descriptor.
int connectionExpirySeconds(int knownHosts)
{
    constexpr int fewHosts = 250;
    constexpr int shortWhile = 5;
    return knownHosts <= fewHosts ? shortWhile : 0;
}

} // namespace

Flights::Flights(QThreadPool &lookups, QObject *parent)
    : QObject(parent)
    , m_resolver(lookups, this)
{
    connect(&m_resolver, &Resolver::answered, this, &Flights::onLookedUp);
}

Flights::~Flights()
{
    close();
}

void Flights::close()
{
    // Exchanges abort their replies; that has to happen before the managers go.
    for (auto it = m_flights.keyBegin(); it != m_flights.keyEnd(); ++it)
        delete *it;
    m_flights.clear();
    m_unresolved.clear();
    m_lanes.reset();
}

void Flights::prepare(const NetworkFactory &factory, const CrawlSettings &settings)
{
    Q_ASSERT(m_flights.isEmpty());
    m_settings = settings;
    m_expirySeconds = connectionExpirySeconds(0);
    m_common = commonRequest(settings, m_expirySeconds);
    m_lanes = std::make_unique<LanePool>(factory, settings);
}

void Flights::launch(RowId row, HostId host, WireRequest wire, Duration remaining, int knownHosts)
{
    const CrawlLimits &limits = m_settings.limits;
    Exchange::Options options;
    options.maxBodyBytes = limits.maxBodyBytes;
    options.keepBodyBytes = m_settings.keepBodyBytes;
    options.keepHeaders = m_settings.keepHeaders;
    options.insecure = m_settings.insecure;
    options.hashBody = m_settings.hashBodies;
    auto *exchange = new Exchange(std::move(wire), options, this);

    const TimePoint now = Clock::now();
    Flight flight{row, host, m_lanes->acquire(host), knownHosts, now + remaining, {}};
    flight.deadline = std::min(flight.end, now + limits.connectTimeout);
    m_deadlines.add(flight.deadline, exchange);
    m_flights.insert(exchange, flight);
    connect(exchange, &Exchange::sent, this, [this, exchange] { onSent(exchange); });
    connect(exchange, &Exchange::finished, this, [this, exchange] { land(exchange); });

    const QString name = exchange->request().url.host();
    const bool byProxy = !m_settings.proxy.isEmpty() || m_settings.systemProxy; // which looks names up itself
    if (byProxy || m_resolver.isKnown(name, now)) {
        send(exchange);
        return;
    }
    m_unresolved.insert(name, exchange);
    m_resolver.lookUp(name, now);
}

void Flights::send(Exchange *exchange)
{
    const Flight &flight = m_flights[exchange];
    if (const int expiry = connectionExpirySeconds(flight.knownHosts); expiry != m_expirySeconds) {
        m_expirySeconds = expiry;
        m_common = commonRequest(m_settings, expiry);
    }
    exchange->start(m_lanes->manager(flight.lane), toNetworkRequest(exchange->request(), m_common));
}

void Flights::onLookedUp(const QString &host, const Resolver::Answer &answer)
{
    const QList<Exchange *> waiting = m_unresolved.values(host);
    m_unresolved.remove(host);
    for (Exchange *exchange : waiting) {
        if (answer.error == QHostInfo::NoError)
            send(exchange);
        else if (answer.error == QHostInfo::HostNotFound)
            exchange->fail(FetchError::HostNotFound, {});
        else // without an answer from any name server nobody knows whether the host exists
            exchange->fail(FetchError::Unreachable, answer.text + u'.');
    }
}

void Flights::expireDue(TimePoint now)
{
    while (Exchange *exchange = m_deadlines.due(now))
        exchange->expire(exchange->wasSent() ? FetchError::Timeout : FetchError::ConnectTimeout);
}

void Flights::cancelAll()
{
    const QList<Exchange *> all = m_flights.keys();
    for (Exchange *exchange : all)
        exchange->expire(FetchError::Cancelled);
}

void Flights::onSent(Exchange *exchange)
{
    Flight &flight = m_flights[exchange];
    if (flight.deadline == flight.end)
        return;
    m_deadlines.remove(flight.deadline, exchange);
    flight.deadline = flight.end;
    m_deadlines.add(flight.deadline, exchange);
}

void Flights::land(Exchange *exchange)
{
    const Flight flight = m_flights.take(exchange);
    m_deadlines.remove(flight.deadline, exchange);
    m_lanes->release(flight.host, flight.lane);
    if (!m_unresolved.isEmpty())
        m_unresolved.remove(exchange->request().url.host(), exchange);
    Answer answer = exchange->takeAnswer();
    exchange->deleteLater();
    Q_EMIT landed(flight.row, flight.host, answer);
}

} // namespace turnstone
