// SPDX-License-Identifier: GPL-3.0-or-later
// Goes on with the run of a project, or makes it, and prints the number of each row that is in the file. With
// --migrate, --tidy, --compact, --remove or --repair it does that instead and prints "begin" before, a line
// now and then, and "end" when it is done and the file is closed. Made to be killed.
#include "core/store/project.h"
#include "core/store/projectwriter.h"
#include "core/store/salvage.h"
#include "tests/core/store/results.h"

#include <QCoreApplication>
#include <QDateTime>

#include <chrono>
#include <cstdio>

using namespace turnstone;

namespace {

constexpr int Rows = 200'000, RemovedRows = 40'000;
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
std::vector<RowId> prepare(const QString &path, int rows = Rows)
{
    if (const auto created = createProject(path); created) {
        Store &store = *created.value();
        if (!store.addAddresses(makeAddresses(rows), 0) || !store.beginRun(RunScope::List, "{}") ||
            !store.oweAll())
            return {};
    }
    const auto store = openProject(path, OpenMode::Write);
    const auto owed = store ? store.value()->owedRows() : Result<std::vector<RowId>>(store.error());
    return owed ? owed.value() : std::vector<RowId>();
}

void say(const char *line)
{
    std::puts(line);
    std::fflush(stdout);
}

bool sayHowFar(qint64 done, qint64)
{
    say(QByteArray::number(done).constData());
    return true;
}

Outcome tidyAll(Store &store)
{
    const qint64 later =
        QDateTime::currentMSecsSinceEpoch() + std::chrono::milliseconds(std::chrono::days(1000)).count();
    for (int steps = 1;; ++steps) {
        const Result<bool> more = store.tidy(later);
        if (!more || !more.value())
            return more ? success() : more.error();
        sayHowFar(steps, 0);
    }
}

/// Of all but the last two runs only what is current stays, and no body.
Outcome compactAll(Store &store)
{
    Outcome done = store.keepLastRuns(2, sayHowFar);
    if (done)
        done = store.dropBodies(sayHowFar);
    return done ? store.compact(sayHowFar) : done;
}

Outcome repair(const QString &path)
{
    const Result<Salvaged> saved =
        salvageProject(path, path + u".saved", [](qint64, qint64) { return sayHowFar(0, 0); });
    return saved ? success() : Outcome(saved.error());
}

/// All rows go and come again, a few times.
Outcome removeAndRestore(Store &store)
{
    const Result<std::vector<RowId>> rows = store.owedRows();
    Outcome done = rows ? success() : Outcome(rows.error());
    for (int round = 0; done && round < 4; ++round) {
        done = store.removeRows(rows.value());
        if (done)
            done = store.restoreRows(rows.value());
        sayHowFar(round, 0);
    }
    return done;
}

Outcome workOn(const QString &path, const QString &what)
{
    if (what == u"--repair")
        return repair(path);
    const auto opened = openProject(path, OpenMode::Write, sayHowFar);
    if (!opened)
        return opened.error();
    return what == u"--tidy"      ? tidyAll(*opened.value())
           : what == u"--compact" ? compactAll(*opened.value())
           : what == u"--remove"  ? removeAndRestore(*opened.value())
                                  : success();
}

int work(const QString &path, const QString &what)
{
    if (what == u"--remove")
        prepare(path, RemovedRows);
    say("begin");
    if (const Outcome done = workOn(path, what); !done) {
        say(qPrintable(u"failed %1 %2"_qs.arg(int(done.error().code)).arg(done.error().message)));
        return 1;
    }
    say("end");
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1).startsWith(u"--"))
        return work(application.arguments().value(2), application.arguments().value(1));
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
