// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crawloptions.h"

#include "app/cli/crawlsyntax.h"
#include "app/cli/headerlines.h"
#include "app/cli/optionreader.h"
#include "app/cli/outputs.h"
#include "app/cli/settingoptions.h"
#include "core/base/translation.h"
#include "core/session/runsettings.h"
#include "core/types/httptoken.h"
#include "core/types/secrets.h"
#include "core/types/settingranges.h"

#include <QCommandLineParser>
#include <QFile>

#include <algorithm>
#include <limits>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr qint64 MostDataBytes = 256 * 1024 * 1024; // in memory, and some files never end

Error wrong(const QString &sentence)
{
    return Error{Error::Code::Invalid, sentence};
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
            request.body = file.read(MostDataBytes + 1);
        if (request.body.size() > MostDataBytes)
            reader.complain(tr("The file %1 given with --data-file is longer than 256 MB, the most that is "
                               "sent with a request.")
                                .arg(file.fileName()));
        else if (file.error() != QFileDevice::NoError)
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

/// A proxy as it was given, which may be none: whatever stands before the last '@' is for nobody else.
QString shownProxyText(const QString &text)
{
    const qsizetype at = text.lastIndexOf(u'@');
    if (at < 0)
        return text;
    const qsizetype scheme = text.left(at).indexOf(QLatin1StringView("://"));
    return text.left(scheme < 0 ? 0 : scheme + 3) + QLatin1StringView(Hidden) + text.mid(at);
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
                            .arg(shownProxyText(text)));
    if (url.password() == QLatin1StringView(Hidden) || url.userName() == QLatin1StringView(Hidden))
        reader.complain(tr("--proxy has *** in place of a name or password. Give the real one."));
    settings.proxy = url;
    settings.systemProxy = false;
}

void readOutputs(OptionReader &reader, CrawlOptions &options)
{
    reader.needNames({"output"});
    options.outputs = reader.texts("output");
    options.table = reader.isSet("table");
    if (reader.isSet("format"))
        options.format = formatFromId(reader.choice("format", {}));
    const QString complaint = Outputs::complaint(options.outputs, options.format, options.table);
    if (!complaint.isEmpty())
        reader.complain(complaint);
}

void readRest(OptionReader &reader, CrawlSettings &settings)
{
    if (reader.isSet("user-agent")) {
        settings.userAgent = reader.text("user-agent").toUtf8();
        const auto isControl = [](char c) { return uchar(c) < 0x20 || c == 0x7f; };
        if (std::any_of(settings.userAgent.begin(), settings.userAgent.end(), isControl))
            reader.complain(tr("--user-agent takes one line of text, without control characters."));
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
}

void readProject(OptionReader &reader, CrawlOptions &options)
{
    reader.needNames({"project", "column", "data-file"});
    options.project = reader.text("project");
    options.goesOn = reader.isSet("resume");
    if (reader.isSet("run"))
        options.run = reader.whole("run", 0, {1, std::numeric_limits<int>::max()});
    if (options.run != 0 && !options.goesOn)
        reader.complain(tr("--run names the run that --resume continues. Give both."));
    options.isOnly = reader.isSet("only");
    for (const char *name : {"resume", "only", "keep-headers", "keep-secrets", "keep-bodies"}) {
        if (reader.isSet(name) && options.project.isEmpty())
            reader.complain(
                tr("--%1 needs a project: name it with --project FILE.").arg(QLatin1StringView(name)));
    }
    if (options.goesOn && options.isOnly)
        reader.complain(tr("--resume continues a run, --only starts a new one. Give only one of them."));
    else if (options.isOnly && options.inputs.isEmpty())
        reader.complain(tr("--only needs the addresses to check again."));
    if (options.inputs.isEmpty() && options.project.isEmpty())
        reader.complain(
            tr("Give addresses, list files, or - for standard input. See turnstone-cli crawl --help."));
}

} // namespace

bool CrawlOptions::wantsProgress() const
{
    if (quiet || progress == Progress::Never)
        return false;
    return progress == Progress::Always || isatty(STDERR_FILENO) == 1;
}

Result<CrawlOptions> parseCrawlOptions(const QStringList &arguments, const CrawlSettings &base,
                                       const std::optional<HeaderList> &headers)
{
    const CommandSyntax syntax = crawlSyntax();
    QCommandLineParser parser;
    syntax.declareTo(parser);
    if (!parser.parse(QStringList{u"turnstone-cli crawl"_qs} + arguments))
        return wrong(parser.errorText());
    CrawlOptions options;
    options.arguments = arguments;
    options.settings = base;
    if (parser.isSet(u"help"_qs)) {
        options.help = syntax.help();
        return options;
    }
    OptionReader reader(parser, syntax);
    CrawlSettings &settings = options.settings;
    SettingReader given(reader);
    visitLimits(given, settings.limits);
    visitNetwork(given, settings);
    visitEvidence(given, settings);
    readRequest(reader, settings.request);
    readHeaders(reader, options, headers);
    readProxy(reader, settings);
    options.lacksProxyPassword =
        !reader.isSet("proxy") && !reader.isSet("no-proxy") && lacksProxyPassword(base);
    readOutputs(reader, options);
    readRest(reader, settings);
    const QString progress = reader.choice("progress", u"auto"_qs);
    options.progress = progress == u"always"  ? CrawlOptions::Progress::Always
                       : progress == u"never" ? CrawlOptions::Progress::Never
                                              : CrawlOptions::Progress::Auto;
    options.logLevel = reader.choice("log-level", u"warning"_qs);
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
