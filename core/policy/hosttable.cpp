// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hosttable.h"

#include <algorithm>

namespace turnstone {

namespace {

bool isAddressLiteral(QByteArrayView key)
{
    if (key.startsWith('['))
        return true;
    const qsizetype colon = key.indexOf(':');
    const QByteArrayView host = colon < 0 ? key : key.first(colon);
    const bool dotted =
        std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return dotted && std::count(host.begin(), host.end(), '.') == 3;
}

} // namespace

HostId HostTable::find(const QByteArray &key)
{
    const auto it = m_ids.constFind(key);
    if (it != m_ids.constEnd())
        return *it;
    const auto id = HostId(m_hosts.size());
    const QByteArray own(key.constData(), key.size()); // the caller's may share memory with an address
    m_ids.insert(own, id);
    Host &host = m_hosts.emplace_back();
    host.key = own;
    host.isLiteral = isAddressLiteral(own);
    host.isThisMachine = (host.isLiteral && (own.startsWith("127.") || own.startsWith("[::1]"))) ||
                         own == "localhost" || own.startsWith("localhost:");
    host.limits = m_ownLimits.value(own);
    return id;
}

std::optional<HostId> HostTable::lookUp(const QByteArray &key) const
{
    const auto it = m_ids.constFind(key);
    return it == m_ids.constEnd() ? std::nullopt : std::optional(*it);
}

void HostTable::forget()
{
    HostTable fresh;
    fresh.m_ownLimits = std::move(m_ownLimits);
    fresh.m_limits = m_limits;
    fresh.m_looksUpNames = m_looksUpNames;
    fresh.m_names.setRemembered(m_names.remembered());
    *this = std::move(fresh);
}

void HostTable::beginRun()
{
    m_lastTake = TimePoint::min();
    m_serviceUs = 0;
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        const HostFigures before = std::exchange(m_hosts[id].figures, {});
        m_hosts[id].begun = 0;
        if (before.requests + before.finished > 0)
            touch(id);
        change(id, [](Host &host) { host.health.renew(); });
    }
    m_histogramCount = 0;
}

void HostTable::setLooksUpNames(bool does, int remembered)
{
    m_looksUpNames = does;
    m_names.setRemembered(remembered);
}

void HostTable::setLimits(const CrawlLimits &limits)
{
    const bool hasNewPatience = m_limits.hostPatience != limits.hostPatience;
    m_limits = limits;
    if (hasNewPatience) {
        for (HostId id = 0; id < m_hosts.size(); ++id)
            change(id, [&limits](Host &host) { host.health.setPatience(limits.hostPatience); });
    }
    relist();
}

void HostTable::setOwnLimits(const QByteArray &key, const HostLimits &limits)
{
    m_ownLimits.insert(key, limits);
    if (const auto id = lookUp(key)) {
        m_hosts[*id].limits = limits;
        touch(*id);
        relist();
    }
}

void HostTable::enqueue(HostId id, RowId row, TimePoint since)
{
    m_hosts[id].isGiven = true;
    m_rows.push(m_hosts[id].fresh, row, since);
    ++m_waiting;
    touch(id);
    list(id);
}

void HostTable::enqueueUrgent(HostId id, RowId row, TimePoint now)
{
    m_rows.push(m_hosts[id].urgent, row, now);
    ++m_urgent;
    touch(id);
    list(id);
}

void HostTable::enqueueAt(HostId id, RowId row, TimePoint at)
{
    m_hosts[id].delayed.push({at, row});
    ++m_delayed;
    m_retries.push({at, id});
    touch(id);
    if (m_hosts[id].health.condition() == HostCondition::GivenUp)
        list(id);
}

void HostTable::pause(HostId id, TimePoint until)
{
    m_hosts[id].pausedUntil = std::max(m_hosts[id].pausedUntil, until);
    touch(id);
}

std::vector<RowId> HostTable::clear(TimePoint now)
{
    std::vector<RowId> rows;
    rows.reserve(queued());
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        Host &host = m_hosts[id];
        if (host.hasRows() || !host.delayed.empty() || host.pausedUntil > now)
            touch(id);
        while (!host.urgent.isEmpty())
            rows.push_back(m_rows.pop(host.urgent, now).row);
        while (!host.fresh.isEmpty())
            rows.push_back(m_rows.pop(host.fresh, now).row);
        for (; !host.delayed.empty(); host.delayed.pop())
            rows.push_back(host.delayed.top().id);
        host.pausedUntil = TimePoint::min();
        host.listed = Listed::No;
        host.isLost = false;
        host.isHeldBack = false;
    }
    m_ready.clear();
    m_lost.clear();
    m_heldBack.clear();
    m_names.clearWaiting();
    m_timed = {};
    m_retries = {};
    m_waiting = 0;
    m_urgent = 0;
    m_delayed = 0;
    return rows;
}

void HostTable::setBegins(Begins begins)
{
    if (std::exchange(m_begins, begins) <= begins)
        return;
    for (const HostId id : std::exchange(m_heldBack, {})) {
        m_hosts[id].isHeldBack = false;
        list(id);
    }
}

bool HostTable::hasReady(TimePoint now)
{
    bringDue(now);
    while (!m_ready.empty()) {
        if (settleFront(now))
            return true;
    }
    return false;
}

HostTable::Start HostTable::start(TimePoint now)
{
    const HostId id = m_ready.front();
    m_ready.pop_front();
    Host &host = m_hosts[id];
    host.listed = Listed::No;
    const Start start = take(id, now);
    useName(host);
    ++host.inFlight;
    ++m_inFlight;
    ++host.figures.requests;
    host.lastStart = now;
    list(id);
    return start;
}

/// The next row of a host that has some: what is on its way first, but a host in trouble is asked for both in
/// turn, since what is on its way may be what is wrong.
HostTable::Start HostTable::take(HostId id, TimePoint now)
{
    Host &host = m_hosts[id];
    bool urgent = !host.urgent.isEmpty();
    if (host.health.condition() != HostCondition::Well && urgent && !host.fresh.isEmpty())
        urgent = !std::exchange(host.freshProbeNext, !host.freshProbeNext);
    const RowQueues::Entry entry = m_rows.pop(urgent ? host.urgent : host.fresh, now);
    --(urgent ? m_urgent : m_waiting);
    host.begun += urgent ? 0 : 1;
    touch(id);
    return {entry.row, id, entry.queuedAt, std::exchange(host.lookup, Duration(-1))};
}

std::optional<HostTable::Start> HostTable::takeLost(TimePoint now)
{
    while (!m_lost.empty()) {
        const HostId id = m_lost.front();
        Host &host = m_hosts[id];
        const bool stillLost = host.health.condition() == HostCondition::GivenUp || isDead(host, now);
        if (stillLost && host.hasRows())
            return take(id, now);
        if (host.health.condition() == HostCondition::GivenUp && !host.delayed.empty()) {
            const Moment next = host.delayed.top();
            host.delayed.pop();
            --m_delayed;
            touch(id);
            return Start{next.id, id, now, Duration(-1)};
        }
        m_lost.pop_front();
        host.isLost = false;
        list(id);
    }
    return std::nullopt;
}

void HostTable::nameDelayed(HostId id)
{
    if (!std::exchange(m_hosts[id].isNameDelayed, true))
        askMore();
}

void HostTable::nameFound(HostId id, TimePoint now, TimePoint until, bool isPrivate)
{
    Host &host = m_hosts[id];
    if (std::exchange(host.isNameDelayed, false))
        m_names.resume(now);
    host.lookup = now - host.nameAskedAt;
    host.name = {Name::State::Found, isPrivate, until, m_names.found()};
    host.isNameFresh = true;
    if (!host.hasRows())
        useName(host);
    list(id);
}

void HostTable::nameDead(HostId id, TimePoint now, TimePoint until)
{
    Host &host = m_hosts[id];
    host.lookup = now - host.nameAskedAt;
    host.name = {Name::State::Dead, false, until, 0};
    if (!std::exchange(host.isNameDelayed, false))
        askMore();
    list(id);
}

std::optional<HostTable::Start> HostTable::nameFailed(HostId id, TimePoint now)
{
    Host &host = m_hosts[id];
    host.lookup = now - host.nameAskedAt;
    host.name = {};
    if (!std::exchange(host.isNameDelayed, false))
        askMore();
    if (!host.hasRows())
        return std::nullopt;
    const Start start = take(id, now);
    list(id);
    return start;
}

TimePoint HostTable::wakeAt() const
{
    if (!m_lost.empty())
        return TimePoint::min();
    TimePoint at = m_names.wakeAt();
    if (!m_timed.empty())
        at = std::min(at, m_timed.top().at);
    for (const Moments *moments : {&m_retries, &m_patience}) {
        if (!moments->empty())
            at = std::min(at, moments->top().at);
    }
    return at;
}

void HostTable::landed(HostId id, int sends)
{
    Host &host = m_hosts[id];
    --host.inFlight;
    --m_inFlight;
    host.figures.requests += sends - 1; // none, where no connection came about
    if (sends > 1)                      // what the network layer sent again by itself counts as starts, too
        host.lastStart += delayOf(host) * (sends - 1);
    touch(id);
    list(id);
}

void HostTable::succeeded(HostId id, TimePoint startedAt, TimePoint now)
{
    Host &host = m_hosts[id];
    host.lastSuccess = now;
    if (host.health.condition() == HostCondition::Well)
        host.health.succeeded(startedAt, now);
    else
        change(id, [&](Host &each) { each.health.succeeded(startedAt, now); });
}

void HostTable::failed(HostId id, const HostHealth::Incident &incident, TimePoint now, double random)
{
    change(id, [&](Host &host) { host.health.failed(incident, now, m_limits, random); });
}

void HostTable::tryNow(HostId id, TimePoint now)
{
    m_hosts[id].pausedUntil = TimePoint::min();
    change(id, [now](Host &host) { host.health.tryNow(now); });
}

void HostTable::giveUp(HostId id, TimePoint now)
{
    change(id, [now](Host &host) { host.health.giveUp(now); });
}

void HostTable::forgive(Duration away)
{
    for (HostId id = 0; id < m_hosts.size(); ++id)
        change(id, [away](Host &host) { host.health.forgive(away); });
}

/// A change of a host's health, with what follows from it.
template <typename Change>
void HostTable::change(HostId id, Change change)
{
    Host &host = m_hosts[id];
    const HostCondition before = host.health.condition();
    const TimePoint patience = host.health.givenUpAt();
    change(host);
    const HostCondition after = host.health.condition();
    m_down += int(after >= HostCondition::Down) - int(before >= HostCondition::Down);
    if (after >= HostCondition::Down && (after != before || host.health.givenUpAt() != patience))
        watch(id);
    if (after != HostCondition::Well || after != before)
        touch(id);
    untime(id);
    list(id);
}

int HostTable::generalLimit(const Host &host) const
{
    return std::max(1, host.limits.perHost > 0 ? host.limits.perHost : m_limits.perHost);
}

Duration HostTable::delayOf(const Host &host) const
{
    return host.limits.hostDelay.count() >= 0 ? host.limits.hostDelay : m_limits.hostDelay;
}

TimePoint HostTable::readyAt(const Host &host) const
{
    const TimePoint spaced =
        host.lastStart == TimePoint::min() ? TimePoint::min() : host.lastStart + delayOf(host);
    return std::max({host.pausedUntil, spaced, host.health.pausedUntil()});
}

bool HostTable::isDead(const Host &host, TimePoint now) const
{
    return host.name.state == Name::State::Dead && now < host.name.until;
}

/// Puts a host that could start something into the round, unless it already stands there.
void HostTable::list(HostId id)
{
    Host &host = m_hosts[id];
    const bool isGivenUp = host.health.condition() == HostCondition::GivenUp;
    if (host.listed != Listed::No || host.isLost ||
        (!host.hasRows() && !(isGivenUp && !host.delayed.empty())))
        return;
    if (!isGivenUp && (host.name.state == Name::State::Asked ||
                       int(host.inFlight) >= host.health.width(generalLimit(host))))
        return;
    host.listed = Listed::Ready;
    m_ready.push_back(id);
}

/// Moments that were reckoned before a change of limits or pauses no longer hold.
void HostTable::relist()
{
    m_timed = {};
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        untime(id);
        list(id);
    }
}

/// The moment that the host waits for does not count any more.
void HostTable::untime(HostId id)
{
    Host &host = m_hosts[id];
    if (host.listed != Listed::Timed && host.listed != Listed::Unasked)
        return;
    host.listed = Listed::No;
    ++host.timedStamp;
}

void HostTable::bringDue(TimePoint now)
{
    while (!m_retries.empty() && m_retries.top().at <= now) {
        const HostId id = m_retries.top().id;
        m_retries.pop();
        Moments &delayed = m_hosts[id].delayed;
        while (!delayed.empty() && delayed.top().at <= now) {
            const Moment due = delayed.top();
            delayed.pop();
            --m_delayed;
            enqueueUrgent(id, due.id, due.at);
        }
    }
    while (m_names.isOverdue(now))
        askMore();
    while (!m_patience.empty() && m_patience.top().at <= now) {
        const HostId id = m_patience.top().id;
        m_patience.pop();
        bool changed = false;
        change(id, [&](Host &host) { changed = host.health.look(now); });
        if (!changed)
            watch(id); // it was given more time meanwhile
    }
    while (!m_timed.empty() && m_timed.top().at <= now) {
        const TimedHost due = m_timed.top();
        m_timed.pop();
        if (m_hosts[due.host].listed != Listed::Timed || m_hosts[due.host].timedStamp != due.stamp)
            continue;
        untime(due.host);
        list(due.host);
    }
}

/// True when the first host of the round can start now; otherwise it leaves the round.
bool HostTable::settleFront(TimePoint now)
{
    const HostId id = m_ready.front();
    Host &host = m_hosts[id];
    const bool isLost = host.health.condition() == HostCondition::GivenUp || isDead(host, now);
    const bool isIdle = !host.hasRows() || int(host.inFlight) >= host.health.width(generalLimit(host));
    const bool mayNotBegin = host.urgent.isEmpty() && !mayBegin(host);
    const TimePoint at = readyAt(host);
    const bool named = isNamed(host, now);
    if (!isLost && !isIdle && !mayNotBegin && at <= now && named)
        return true;
    m_ready.pop_front();
    host.listed = Listed::No;
    if (isLost) {
        host.isLost = true;
        m_lost.push_back(id);
    } else if (!isIdle && mayNotBegin) {
        if (!std::exchange(host.isHeldBack, true))
            m_heldBack.push_back(id);
    } else if (!isIdle && at > now) {
        host.listed = Listed::Timed;
        m_timed.push({at, id, host.timedStamp});
    } else if (!isIdle && host.name.state != Name::State::Asked) {
        ask(id, now);
    }
    return false;
}

/// Whether a row that was never tried may start there.
bool HostTable::mayBegin(const Host &host) const
{
    constexpr qint64 Few = 8; // of one host, be they on the wire or wait
    const bool hasFew = host.begun - qint64(host.figures.finished) < Few;
    return m_begins == Begins::All || host.health.condition() != HostCondition::Well ||
           (m_begins == Begins::Few && hasFew);
}

/// Whether the host's address is known, and to the network layer, too.
bool HostTable::isNamed(const Host &host, TimePoint now) const
{
    if (host.isLiteral || !m_looksUpNames)
        return true;
    return host.name.state == Name::State::Found && now < host.name.until &&
           m_names.isRemembered(host.name.number);
}

/// Has the host's name looked up, or lets the host wait where so many were found already and not used yet
/// that they would be forgotten.
void HostTable::ask(HostId id, TimePoint now)
{
    Host &host = m_hosts[id];
    if (!m_names.ask(id, now)) {
        host.listed = Listed::Unasked;
        return;
    }
    host.name = {};
    host.name.state = Name::State::Asked;
    host.nameAskedAt = now;
}

/// A name that was found is used, or will not be.
void HostTable::useName(Host &host)
{
    if (std::exchange(host.isNameFresh, false))
        askMore();
}

/// One of those asked for is settled, or takes so long that nobody waits for it.
void HostTable::askMore()
{
    m_names.settle();
    while (const auto id = m_names.takeWaiting()) {
        if (m_hosts[*id].listed != Listed::Unasked)
            continue; // it does not wait for that any more
        m_hosts[*id].listed = Listed::No;
        list(*id);
        break;
    }
}

/// Looks at the host again when its patience, or its rest, is over.
void HostTable::watch(HostId id)
{
    const TimePoint at = m_hosts[id].health.changesAt();
    if (at != Never)
        m_patience.push({at, id});
}

void HostTable::touch(HostId id)
{
    Host &host = m_hosts[id];
    if (host.isDirty)
        return;
    host.isDirty = true;
    m_dirty.push_back(id);
}

} // namespace turnstone
