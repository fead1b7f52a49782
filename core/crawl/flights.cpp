// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crawl/flights.h"

#include "core/net/networksetup.h"
#include "core/net/wirefacts.h"

#include <algorithm>

namespace turnstone {

namespace {

/// How long an idle connection stays open. With many hosts few would be used again, and each holds a
/// descriptor.
int connectionExpirySeconds(int knownHosts)
{
    static const int fewHosts = std::min(250, mostConnections() / 6);
    constexpr int shortWhile = 5;
    return knownHosts <= fewHosts ? shortWhile : 0;
}

/// Qt 6.4 takes any but a 100 for the answer, and that for the next request's which it precedes.
bool isInterim(int status)
{
    return status >= 100 && status < 200;
}

/// True where managers made for the one can serve the other.
bool servesAsWell(const CrawlSettings &a, const CrawlSettings &b)
{
    return a.proxy == b.proxy && a.systemProxy == b.systemProxy && a.insecure == b.insecure &&
           a.cookies == b.cookies && a.http2 == b.http2 && a.engine == b.engine;
}

} // namespace

Flights::Flights(NetworkFactory factory, QThreadPool &lookups, MemoryBudget &memory)
    : m_factory(std::move(factory))
    , m_memory(memory)
    , m_resolver(lookups, this)
{
    connect(&m_resolver, &Resolver::answered, this,
            [this](const QString &name, const Resolver::Answer &finding) { Q_EMIT lookedUp(name, finding); });
    connect(&m_resolver, &Resolver::delayed, this, &Wire::lookUpDelayed);
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
    m_held.clear();
    m_lanes.reset();
}

void Flights::prepare(const CrawlSettings &settings, bool newList)
{
    Q_ASSERT(m_flights.isEmpty());
    if (!m_lanes || !servesAsWell(m_settings, settings))
        m_lanes = std::make_unique<LanePool>(m_factory, settings);
    else if (newList)
        m_lanes->forgetCookies();
    m_settings = settings;
    m_expirySeconds = connectionExpirySeconds(0);
    m_common = commonRequest(settings, m_expirySeconds);
}

void Flights::launch(RowId row, HostId host, WireRequest wire, Duration remaining, int knownHosts)
{
    const CrawlLimits &limits = m_settings.limits;
    Exchange::Options options;
    options.maxBodyBytes = limits.maxBodyBytes;
    options.keepBodyBytes = m_settings.keepBodyBytes;
    options.keepHeaders = m_settings.keepHeaders;
    options.keepSecrets = m_settings.keepSecrets;
    options.insecure = m_settings.insecure;
    options.hashBody = m_settings.hashBodies;
    options.memory = &m_memory;
    auto *exchange = new Exchange(std::move(wire), options, this);

    const TimePoint now = Clock::now();
    Flight flight{row, host, m_lanes->acquire(host), now + remaining, {}, {}};
    flight.deadline = std::min(flight.end, now + limits.connectTimeout);
    m_deadlines.add(flight.deadline, exchange);
    m_flights.insert(exchange, flight);
    connect(exchange, &Exchange::sent, this, [this, exchange] { onSent(exchange); });
    connect(exchange, &Exchange::held, this, [this, exchange](bool isHeld) { onHeld(exchange, isHeld); });
    connect(exchange, &Exchange::finished, this, [this, exchange] { land(exchange); });

    if (const int expiry = connectionExpirySeconds(knownHosts); expiry != m_expirySeconds) {
        m_expirySeconds = expiry;
        m_common = commonRequest(m_settings, expiry);
    }
    AccessManager &manager = m_lanes->manager(flight.lane);
    QNetworkRequest request = toNetworkRequest(exchange->request(), m_common);
    if (const QByteArray addresses = m_resolver.addressesOf(request.url().host()); !addresses.isEmpty()) {
        request.setAttribute(WireFacts::Addresses, addresses);
        request.setAttribute(WireFacts::ConnectTimeout, qlonglong(limits.connectTimeout.count()));
    }
    if (m_settings.cookies)
        addCookies(request, *manager.cookieJar());
    exchange->start(manager, request);
}

void Flights::lookUp(const QString &name)
{
    m_resolver.lookUp(name, Clock::now());
}

void Flights::expireDue(TimePoint now)
{
    while (Exchange *exchange = m_deadlines.due(now))
        exchange->expire(exchange->wasSent() ? FetchError::Timeout : FetchError::ConnectTimeout);
}

bool Flights::goOn()
{
    while (!m_held.empty()) {
        Exchange *first = m_held.front();
        first->goOn();
        if (!m_held.empty() && m_held.front() == first)
            return true; // still no room, so there is none for those behind it
    }
    return false;
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

/// While an exchange waits for memory of ours, the server's time stands still.
void Flights::onHeld(Exchange *exchange, bool isHeld)
{
    Flight &flight = m_flights[exchange];
    const TimePoint now = Clock::now();
    if (isHeld) {
        m_deadlines.remove(flight.deadline, exchange);
        flight.deadline = Never;
        flight.heldSince = now;
        m_held.push_back(exchange);
        return;
    }
    std::erase(m_held, exchange);
    flight.end += now - flight.heldSince;
    flight.deadline = flight.end;
    m_deadlines.add(flight.deadline, exchange);
}

void Flights::land(Exchange *exchange)
{
    const Flight flight = m_flights.take(exchange);
    m_deadlines.remove(flight.deadline, exchange);
    Answer answer = exchange->takeAnswer();
    if (isInterim(answer.hop.status))
        m_lanes->retire(flight.host, flight.lane);
    m_lanes->release(flight.host, flight.lane);
    exchange->deleteLater();
    Q_EMIT landed(flight.row, flight.host, answer);
}

} // namespace turnstone
