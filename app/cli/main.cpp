// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "core/net/networksetup.h"
#include "core/types/secrets.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>

namespace {

using namespace turnstone;

int run(QStringList arguments)
{
    const QString first = arguments.isEmpty() ? QString() : arguments.takeFirst();
    for (const Command &command : commands()) {
        if (command.name == first)
            return command.run(arguments);
    }
    if (first == u"--version") {
        put(QByteArray("turnstone-cli " TURNSTONE_VERSION " (Qt ") + qVersion() + ")\n");
        return 0;
    }
    const QByteArray help = programSyntax().help().toUtf8();
    if (first == u"--help" || first == u"-h") {
        put(help);
        return 0;
    }
    std::fputs(help.constData(), stderr);
    return UsageStatus;
}

/// Qt reads them as UTF-8, and would make another name or address of bytes that are none.
int checkArguments(int count, char **arguments)
{
    for (int i = 1; i < count; ++i) {
        if (!QByteArrayView(arguments[i]).isValidUtf8())
            return complain(
                QCoreApplication::translate(
                    "Cli", "\"%1\" is not UTF-8. Give the file another name, or percent-encode the address.")
                    .arg(QString::fromUtf8(
                        withHiddenUserInfos(withHiddenUserInfo(QString::fromUtf8(arguments[i]).toUtf8())))));
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    holdStandardStreams();
    std::signal(SIGXFSZ, SIG_IGN); // what is too large for `ulimit -f` fails as any other write
    prepareNetwork();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("turnstone"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TURNSTONE_VERSION));
    if (const int status = checkArguments(argc, argv); status != 0)
        return status;
    return finishStandardOutput(run(QCoreApplication::arguments().mid(1)));
}
