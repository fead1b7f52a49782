// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include "core/net/networksetup.h"
#include "core/net/privateaddress.h"

#include <QFutureWatcher>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QtConcurrentRun>

#include <algorithm>
#include <netdb.h>

namespace turnstone {

namespace {

constexpr int LookupThreads = 128;
constexpr Duration FoundHolds = std::chrono::seconds(50); // Qt's own cache: 60 s
constexpr int AgainWithoutAddress = 2;
constexpr std::chrono::milliseconds PauseWithoutAddress{400};
constexpr Duration DeadHolds = std::chrono::seconds(20);

Resolver::Answer answerOf(const QHostInfo &info)
{
    const QList<QHostAddress> addresses = info.addresses();
    Resolver::Answer answer;
    answer.error = info.error();
    if (answer.error == QHostInfo::NoError && addresses.isEmpty())
        answer.error = QHostInfo::HostNotFound;
    else if (answer.error != QHostInfo::NoError)
        answer.text = info.errorString();
    for (const QHostAddress &address : addresses) {
        const QByteArray text = address.toString().toLatin1();
        answer.addresses += answer.addresses.isEmpty() ? "" : ",";
        answer.addresses +=
            address.protocol() == QAbstractSocket::IPv6Protocol ? QByteArray('[' + text + ']') : text;
    }
    answer.isPrivate = std::any_of(addresses.begin(), addresses.end(), isPrivateAddress);
    return answer;
}

/// Asks once more, which tells what Qt keeps to itself.
bool isUnknown(const QString &host)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo *found = nullptr;
    const int error = ::getaddrinfo(QUrl::toAce(host).constData(), nullptr, &hints, &found);
    if (error == 0)
        ::freeaddrinfo(found);
    return error == EAI_NONAME || error == EAI_FAIL;
}

/// Names of this machine: they are never asked of a name server (RFC 6761, 6.3).
bool isLocal(const QString &host)
{
    const QStringView name = host.endsWith(u'.') ? QStringView(host).chopped(1) : QStringView(host);
    return name.compare(u"localhost", Qt::CaseInsensitive) == 0 ||
           name.endsWith(u".localhost", Qt::CaseInsensitive);
}

} // namespace

/// Qt calls it the same where there is no such name and where no address of it was found. The latter is also
/// what the system says when the server had no answer to one of its two questions, IPv4 and IPv6.
QHostInfo Resolver::lookUpName(const QString &host)
{
    if (isLocal(host)) {
        QHostInfo loopback;
        loopback.setHostName(host);
        loopback.setAddresses(
            {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)});
        return loopback;
    }
    QHostInfo info = QHostInfo::fromName(host);
    if (info.error() == QHostInfo::HostNotFound && !isUnknown(host))
        info.setError(QHostInfo::NoError);
    return info;
}

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

void Resolver::ask(const QString &host, int earlier)
{
    auto *watcher = new QFutureWatcher<QHostInfo>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, host, earlier] {
        const QHostInfo info = watcher->result();
        watcher->deleteLater();
        const bool hasNoAddress = info.error() == QHostInfo::NoError && info.addresses().isEmpty();
        if (hasNoAddress && earlier < AgainWithoutAddress) {
            if (earlier == 0)
                Q_EMIT delayed(host);
            QTimer::singleShot(PauseWithoutAddress, this, [this, host, earlier] { ask(host, earlier + 1); });
            return;
        }
        const Answer answer = answerOf(info);
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
    Answer kept = answer;
    kept.isKept = true;
    m_kept.insert(host, {until, std::move(kept)});
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
