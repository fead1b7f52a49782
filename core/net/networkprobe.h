// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

namespace turnstone {

/// Whether the network can be used at all: connects to hosts that were reached before, sends nothing, and is
/// content with the first that shows to be there. Deletes itself when it has answered.
class NetworkProbe final : public QObject
{
    Q_OBJECT

public:
    /// What shows that a target is there: a proxy that refuses is not.
    enum class Sign { AcceptsOrRefuses, Accepts };
    using Answer = std::function<void(bool reachable)>;
    /// Never answers before it returns.
    using Function = std::function<void(const QStringList &targets, Sign sign, Answer answer)>;

    /// `targets` as "host:port". Without any, the system is asked: whether of its interfaces but the loopback
    /// one is up and has an address.
    static void start(const QStringList &targets, Sign sign, Answer answer);

private:
    NetworkProbe(const QStringList &targets, Sign sign, Answer answer);
    void askForWay(const QString &host, quint16 port);
    void noteFailure();
    void conclude(bool reachable);

    Answer m_answer;
    qsizetype m_open = 0;
    bool m_concluded = false;
};

} // namespace turnstone
