// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a project takes addresses and results, and gives them back.
#include "core/store/project.h"
#include "tests/core/store/results.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstdio>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr int BatchRows = 300; // what a crawl at 3,000 results/s hands over ten times a second
constexpr int BatchesAtOnce = 10;

/// Prints what `work` takes; ends the program where it fails.
template <typename Work>
void measure(const char *name, qint64 rows, const Work &work)
{
    QElapsedTimer timer;
    timer.start();
    const Outcome done = work();
    const double seconds = double(timer.nsecsElapsed()) / 1e9;
    if (!done) {
        std::fprintf(stderr, "%s: %s\n", name, qPrintable(done.error().message));
        std::exit(1);
    }
    std::printf("%-34s %8.2f s %10.0f rows/s\n", name, seconds, double(rows) / seconds);
    std::fflush(stdout);
}

FetchResult changedPage(RowId row)
{
    FetchResult result = makePage(row);
    if (row % 100 == 0)
        result.facts.title += u'!';
    return result;
}

Outcome fill(Store &store, int rows, FetchResult (*make)(RowId))
{
    std::vector<ResultBatch> batches;
    for (int begin = 0; begin < rows; begin += BatchRows) {
        std::vector<FetchResult> batch;
        for (int row = begin; row < std::min(begin + BatchRows, rows); ++row)
            batch.push_back(make(RowId(row)));
        batches.push_back(batchOf(std::move(batch)));
        if (batches.size() == BatchesAtOnce || begin + BatchRows >= rows) {
            if (const Outcome appended = store.append(batches); !appended)
                return appended;
            batches.clear();
        }
    }
    return success();
}

void makeOnly(int rows)
{
    measure("making the results themselves", rows, [rows] {
        qsizetype reasons = 0;
        for (int row = 0; row < rows; ++row)
            reasons += makePage(RowId(row)).reason.size();
        return reasons > 0 ? success() : Outcome(Error{});
    });
}

void write(Store &store, int rows)
{
    measure("addAddresses", rows, [&] { return store.addAddresses(makeAddresses(rows), 0); });
    measure("beginRun", 1, [&] { return store.beginRun(RunScope::List, "{}"); });
    measure("oweAll", rows, [&] { return store.oweAll(); });
    makeOnly(rows);
    measure("append", rows, [&] { return fill(store, rows, makePage); });
    measure("endRun", rows, [&] { return store.endRun(RunEnding::Finished, true); });
    measure("beginRun", 1, [&] { return store.beginRun(RunScope::List, "{}"); });
    measure("append, second run", rows, [&] { return fill(store, rows, changedPage); });
    measure("endRun", rows, [&] { return store.endRun(RunEnding::Finished, true); });
}

void read(Store &store, int rows)
{
    measure("readAddresses, first block", 1,
            [&] { return store.readAddresses([](const auto &) { return false; }); });
    measure("readAddresses", rows, [&] { return store.readAddresses([](const auto &) { return true; }); });
    measure("readRowStates", rows, [&] { return store.readRowStates(0, RowId(rows), [](const auto &) {}); });
    measure("readRun", rows, [&] { return store.readRun(1, [](const auto &) { return true; }); });
    measure("runs", 1, [&]() -> Outcome {
        const auto runs = store.runs();
        return runs ? success() : Outcome(runs.error());
    });
    int differences = 0;
    measure("compare", rows, [&] {
        return store.compare(1, 2, {}, [&differences](const auto &) { return ++differences > 0; });
    });
    std::printf("%-34s %8d\n", "differences", differences);
    measure("sizes", 1, [&]() -> Outcome {
        const auto sizes = store.sizes();
        if (!sizes)
            return sizes.error();
        for (const auto &[table, bytes] : sizes.value().tables)
            std::printf("  %-32s %8.1f MB\n", qPrintable(table), double(bytes) / 1e6);
        return success();
    });
}

void keepHouse(Store &store, int rows, const QString &copy)
{
    measure("copyTo", rows, [&] { return store.copyTo(copy); });
    measure("keepLastRuns", rows, [&] { return store.keepLastRuns(1); });
    measure("compact", rows, [&] { return store.compact(); });
    std::printf("%-34s %8.1f MB\n", "file", double(QFileInfo(store.info().path).size()) / 1e6);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int rows = argc > 1 ? std::atoi(argv[1]) : 300'000;
    QTemporaryDir folder(u"/var/tmp/turnstone-bench-XXXXXX"_s);
    const QString path = folder.filePath(u"bench.turnstone"_s);
    {
        const auto store = createProject(path);
        if (!store)
            return 1;
        write(*store.value(), rows);
    }
    std::unique_ptr<Store> store;
    measure("openProject", 1, [&]() -> Outcome {
        auto opened = openProject(path, OpenMode::Write);
        if (!opened)
            return opened.error();
        store = std::move(opened).value();
        return success();
    });
    read(*store, rows);
    keepHouse(*store, rows, folder.filePath(u"copy.turnstone"_s));
    return 0;
}
