// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QHostInfo>
#include <QObject>

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
    /// A look-up cannot be cancelled: a pool that is still busy at its end is left to the end of the process.
    struct LeaveBusy
    {
        void operator()(QThreadPool *pool) const;
    };
    using Pool = std::unique_ptr<QThreadPool, LeaveBusy>;
    static Pool makePool();

    Resolver(QThreadPool &pool, QObject *parent);

    /// True where there is nothing to look up: an IP address, or a name that was found a short while ago.
    bool isKnown(const QString &host, TimePoint now) const;
    /// answered() follows, never at once; one look-up serves all who ask meanwhile.
    void lookUp(const QString &host, TimePoint now);

Q_SIGNALS:
    /// NoError, HostNotFound, or UnknownError where no name server gave an answer.
    void answered(const QString &host, QHostInfo::HostInfoError error, const QString &errorText);

private:
    struct Answer
    {
        TimePoint until;
        QHostInfo::HostInfoError error = QHostInfo::NoError;
        QString text;
        bool pending = false;
    };
    void ask(const QString &host);
    void forgetOld(TimePoint now);

    QThreadPool &m_pool;
    QHash<QString, Answer> m_answers;
};

} // namespace turnstone
