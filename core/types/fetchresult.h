// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/connectionfacts.h"
#include "core/types/fetchrequest.h"
#include "core/types/pagefacts.h"
#include "core/types/rowid.h"
#include "core/types/verdict.h"

#include <QAnyStringView>
#include <QByteArray>
#include <QLatin1StringView>
#include <QList>
#include <QMetaType>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// Microseconds; negative: not known (never guessed).
struct Phases
{
    qint64 lookupUs = -1;   ///< waited for the host's address; -1: it was known
    qint64 connectUs = -1;  ///< TCP and TLS, until the request was sent; -1 on a kept-alive connection
    qint64 ttfbUs = -1;     ///< request sent until the header of the answer was there
    qint64 downloadUs = -1; ///< header until the last byte
    qint64 totalUs = 0;     ///< all of the exchange; never waiting for a turn, an address or memory
    qint64 tlsUs = -1;      ///< the part of connectUs that the TLS handshake took
};

/// Why an exchange ended without a usable answer.
enum class FetchError : quint8 {
    None,
    InvalidUrl,
    HostNotFound,
    Refused,
    Unreachable,
    Reset,          ///< closed or reset before a whole answer
    ConnectTimeout, ///< no connection in time
    Timeout,        ///< connected, but no whole answer in time
    Tls,
    ProxyFailed,
    NotHttp,
    Truncated, ///< fewer bytes than announced
    TooLarge,
    BadEncoding, ///< content coding broken
    TooManyRedirects,
    RedirectLoop,
    BadRedirect, ///< no or unusable Location
    Cancelled,
    Forbidden,  ///< a private address (CrawlSettings::forbidPrivate): nothing was sent
    ProxyLogin, ///< the proxy refused its login, or wants one that is not known
};

/// "timeout", "tls", ...: stable, for files. Empty for None.
QLatin1StringView fetchErrorId(FetchError error);
/// The inverse of fetchErrorId(); nothing for an unknown identifier.
std::optional<FetchError> fetchErrorFromId(QAnyStringView id);

/// One request and its answer on the wire.
struct Hop
{
    QByteArray url;     ///< as asked for, encoded, without credentials
    QByteArray method;  ///< upper case
    quint16 status = 0; ///< 0: no answer
    QByteArray reasonPhrase;
    QByteArray location;    ///< the resolved target, where this hop redirects
    qint64 startedAtMs = 0; ///< UTC, ms since the epoch
    qint64 queuedUs = 0;    ///< waited for its turn at the host
    Phases phases;
    quint8 sends = 0; ///< real sends counted on the wire; more than 1: the network layer sent it again
    bool secure = false;
    bool conditional = false;   ///< with If-None-Match or If-Modified-Since: 304 is a proper answer
    std::optional<bool> reused; ///< whether its connection had been used before; nothing: not known
    QByteArray httpVersion;     ///< "1.1", "2"; empty: no answer
    std::shared_ptr<const ConnectionFacts> connection; ///< that of the last send; none: not known
    // Kept on request only (CrawlSettings::keepHeaders), and secrets on another (keepSecrets): else `***`.
    HeaderList requestHeaders;
    HeaderList responseHeaders;
};

/// One try: the first request and the redirects it led to.
struct FetchAttempt
{
    std::vector<Hop> hops;
    FetchError error = FetchError::None;
    QString errorText;        ///< evidence for people: the TLS reason, the system's words, ...
    QString challenge;        ///< the bot wall that answered instead of the site; empty: none known
    qint64 waitUs = 0;        ///< before it: in the queue, or the pause after the try before
    qint64 retryAfterMs = -1; ///< what the server asked for; -1: nothing
    qint64 startedAtMs() const { return hops.empty() ? 0 : hops.front().startedAtMs; }
    quint16 status() const { return hops.empty() ? quint16(0) : hops.back().status; }
    qint64 totalUs() const
    {
        qint64 sum = 0;
        for (const Hop &hop : hops)
            sum += hop.phases.totalUs;
        return sum;
    }
};

/// What became of one address: the verdict and all of its evidence.
struct FetchResult
{
    RowId row = 0;
    quint32 run = 0; ///< of the Crawler that made it: 1 for its first
    Verdict verdict = Verdict::Cancelled;
    QString reason;                     ///< one translated sentence for people
    std::vector<FetchAttempt> attempts; ///< empty: it was never sent
    PageFacts facts;
    QByteArray contentType;  ///< media type only, lower case
    QByteArray httpVersion;  ///< "1.1", "2"; empty: no answer
    qint64 bytes = 0;        ///< body bytes after content decoding
    quint64 contentHash = 0; ///< of the whole body as decoded; 0: none
    QByteArray body;         ///< the beginning of the body, where asked for (CrawlSettings::keepBodyBytes)

    const FetchAttempt *lastAttempt() const { return attempts.empty() ? nullptr : &attempts.back(); }
    const Hop *lastHop() const
    {
        const FetchAttempt *attempt = lastAttempt();
        return attempt && !attempt->hops.empty() ? &attempt->hops.back() : nullptr;
    }
    quint16 status() const { return lastHop() ? lastHop()->status : quint16(0); }
    int redirects() const { return lastHop() ? int(lastAttempt()->hops.size()) - 1 : 0; }
    /// False where a stop came before its turn: nothing is known of the address.
    bool wasReached() const { return !attempts.empty() || verdict != Verdict::Cancelled; }
};

/// Results travel in shared, immutable batches: one allocation for every listener.
using ResultBatch = std::shared_ptr<const std::vector<FetchResult>>;

/// Where an unfinished row stands.
struct RowProgress
{
    enum class State : quint8 { Waiting, Running, WillRetry };

    RowId row = 0;
    State state = State::Waiting;
    quint8 attempts = 0; ///< tries begun so far
};
using ProgressBatch = std::shared_ptr<const std::vector<RowProgress>>;

/// About how many bytes a result holds beyond its fixed size.
qint64 bytesHeldBy(const FetchResult &result);

} // namespace turnstone

Q_DECLARE_METATYPE(turnstone::ResultBatch)
Q_DECLARE_METATYPE(turnstone::ProgressBatch)
