// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QString>

#include <utility>
#include <vector>

/// One try at `url` that began at a fixed moment plus `atMs`; status 0: no answer.
inline turnstone::FetchResult madeUpResult(turnstone::Verdict verdict, const QByteArray &url, quint16 status,
                                           qint64 ttfbUs, qint64 totalUs, qint64 atMs = 0)
{
    turnstone::Hop hop;
    hop.url = url;
    hop.method = "GET";
    hop.status = status;
    hop.startedAtMs = 1767225599123 + atMs; // 2025-12-31T23:59:59.123Z
    hop.phases.ttfbUs = status ? ttfbUs : -1;
    hop.phases.totalUs = totalUs;
    turnstone::FetchAttempt attempt;
    attempt.hops = {hop};
    turnstone::FetchResult result;
    result.verdict = verdict;
    result.attempts = {attempt};
    result.bytes = status ? 12'300 : 0;
    result.reason = QStringLiteral("The reason of ") + turnstone::verdictLabel(verdict);
    return result;
}

using MadeUpSite = std::vector<std::pair<QByteArray, turnstone::FetchResult>>;

/// `count` pages on seven hosts: every tenth is broken, every 25th a server error, the rest fine; page n
/// takes n ms.
inline MadeUpSite madeUpSite(int count)
{
    using turnstone::Verdict;
    MadeUpSite site;
    for (int i = 1; i <= count; ++i) {
        const QByteArray url =
            "https://host" + QByteArray::number(i % 7) + ".example/page/" + QByteArray::number(i);
        const Verdict verdict = i % 25 == 0   ? Verdict::ServerError
                                : i % 10 == 0 ? Verdict::Broken
                                              : Verdict::Ok;
        const quint16 status = verdict == Verdict::Ok ? 200 : verdict == Verdict::Broken ? 404 : 503;
        turnstone::FetchResult result = madeUpResult(verdict, url, status, i * 500, i * 1000, i * 10);
        result.facts.title = QStringLiteral("Page %1").arg(i);
        site.emplace_back(url, std::move(result));
    }
    return site;
}
