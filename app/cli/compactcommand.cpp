// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"
#include "app/cli/projectcommands.h"
#include "app/cli/projectoptions.h"
#include "app/cli/projectreading.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/store/project.h"

#include <QFileInfo>
#include <QLocale>

#include <limits>
#include <unistd.h>

namespace turnstone {

namespace {

QString sizeOf(const QString &path)
{
    return QLocale(QLocale::English)
        .formattedDataSize(QFileInfo(path).size() + QFileInfo(path + u"-wal").size(), 1,
                           QLocale::DataSizeSIFormat);
}

Outcome removeAndCompact(Store &store, int keepRuns, bool dropBodies, const StoreProgress &progress)
{
    if (keepRuns > 0) {
        if (const Outcome pruned = store.keepLastRuns(keepRuns, progress); !pruned)
            return pruned;
    }
    if (dropBodies) {
        if (const Outcome dropped = store.dropBodies(progress); !dropped)
            return dropped;
    }
    return store.compact(progress);
}

} // namespace

CommandSyntax compactSyntax()
{
    CommandSyntax syntax =
        ProjectOptions::syntax(u"compact"_qs, tr("Makes a project file as small as possible."));
    syntax.description =
        tr("What is removed is gone for good; the current result of each address always stays.");
    syntax.add("keep-runs", tr("Remove the results of all but the last N runs."), "N");
    syntax.add("drop-bodies", tr("Remove the bodies of all pages."));
    syntax.addHelp();
    return syntax;
}

int compactProject(const QStringList &arguments)
{
    ProjectOptions options(compactSyntax());
    if (const std::optional<int> ended = options.read(arguments))
        return *ended;
    OptionReader &values = options.values();
    const int keepRuns = values.whole("keep-runs", 0, {1, std::numeric_limits<int>::max()});
    if (const std::optional<int> ended = options.finish())
        return *ended;

    Interruption interruption;
    // beside it, not beside a link to it, lies its log
    const QString path = QFileInfo(options.project()).canonicalFilePath();
    const QString before = sizeOf(path); // of an older version, before that is taken forward
    const Result<std::unique_ptr<Store>> store = openProject(
        options.project(), OpenMode::Write, sayHowFarForward(options.project(), isatty(STDERR_FILENO) == 1));
    if (!store)
        return complain(store.error().message);
    const Outcome done =
        removeAndCompact(*store.value(), keepRuns, values.isSet("drop-bodies"), interruption.progress());
    if (const int signal = interruption.signal(); !done && signal != 0) {
        say(tr("Interrupted; %1 is intact, but not as small as it could be.").arg(options.project()));
        return 128 + signal;
    }
    if (!done)
        return complain(done.error().message);
    say(tr("%1: %2 before, %3 now.").arg(options.project(), before, sizeOf(path)));
    return 0;
}

} // namespace turnstone
