// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QCoreApplication>
#include <QLocale>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <stdio_ext.h>
#include <unistd.h>
#include <utility>

namespace turnstone {

namespace {

int outputError = 0; // of the first put() that failed

} // namespace

void say(const QString &text)
{
    std::fprintf(stderr, "%s\n", text.toUtf8().constData());
}

int complain(const QString &sentence)
{
    std::fprintf(stderr, "turnstone-cli: %s\n", sentence.toUtf8().constData());
    return UsageStatus;
}

void holdStandardStreams()
{
    // Each is opened the wrong way, so that using it fails as it did; but what goes to standard error is
    // lost.
    constexpr std::pair<int, int> modes[] = {
        {STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_WRONLY}};
    for (const auto &[descriptor, mode] : modes) {
        if (::fcntl(descriptor, F_GETFD) < 0 && ::open("/dev/null", mode) < 0)
            return; // without the null device, so be it
    }
}

bool isStandardOutputClosed()
{
    pollfd state{STDOUT_FILENO, 0, 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLERR | POLLHUP)) != 0;
}

void put(const QByteArray &text)
{
    const bool written = std::fwrite(text.constData(), 1, size_t(text.size()), stdout) == size_t(text.size());
    if ((!written || std::fflush(stdout) != 0) && outputError == 0)
        outputError = errno;
}

QString standardOutputProblem(int systemError)
{
    return QCoreApplication::translate("Cli", "Cannot write to standard output: %1. Send it elsewhere.")
        .arg(qt_error_string(systemError));
}

void forgetStandardOutput()
{
    ::__fpurge(stdout);
    std::clearerr(stdout);
}

int finishStandardOutput(int status)
{
    const bool failedBefore = std::ferror(stdout) != 0;
    errno = 0;
    const bool isFlushed = std::fflush(stdout) == 0;
    const int error = outputError != 0 ? outputError : errno;
    const bool isClosed = isStandardOutputClosed();
    const bool isWritten = std::fclose(stdout) == 0 && isFlushed && !failedBefore;
    if (isWritten || status > 1)
        return status;
    return isClosed ? 128 + SIGPIPE : complain(standardOutputProblem(error != 0 ? error : EIO));
}

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace turnstone
