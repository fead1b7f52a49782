// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/guioptions.h"

#include "app/cli/crawloptions.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

constexpr auto helpText = QT_TRANSLATE_NOOP(
    "Gui", "Usage: turnstone [ADDRESS | FILE]... [options]\n"
           "\n"
           "--start             begins to fetch at once\n"
           "--export FILE       writes the results when all are there: .csv, .jsonl, .html, .xlsx or .xml;\n"
           "                    can be given several times\n"
           "--quit-when-done    ends the program then; its status is 0 when all addresses are fine\n"
           "--lag-report FILE   writes at the end how long the window kept the user waiting\n"
           "--version, --help\n"
           "\n"
           "The options of turnstone-cli crawl for fetching hold here too, such as\n"
           "--concurrency, --per-host, --rate and --timeout; with any of them the settings\n"
           "kept by the window are left aside.\n");

Error missingValue(const QString &option)
{
    return {Error::Code::Invalid,
            QCoreApplication::translate("Gui", "%1 needs the name of a file.").arg(option)};
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

/// What the window would leave aside without a word.
Outcome checkIsForWindow(const CrawlOptions &options)
{
    const std::pair<const char *, bool> given[] = {{"--project", !options.project.isEmpty()},
                                                   {"--resume", options.goesOn},
                                                   {"--run", options.run != 0},
                                                   {"--only", options.isOnly},
                                                   {"--table", options.table},
                                                   {"--format", options.format.has_value()}};
    for (const auto &[name, isGiven] : given) {
        if (isGiven)
            return Error{Error::Code::Invalid,
                         QCoreApplication::translate(
                             "Gui", "%1 is for turnstone-cli. The window opens a project that is given "
                                    "alone, and goes on with it: turnstone FILE.turnstone --start.")
                             .arg(QLatin1StringView(name))};
    }
    return success();
}

} // namespace

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
            options.message = QCoreApplication::translate("Gui", helpText);
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
    Result<CrawlOptions> parsed = parseCrawlOptions(others);
    if (!parsed)
        return parsed.error();
    if (const Outcome isForWindow = checkIsForWindow(parsed.value()); !isForWindow)
        return isForWindow.error();
    options.inputs = parsed.value().inputs;
    options.column = parsed.value().column;
    options.otherFiles = parsed.value().headerFiles;
    if (!parsed.value().dataFile.isEmpty())
        options.otherFiles << parsed.value().dataFile;
    options.settings = parsed.value().settings;
    options.settings->hashBodies = CrawlSettings().hashBodies; // every list here is in a project
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
