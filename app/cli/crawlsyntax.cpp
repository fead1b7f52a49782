// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawlsyntax.h"

#include "app/cli/outputs.h"

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

void addLimits(CommandSyntax &syntax)
{
    syntax.add("concurrency", tr("Requests in flight in all (32)."), "N");
    syntax.add("per-host", tr("Requests in flight per host (6)."), "N");
    syntax.add("rate", tr("Requests per second in all (no limit)."), "R");
    syntax.add("host-delay", tr("Time from one start to the next at a host, in ms (0)."), "MS");
    syntax.add("timeout", tr("Total time of an attempt, in seconds (15)."), "S");
    syntax.add("connect-timeout", tr("Time to connect, in seconds (10)."), "S");
    syntax.add("retries", tr("Tries after the first (2); probes of a host that is down do not count."), "N");
    syntax.add("backoff", tr("First wait before another try, doubled each time, in seconds (0.5)."), "S");
    syntax.add("max-backoff", tr("Longest wait before another try, Retry-After included, in seconds (60)."),
               "S");
    syntax.add("max-body", tr("Largest body that is read (10M)."), "BYTES");
    syntax.add("max-redirects", tr("Longest chain of redirects (10)."), "N");
    syntax.add("host-patience",
               tr("How long rows wait for a host that is down, in seconds (300); 0: not at all."), "S");
    syntax.add("memory",
               tr("What bodies and results may hold until they are written, at least 16M (512M): enough for "
                  "1500 requests in flight, and for others in proportion. The program takes some memory "
                  "besides."),
               "BYTES");
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
    syntax.add("insecure", tr("Accept any certificate."));
    syntax.add(
        "forbid-private",
        tr("Refuse redirects and names that lead into a private network. A proxy looks names up by itself: "
           "through one, only localhost and addresses that are given as numbers are refused."));
    syntax.add("cookies", tr("Keep and send cookies, as many as a browser: 180 of a site, 50 of them of one "
                             "domain, none of more than 4096 bytes."));
    syntax.add("http2", tr("on, off or auto (auto)."), "CHOICE", {u"on"_qs, u"off"_qs, u"auto"_qs});
    syntax.add("engine",
               tr("What fetches: curl (libcurl), qt (the HTTP code of Qt) or auto (auto: libcurl)."),
               "CHOICE", {u"curl"_qs, u"qt"_qs, u"auto"_qs});
}

void addRest(CommandSyntax &syntax)
{
    syntax.add("keep-headers", tr("Keep header fields in the project."));
    syntax.add("keep-secrets",
               tr("Keep the values of Authorization, Cookie and other secret header fields and the passwords "
                  "of addresses in the project; without, it has *** for them."));
    syntax.add("keep-bodies", tr("Keep so much of each body in the project (nothing)."), "BYTES");
    syntax.add("fail-fast", tr("Stop at the first address that is not fine."));
    syntax.add("progress", tr("auto, always or never (auto: on a terminal)."), "WHEN",
               {u"auto"_qs, u"always"_qs, u"never"_qs});
    syntax.add('q', "quiet", tr("Nothing but errors on standard error."));
    syntax.add("log-level", tr("debug, info, warning or error (warning)."), "LEVEL",
               {u"debug"_qs, u"info"_qs, u"warning"_qs, u"error"_qs});
    for (const char *name : {"insecure", "forbid-private", "cookies", "fail-fast", "keep-headers",
                             "keep-secrets", "keep-bodies", "proxy"})
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
    addLimits(syntax);
    addRequest(syntax);
}

} // namespace turnstone
