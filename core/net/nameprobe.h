// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/networkprobe.h"
#include "core/net/resolver.h"

namespace turnstone {

/// Whether names can be looked up at all: asks for names that were found before, past every cache of our own,
/// and for one that there cannot be, since all those may be of a zone that has failed. Is content with the
/// first that a name server answers for, whatever it says. Deletes itself when it has answered.
class NameProbe final : public QObject
{
    Q_OBJECT

public:
    /// `targets` as "host:port"; the port does not matter. Without any, the system is asked as NetworkProbe
    /// does. Look-ups block threads of `pool`. No answer comes once `parent` has gone.
    static void start(const QStringList &targets, QThreadPool &pool, NetworkProbe::Answer answer,
                      QObject *parent, const Resolver::Lookup &lookup = &QHostInfo::fromName);

private:
    NameProbe(NetworkProbe::Answer answer, QObject *parent);
    void ask(const QString &name, QThreadPool &pool, const Resolver::Lookup &lookup);
    void conclude(bool reachable);

    NetworkProbe::Answer m_answer;
    int m_open = 0;
    bool m_concluded = false;
};

} // namespace turnstone
