// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QHostInfo>
#include <QObject>
#include <QSet>

#include <functional>
#include <map>
#include <memory>

class QThreadPool;

namespace turnstone {

/// Looks names up before their requests are made. Qt has 20 look-up threads for the whole process, which a
/// few dozen dead names can hold for minutes, live ones waiting behind them; here they have more threads, of
/// their own, and a name that is known to be dead costs no request. What is found lands in Qt's cache. Lives
/// in its owner's thread.
class Resolver final : public QObject
{
    Q_OBJECT

public:
    /// NoError, HostNotFound, or UnknownError where no name server gave an answer.
    struct Answer
    {
        QHostInfo::HostInfoError error = QHostInfo::NoError;
        QString text;              ///< the system's words for an error
        bool isPrivate = false;    ///< one of its addresses is not on the public internet
        QByteArray addresses = {}; ///< "192.0.2.1,[2001:db8::1]", in the order in which they are to be tried
        bool isKept = false;       ///< found by an earlier look-up: nobody was asked
    };
    /// Blocks; called from any thread of the pool. NoError without addresses: there is such a name, but no
    /// address of it was found.
    using Lookup = std::function<QHostInfo(const QString &host)>;

    /// A look-up cannot be cancelled: a pool that is still busy at its end is left to the end of the process.
    struct LeaveBusy
    {
        void operator()(QThreadPool *pool) const;
    };
    using Pool = std::unique_ptr<QThreadPool, LeaveBusy>;
    static Pool makePool();

    /// The system's look-up.
    static QHostInfo lookUpName(const QString &host);

    Resolver(QThreadPool &pool, QObject *parent, Lookup lookup = &lookUpName);

    /// True where there is nothing to look up: an IP address, or a name that was found a short while ago.
    bool isKnown(const QString &host, TimePoint now) const;
    /// What a look-up found a short while ago; nullptr: it has to be asked for.
    const Answer *kept(const QString &host, TimePoint now) const;
    /// The addresses that were found last, perhaps a little over their time; empty: none are known.
    QByteArray addressesOf(const QString &host) const { return m_kept.value(host).answer.addresses; }
    /// answered() follows, never at once; one look-up serves all who ask meanwhile. A failure that may pass
    /// is not kept: the next time asks again.
    void lookUp(const QString &host, TimePoint now);

    int keptCount() const { return int(m_kept.size()); }

Q_SIGNALS:
    /// No address of it was found; it is asked for again after a pause. Once for each look-up.
    void delayed(const QString &host);
    void answered(const QString &host, const turnstone::Resolver::Answer &answer);

private:
    struct Kept
    {
        TimePoint until;
        Answer answer;
    };
    void ask(const QString &host, int earlier = 0);
    void keep(const QString &host, const Answer &answer);
    void forgetOld(TimePoint now);

    QThreadPool &m_pool;
    Lookup m_lookup;
    QSet<QString> m_pending;
    QHash<QString, Kept> m_kept;
    std::multimap<TimePoint, QString> m_byEnd; // of m_kept, each once
};

} // namespace turnstone
