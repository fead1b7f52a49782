// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/guioptions.h"

#include "app/cli/crawloptions.h"
#include "app/cli/crawlsyntax.h"
#include "core/base/translation.h"

#include <QCommandLineParser>

namespace turnstone {

namespace {

Error missingValue(const QString &option)
{
    return {Error::Code::Invalid, tr("%1 needs the name of a file.").arg(option)};
}

/// Takes `name VALUE` and `name=VALUE`; false when `argument` is another one.
bool takesFile(const QStringList &arguments, qsizetype &at, const QString &name, QString &value,
               bool &missing)
{
    const QString &argument = arguments[at];
    if (argument.startsWith(name + u'=')) {
        value = argument.sliced(name.size() + 1);
    } else if (argument == name) {
        if (at + 1 < arguments.size())
            value = arguments[++at];
    } else {
        return false;
    }
    missing = value.isEmpty();
    return true;
}

/// What the window would leave aside without a word. Before they are read, which would ask for the project
/// that goes with them.
Outcome checkIsForWindow(const QStringList &arguments)
{
    QCommandLineParser parser;
    crawlSyntax().declareTo(parser);
    if (!parser.parse(QStringList{QStringLiteral("turnstone")} + arguments))
        return success(); // whoever reads them says why not
    for (const char *name : {"project", "resume", "run", "only", "table", "format"}) {
        if (parser.isSet(QLatin1StringView(name)))
            return Error{Error::Code::Invalid,
                         tr("--%1 is for turnstone-cli. To continue a project in the window, give only the "
                            "project: turnstone FILE.turnstone --start.")
                             .arg(QLatin1StringView(name))};
    }
    return success();
}

} // namespace

CommandSyntax guiSyntax()
{
    CommandSyntax syntax;
    syntax.name = u"turnstone"_qs;
    syntax.summary = tr("Fetches lists of web addresses, politely, and shows what becomes of each.");
    syntax.description =
        tr("The fetching options of turnstone-cli crawl work here too, such as --concurrency, --per-host, "
           "--rate and --timeout; with any of them, the settings saved by the window are ignored.");
    syntax.add("start", tr("Start fetching at once."));
    syntax.add(
        "export",
        tr("Write the results when the crawl is done: .csv, .jsonl, .html, .xlsx or .xml. May be repeated."),
        "FILE");
    syntax.add("quit-when-done", tr("Quit when everything is done."));
    syntax.add("lag-report", tr("Write at the end how long the window kept the user waiting."), "FILE");
    syntax.addHelp();
    syntax.add("version", tr("Print the version."));
    syntax.arguments = u"[ADDRESS | FILE]..."_qs;
    syntax.argumentsMeaning =
        tr("Addresses, list files (text, CSV, JSON, sitemaps, Markdown, bookmarks), or a "
           "project (name.turnstone).");
    syntax.exitStatus = tr("with --quit-when-done, 0 when all addresses are fine.");
    syntax.examples = {{u"turnstone list.txt --start --export out.csv --quit-when-done"_qs,
                        tr("Runs unattended and writes a table.")}};
    return syntax;
}

Result<GuiOptions> parseGuiOptions(const QStringList &arguments)
{
    GuiOptions options;
    QStringList others;
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString &argument = arguments[at];
        bool missing = false;
        QString exportFile;
        if (argument == QLatin1StringView("--start"))
            options.start = true;
        else if (argument == QLatin1StringView("--quit-when-done"))
            options.quitWhenDone = true;
        else if (argument == QLatin1StringView("--help") || argument == QLatin1StringView("-h"))
            options.message = guiSyntax().help();
        else if (argument == QLatin1StringView("--version"))
            options.message = QStringLiteral("turnstone " TURNSTONE_VERSION "\n");
        else if (!takesFile(arguments, at, QStringLiteral("--export"), exportFile, missing) &&
                 !takesFile(arguments, at, QStringLiteral("--lag-report"), options.lagReport, missing))
            others << argument;
        if (missing)
            return missingValue(argument.section(u'=', 0, 0));
        if (!exportFile.isEmpty())
            options.exportFiles << exportFile;
    }
    if (!options.message.isEmpty())
        return options;
    const bool anyOption = std::any_of(others.begin(), others.end(), [](const QString &each) {
        return each.startsWith(u'-') && each.size() > 1;
    });
    if (!anyOption) {
        options.inputs = others;
        return options;
    }
    if (const Outcome isForWindow = checkIsForWindow(others); !isForWindow)
        return isForWindow.error();
    // every list here is in a project, so what needs one has it; in front, or "--" would make inputs of it
    others = QStringList{QStringLiteral("--project"), QStringLiteral("autosaved")} + others;
    Result<CrawlOptions> parsed = parseCrawlOptions(others);
    if (!parsed)
        return parsed.error();
    if (parsed.value().inputs.isEmpty())
        return Error{Error::Code::Invalid,
                     tr("Give the addresses or list files that the options are for. See turnstone --help.")};
    options.inputs = parsed.value().inputs;
    options.column = parsed.value().column;
    options.otherFiles = parsed.value().headerFiles;
    if (!parsed.value().dataFile.isEmpty())
        options.otherFiles << parsed.value().dataFile;
    options.settings = parsed.value().settings;
    options.settings->hashBodies = CrawlSettings().hashBodies;
    options.crawlArguments = others;
    options.exportFiles << parsed.value().outputs;
    return options;
}

Result<CrawlSettings> settingsOver(const CrawlSettings &base, const GuiOptions &options)
{
    const Result<CrawlOptions> parsed = parseCrawlOptions(options.crawlArguments, base);
    if (!parsed)
        return parsed.error();
    CrawlSettings settings = parsed.value().settings;
    settings.hashBodies = base.hashBodies;
    return settings;
}

} // namespace turnstone
