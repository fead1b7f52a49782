// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time that one result costs on its way to the spool, back, and into an export.
#include "core/report/exporter.h"
#include "core/store/resultspool.h"
#include "tests/bench/input/cputime.h"
#include "tests/support/resultat.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

#include <cstdio>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rows = 300'000;

FetchResult makeResult(RowId row)
{
    FetchResult result;
    result.row = row;
    result.verdict = Verdict::Redirected;
    result.reason = u"The address leads to another one, which answered."_s;
    FetchAttempt attempt;
    attempt.hops.resize(2);
    for (Hop &hop : attempt.hops) {
        hop.url = "https://www.host.example/section/page-" + QByteArray::number(row) + ".html";
        hop.method = "GET";
        hop.status = 200;
        hop.reasonPhrase = "OK";
        hop.startedAtMs = 1767225599123 + row;
        hop.queuedUs = 1200;
        hop.phases = {-1, -1, 12345, 951, 15446};
        hop.sends = 1;
    }
    result.attempts.push_back(attempt);
    result.facts = {u"UTF-8"_s,
                    u"Page %1, a title of usual length - Example"_s.arg(row),
                    u"What this page is about, said in one sentence for those who search."_s,
                    u"Page %1"_s.arg(row),
                    u"https://www.host.example/section/page.html"_s,
                    {},
                    57};
    result.contentType = "text/html";
    result.httpVersion = "1.1";
    result.bytes = 10240;
    return result;
}

void print(const char *name, const bench::CpuTimer &timer)
{
    std::printf("%-28s %8.2f us a row\n", name, timer.seconds() * 1e6 / Rows);
}

} // namespace

int main()
{
    QTemporaryDir folder(u"/var/tmp/turnstone-bench-XXXXXX"_s);
    ResultSpool spool(folder.path());
    if (!spool.open())
        return 1;
    AddressBlockBuilder builder;
    std::vector<std::vector<FetchResult>> batches;
    for (int row = 0; row < Rows; ++row) {
        if (row % 500 == 0)
            batches.emplace_back();
        batches.back().push_back(makeResult(RowId(row)));
        builder.add(batches.back().back().attempts[0].hops[0].url);
    }
    AddressList addresses;
    addresses.append(std::move(builder).build());

    bench::CpuTimer timer;
    timer.start();
    for (const auto &batch : batches) {
        if (!spool.append(batch))
            return 1;
    }
    print("spool: append", timer);
    batches.clear();
    std::printf("%-28s %8.0f bytes a row\n", "spool: size", double(spool.bytes()) / Rows);

    QRandomGenerator random(1);
    qint64 links = 0;
    timer.start();
    for (int i = 0; i < Rows; ++i)
        links += resultAt(spool, RowId(random.bounded(Rows)))->facts.links;
    print("spool: read, any order", timer);

    const FetchResult sample = makeResult(1);
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::JsonLines}) {
        const auto writer = makeWriter(format);
        QByteArray out;
        qint64 bytes = 0;
        timer.start();
        for (int i = 0; i < Rows; ++i) {
            out.truncate(0);
            writer->row(out, addresses.at(RowId(i)), sample);
            bytes += out.size();
        }
        print(format == ExportFormat::Csv ? "CSV: row" : "JSON Lines: row", timer);
        links += bytes;
    }
    auto file = ExportFile::open(folder.filePath(u"out.csv"_s));
    timer.start();
    if (!file || !exportAll(addresses, spool, *file.value()))
        return 1;
    print("spool to CSV file", timer);
    return links > 0 ? 0 : 1;
}
