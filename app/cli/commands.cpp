// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/crawlcommand.h"
#include "app/cli/crawlsyntax.h"
#include "app/cli/projectcommands.h"
#include "app/cli/signalwatcher.h"
#include "app/cli/terminal.h"
#include "app/demosite/demolist.h"
#include "app/demosite/rundemo.h"
#include "core/base/translation.h"

#include <QCommandLineParser>
#include <QLoggingCategory>

namespace turnstone {

namespace {

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

CommandSyntax demoSyntax()
{
    CommandSyntax syntax;
    syntax.name = u"turnstone-cli demo"_qs;
    syntax.summary = tr("Runs the demo site and prints its address.");
    syntax.add("port", tr("Serve on this port (any free one)."), "N");
    syntax.add("list", tr("Print a list of the site's addresses on that port instead."));
    syntax.addHelp();
    return syntax;
}

int demo(const QStringList &arguments)
{
    const CommandSyntax syntax = demoSyntax();
    QCommandLineParser parser;
    syntax.declareTo(parser);
    if (!parser.parse(QStringList{syntax.name} + arguments))
        return complain(parser.errorText());
    if (parser.isSet(u"help"_qs)) {
        put(syntax.help().toUtf8());
        return 0;
    }
    bool isPort = true;
    const quint16 port = parser.isSet(u"port"_qs) ? parser.value(u"port"_qs).toUShort(&isPort) : 0;
    if (!isPort || !parser.positionalArguments().isEmpty())
        return complain(tr("demo takes --port with a number from 0 to 65535."));
    if (!parser.isSet(u"list"_qs))
        return runDemo(port);
    put(demoList(port));
    return 0;
}

constexpr Command Commands[] = {
    {u"crawl", crawlSyntax, crawl},
    {u"export", exportSyntax, exportProject},
    {u"runs", runsSyntax, listRuns},
    {u"diff", diffSyntax, diffProject},
    {u"compact", compactSyntax, compactProject},
    {u"repair", repairSyntax, repairProject},
    {u"demo", demoSyntax, demo},
};

} // namespace

std::span<const Command> commands()
{
    return Commands;
}

CommandSyntax programSyntax()
{
    CommandSyntax syntax;
    syntax.name = u"turnstone-cli"_qs;
    syntax.summary = tr("Fetches lists of web addresses, politely, and reports what became of each.");
    syntax.addHelp();
    syntax.add("version", tr("Print the version."));
    for (const Command &command : Commands)
        syntax.commands.push_back(command.syntax());
    return syntax;
}

} // namespace turnstone
