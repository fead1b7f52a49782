// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupproject.h"

#include "core/store/project.h"

namespace turnstone::test {

namespace {

void insist(const Outcome &outcome)
{
    if (!outcome)
        qFatal("%s", qPrintable(outcome.error().message));
}

} // namespace

AddressList pageAddresses(int count)
{
    AddressBlockBuilder builder;
    for (int row = 0; row < count; ++row)
        builder.add(QByteArray("http://site.example/page-" + QByteArray::number(row)));
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

FetchResult page(RowId row, const QString &title)
{
    Hop hop;
    hop.url = "http://site.example/page-" + QByteArray::number(row);
    hop.method = "GET";
    hop.status = 200;
    hop.startedAtMs = 1'774'000'000'000 + row;
    hop.queuedUs = 0;
    hop.phases = {-1, 1'000, 20'000, 19'000, 40'000};
    hop.sends = 1;
    FetchAttempt attempt;
    attempt.hops = {hop};
    FetchResult result;
    result.row = row;
    result.verdict = Verdict::Ok;
    result.reason = QStringLiteral("Answered 200.");
    result.attempts = {attempt};
    result.facts.title = title;
    result.contentType = "text/html";
    result.bytes = 2'000;
    result.contentHash = qHash(title) | 1;
    return result;
}

FetchResult brokenPage(RowId row)
{
    FetchResult result = page(row, QStringLiteral("Not found"));
    result.verdict = Verdict::Broken;
    result.attempts.back().hops.back().status = 404;
    result.contentHash = 0;
    return result;
}

void setTotal(FetchResult &result, qint64 totalUs)
{
    result.attempts.back().hops.back().phases.totalUs = totalUs;
}

void makeProject(const QString &path, const AddressList &addresses,
                 const std::vector<std::vector<FetchResult>> &runs)
{
    auto created = createProject(path);
    if (!created)
        qFatal("%s", qPrintable(created.error().message));
    Store &store = *created.value();
    insist(store.addAddresses(addresses, 0));
    for (const std::vector<FetchResult> &results : runs) {
        insist(store.beginRun(RunScope::List, "{}"));
        insist(store.append(std::vector{std::make_shared<const std::vector<FetchResult>>(results)}));
        insist(store.endRun(RunEnding::Finished, true));
    }
}

void makeUsualProject(const QString &path)
{
    std::vector<FetchResult> before;
    std::vector<FetchResult> after;
    for (RowId row = 0; row < 9; ++row)
        before.push_back(page(row, QStringLiteral("Page %1").arg(row)));
    after = before;
    after.push_back(page(9, QStringLiteral("Page 9")));
    after[2] = brokenPage(2);
    after[3].facts.title = QStringLiteral("Another title");
    setTotal(after[4], 900'000);
    FetchAttempt &moved = after[5].attempts.back();
    moved.hops.push_back(moved.hops.back());
    moved.hops.front().status = 301;
    moved.hops.back().url = "http://site.example/elsewhere";
    after[5].verdict = Verdict::Redirected;
    after.erase(after.begin() + 6);
    makeProject(path, pageAddresses(10), {before, after});
}

} // namespace turnstone::test
