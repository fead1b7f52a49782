// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include <QFutureWatcher>
#include <QHostAddress>
#include <QThreadPool>
#include <QtConcurrentRun>

namespace turnstone {

namespace {

constexpr int LookupThreads = 64;
constexpr Duration FoundHolds = std::chrono::seconds(50); // Qt's own cache: 60 s
constexpr Duration DeadHolds = std::chrono::seconds(20);
constexpr qsizetype ManyAnswers = 8192;

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
    pool->setMaxThreadCount(LookupThreads);
    return pool;
}

Resolver::Resolver(QThreadPool &pool, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
{}

bool Resolver::isKnown(const QString &host, TimePoint now) const
{
    if (!QHostAddress(host).isNull())
        return true;
    const auto it = m_answers.constFind(host);
    return it != m_answers.constEnd() && !it->pending && it->error == QHostInfo::NoError && now < it->until;
}

void Resolver::lookUp(const QString &host, TimePoint now)
{
    const auto it = m_answers.constFind(host);
    if (it != m_answers.constEnd() && it->pending)
        return;
    if (it != m_answers.constEnd() && now < it->until) {
        const Answer known = *it;
        QMetaObject::invokeMethod(
            this, [this, host, known] { Q_EMIT answered(host, known.error, known.text); },
            Qt::QueuedConnection);
        return;
    }
    forgetOld(now);
    m_answers[host].pending = true;
    ask(host);
}

void Resolver::ask(const QString &host)
{
    auto *watcher = new QFutureWatcher<QHostInfo>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, host] {
        const QHostInfo info = watcher->result();
        watcher->deleteLater();
        Answer &answer = m_answers[host];
        answer.pending = false;
        answer.error = info.error();
        answer.text = info.error() == QHostInfo::NoError ? QString() : info.errorString();
        answer.until = Clock::now() + (info.error() == QHostInfo::NoError ? FoundHolds : DeadHolds);
        Q_EMIT answered(host, info.error(), answer.text);
    });
    watcher->setFuture(QtConcurrent::run(&m_pool, [host] { return QHostInfo::fromName(host); }));
}

void Resolver::forgetOld(TimePoint now)
{
    if (m_answers.size() >= ManyAnswers)
        m_answers.removeIf([now](const auto &entry) { return !entry->pending && entry->until <= now; });
}

} // namespace turnstone
