// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"
#include "app/cli/projectcommands.h"
#include "app/cli/projectoptions.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/store/salvage.h"

namespace turnstone {

namespace {

constexpr int PartlySavedStatus = 1;

void tell(const Salvaged &saved, const QString &into)
{
    say(tr("Saved into %1: %2, %3, %4.")
            .arg(into, tr("%1 addresses", nullptr, pluralOf(saved.addresses)).arg(grouped(saved.addresses)),
                 tr("%1 runs", nullptr, pluralOf(saved.runs)).arg(grouped(saved.runs)),
                 tr("%1 results", nullptr, pluralOf(saved.results)).arg(grouped(saved.results))));
    if (saved.lostFrames > 0)
        say(tr("%1 frames of its log are damaged: what only they had is lost, or as it was before.", nullptr,
               pluralOf(saved.lostFrames))
                .arg(grouped(saved.lostFrames)));
    else if (saved.hasDamagedLog)
        say(tr("Its log is damaged, but all of it could be read."));
    if (saved.lostAddresses > 0)
        say(tr("%1 of the addresses could not be read; their places in the list are kept empty.", nullptr,
               pluralOf(saved.lostAddresses))
                .arg(grouped(saved.lostAddresses)));
    if (saved.lostOwed > 0)
        say(tr("%1 addresses that were still to be fetched are lost.", nullptr, pluralOf(saved.lostOwed))
                .arg(grouped(saved.lostOwed)));
    if (saved.lostResults > 0)
        say(tr("%1 more results are lost, in whole or in part, and left out.", nullptr,
               pluralOf(saved.lostResults))
                .arg(grouped(saved.lostResults)));
    if (saved.lostFields > 0)
        say(tr("%1 results may have lost the header fields, the body or the connection that were kept with "
               "them.",
               nullptr, pluralOf(saved.lostFields))
                .arg(grouped(saved.lostFields)));
    if (saved.lostRuns > 0)
        say(tr("%1 runs are lost. Their results are kept, but when they were found is not known any more: "
               "their times begin with another run, or with this repair.",
               nullptr, pluralOf(saved.lostRuns))
                .arg(grouped(saved.lostRuns)));
    if (saved.mayListRemoved)
        say(tr(
            "Which rows were removed from the list could not be read in full: some may be in it again. Look "
            "at the list before you check it."));
    if (saved.metDamage && saved.lostResults == 0 && saved.lostFields == 0 && saved.lostOwed == 0)
        say(tr("Part of it could not be read, but no result is known to be lost there."));
    say(tr("The damaged project is unchanged."));
}

} // namespace

CommandSyntax repairSyntax()
{
    CommandSyntax syntax =
        ProjectOptions::syntax(u"repair"_qs, tr("Saves what can be read of a damaged project into a new one; "
                                                "the damaged one stays as it is."));
    syntax.add("into", tr("The new project, which must not exist yet."), "FILE");
    syntax.options.back().isRequired = true;
    syntax.addHelp();
    syntax.exitStatus = tr("0 no loss was found; 1 some is lost; 2 wrong usage or an error.");
    return syntax;
}

int repairProject(const QStringList &arguments)
{
    ProjectOptions options(repairSyntax());
    if (const std::optional<int> ended = options.read(arguments))
        return *ended;
    const QString into = options.values().text("into");
    if (into.isEmpty())
        options.values().complain(tr("repair needs --into FILE: the project to save into."));
    if (const std::optional<int> ended = options.finish())
        return *ended;
    if (const Outcome claimed = options.claim({into}); !claimed)
        return complain(claimed.error().message);
    Interruption interruption;
    const Result<Salvaged> saved = salvageProject(options.project(), into, interruption.progress());
    if (const int signal = interruption.signal(); !saved && signal != 0) {
        say(tr("Interrupted; nothing was saved."));
        return 128 + signal;
    }
    if (!saved)
        return complain(saved.error().message);
    tell(saved.value(), into);
    return saved.value().isWhole() ? 0 : PartlySavedStatus;
}

} // namespace turnstone
