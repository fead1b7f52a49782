// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/madeupresults.h"

namespace turnstone::test {

AddressList madeUpAddresses(int count, int hosts)
{
    AddressList list;
    AddressBlockBuilder builder;
    for (int i = 0; i < count; ++i) {
        builder.add(QByteArray("http://host" + QByteArray::number(i % hosts) + ".example/page/" +
                               QByteArray::number(i)));
    }
    list.append(std::move(builder).build());
    return list;
}

AddressList invalidAddress()
{
    AddressBlockBuilder builder;
    builder.addInvalid("http://", AddressProblem::BadHost);
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

FetchResult resultOf(RowId row, Verdict verdict, quint16 status, const QString &title, qint64 totalUs)
{
    FetchResult result;
    result.row = row;
    result.verdict = verdict;
    Hop hop;
    hop.status = status;
    hop.phases.totalUs = totalUs;
    hop.phases.ttfbUs = status ? totalUs / 2 : -1;
    FetchAttempt attempt;
    attempt.hops.push_back(hop);
    result.attempts.push_back(attempt);
    result.facts.title = title;
    result.contentType = status ? "text/html" : QByteArray();
    result.bytes = status ? 1000 + row % 777 : 0;
    return result;
}

FetchResult madeUpResult(RowId row, QRandomGenerator &random)
{
    const auto verdict = Verdict(random.bounded(VerdictCount));
    static constexpr quint16 statuses[VerdictCount] = {200, 200, 404, 418, 403, 429, 503, 0,
                                                       0,   0,   0,   200, 0,   0,   0};
    const quint16 status = statuses[int(verdict)];
    const QString title = status && random.bounded(10)
                              ? QStringLiteral("Title %1 of row %2").arg(random.bounded(1000)).arg(row)
                              : QString();
    return resultOf(row, verdict, status, title, random.bounded(1, 2'000'000));
}

} // namespace turnstone::test
