// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/crawlsyntax.h"
#include "app/gui/guioptions.h"
#include "app/manual/bashcompletion.h"
#include "app/manual/fishcompletion.h"
#include "app/manual/manualpage.h"
#include "app/manual/zshcompletion.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <cstdio>

using namespace turnstone;

namespace {

bool write(const QString &path, const QString &text)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0 && file.commit())
        return true;
    std::fprintf(stderr, "%s: %s\n", qPrintable(path), qPrintable(file.errorString()));
    return false;
}

bool writeAll(const QString &folder, const CommandSyntax &program, const CommandSyntax &completed,
              const QString &other)
{
    const QString base = folder + u'/' + program.name;
    return write(base + u".1", manualPage(program, {other})) &&
           write(base + u".bash", bashCompletion(completed)) &&
           write(base + u".zsh", zshCompletion(completed)) &&
           write(base + u".fish", fishCompletion(completed));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString folder = QCoreApplication::arguments().value(1);
    if (folder.isEmpty() || !QDir().mkpath(folder)) {
        std::fputs("Usage: turnstone-manual FOLDER\n", stderr);
        return 2;
    }
    const CommandSyntax cli = programSyntax();
    const CommandSyntax gui = guiSyntax();
    CommandSyntax completed = gui;
    addFetchOptions(completed);
    return writeAll(folder, cli, cli, gui.name) && writeAll(folder, gui, completed, cli.name) ? 0 : 1;
}
