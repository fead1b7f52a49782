// SPDX-License-Identifier: GPL-3.0-or-later
// What a project becomes that is watched for long: bench_watch [RUNS [ADDRESSES [FILE]]]. In each run every
// hundredth address says something else; a tenth of them redirects, and one in 33 gives no answer in three
// tries.
#include "core/store/project.h"
#include "tests/core/store/results.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr int BatchRows = 300;

double secondsOf(const std::function<Outcome()> &work)
{
    QElapsedTimer timer;
    timer.start();
    if (const Outcome done = work(); !done) {
        std::fprintf(stderr, "%s\n", qPrintable(done.error().message));
        std::exit(1);
    }
    return double(timer.nsecsElapsed()) / 1e9;
}

void say(const char *name, double seconds, double number, const char *unit)
{
    std::printf("%-40s %9.3f s %12.1f %s\n", name, seconds, number, unit);
    std::fflush(stdout);
}

/// Its times are those of this run.
FetchResult pageOf(RowId row, int run, qint64 nowMs)
{
    FetchResult result = makePage(row);
    Hop &first = result.attempts.front().hops.front();
    first.startedAtMs = nowMs + row / 3;
    first.queuedUs = qint64(row) * 333 + run;
    first.phases.ttfbUs += (row * 7 + RowId(run) * 13) % 99'999;
    first.phases.totalUs += first.phases.ttfbUs;
    result.attempts.front().waitUs = first.queuedUs - 150;
    if (row % 10 == 3) {
        Hop second = first;
        first.status = 301;
        first.location = second.url = first.url + "/to";
        result.attempts.front().hops.push_back(std::move(second));
        result.verdict = Verdict::Redirected;
    } else if (row % 33 == 7) {
        FetchAttempt attempt = result.attempts.front();
        attempt.error = FetchError::Timeout;
        attempt.hops.front().status = 0;
        attempt.hops.front().reasonPhrase.clear();
        result.attempts = {attempt, attempt, attempt};
        result.facts = {};
        result.contentHash = 0;
        result.verdict = Verdict::Timeout;
    }
    if (int(row % 100) == run % 100) {
        result.facts.title += QString::number(run);
        result.contentHash += quint64(run);
    }
    return result;
}

Outcome crawl(Store &store, int run, int addresses)
{
    if (const Outcome begun = store.beginRun(RunScope::List, "{}"); !begun)
        return begun;
    if (const Outcome owed = store.oweAll(); !owed)
        return owed;
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    for (int first = 0; first < addresses; first += BatchRows) {
        std::vector<FetchResult> batch;
        for (int row = first; row < std::min(first + BatchRows, addresses); ++row)
            batch.push_back(pageOf(RowId(row ^ 5) % RowId(addresses), run, nowMs)); // not quite in order
        if (const Outcome written = store.append(std::vector{batchOf(std::move(batch))}); !written)
            return written;
    }
    return store.endRun(RunEnding::Finished, true);
}

template <typename Value>
Outcome outcomeOf(const Result<Value> &result)
{
    return result ? success() : Outcome(result.error());
}

void ask(Store &store, int addresses)
{
    std::vector<RunInfo> runs;
    const double listed = secondsOf([&] {
        const auto found = store.runs();
        if (found)
            runs = found.value();
        return outcomeOf(found);
    });
    say("runs()", listed, double(runs.size()), "runs");
    const RunId first = runs.front().id, last = runs.back().id;
    size_t entries = 0;
    const double history = secondsOf([&] {
        const auto found = store.history(RowId(addresses / 2));
        entries = found ? found.value().size() : 0;
        return outcomeOf(found);
    });
    say("history of one address", history, double(entries), "entries");
    for (const RunId before : {last - 1, first}) {
        int differences = 0;
        const double seconds = secondsOf(
            [&] { return store.compare(before, last, {}, [&](const auto &) { return ++differences > 0; }); });
        say(before == first ? "diff of the first and the last run" : "diff of the last two runs", seconds,
            differences, "differences");
    }
    say("readRowStates()",
        secondsOf([&] { return store.readRowStates(0, RowId(addresses), [](const auto &) {}); }), addresses,
        "rows");
    StoreSizes sizes;
    const double measured = secondsOf([&] {
        const auto found = store.sizes();
        if (found)
            sizes = found.value();
        return outcomeOf(found);
    });
    say("sizes()", measured, double(sizes.fileBytes) / 1e6, "MB");
    for (const auto &[table, bytes] : sizes.tables)
        std::printf("  %-38s %12.1f MB\n", qPrintable(table), double(bytes) / 1e6);
}

/// All steps, and the longest of them.
void tidy(Store &store, const char *name, const Retention &retention, qint64 nowMs)
{
    double longest = 0;
    int steps = 0;
    const double all = secondsOf([&]() -> Outcome {
        if (const Outcome set = store.setRetention(retention); !set)
            return set;
        for (bool more = true; more; ++steps) {
            const double step = secondsOf([&] {
                const Result<bool> done = store.tidy(nowMs);
                more = done && done.value();
                return outcomeOf(done);
            });
            longest = std::max(longest, step);
        }
        return success();
    });
    say(name, all, longest * 1000, "ms the longest step");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int runs = argc > 1 ? std::atoi(argv[1]) : 100;
    const int addresses = argc > 2 ? std::atoi(argv[2]) : 10'000;
    QTemporaryDir folder(u"/var/tmp/turnstone-bench-XXXXXX"_s);
    const QString path = argc > 3 ? QString::fromLocal8Bit(argv[3]) : folder.filePath(u"watch.turnstone"_s);
    auto created = createProject(path);
    if (!created)
        return 1;
    Store &store = *created.value();
    const double filled = secondsOf([&]() -> Outcome {
        if (const Outcome added = store.addAddresses(makeAddresses(addresses), 0); !added)
            return added;
        for (int run = 1; run <= runs; ++run) {
            if (const Outcome crawled = crawl(store, run, addresses); !crawled)
                return crawled;
        }
        return store.compact();
    });
    const double results = double(runs) * addresses;
    say("writing", filled, results / filled, "results/s");
    const double bytes = double(QFileInfo(path).size());
    std::printf("%-40s %9.1f MB %10.1f bytes a result\n", "file", bytes / 1e6, bytes / results);
    ask(store, addresses);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    tidy(store, "one run less", {Retention::Keep::LastRuns, runs - 1}, now);
    const qint64 later = now + std::chrono::milliseconds(std::chrono::days(99)).count();
    tidy(store, "what did not change of all runs", {Retention::Keep::Days, 30}, later);
    secondsOf([&] { return store.compact(); });
    std::printf("%-40s %9.1f MB\n", "file", double(QFileInfo(path).size()) / 1e6);
    ask(store, addresses);
    return 0;
}
