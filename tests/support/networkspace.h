// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/descriptor.h"

#include <QString>
#include <QStringList>

#include <functional>

class QProcess;

namespace turnstone {

/// A network of its own for threads and programs of a test: a network namespace of Linux with nothing but its
/// loopback addresses, which goes with the last that uses it. Needs root or the right to make user
/// namespaces.
class NetworkSpace final
{
public:
    /// The first thing in main(), while there is one thread: where this is not root, a user namespace in
    /// which it is. Where that is forbidden nothing changes.
    static void askForPermission();
    /// Why none can be made here, for QSKIP; empty where they can.
    static QString reasonAgainst();

    NetworkSpace();
    Q_DISABLE_COPY_MOVE(NetworkSpace)

    /// Runs it in a thread inside, to its end. Sockets that are made there, and threads that are begun there,
    /// stay inside.
    void run(const std::function<void()> &work) const;
    /// Runs the program that will be started inside. It reads `resolvConf` and `nsswitchConf` for the files
    /// of these names in /etc, where they are given and the machine has such files.
    void putInto(QProcess &process, const QString &resolvConf = {}, const QString &nsswitchConf = {}) const;
    /// Runs iproute2's ip inside. False with a warning when it complains.
    bool ip(const QStringList &arguments) const;
    /// How other spaces name this one to ip: "ip link set x netns PATH".
    QString path() const;

private:
    Descriptor m_space;
};

} // namespace turnstone
