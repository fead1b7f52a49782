// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QCommandLineParser>
#include <QCoreApplication>
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

QString helpOf(const QCommandLineParser &parser, const QString &command)
{
    return parser.helpText().replace(QCoreApplication::arguments().constFirst() + u" [options]",
                                     u"turnstone-cli " + command + u" [options]");
}

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace turnstone
