// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/signalwatcher.h"

#include <QByteArray>
#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <sys/socket.h>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr qint64 SameWithinNs = 1'000'000'000;
constexpr std::array Watched = {SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing but globals, and runs in whatever thread the signal hits.
std::array<int, 2> sockets = {-1, -1};
std::atomic<qint64> firstAtNs = 0; // 0: none came
QByteArray farewell;
static_assert(std::atomic<qint64>::is_always_lock_free);

qint64 nowNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

void onSignal(int number)
{
    const int error = errno;
    const qint64 now = nowNs();
    qint64 first = 0;
    if (firstAtNs.compare_exchange_strong(first, now)) {
        const char byte = char(number);
        if (write(sockets[0], &byte, 1) != 1)
            _exit(128 + number);
    } else if (now - first >= SameWithinNs) { // `timeout` signals the program and then its group
        [[maybe_unused]] const ssize_t told =
            write(STDERR_FILENO, farewell.constData(), size_t(farewell.size()));
        _exit(128 + number);
    }
    errno = error;
}

sighandler_t handlerOf(int number)
{
    struct sigaction action = {};
    ::sigaction(number, nullptr, &action);
    return action.sa_handler;
}

} // namespace

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    firstAtNs = 0;
    const QString words = tr("Interrupted again: the program ends at once, and its output is not complete.");
    // After the line of the progress, where that is shown.
    farewell = (isatty(STDERR_FILENO) == 1 ? "\n" : "") + words.toUtf8() + '\n';
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return;
    auto *notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char number = 0;
        if (read(sockets[1], &number, 1) == 1)
            Q_EMIT interrupted(number);
    });
    for (const int number : Watched) {
        if (number != SIGHUP || handlerOf(number) != SIG_IGN)
            std::signal(number, onSignal);
    }
}

SignalWatcher::~SignalWatcher()
{
    for (const int number : Watched) {
        if (handlerOf(number) == onSignal)
            std::signal(number, SIG_DFL);
    }
    for (int &socket : sockets) {
        close(socket);
        socket = -1;
    }
}

} // namespace turnstone
