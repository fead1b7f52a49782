// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"
#include "core/types/fetchrequest.h"
#include "core/types/rowstart.h"

#include <QByteArray>
#include <QMetaType>
#include <QString>
#include <QUrl>

#include <chrono>
#include <vector>

namespace turnstone {

/// Everything that may change while a crawl runs.
struct CrawlLimits
{
    int concurrency = 32;                     ///< requests in flight in all, 1..10000
    int perHost = 6;                          ///< requests in flight per host, 1..1000
    double rate = 0;                          ///< requests/s in all; 0: no limit
    std::chrono::milliseconds hostDelay{0};   ///< from one start to the next at a host
    std::chrono::milliseconds timeout{15000}; ///< total per attempt, waiting for a turn not counted
    std::chrono::milliseconds connectTimeout{10000};
    int retries = 2;                             ///< tries after the first
    std::chrono::milliseconds backoff{500};      ///< base of the exponential backoff
    std::chrono::milliseconds maxBackoff{60000}; ///< cap of backoff and of Retry-After
    qint64 maxBodyBytes = 10'000'000;
    int maxRedirects = 10;
    /// How long rows wait for a host that is down, before the rest of them get its verdict.
    std::chrono::milliseconds hostPatience{300'000};
    /// What bodies, pages to be read and results under way may hold in all; 16 MB..1 TB.
    qint64 memoryBytes = 512'000'000;

    bool operator==(const CrawlLimits &) const = default;
};

/// What one host may have instead of the general limits.
struct HostLimits
{
    int perHost = 0;                         ///< 0: the general limit
    std::chrono::milliseconds hostDelay{-1}; ///< negative: the general delay

    bool operator==(const HostLimits &) const = default;
};

enum class Http2 : quint8 { Auto, On, Off };

/// What fetches: libcurl, or the HTTP code of Qt.
enum class Engine : quint8 { Auto, Curl, Qt };

/// What a crawl is asked to do; fixed for the run except for its limits.
struct CrawlSettings
{
    CrawlLimits limits;
    RequestSpec request{"GET", {}, {}, false};
    QByteArray userAgent = "Turnstone/" TURNSTONE_VERSION;
    QUrl proxy;               ///< http:// or socks5://; empty: none
    bool systemProxy = false; ///< ask the system for a proxy (when `proxy` is empty)
    bool insecure = false;    ///< accept any certificate
    bool cookies = false;
    Http2 http2 = Http2::Auto;
    Engine engine = Engine::Auto; ///< Auto: libcurl where the program was built with it
    /// Asks nothing of private, loopback and link-local addresses (RFC 6890) but those that stand in the list
    /// as such: redirects there and names that resolve there are refused.
    bool forbidPrivate = false;
    bool failFast = false; ///< stop at the first verdict that is not fine
    bool keepHeaders = false;
    /// The project keeps the values of secret header fields and the passwords of addresses; else `***`.
    bool keepSecrets = false;
    bool hashBodies = true;   ///< FetchResult::contentHash, for whoever compares runs
    qint64 keepBodyBytes = 0; ///< how much of each body is kept for the preview; 0: nothing
    bool storeBodies =
        false; ///< what is kept of them goes into the project, too; else it ends with the window
};

/// A list and how to fetch it.
struct CrawlPlan
{
    AddressList addresses;
    CrawlSettings settings;
    std::vector<RowStart> rows = {}; ///< by row; rows beyond its end are wanted, so empty: all of them
};

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::CrawlLimits)
