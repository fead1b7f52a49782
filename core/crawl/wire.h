// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/exchange.h"
#include "core/net/resolver.h"
#include "core/policy/hosttable.h"
#include "core/types/crawlsettings.h"

#include <QObject>

namespace turnstone {

/// What a worker knows of the network: requests that it launches, names that it has looked up. Lives in the
/// worker's thread.
class Wire : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Before a run, while nothing is in flight. Connections, TLS sessions and cookies are kept where the
    /// settings let them; `newList`: cookies are not.
    virtual void prepare(const CrawlSettings &settings, bool newList) = 0;
    virtual void setLimits(const CrawlLimits &limits) = 0;

    /// landed() follows exactly once. `remaining` is what the attempt has left of its time, which runs from
    /// now.
    virtual void launch(RowId row, HostId host, WireRequest wire, Duration remaining, int knownHosts) = 0;
    virtual int count() const = 0;
    virtual TimePoint nextDeadline() const = 0;
    virtual void expireDue(TimePoint now) = 0;
    /// Lets those go on that wait for memory, as far as there is some. True: some still wait.
    virtual bool goOn() = 0;
    /// Everything in flight lands at once, as cancelled.
    virtual void cancelAll() = 0;
    /// Drops all that is in flight, without landed(), and everything else.
    virtual void close() = 0;

    /// lookedUp() follows, never at once.
    virtual void lookUp(const QString &name) = 0;

Q_SIGNALS:
    void landed(turnstone::RowId row, turnstone::HostId host, turnstone::Answer &answer);
    /// The look-up has to begin anew after a pause; lookedUp() still follows.
    void lookUpDelayed(const QString &name);
    void lookedUp(const QString &name, const turnstone::Resolver::Answer &finding);
};

} // namespace turnstone
