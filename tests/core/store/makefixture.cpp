// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the project that tests open as the work of an earlier version. Run it once for each new version:
//   makefixture tests/core/store/data/versionN.turnstone
#include "core/store/project.h"
#include "core/store/sqlconnection.h"
#include "tests/core/store/results.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

using namespace turnstone;

namespace {

bool fill(Store &store)
{
    FetchResult withBody = makePage(3);
    withBody.body = "<html>";
    return store.addAddresses(makeAddresses(5), 0) && store.beginRun(RunScope::List, "{\"cookies\":true}") &&
           store.oweAll() &&
           store.append(
               std::vector{batchOf({makeResult(0, 5), makeResult(1, 7), makeResult(2, 3), withBody})}) &&
           store.endRun(RunEnding::Finished, false) && store.setNote(2, QStringLiteral("look again")) &&
           store.beginRun(RunScope::Rows, "{}") && store.owe(std::vector<RowId>{0, 4}) &&
           store.append(std::vector{batchOf({makePage(0)})}) && store.removeRows(std::vector<RowId>{3});
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString path = application.arguments().value(1);
    QFile::remove(path);
    {
        const auto store = createProject(path);
        if (!store || !fill(*store.value())) {
            std::fprintf(stderr, "%s\n", store ? "filling it failed" : qPrintable(store.error().message));
            return 1;
        }
    }
    // small pages: the file lies in the repository
    const auto connection = SqlConnection::open(path, SqlConnection::Access::ReadWrite);
    const QStringList shrink = {QStringLiteral("PRAGMA journal_mode = DELETE"),
                                QStringLiteral("PRAGMA page_size = 512"), QStringLiteral("VACUUM")};
    return connection && connection.value()->run(shrink) ? 0 : 1;
}
