// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/crawl/simulatedworld.h"

#include "core/crawl/hostkey.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace turnstone {

/// A worker's wire into the world.
class SimulatedWire final : public Wire
{
public:
    explicit SimulatedWire(SimulatedWorld &world)
        : m_world(world)
    {}
    ~SimulatedWire() override { close(); }

    void prepare(const CrawlSettings &settings, bool) override { m_settings = settings; }
    void setLimits(const CrawlLimits &limits) override { m_settings.limits = limits; }
    int count() const override { return int(m_flights.size()); }
    TimePoint nextDeadline() const override
    {
        TimePoint first = Never;
        for (const auto &[number, flight] : m_flights)
            first = std::min(first, flight.deadline);
        return first;
    }
    void expireDue(TimePoint now) override
    {
        std::vector<quint64> due;
        for (const auto &[number, flight] : m_flights) {
            if (flight.deadline <= now)
                due.push_back(number);
        }
        for (const quint64 number : due)
            land(number, false);
    }
    bool goOn() override
    {
        ++m_world.goneOn;
        return m_world.waitsForMemory;
    }

    void launch(RowId row, HostId host, WireRequest wire, Duration remaining, int) override
    {
        const quint64 number = ++m_launches;
        SimulatedAnswer answer = m_world.script(wire);
        if (answer.takes > remaining) {
            answer.error = FetchError::Timeout;
            answer.status = 0;
            answer.takes = remaining;
        }
        Flight &flight = m_flights[number];
        flight = {row,
                  host,
                  HostKey(wire.url).bytes(),
                  wire,
                  answer,
                  m_world.time.now(),
                  m_world.time.now() + remaining,
                  nullptr};
        m_world.begin(flight.key, m_settings.limits);
        flight.alarm = m_world.time.makeAlarm([this, number] { land(number, false); });
        flight.alarm->setFor(m_world.time.now() + answer.takes);
    }

    void cancelAll() override
    {
        while (!m_flights.empty())
            land(m_flights.begin()->first, true);
    }

    void close() override
    {
        for (const auto &[number, flight] : m_flights)
            m_world.end(flight.key);
        m_flights.clear();
        m_lookups.clear();
    }

    void lookUp(const QString &name) override
    {
        ++m_world.lookups;
        const auto [takes, answer] = m_world.names(name);
        std::unique_ptr<Alarm> &alarm = m_lookups[name];
        alarm =
            m_world.time.makeAlarm([this, name = name, answer = answer] { Q_EMIT lookedUp(name, answer); });
        alarm->setFor(m_world.time.now() + takes);
    }

private:
    struct Flight
    {
        RowId row;
        HostId host;
        QByteArray key;
        WireRequest wire;
        SimulatedAnswer answer;
        TimePoint startedAt;
        TimePoint deadline;
        std::unique_ptr<Alarm> alarm;
    };

    void land(quint64 number, bool isCancelled)
    {
        const Flight &arriving = m_flights.at(number);
        const bool isTold = arriving.answer.error == FetchError::Unreachable ||
                            arriving.answer.error == FetchError::ProxyFailed;
        if (!isCancelled && !m_world.networkIsUp() && !isTold) {
            if (m_world.time.now() < arriving.deadline) { // nothing arrives now
                arriving.alarm->setFor(m_world.time.now() + std::chrono::milliseconds(100));
                return;
            }
            m_flights.at(number).answer.error = FetchError::Timeout;
        }
        const Flight flight = std::move(m_flights.at(number));
        m_flights.erase(number);
        m_world.end(flight.key);
        Answer answer;
        const FetchError error = isCancelled ? FetchError::Cancelled : flight.answer.error;
        const qint64 us = toMicroseconds(m_world.time.now() - flight.startedAt);
        answer.error = error;
        answer.errorText = flight.answer.errorText;
        answer.heldBytes = flight.answer.heldBytes;
        answer.hop.url = flight.wire.url.toEncoded();
        answer.hop.method = flight.wire.method;
        answer.hop.secure = flight.wire.url.scheme() == QLatin1StringView("https");
        answer.hop.startedAtMs = QDateTime::currentMSecsSinceEpoch();
        answer.hop.phases.totalUs = us;
        const bool isUnsent = error == FetchError::Refused || error == FetchError::Unreachable ||
                              error == FetchError::ConnectTimeout;
        answer.hop.sends = quint8(isUnsent ? 0 : flight.answer.sends);
        m_world.all.requests += answer.hop.sends - 1;
        if (error == FetchError::None) {
            answer.hop.status = quint16(flight.answer.status);
            answer.hop.location = flight.answer.location;
            answer.hop.phases.ttfbUs = us;
            answer.retryAfterMs = flight.answer.retryAfterMs;
            answer.bodyBytes = flight.answer.bytes;
        }
        Q_EMIT landed(flight.row, flight.host, answer);
    }

    SimulatedWorld &m_world;
    CrawlSettings m_settings;
    std::map<quint64, Flight> m_flights;
    std::map<QString, std::unique_ptr<Alarm>> m_lookups;
    quint64 m_launches = 0;
};

CrawlEngine SimulatedWorld::engine(int workers)
{
    CrawlEngine engine;
    engine.wire = [this] { return std::make_unique<SimulatedWire>(*this); };
    engine.probe = [this](const QStringList &targets, NetworkProbe::Sign asked,
                          const NetworkProbe::Answer &answer) {
        ++probes;
        probed = targets;
        sign = asked;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [this, answer] { answer(networkIsUp()); }, Qt::QueuedConnection);
    };
    engine.nameProbe = [this](const QStringList &, NetworkProbe::Sign, const NetworkProbe::Answer &answer) {
        ++nameProbes;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [this, answer] { answer(networkIsUp() && nameServersAreUp()); },
            Qt::QueuedConnection);
    };
    engine.timeSource = &time;
    engine.random = [this] { return chance.generateDouble(); };
    engine.workers = workers;
    engine.threads = false;
    return engine;
}

void SimulatedWorld::resetCounts()
{
    for (auto &[key, count] : hosts)
        count = {count.inFlight, count.inFlight, 0};
    all = {all.inFlight, all.inFlight, 0};
}

void SimulatedWorld::begin(const QByteArray &host, const CrawlLimits &limits)
{
    for (Count *count : {&hosts[host], &all}) {
        ++count->requests;
        count->most = std::max(count->most, ++count->inFlight);
    }
    if (hosts[host].inFlight > limits.perHost)
        broken.append(
            QStringLiteral("%1 at once at %2").arg(hosts[host].inFlight).arg(QLatin1StringView(host)));
    if (all.inFlight > concurrency)
        broken.append(QStringLiteral("%1 at once").arg(all.inFlight));
}

void SimulatedWorld::end(const QByteArray &host)
{
    --hosts[host].inFlight;
    --all.inFlight;
}

} // namespace turnstone
