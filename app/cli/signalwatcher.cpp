// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/signalwatcher.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace turnstone {

namespace {

std::array<int, 2> sockets = {-1, -1}; // a signal handler can reach nothing but globals
volatile std::sig_atomic_t seen = 0;

void onSignal(int number)
{
    if (seen != 0)
        _exit(128 + number);
    seen = 1;
    const char byte = char(number);
    if (write(sockets[0], &byte, 1) != 1)
        _exit(128 + number);
}

} // namespace

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    seen = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return;
    auto *notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char number = 0;
        if (read(sockets[1], &number, 1) == 1)
            Q_EMIT interrupted(number);
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

SignalWatcher::~SignalWatcher()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    for (int &socket : sockets) {
        close(socket);
        socket = -1;
    }
}

} // namespace turnstone
