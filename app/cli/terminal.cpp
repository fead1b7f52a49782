// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QLocale>

#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace turnstone {

void say(const QString &text)
{
    std::fprintf(stderr, "%s\n", text.toUtf8().constData());
}

int complain(const QString &sentence)
{
    std::fprintf(stderr, "turnstone-cli: %s\n", sentence.toUtf8().constData());
    return UsageStatus;
}

bool isStandardOutputClosed()
{
    pollfd state{STDOUT_FILENO, 0, 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLERR | POLLHUP)) != 0;
}

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace turnstone
