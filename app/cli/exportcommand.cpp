// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"
#include "app/cli/outputs.h"
#include "app/cli/projectcommands.h"
#include "app/cli/projectoptions.h"
#include "app/cli/projectreading.h"
#include "app/cli/terminal.h"
#include "core/base/translation.h"
#include "core/report/exporter.h"
#include "core/session/projectstate.h"
#include "core/store/project.h"
#include "core/types/crawlsettingsjson.h"
#include "core/types/resultsource.h"

#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <limits>
#include <numeric>

namespace turnstone {

namespace {

constexpr int ChunkRows = 256;
constexpr int LostStatus = 1;

/// Whether a request has no header fields, as where none are kept, or they are lost.
bool hasBareHop(const FetchResult &result)
{
    return std::any_of(result.attempts.begin(), result.attempts.end(), [](const FetchAttempt &attempt) {
        return std::any_of(attempt.hops.begin(), attempt.hops.end(), [](const Hop &hop) {
            return hop.requestHeaders.isEmpty() && hop.responseHeaders.isEmpty();
        });
    });
}

/// Writes a project's results to outputs; can be interrupted between two rows.
class Export final
{
    Q_DECLARE_TR_FUNCTIONS(Export)

public:
    Export(Store &store, Outputs &outputs, AddressList addresses)
        : m_store(store)
        , m_outputs(outputs)
        , m_addresses(std::move(addresses))
    {}

    /// Every address but those that were removed (ascending), with its current result.
    Outcome current(const std::vector<RowId> &removed);
    Outcome ofRun(const RunInfo &run);
    /// 0: every output has been written so far. Tells those that have not.
    int status()
    {
        for (const Error &error : m_outputs.takeErrors())
            m_status = complain(error.message);
        return m_status;
    }
    /// Results that are damaged.
    qint64 lost() const { return std::max(qint64(m_lost.size()), m_missing); }
    /// Whether some may have been written without header fields that the project has, or had.
    Result<bool> mayLackFields(std::optional<RunId> run);
    /// Results of the run that another program removed meanwhile.
    qint64 taken() const { return m_taken; }
    /// 0: nobody interrupted it.
    int signal() const { return m_outputs.isDeserted() && m_outputs.isEmpty() ? SIGPIPE : m_signal; }

private:
    Result<std::vector<FetchResult>> readWhatCan(std::span<const RowId> rows, std::optional<RunId> run);
    void write(RowId row, const FetchResult &result);
    Outcome countMissing(const RunInfo &run);
    bool goesOn()
    {
        if (++m_rows % ChunkRows == 0)
            m_signal = m_interruption.signal();
        return signal() == 0 && (status() == 0 || !m_outputs.isEmpty());
    }

    Store &m_store;
    Outputs &m_outputs;
    AddressList m_addresses;
    Interruption m_interruption;
    qint64 m_rows = 0;
    std::vector<RowId> m_lost; // in the order of the list
    qint64 m_missing = 0;      // results of the run, whichever they are
    qint64 m_taken = 0;
    bool m_hasBareHop = false;  // among what was written
    bool m_lacksFields = false; // something written had some that cannot be read
    int m_signal = 0;
    int m_status = 0;
};

Outcome Export::current(const std::vector<RowId> &removed)
{
    FetchResult missing;
    const QString unfetched = tr("Not fetched yet.");
    const QString damaged = tr("Its result is damaged and cannot be read.");
    const auto end = RowId(m_addresses.size());
    for (RowId first = 0; first < end; first += ChunkRows) {
        std::vector<RowId> rows(std::min<RowId>(ChunkRows, end - first));
        std::iota(rows.begin(), rows.end(), first);
        std::erase_if(
            rows, [&removed](RowId row) { return std::binary_search(removed.begin(), removed.end(), row); });
        const Result<std::vector<FetchResult>> results = readWhatCan(rows, {});
        if (!results)
            return results.error();
        auto next = results.value().begin();
        for (const RowId row : rows) {
            const bool isThere = next != results.value().end() && next->row == row;
            missing.row = row;
            missing.reason = std::binary_search(m_lost.begin(), m_lost.end(), row) ? damaged : unfetched;
            const FetchResult &result = isThere ? *next++ : missing;
            write(row, result);
            if (!goesOn())
                return success();
        }
    }
    return success();
}

Outcome Export::ofRun(const RunInfo &run)
{
    RowId next = 0;
    const auto take = [this, &next](const FetchResult &result) {
        write(result.row, result);
        next = result.row + 1;
        return goesOn();
    };
    const Outcome read = m_store.readRun(run.id, take, false);
    if (read)
        return countMissing(run);
    if (read.error().code != Error::Code::Unreadable)
        return read;
    // A part of it is damaged: address by address from there on.
    const auto end = RowId(m_addresses.size());
    for (; next < end; next += std::min<RowId>(ChunkRows, end - next)) {
        std::vector<RowId> rows(std::min<RowId>(ChunkRows, end - next));
        std::iota(rows.begin(), rows.end(), next);
        const Result<std::vector<FetchResult>> results = readWhatCan(rows, run.id);
        if (!results)
            return results.error();
        for (const FetchResult &result : results.value()) {
            write(result.row, result);
            if (!goesOn())
                return success();
        }
    }
    return countMissing(run);
}

/// What is not where it belongs in a damaged file is not found, which SQLite says nowhere. What retention has
/// taken meanwhile is none of it.
Outcome Export::countMissing(const RunInfo &run)
{
    if (run.damaged || m_rows >= run.results || signal() != 0)
        return success();
    const Result<std::vector<RunInfo>> now = m_store.readableRuns();
    if (!now)
        return now.error();
    const auto still = std::find_if(now.value().begin(), now.value().end(),
                                    [&run](const RunInfo &each) { return each.id == run.id; });
    const bool isGone = still == now.value().end();
    if (!isGone && !still->pruned)
        m_missing = run.results - m_rows;
    else if (isGone || !run.pruned || still->results < run.results)
        m_taken = run.results - m_rows;
    return success();
}

Result<std::vector<FetchResult>> Export::readWhatCan(std::span<const RowId> rows, std::optional<RunId> run)
{
    const auto read = [this, run](std::span<const RowId> some) {
        return m_store.readResults(some, run, false);
    };
    std::vector<RowId> damaged;
    Result<std::vector<FetchResult>> sound = readSound(rows, read, damaged);
    if (!sound || damaged.empty())
        return sound;
    // a result is one without its header fields, too
    const auto readBare = [this, run](std::span<const RowId> some) {
        return m_store.readWithoutFields(some, run);
    };
    const Result<std::vector<FetchResult>> bare = readSound(damaged, readBare, m_lost);
    if (!bare)
        return bare;
    m_lacksFields = m_lacksFields || !bare.value().empty();
    std::vector<FetchResult> all;
    std::merge(sound.value().begin(), sound.value().end(), bare.value().begin(), bare.value().end(),
               std::back_inserter(all),
               [](const FetchResult &a, const FetchResult &b) { return a.row < b.row; });
    return all;
}

void Export::write(RowId row, const FetchResult &result)
{
    m_hasBareHop = m_hasBareHop || hasBareHop(result);
    if (row < RowId(m_addresses.size()))
        m_outputs.write(m_addresses.at(row), result);
}

Result<bool> Export::mayLackFields(std::optional<RunId> run)
{
    if (m_lacksFields || !m_hasBareHop)
        return m_lacksFields;
    const Result<bool> inOrder = m_store.hasHeadersInOrder(run);
    return inOrder ? Result<bool>(!inOrder.value()) : inOrder;
}

/// The run of this number, or the last one where there is none; nullptr where the project has no such run.
const RunInfo *runOf(const std::vector<RunInfo> &runs, std::optional<RunId> run)
{
    if (!run)
        return runs.empty() ? nullptr : &runs.back();
    const auto found =
        std::find_if(runs.begin(), runs.end(), [run](const RunInfo &r) { return r.id == run; });
    return found == runs.end() ? nullptr : &*found;
}

/// Empty: nothing is missing.
QString damageText(qint64 lost, bool isOfRun, bool isDamaged, const StoreInfo &info)
{
    if (!info.logDamage.isEmpty())
        return info.logDamage;
    if (lost > 0)
        return lostText(lost);
    if (isDamaged && isOfRun)
        return tr("The project's count of this run's results is damaged, so some may be missing here. Save "
                  "what is left: turnstone-cli repair --project FILE --into NEW.");
    if (isDamaged)
        return tr("A part of the project that holds no results is damaged. To continue with the project, "
                  "save what is left: turnstone-cli repair --project FILE --into NEW.");
    if (info.lacksHeaders)
        return tr("The stored header fields are missing from the project, and so from here. Save what is "
                  "left: turnstone-cli repair --project FILE --into NEW.");
    if (info.lacksAddresses && !isOfRun)
        return tr("Addresses at the end of the list are missing from the project. Save what is left: "
                  "turnstone-cli repair --project FILE --into NEW.");
    return {};
}

int exportFrom(Store &store, std::optional<RunId> run, Outputs::Plan plan)
{
    const Result<std::vector<RunInfo>> runs = store.readableRuns();
    Result<AddressList> addresses = readAddressList(store);
    if (!runs || !addresses)
        return complain(runs ? addresses.error().message : runs.error().message);
    const RunInfo *info = runOf(runs.value(), run);
    if (run && !info)
        return complain(tr("The project has no run %1; turnstone-cli runs lists those it has.").arg(*run));
    Result<std::vector<RowId>> removed = store.removedRows();
    if (!removed && removed.error().code != Error::Code::Unreadable)
        return complain(removed.error().message);
    // Where it cannot be told what is out of the list, all of it is written.
    const bool isDamaged = (info && info->damaged) || !removed;
    const std::vector<RowId> out = removed ? std::move(removed).value() : std::vector<RowId>();
    plan.writer.addresses =
        run && !info->damaged ? info->results : qint64(addresses.value().size()) - qint64(out.size());
    if (info) {
        if (const Result<CrawlSettings> settings = crawlSettingsFromJson(info->settings))
            plan.writer.settings = settings.value();
    }
    Outputs outputs;
    if (const Outcome opened = outputs.open(plan); !opened)
        return complain(opened.error().message);
    Export work(store, outputs, std::move(addresses).value());
    if (const Outcome read = run ? work.ofRun(*info) : work.current(out); !read)
        return complain(read.error().message);
    if (work.signal() == 0)
        outputs.commit();
    const bool mayListRemoved = !run && !removed;
    const int failed = work.status();
    if (failed == 0 && work.signal() != 0)
        return 128 + work.signal();
    if (const QString pruned = run ? prunedText(store, *info) : QString(); !pruned.isEmpty())
        say(pruned);
    // Told as well where one output failed: the others may have been written.
    QString loss = damageText(work.lost(), run.has_value(), run ? info->damaged : isDamaged, store.info());
    if (loss.isEmpty() && work.taken() > 0)
        loss = tr("Another program removed results of run %1 while they were being written. Missing here: "
                  "%2 of %3.")
                   .arg(info->id)
                   .arg(grouped(work.taken()), grouped(info->results));
    const Result<bool> lacksFields = work.signal() == 0 ? work.mayLackFields(run) : Result<bool>(false);
    if (!lacksFields)
        return complain(lacksFields.error().message);
    if (loss.isEmpty() && !lacksFields.value())
        return failed;
    if (!loss.isEmpty())
        say(loss);
    if (lacksFields.value())
        say(tr("Stored header fields are damaged, and some of them may be missing here. Save what is left: "
               "turnstone-cli repair --project FILE --into NEW."));
    if (mayListRemoved)
        say(tr("Which rows were removed from the list cannot be read: they are among those written."));
    return failed != 0 ? failed : LostStatus;
}

} // namespace

CommandSyntax exportSyntax()
{
    CommandSyntax syntax = ProjectOptions::syntax(
        u"export"_qs, tr("Writes the current result of each address, in the order of the project."));
    syntax.description =
        tr("An address without a result is written as a cancelled row; one that was removed from the list is "
           "left out.");
    syntax.add("run",
               tr("Write what this run found instead, and nothing else (turnstone-cli runs lists them)."),
               "N");
    syntax.add('o', "output",
               tr("Write to FILE, in the format of its extension: .csv, .jsonl, .html, .xlsx or .xml "
                  "(JUnit); - is standard output (the default). May be repeated."),
               "FILE");
    syntax.add("format", tr("csv, jsonl, html, xlsx or junit: the format where the file name does not tell."),
               "F", Outputs::formats());
    syntax.addHelp();
    syntax.exitStatus = tr("0 written; 1 written, but without results that are damaged or were removed "
                           "meanwhile; 2 wrong usage or nothing could be written.");
    return syntax;
}

int exportProject(const QStringList &arguments)
{
    ProjectOptions options(exportSyntax());
    if (const std::optional<int> ended = options.read(arguments))
        return *ended;
    OptionReader &values = options.values();
    values.needNames({"output"});
    Outputs::Plan plan;
    plan.paths = values.texts("output");
    if (plan.paths.isEmpty())
        plan.paths.append(u"-"_qs);
    if (values.isSet("format"))
        plan.format = formatFromId(values.choice("format", {}));
    std::optional<RunId> run;
    if (values.isSet("run"))
        run = values.whole("run", 0, {1, std::numeric_limits<int>::max()});
    if (const QString complaint = Outputs::complaint(plan.paths, plan.format, false); !complaint.isEmpty())
        values.complain(complaint);
    if (const std::optional<int> ended = options.finish())
        return *ended;

    if (const Outcome claimed = options.claim(plan.paths); !claimed)
        return complain(claimed.error().message);
    const Result<std::unique_ptr<Store>> store = openProject(options.project(), OpenMode::Read);
    if (!store)
        return complain(store.error().message);
    return exportFrom(*store.value(), run, std::move(plan));
}

} // namespace turnstone
