// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectcommands.h"
#include "app/cli/projectoptions.h"
#include "app/cli/runlist.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/store/project.h"

namespace turnstone {

CommandSyntax runsSyntax()
{
    CommandSyntax syntax =
        ProjectOptions::syntax(u"runs"_qs, tr("Lists the runs of a project, oldest first."));
    syntax.add("format", tr("table, csv or jsonl (table)."), "F", {u"table"_qs, u"csv"_qs, u"jsonl"_qs});
    syntax.addHelp();
    return syntax;
}

int listRuns(const QStringList &arguments)
{
    ProjectOptions options(runsSyntax());
    if (const std::optional<int> ended = options.read(arguments))
        return *ended;
    const QString format = options.values().choice("format", u"table"_qs);
    if (const std::optional<int> ended = options.finish())
        return *ended;

    if (const Outcome claimed = options.claim({u"-"_qs}); !claimed)
        return complain(claimed.error().message);
    const Result<std::unique_ptr<Store>> store = openProject(options.project(), OpenMode::Read);
    if (!store)
        return complain(store.error().message);
    if (const QString &damage = store.value()->info().logDamage; !damage.isEmpty())
        return complain(damage); // the last runs may be missing, and results of them
    const Result<std::vector<RunInfo>> runs = store.value()->runs();
    if (!runs)
        return complain(runs.error().message);
    const QByteArray text = format == u"csv"     ? runsAsCsv(runs.value())
                            : format == u"jsonl" ? runsAsJsonLines(runs.value())
                                                 : runsAsTable(runs.value()).toUtf8();
    put(text);
    return 0;
}

} // namespace turnstone
