// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlcommand.h"
#include "app/cli/projectcommands.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/demosite/demolist.h"
#include "app/demosite/rundemo.h"
#include "core/net/networksetup.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <csignal>
#include <cstdio>

namespace {

using namespace turnstone;

const char usage[] = "Usage: turnstone-cli crawl [options] [ADDRESS | FILE | -]...\n"
                     "       turnstone-cli export --project FILE [--run N] [--output OUT]...\n"
                     "       turnstone-cli runs --project FILE [--format table|csv|jsonl]\n"
                     "       turnstone-cli diff --project FILE [A B] [--output OUT]\n"
                     "       turnstone-cli compact --project FILE [--keep-runs N] [--drop-bodies]\n"
                     "       turnstone-cli repair --project FILE --into FILE\n"
                     "       turnstone-cli demo [--port N] [--list]\n"
                     "       turnstone-cli --help | --version\n"
                     "\n"
                     "crawl   fetches every address and tells what became of it\n"
                     "export  writes the results of a project file\n"
                     "runs    lists the runs of a project file\n"
                     "diff    tells what differs between two runs of a project file\n"
                     "compact makes a project file as small as it can be\n"
                     "repair  saves what is left of a damaged project file into a new one\n"
                     "demo    runs the demo site and prints its address; with --list, prints a list of its\n"
                     "        addresses for the given port instead\n"
                     "\n"
                     "Each command but demo has a --help of its own.\n";

void setLogLevel(const QString &level)
{
    const QStringList levels = {u"debug"_qs, u"info"_qs, u"warning"_qs, u"critical"_qs};
    const QString wanted = level == u"error" ? u"critical"_qs : level;
    QString rules;
    for (const QString &name : levels)
        rules +=
            u"*." + name + (levels.indexOf(name) < levels.indexOf(wanted) ? u"=false\n"_qs : u"=true\n"_qs);
    QLoggingCategory::setFilterRules(rules);
}

int crawl(const QStringList &arguments)
{
    Result<CrawlOptions> options = parseCrawlOptions(arguments);
    if (!options)
        return complain(options.error().message);
    if (!options.value().help.isEmpty()) {
        put(options.value().help.toUtf8());
        return 0;
    }
    setLogLevel(options.value().logLevel);
    CrawlCommand command(std::move(options).value());
    if (const Outcome outcome = command.prepare(); !outcome) {
        const int status = complain(outcome.error().message);
        return command.signal() != 0 ? 128 + command.signal() : status;
    }
    SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::interrupted, &command, &CrawlCommand::interrupt);
    return command.run();
}

int demo(const QStringList &given)
{
    QStringList arguments = given;
    quint16 port = 0;
    const bool list = arguments.removeAll(u"--list"_qs) > 0;
    if (!arguments.isEmpty()) {
        bool isPort = false;
        port = arguments.value(1).toUShort(&isPort);
        if (arguments.size() != 2 || arguments[0] != u"--port" || !isPort)
            return complain(
                QCoreApplication::translate("Cli", "demo takes --port with a number from 0 to 65535."));
    }
    if (list) {
        put(demoList(port));
        return 0;
    }
    return runDemo(port);
}

constexpr std::pair<QStringView, int (*)(const QStringList &)> commands[] = {
    {u"crawl", crawl},      {u"export", exportProject},   {u"runs", listRuns},
    {u"diff", diffProject}, {u"compact", compactProject}, {u"repair", repairProject},
    {u"demo", demo},
};

int run(QStringList arguments)
{
    const QString command = arguments.isEmpty() ? QString() : arguments.takeFirst();
    for (const auto &[name, work] : commands) {
        if (command == name)
            return work(arguments);
    }
    if (command == u"--version") {
        put(QByteArray("turnstone-cli " TURNSTONE_VERSION " (Qt ") + qVersion() + ")\n");
        return 0;
    }
    if (command == u"--help" || command == u"-h") {
        put(usage);
        return 0;
    }
    std::fputs(usage, stderr);
    return UsageStatus;
}

/// Qt reads them as UTF-8, and would make another name or address of bytes that are none.
int checkArguments(int count, char **arguments)
{
    for (int i = 1; i < count; ++i) {
        if (!QByteArrayView(arguments[i]).isValidUtf8())
            return complain(
                QCoreApplication::translate(
                    "Cli", "\"%1\" is no UTF-8. Give the file another name, or percent-encode the address.")
                    .arg(QString::fromUtf8(arguments[i])));
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
