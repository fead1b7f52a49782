// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"
#include "app/cli/projectcommands.h"
#include "app/cli/projectoptions.h"
#include "app/cli/projectreading.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/report/diffwriter.h"
#include "core/session/projectstate.h"
#include "core/store/project.h"

#include <algorithm>
#include <csignal>
#include <utility>

namespace turnstone {

namespace {

constexpr int SameStatus = 0;
constexpr int DifferentStatus = 1;

Error unknownRun(const QString &sentence)
{
    return {Error::Code::Invalid, sentence};
}

Result<RunId> runFrom(const QString &argument, const std::vector<RunInfo> &runs)
{
    bool isNumber = false;
    const RunId id = argument.toLongLong(&isNumber);
    const bool isThere =
        isNumber && std::any_of(runs.begin(), runs.end(), [id](const RunInfo &run) { return run.id == id; });
    if (!isThere)
        return unknownRun(
            tr("The project has no run %1; turnstone-cli runs lists those it has.").arg(argument));
    return id;
}

/// The runs before and after: those named, else the last two.
Result<std::pair<RunId, RunId>> chooseRuns(const QStringList &arguments, const std::vector<RunInfo> &runs)
{
    if (arguments.isEmpty()) {
        if (runs.size() < 2)
            return unknownRun(tr("The project has fewer than two runs: there is nothing to compare yet."));
        return std::pair(runs[runs.size() - 2].id, runs.back().id);
    }
    const Result<RunId> before = runFrom(arguments[0], runs);
    const Result<RunId> after = runFrom(arguments[1], runs);
    if (!before || !after)
        return before ? after.error() : before.error();
    return std::pair(before.value(), after.value());
}

int writeDifferences(Store &store, RunId before, RunId after, DiffWriter &writer, bool isStandard)
{
    const Result<AddressList> addresses = readAddressList(store);
    if (!addresses)
        return complain(addresses.error().message);
    bool differ = false;
    Interruption interruption;
    Outcome written = success();
    const Outcome compared = store.compare(before, after, {}, [&](const RunDifference &difference) {
        if (difference.row >= RowId(addresses.value().size()))
            return true; // of a damaged project
        differ = true;
        written = writer.write(addresses.value().at(difference.row), difference);
        return written && interruption.signal() == 0;
    });
    if (const int signal = interruption.signal(); signal != 0)
        return 128 + signal; // what there is of the file goes with its writer
    if (compared && written)
        written = writer.commit();
    if (!compared)
        return complain(compared.error().message);
    if (!written && isStandard && isStandardOutputClosed())
        return 128 + SIGPIPE;
    if (!written)
        return complain(written.error().message);
    return differ ? DifferentStatus : SameStatus;
}

void tellPruned(Store &store, const std::vector<RunInfo> &runs, RunId before, RunId after)
{
    for (const RunInfo &run : runs) {
        const bool isCompared = run.id == before || run.id == after;
        if (const QString pruned = isCompared ? prunedText(store, run) : QString(); !pruned.isEmpty())
            say(pruned);
    }
}

} // namespace

CommandSyntax diffSyntax()
{
    CommandSyntax syntax = ProjectOptions::syntax(u"diff"_qs, tr("Shows what changed from run A to run B."));
    syntax.description =
        tr("That is: addresses that are new or gone (a crawl with addresses is a run over just that list), "
           "have another status, title, redirect or content, or are much slower.");
    syntax.add(
        'o', "output",
        tr("Write to FILE, in the format of its extension: .csv or .jsonl; - is CSV on standard output (-)."),
        "FILE");
    syntax.add("format", tr("csv or jsonl: the format where the file name does not tell."), "F",
               {u"csv"_qs, u"jsonl"_qs});
    syntax.addHelp();
    syntax.arguments = u"[A B]"_qs;
    syntax.argumentsMeaning = tr("Two runs (the last two; turnstone-cli runs lists them).");
    syntax.exitStatus = tr("0 nothing differs; 1 something does; 2 wrong usage or an error.");
    return syntax;
}

int diffProject(const QStringList &arguments)
{
    ProjectOptions options(diffSyntax());
    if (const std::optional<int> ended = options.read(arguments))
        return *ended;
    OptionReader &values = options.values();
    values.needNames({"output"});
    const QString output = values.isSet("output") ? values.text("output") : u"-"_qs;
    std::optional<ExportFormat> format;
    if (values.isSet("format"))
        format = formatFromId(values.choice("format", {}));
    if (!options.arguments().isEmpty() && options.arguments().size() != 2)
        values.complain(tr("diff takes two runs, or none for the last two."));
    if (const std::optional<int> ended = options.finish())
        return *ended;

    if (const Outcome claimed = options.claim({output}); !claimed)
        return complain(claimed.error().message);
    const Result<std::unique_ptr<Store>> store = openProject(options.project(), OpenMode::Read);
    if (!store)
        return complain(store.error().message);
    if (const QString &damage = store.value()->info().logDamage; !damage.isEmpty())
        return complain(damage); // the last runs may be missing, and results of them
    const Result<std::vector<RunInfo>> runs = store.value()->runs();
    if (!runs)
        return complain(runs.error().message);
    const Result<std::pair<RunId, RunId>> chosen = chooseRuns(options.arguments(), runs.value());
    if (!chosen)
        return complain(chosen.error().message);
    const auto [before, after] = chosen.value();
    const Result<std::unique_ptr<DiffWriter>> writer = DiffWriter::open(output, before, after, format);
    if (!writer)
        return complain(writer.error().message);
    const int status = writeDifferences(*store.value(), before, after, *writer.value(), output == u"-");
    if (status == SameStatus || status == DifferentStatus)
        tellPruned(*store.value(), runs.value(), before, after);
    return status;
}

} // namespace turnstone
