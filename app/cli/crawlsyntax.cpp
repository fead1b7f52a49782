// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlsyntax.h"

#include "app/cli/outputs.h"
#include "app/cli/settingoptions.h"

#include <QCoreApplication>

namespace turnstone {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CrawlOptions", text);
}

void addWhere(CommandSyntax &syntax)
{
    syntax.add(
        'o', "output",
        tr("Write results to FILE: .csv, .jsonl, .html, .xlsx or .xml (JUnit) by its ending, - for CSV "
           "on standard output. May be repeated."),
        "FILE");
    syntax.add("format", tr("csv, jsonl, html, xlsx or junit: the format where the name does not say it."),
               "F", Outputs::formats());
    syntax.add(
        "column",
        tr("Where a list is a table, JSON or XML: the column that holds the addresses, by its name or its "
           "number (the one whose cells are addresses)."),
        "NAME");
    syntax.add(
        "project",
        tr("Keep everything in this project file, which is created where it is missing. Without inputs "
           "all of its addresses are fetched again."),
        "FILE");
    syntax.add(
        "resume",
        tr("Go on with the last run of the project: fetch what it still owes, with its options (but the "
           "password of a proxy, and other secrets without --keep-secrets, which are not kept; those of "
           "addresses are taken from the list, given again). Options that are given hold instead, and from "
           "then on; --no-insecure, --no-cookies, --no-forbid-private, --no-fail-fast, --no-keep-headers, "
           "--no-keep-secrets, --no-keep-bodies and --no-proxy turn one off."));
    syntax.add("run", tr("Go on with this run instead (turnstone-cli runs lists them)."), "N");
    syntax.add("only", tr("Check only the given addresses of the project again. Its other addresses are then "
                          "not gone: turnstone-cli diff compares just these."));
    syntax.add("table", tr("Print a table for people on standard output (the default on a terminal without "
                           "--output)."));
}

void addRequest(CommandSyntax &syntax)
{
    syntax.add("method", tr("Request method (GET, or POST where there is data)."), "M");
    syntax.add("data", tr("Request body."), "TEXT");
    syntax.add("data-file", tr("Request body from a file."), "FILE");
    syntax.add(
        "header",
        tr("A request header field, or @FILE: a file of them, one a line; may be repeated. So are the lines "
           "of the environment variable TURNSTONE_HEADERS. What others on this machine should not see has "
           "its place there or in a file."),
        "'Name: value'");
    syntax.add("user-agent", tr("The User-Agent field (Turnstone/VERSION)."), "TEXT");
    syntax.add("proxy", tr("http://HOST:PORT, socks5://HOST:PORT, or system."), "URL");
}

void addRest(CommandSyntax &syntax)
{
    syntax.add("keep-bodies", tr("Keep so much of each body in the project (nothing)."), "BYTES");
    syntax.add("progress", tr("auto, always or never (auto: on a terminal)."), "WHEN",
               {u"auto"_qs, u"always"_qs, u"never"_qs});
    syntax.add('q', "quiet", tr("Nothing but errors on standard error."));
    syntax.add("log-level", tr("debug, info, warning or error (warning)."), "LEVEL",
               {u"debug"_qs, u"info"_qs, u"warning"_qs, u"error"_qs});
    for (const char *name : {"keep-bodies", "proxy"})
        syntax.addHidden(u"no-"_qs + QLatin1StringView(name));
}

} // namespace

CommandSyntax crawlSyntax()
{
    CommandSyntax syntax;
    syntax.name = u"turnstone-cli crawl"_qs;
    syntax.summary = tr("Fetches every address and tells what became of it.");
    addWhere(syntax);
    addFetchOptions(syntax);
    SettingOptions options(syntax);
    const CrawlSettings settings;
    visitEvidence(options, settings);
    addRest(syntax);
    syntax.addHelp();
    syntax.arguments = u"[ADDRESS | FILE | -]..."_qs;
    syntax.argumentsMeaning =
        tr("Addresses, list files (text, CSV, JSON, sitemaps, Markdown, bookmarks), or - for standard "
           "input.");
    syntax.exitStatus =
        tr("0 all addresses ok or redirected; 1 some are not; 2 wrong usage, unreadable input, or an output "
           "or a project that cannot be written; 128 and the number of the signal that ended it (130: "
           "interrupted); what was fetched is written then.");
    syntax.examples = {
        {u"turnstone-cli crawl --per-host 10 -o result.csv -o report.html list.txt"_qs,
         tr("Fetches a list and writes a table and a report.")},
        {u"turnstone-cli crawl --project site.turnstone list.txt"_qs, tr("Keeps everything in a project.")},
        {u"turnstone-cli crawl --project site.turnstone --resume"_qs,
         tr("Goes on where that was interrupted.")},
    };
    return syntax;
}

void addFetchOptions(CommandSyntax &syntax)
{
    const CrawlSettings settings;
    SettingOptions options(syntax);
    visitLimits(options, settings.limits);
    addRequest(syntax);
    visitNetwork(options, settings);
}

} // namespace turnstone
