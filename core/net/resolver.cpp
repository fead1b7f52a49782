// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include "core/net/networksetup.h"
#include "core/net/privateaddress.h"

#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int LookupThreads = 128;
constexpr Duration FoundHolds = std::chrono::seconds(50); // Qt's own cache: 60 s
constexpr Duration DeadHolds = std::chrono::seconds(20);

Resolver::Answer answerOf(const QHostInfo &info)
{
    const QList<QHostAddress> addresses = info.addresses();
    Resolver::Answer answer;
    answer.error = info.error();
    if (answer.error != QHostInfo::NoError)
        answer.text = info.errorString();
    answer.isPrivate = std::any_of(addresses.begin(), addresses.end(), isPrivateAddress);
    return answer;
}

} // namespace

void Resolver::LeaveBusy::operator()(QThreadPool *pool) const
{
    pool->clear();
    if (pool->activeThreadCount() == 0)
        delete pool;
}

Resolver::Pool Resolver::makePool()
{
    Pool pool(new QThreadPool);
    pool->setMaxThreadCount(std::min(LookupThreads, std::max(2, mostConnections() / 4)));
    return pool;
}

Resolver::Resolver(QThreadPool &pool, QObject *parent, Lookup lookup)
    : QObject(parent)
    , m_pool(pool)
    , m_lookup(std::move(lookup))
{}

bool Resolver::isKnown(const QString &host, TimePoint now) const
{
    if (!QHostAddress(host).isNull())
        return true;
    const Answer *answer = kept(host, now);
    return answer && answer->error == QHostInfo::NoError;
}

const Resolver::Answer *Resolver::kept(const QString &host, TimePoint now) const
{
    const auto it = m_kept.constFind(host);
    return it != m_kept.constEnd() && now < it->until ? &it->answer : nullptr;
}

void Resolver::lookUp(const QString &host, TimePoint now)
{
    if (m_pending.contains(host))
        return;
    if (const Answer *known = kept(host, now)) {
        QMetaObject::invokeMethod(
            this, [this, host, answer = *known] { Q_EMIT answered(host, answer); }, Qt::QueuedConnection);
        return;
    }
    forgetOld(now);
    m_pending.insert(host);
    ask(host);
}

void Resolver::ask(const QString &host)
{
    auto *watcher = new QFutureWatcher<QHostInfo>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, host] {
        const Answer answer = answerOf(watcher->result());
        watcher->deleteLater();
        m_pending.remove(host);
        keep(host, answer);
        Q_EMIT answered(host, answer);
    });
    watcher->setFuture(QtConcurrent::run(&m_pool, [lookup = m_lookup, host] { return lookup(host); }));
}

void Resolver::keep(const QString &host, const Answer &answer)
{
    if (answer.error != QHostInfo::NoError && answer.error != QHostInfo::HostNotFound)
        return;
    const TimePoint until = Clock::now() + (answer.error == QHostInfo::NoError ? FoundHolds : DeadHolds);
    m_kept.insert(host, {until, answer});
    m_byEnd.emplace(until, host);
}

void Resolver::forgetOld(TimePoint now)
{
    while (!m_byEnd.empty() && m_byEnd.begin()->first <= now) {
        const auto it = m_kept.constFind(m_byEnd.begin()->second);
        if (it != m_kept.constEnd() && it->until <= now) // else it was found anew meanwhile
            m_kept.erase(it);
        m_byEnd.erase(m_byEnd.begin());
    }
}

} // namespace turnstone
