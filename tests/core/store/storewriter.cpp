// SPDX-License-Identifier: GPL-3.0-or-later
// Goes on with the run of a project, or makes it, and prints the number of rows in the file after each batch;
// with
// --migrate it takes an old project forward and prints the number of results that are done. Made to be
// killed.
#include "core/store/project.h"
#include "core/store/projectwriter.h"
#include "tests/core/store/results.h"

#include <QCoreApplication>

#include <cstdio>

using namespace turnstone;

namespace {

constexpr int Rows = 200'000;
constexpr size_t BatchRows = 50;

/// Hands over batches, a few ahead of what is written.
class Source final
{
public:
    Source(ProjectWriter &writer, std::vector<RowId> rows)
        : m_writer(writer)
        , m_rows(std::move(rows))
    {}

    void give()
    {
        std::vector<FetchResult> batch;
        for (; m_next < m_rows.size() && batch.size() < BatchRows; ++m_next)
            batch.push_back(makePage(m_rows[m_next]));
        m_writer.append(batchOf(std::move(batch)));
    }

private:
    ProjectWriter &m_writer;
    std::vector<RowId> m_rows;
    size_t m_next = 0;
};

/// What is left to do; a project that does not exist is made first.
std::vector<RowId> prepare(const QString &path)
{
    if (const auto created = createProject(path); created) {
        Store &store = *created.value();
        if (!store.addAddresses(makeAddresses(Rows), 0) || !store.beginRun(RunScope::List, "{}") ||
            !store.oweAll())
            return {};
    }
    const auto store = openProject(path, OpenMode::Write);
    const auto owed = store ? store.value()->owedRows() : Result<std::vector<RowId>>(store.error());
    return owed ? owed.value() : std::vector<RowId>();
}

int migrateOnly(const QString &path)
{
    const auto say = [](qint64 done, qint64) {
        std::printf("%lld\n", static_cast<long long>(done));
        std::fflush(stdout);
        return true;
    };
    return openProject(path, OpenMode::Write, say) ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == u"--migrate")
        return migrateOnly(application.arguments().value(2));
    const QString path = application.arguments().value(1);
    ProjectWriter writer;
    Source source(writer, prepare(path));
    if (const Outcome opened = writer.open(path); !opened) {
        std::fprintf(stderr, "%s\n", qPrintable(opened.error().message));
        return 1;
    }
    QObject::connect(&writer, &ProjectWriter::written, &writer, [&source](const ResultBatch &batch) {
        for (const FetchResult &result : *batch)
            std::printf("%u\n", result.row);
        std::fflush(stdout);
        source.give();
    });
    QObject::connect(&writer, &ProjectWriter::failed, &application, [](const Error &error) {
        std::printf("failed %d %s\n", int(error.code), qPrintable(error.message));
        std::fflush(stdout);
        QCoreApplication::exit(3);
    });
    writer.continueRun(1, {});
    for (int i = 0; i < 4; ++i)
        source.give();
    return QCoreApplication::exec();
}
