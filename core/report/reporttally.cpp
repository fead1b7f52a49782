// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/reporttally.h"

#include "core/report/rowtext.h"

namespace turnstone {

void ReportTally::add(QByteArrayView url, const FetchResult &result)
{
    const RowNumbers numbers(result);
    ++addresses;
    ++byVerdict[size_t(result.verdict)];
    bytes += result.bytes;
    if (numbers.ttfbUs >= 0) {
        ttfb.add(numbers.ttfbUs);
        ttfbBins.add(numbers.ttfbUs);
    }
    if (numbers.totalUs >= 0) {
        total.add(numbers.totalUs);
        totalBins.add(numbers.totalUs);
        slowest.add(addresses, url, result, numbers);
    }
    if (numbers.startedAtMs >= 0)
        finished.add(numbers.startedAtMs + numbers.totalUs / 1000);
    hosts.add(hostText(url), result.verdict, numbers.totalUs);
    rows.add(addresses, url, result, numbers);
}

qint64 ReportTally::problems() const
{
    qint64 sum = 0;
    for (const Verdict verdict : allVerdicts())
        sum += isProblem(verdict) ? of(verdict) : 0;
    return sum;
}

} // namespace turnstone
