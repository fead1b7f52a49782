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

Flights::Flights(QObject *parent)
    : QObject(parent)
{}

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
    m_lanes.reset();
}

void Flights::prepare(const NetworkFactory &factory, const CrawlSettings &settings)
{
    Q_ASSERT(m_flights.isEmpty());
    m_settings = settings;
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
    const QNetworkRequest request = toNetworkRequest(wire, m_settings, connectionExpirySeconds(knownHosts));
    auto *exchange = new Exchange(std::move(wire), options, this);

    const TimePoint now = Clock::now();
    Flight flight{row, host, m_lanes->acquire(host), now + remaining, {}};
    flight.deadline = std::min(flight.end, now + limits.connectTimeout);
    m_deadlines.add(flight.deadline, exchange);
    m_flights.insert(exchange, flight);
    connect(exchange, &Exchange::sent, this, [this, exchange] { onSent(exchange); });
    connect(exchange, &Exchange::finished, this, [this, exchange] { land(exchange); });
    exchange->start(m_lanes->manager(flight.lane), request);
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
    Answer answer = exchange->takeAnswer();
    exchange->deleteLater();
    Q_EMIT landed(flight.row, flight.host, answer);
}

} // namespace turnstone
