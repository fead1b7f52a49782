// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawloptions.h"

#include "app/cli/headerlines.h"
#include "app/cli/optionreader.h"
#include "app/cli/outputs.h"
#include "app/cli/terminal.h"
#include "core/types/httptoken.h"
#include "core/types/secrets.h"
#include "core/types/settingranges.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <limits>

namespace turnstone {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CrawlOptions", text);
}

Error wrong(const QString &sentence)
{
    return Error{Error::Code::Invalid, sentence};
}

struct Switch
{
    const char *name;
    bool CrawlSettings::*value;
};
constexpr Switch Switches[] = {
    {"insecure", &CrawlSettings::insecure},        {"forbid-private", &CrawlSettings::forbidPrivate},
    {"cookies", &CrawlSettings::cookies},          {"fail-fast", &CrawlSettings::failFast},
    {"keep-headers", &CrawlSettings::keepHeaders}, {"keep-secrets", &CrawlSettings::keepSecrets}};

void declare(QCommandLineParser &parser)
{
    const auto option = [&parser](const char *name, const QString &what, const char *value = nullptr) {
        parser.addOption(QCommandLineOption(QLatin1StringView(name), what,
                                            value ? QString(QLatin1StringView(value)) : QString()));
    };
    parser.addOption(
        QCommandLineOption({u"o"_qs, u"output"_qs},
                           tr("Write results to FILE: .csv, .jsonl, .html, .xlsx or .xml (JUnit) "
                              "by its ending, - for CSV on standard output. May be repeated."),
                           u"FILE"_qs));
    option("format", tr("csv, jsonl, html, xlsx or junit: the format where the name does not say it."), "F");
    option("column",
           tr("Where a list is a table, JSON or XML: the column that holds the addresses, by its name or its "
              "number (the one whose cells are addresses)."),
           "NAME");
    option("project",
           tr("Keep everything in this project file, which is created where it is missing. Without "
              "inputs all of its addresses are fetched again."),
           "FILE");
    option(
        "resume",
        tr("Go on with the last run of the project: fetch what it still owes, with its options "
           "(but the password of a proxy, and other secrets without --keep-secrets, which are "
           "not kept; those of addresses are taken from the list, given again). Options that are given hold "
           "instead, and from then on; --no-insecure, --no-cookies, --no-forbid-private, "
           "--no-fail-fast, --no-keep-headers, --no-keep-secrets, --no-keep-bodies and --no-proxy "
           "turn one off."));
    option("run", tr("Go on with this run instead (turnstone-cli runs lists them)."), "N");
    option("only", tr("Check only the given addresses of the project again. Its other addresses are then not "
                      "gone: turnstone-cli diff compares just these."));
    option("table",
           tr("Print a table for people on standard output (the default on a terminal without --output)."));
    option("concurrency", tr("Requests in flight in all (32)."), "N");
    option("per-host", tr("Requests in flight per host (6)."), "N");
    option("rate", tr("Requests per second in all (no limit)."), "R");
    option("host-delay", tr("Time from one start to the next at a host, in ms (0)."), "MS");
    option("timeout", tr("Total time of an attempt, in seconds (15)."), "S");
    option("connect-timeout", tr("Time to connect, in seconds (10)."), "S");
    option("retries", tr("Tries after the first (2); probes of a host that is down do not count."), "N");
    option("backoff", tr("First wait before another try, doubled each time, in seconds (0.5)."), "S");
    option("max-backoff", tr("Longest wait before another try, Retry-After included, in seconds (60)."), "S");
    option("max-body", tr("Largest body that is read (10M)."), "BYTES");
    option("max-redirects", tr("Longest chain of redirects (10)."), "N");
    option("host-patience",
           tr("How long rows wait for a host that is down, in seconds (300); 0: not at all."), "S");
    option("memory",
           tr("What bodies and results may hold until they are written, at least 16M (512M): enough for 1500 "
              "requests in flight, and for others in proportion. The program takes some memory besides."),
           "BYTES");
    option("method", tr("Request method (GET, or POST where there is data)."), "M");
    option("data", tr("Request body."), "TEXT");
    option("data-file", tr("Request body from a file."), "FILE");
    option(
        "header",
        tr("A request header field, or @FILE: a file of them, one a line; may be repeated. So are the lines "
           "of the environment variable TURNSTONE_HEADERS. What others on this machine should not see has "
           "its place there or in a file."),
        "Name: value");
    option("user-agent", tr("The User-Agent field (Turnstone/VERSION)."), "TEXT");
    option("proxy", tr("http://HOST:PORT, socks5://HOST:PORT, or system."), "URL");
    option("insecure", tr("Accept any certificate."));
    option(
        "forbid-private",
        tr("Refuse redirects and names that lead into a private network. A proxy looks names up by itself: "
           "through one, only localhost and addresses that are given as numbers are refused."));
    option("cookies", tr("Keep and send cookies, as many as a browser: 180 of a site, 50 of them of one "
                         "domain, none of more than 4096 bytes."));
    option("http2", tr("on, off or auto (auto)."), "CHOICE");
    option("keep-headers", tr("Keep header fields in the project."));
    option("keep-secrets",
           tr("Keep the values of Authorization, Cookie and other secret header fields and the "
              "passwords of addresses in the project; without, it has *** for them."));
    option("keep-bodies", tr("Keep so much of each body in the project (nothing)."), "BYTES");
    option("fail-fast", tr("Stop at the first address that is not fine."));
    option("progress", tr("auto, always or never (auto: on a terminal)."), "WHEN");
    parser.addOption(QCommandLineOption({u"q"_qs, u"quiet"_qs}, tr("Nothing but errors on standard error.")));
    option("log-level", tr("debug, info, warning or error (warning)."), "LEVEL");
    const auto canBeTurnedOff = [&parser](const char *name) {
        QCommandLineOption off(u"no-"_qs + QLatin1StringView(name));
        off.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(off);
    };
    for (const Switch &each : Switches)
        canBeTurnedOff(each.name);
    canBeTurnedOff("keep-bodies");
    canBeTurnedOff("proxy");
    parser.addHelpOption();
    parser.addPositionalArgument(u"inputs"_qs,
                                 tr("Addresses, list files (text, CSV, JSON, sitemaps, Markdown, bookmarks), "
                                    "or - for standard input."),
                                 u"[ADDRESS | FILE | -]..."_qs);
}

void readRequest(OptionReader &reader, RequestSpec &request)
{
    if (reader.isSet("data") && reader.isSet("data-file"))
        reader.complain(tr("Give either --data or --data-file, not both."));
    if (reader.isSet("data")) {
        request.body = reader.text("data").toUtf8();
        request.hasBody = true;
    }
    if (reader.isSet("data-file")) {
        QFile file(reader.text("data-file"));
        if (file.open(QIODevice::ReadOnly))
            request.body = file.readAll();
        if (file.error() != QFileDevice::NoError)
            reader.complain(tr("The file %1 given with --data-file cannot be read: %2.")
                                .arg(file.fileName(), file.errorString()));
        request.hasBody = true;
    }
    if (reader.isSet("data") || reader.isSet("data-file"))
        request.method = "POST";
    if (reader.isSet("method"))
        request.method = reader.text("method").toUpper().toLatin1();
    if (!isHttpToken(request.method) || request.method == "CONNECT") // which asks a proxy for a tunnel
        reader.complain(
            tr("--method takes a name such as GET, HEAD or POST, not \"%1\".").arg(reader.text("method")));
}

/// `known`: what was read of --header before, which may have been a pipe.
void readHeaders(OptionReader &reader, CrawlOptions &options, const std::optional<HeaderList> &known)
{
    const QStringList given = reader.texts("header");
    const Result<HeaderList> headers = known ? Result<HeaderList>(*known) : readHeaderLines(given);
    const Result<HeaderList> more = headersOfEnvironment();
    if (!headers || !more) {
        reader.complain((headers ? more : headers).error().message);
        return;
    }
    options.headers = headers.value();
    options.headerFiles = headerFiles(given);
    giveHeaders(options.settings.request.headers, options.headers, more.value());
}

void readProxy(OptionReader &reader, CrawlSettings &settings)
{
    if (!reader.isSet("proxy"))
        return;
    const QString text = reader.text("proxy");
    if (text == QLatin1StringView("system")) {
        settings.systemProxy = true;
        settings.proxy.clear();
        return;
    }
    const QUrl url(text, QUrl::StrictMode);
    const QStringList schemes = {u"http"_qs, u"socks5"_qs, u"socks5h"_qs};
    if (!url.isValid() || url.host().isEmpty() || !schemes.contains(url.scheme()))
        reader.complain(tr("--proxy takes http://HOST:PORT, socks5://HOST:PORT or system, not \"%1\".")
                            .arg(QString::fromUtf8(withHiddenUserInfos(text.toUtf8()))));
    if (url.password() == QLatin1StringView(Hidden) || url.userName() == QLatin1StringView(Hidden))
        reader.complain(tr("--proxy gives *** for a name or a password, which only stands in its place. Give "
                           "what it stands for."));
    settings.proxy = url;
    settings.systemProxy = false;
}

void readLimits(OptionReader &reader, CrawlLimits &limits)
{
    limits.concurrency = reader.whole("concurrency", limits.concurrency, allowed::Concurrency);
    limits.perHost = reader.whole("per-host", limits.perHost, allowed::PerHost);
    limits.rate = reader.number("rate", limits.rate, allowed::Rate);
    limits.hostDelay = std::chrono::milliseconds(
        reader.whole("host-delay", int(limits.hostDelay.count()), {0, int(allowed::WaitMs.most)}));
    limits.timeout = reader.seconds("timeout", limits.timeout, allowed::TimeoutMs);
    limits.connectTimeout = reader.seconds("connect-timeout", limits.connectTimeout, allowed::TimeoutMs);
    limits.retries = reader.whole("retries", limits.retries, allowed::Retries);
    limits.backoff = reader.seconds("backoff", limits.backoff, allowed::WaitMs);
    limits.maxBackoff = reader.seconds("max-backoff", limits.maxBackoff, allowed::WaitMs);
    limits.maxBodyBytes = reader.bytes("max-body", limits.maxBodyBytes, allowed::MaxBodyBytes);
    limits.maxRedirects = reader.whole("max-redirects", limits.maxRedirects, allowed::MaxRedirects);
    limits.hostPatience = reader.seconds("host-patience", limits.hostPatience, allowed::WaitMs);
    limits.memoryBytes = reader.bytes("memory", limits.memoryBytes, allowed::MemoryBytes);
}

void readOutputs(OptionReader &reader, CrawlOptions &options)
{
    options.outputs = reader.texts("output");
    options.table = reader.isSet("table");
    const QStringList formats = {u"csv"_qs, u"jsonl"_qs, u"html"_qs, u"xlsx"_qs, u"junit"_qs};
    if (reader.isSet("format"))
        options.format = formatFromId(reader.choice("format", formats, {}));
    const QString complaint = Outputs::complaint(options.outputs, options.format, options.table);
    if (!complaint.isEmpty())
        reader.complain(complaint);
}

/// --no-NAME, against what the run had that is gone on with.
bool isTurnedOff(OptionReader &reader, const char *name)
{
    const bool isOff = reader.isSet(QByteArray("no-").append(name).constData());
    if (isOff && reader.isSet(name))
        reader.complain(tr("--%1 and --no-%1 cannot both be.").arg(QLatin1StringView(name)));
    return isOff;
}

void readSwitches(OptionReader &reader, CrawlSettings &settings)
{
    if (reader.isSet("user-agent")) {
        settings.userAgent = reader.text("user-agent").toUtf8();
        const auto isControl = [](char c) { return uchar(c) < 0x20 || c == 0x7f; };
        if (std::any_of(settings.userAgent.begin(), settings.userAgent.end(), isControl))
            reader.complain(tr("--user-agent takes a text on one line, without control characters."));
    }
    for (const Switch &each : Switches) {
        bool &value = settings.*each.value;
        value = (value || reader.isSet(each.name)) && !isTurnedOff(reader, each.name);
    }
    if (isTurnedOff(reader, "proxy")) {
        settings.proxy.clear();
        settings.systemProxy = false;
    }
    settings.hashBodies = reader.isSet("project"); // only runs of a project are compared
    settings.keepBodyBytes =
        reader.bytes("keep-bodies", settings.keepBodyBytes, {1, allowed::KeepBodyBytes.most});
    settings.storeBodies =
        (settings.storeBodies || reader.isSet("keep-bodies")) && !isTurnedOff(reader, "keep-bodies");
    if (!reader.isSet("http2"))
        return;
    const QString http2 = reader.choice("http2", {u"on"_qs, u"off"_qs, u"auto"_qs}, u"auto"_qs);
    settings.http2 = http2 == u"on" ? Http2::On : http2 == u"off" ? Http2::Off : Http2::Auto;
}

void readProject(OptionReader &reader, CrawlOptions &options)
{
    for (const char *name : {"project", "column", "data-file"}) {
        if (reader.isSet(name) && reader.text(name).isEmpty())
            reader.complain(
                tr("--%1 needs a name, and the one given is empty.").arg(QLatin1StringView(name)));
    }
    options.project = reader.text("project");
    options.goesOn = reader.isSet("resume");
    if (reader.isSet("run"))
        options.run = reader.whole("run", 0, {1, std::numeric_limits<int>::max()});
    if (options.run != 0 && !options.goesOn)
        reader.complain(tr("--run says which run --resume is to go on with. Give both."));
    options.isOnly = reader.isSet("only");
    for (const char *name : {"resume", "only", "keep-headers", "keep-secrets", "keep-bodies"}) {
        if (reader.isSet(name) && options.project.isEmpty())
            reader.complain(
                tr("--%1 needs a project: name it with --project FILE.").arg(QLatin1StringView(name)));
    }
    if (options.goesOn && options.isOnly)
        reader.complain(tr("--resume goes on with a run, --only begins one. Give one of them."));
    else if (options.isOnly && options.inputs.isEmpty())
        reader.complain(tr("--only needs the addresses that are to be checked again."));
    if (options.inputs.isEmpty() && options.project.isEmpty())
        reader.complain(
            tr("Give addresses, list files, or - for standard input. See turnstone-cli crawl --help."));
}

} // namespace

Result<CrawlOptions> parseCrawlOptions(const QStringList &arguments, const CrawlSettings &base,
                                       const std::optional<HeaderList> &headers)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Fetches every address and tells what became of it.\n\n"
           "Exit status: 0 all addresses ok or redirected; 1 some are not; 2 wrong usage, "
           "unreadable input, or an output or a project that cannot be written; 128 and the number "
           "of the signal that ended it (130: interrupted); what was fetched is written then."));
    declare(parser);
    if (!parser.parse(QStringList{u"turnstone-cli crawl"_qs} + arguments))
        return wrong(parser.errorText());
    CrawlOptions options;
    options.arguments = arguments;
    options.settings = base;
    if (parser.isSet(u"help"_qs)) {
        options.help = helpOf(parser, u"crawl"_qs);
        return options;
    }
    OptionReader reader(parser);
    CrawlSettings &settings = options.settings;
    readLimits(reader, settings.limits);
    readRequest(reader, settings.request);
    readHeaders(reader, options, headers);
    readProxy(reader, settings);
    options.lacksProxyPassword = !reader.isSet("proxy") && !reader.isSet("no-proxy") &&
                                 !base.proxy.userName().isEmpty() && base.proxy.password().isEmpty();
    readOutputs(reader, options);
    readSwitches(reader, settings);
    const QString progress = reader.choice("progress", {u"auto"_qs, u"always"_qs, u"never"_qs}, u"auto"_qs);
    options.progress = progress == u"always"  ? CrawlOptions::Progress::Always
                       : progress == u"never" ? CrawlOptions::Progress::Never
                                              : CrawlOptions::Progress::Auto;
    options.logLevel =
        reader.choice("log-level", {u"debug"_qs, u"info"_qs, u"warning"_qs, u"error"_qs}, u"warning"_qs);
    options.quiet = reader.isSet("quiet");
    options.inputs = parser.positionalArguments();
    options.column = reader.text("column");
    options.dataFile = reader.text("data-file");
    readProject(reader, options);
    if (!reader.complaint().isEmpty())
        return wrong(reader.complaint());
    return options;
}

} // namespace turnstone
