// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/fetchresult.h"

#include <algorithm>
#include <array>

namespace turnstone {

namespace {

constexpr auto ids = std::to_array<QLatin1StringView>({QLatin1StringView(""),
                                                       QLatin1StringView("invalid_url"),
                                                       QLatin1StringView("host_not_found"),
                                                       QLatin1StringView("refused"),
                                                       QLatin1StringView("unreachable"),
                                                       QLatin1StringView("reset"),
                                                       QLatin1StringView("connect_timeout"),
                                                       QLatin1StringView("timeout"),
                                                       QLatin1StringView("tls"),
                                                       QLatin1StringView("proxy_failed"),
                                                       QLatin1StringView("not_http"),
                                                       QLatin1StringView("truncated"),
                                                       QLatin1StringView("too_large"),
                                                       QLatin1StringView("bad_encoding"),
                                                       QLatin1StringView("too_many_redirects"),
                                                       QLatin1StringView("redirect_loop"),
                                                       QLatin1StringView("bad_redirect"),
                                                       QLatin1StringView("cancelled"),
                                                       QLatin1StringView("forbidden"),
                                                       QLatin1StringView("proxy_login")});
static_assert(ids.size() == size_t(FetchError::ProxyLogin) + 1);

} // namespace

QLatin1StringView fetchErrorId(FetchError error)
{
    return ids[size_t(error)];
}

std::optional<FetchError> fetchErrorFromId(QAnyStringView id)
{
    const auto found = std::find_if(ids.begin(), ids.end(),
                                    [id](QLatin1StringView each) { return QAnyStringView::equal(id, each); });
    return found == ids.end() ? std::nullopt : std::optional(FetchError(found - ids.begin()));
}

qint64 bytesHeldBy(const FetchResult &result)
{
    const auto sizeOf = [](const HeaderList &headers) {
        qint64 bytes = 0;
        for (const auto &[name, value] : headers)
            bytes += name.size() + value.size() + 64;
        return bytes;
    };
    const PageFacts &facts = result.facts;
    qint64 bytes = result.body.size() + 2 * (facts.title.size() + facts.description.size() + facts.h1.size() +
                                             facts.canonical.size() + facts.robots.size());
    for (const FetchAttempt &attempt : result.attempts) {
        bytes += qint64(sizeof(FetchAttempt)) + 2 * attempt.errorText.size();
        for (const Hop &hop : attempt.hops)
            bytes += qint64(sizeof(Hop)) + hop.url.size() + hop.location.size() + sizeOf(hop.requestHeaders) +
                     sizeOf(hop.responseHeaders);
    }
    return bytes;
}

} // namespace turnstone
