// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlsyntax.h"

#include "app/cli/outputs.h"
#include "app/cli/settingoptions.h"
#include "core/base/translation.h"

namespace turnstone {

namespace {

void addWhere(CommandSyntax &syntax)
{
    syntax.add('o', "output",
               tr("Write results to FILE, in the format of its extension: .csv, .jsonl, .html, .xlsx or .xml "
                  "(JUnit); - is CSV on standard output. May be repeated."),
               "FILE");
    syntax.add("format", tr("csv, jsonl, html, xlsx or junit: the format where the file name does not tell."),
               "F", Outputs::formats());
    syntax.add("column",
               tr("Where a list is a table, JSON or XML: the column that holds the addresses, by its name or "
                  "number (by default, the one whose cells are addresses)."),
               "NAME");
    syntax.add("project",
               tr("Keep everything in this project file, which is created if it does not exist. Without "
                  "inputs, all of its addresses are fetched again."),
               "FILE");
    syntax.add(
        "resume",
        tr("Continue the project's last run: fetch what is still missing, with the options of that run "
           "(except for the password of a proxy and, without --keep-secrets, other secrets, which are not "
           "kept; those of addresses are taken from the list, given again). Options given now replace its "
           "own from then on; --no-insecure, --no-cookies, --no-forbid-private, --no-fail-fast, "
           "--no-keep-headers, --no-keep-secrets, --no-keep-bodies and --no-proxy turn one off."));
    syntax.add("run", tr("Continue this run instead (turnstone-cli runs lists them)."), "N");
    syntax.add("only", tr("Check only the given addresses of the project again. The others do not count as "
                          "gone: turnstone-cli diff compares only the given ones."));
    syntax.add("table",
               tr("Print a readable table on standard output (the default on a terminal without --output)."));
}

void addRequest(CommandSyntax &syntax)
{
    syntax.add("method", tr("Request method (GET, or POST where there is data)."), "M");
    syntax.add("data", tr("Request body."), "TEXT");
    syntax.add("data-file", tr("Request body from a file."), "FILE");
    syntax.add("header",
               tr("A request header field, or @FILE for a file with one field per line; may be repeated. The "
                  "lines of the environment variable TURNSTONE_HEADERS are used as well. Put what others on "
                  "this machine must not see there or in a file."),
               "'Name: value'");
    syntax.add("user-agent", tr("The User-Agent field (Turnstone/VERSION)."), "TEXT");
    syntax.add("proxy", tr("http://HOST:PORT, socks5://HOST:PORT, or system."), "URL");
}

void addRest(CommandSyntax &syntax)
{
    syntax.add("keep-bodies", tr("Keep up to this much of each body in the project (nothing)."), "BYTES");
    syntax.add("progress", tr("auto, always or never (auto: on a terminal)."), "WHEN",
               {u"auto"_qs, u"always"_qs, u"never"_qs});
    syntax.add('q', "quiet", tr("Print only errors on standard error."));
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
    syntax.summary = tr("Fetches every address and reports what became of it.");
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
    syntax.exitStatus = tr("0 all addresses ok or redirected; 1 some are not; 2 wrong usage, unreadable "
                           "input, or an output or a project that cannot be written; 128 plus the number of "
                           "the signal that ended it (130: interrupted), after writing what was fetched.");
    syntax.examples = {
        {u"turnstone-cli crawl --per-host 10 -o result.csv -o report.html list.txt"_qs,
         tr("Fetches a list and writes a table and a report.")},
        {u"turnstone-cli crawl --project site.turnstone list.txt"_qs, tr("Keeps everything in a project.")},
        {u"turnstone-cli crawl --project site.turnstone --resume"_qs,
         tr("Continues where that was interrupted.")},
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
