// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlsettings.h"
#include "core/types/fetchresult.h"
#include "tests/support/oddports.h"
#include "tests/support/rawscripts.h"
#include "tests/support/testsite.h"
#include "tests/support/tlsserver.h"

#include <functional>
#include <optional>
#include <vector>

namespace turnstone {

/// What a behaviour is played on: the demo site, and a server of its own where it needs one.
struct Stage
{
    TestSite &site;
    std::unique_ptr<RawServer> raw;
    std::unique_ptr<TlsServer> tls;
    std::unique_ptr<RefusingPort> refusing;
    std::unique_ptr<DeafPort> deaf;
};

/// A played behaviour: what the spool and the CSV file say of it.
struct Played
{
    const Stage &stage;
    FetchResult result;
    QByteArrayList row;
};

/// One behaviour of a server and what a crawl has to make of it. Everything not said is a plain 200 at the
/// first try.
class Behaviour final
{
public:
    using Open = std::function<QByteArray(Stage &)>; ///< sets the stage; the address to be fetched
    using Check = std::function<bool(const Played &)>;

    Behaviour(const QByteArray &itsName, Open openIt)
        : name(itsName)
        , open(std::move(openIt))
    {}
    static Behaviour site(const QByteArray &name, const QString &path);
    static Behaviour raw(const QByteArray &name, const RawServer::Script &script);
    /// Answers every request with these bytes.
    static Behaviour answer(const QByteArray &name, const QByteArray &bytes);
    static Behaviour tls(const QByteArray &name, TlsServer::Certificate certificate,
                         const QByteArray &answer = rawscripts::soundAnswer());

    Behaviour &asking(std::function<void(CrawlSettings &)> change);
    Behaviour &sending(const RequestSpec &request);
    Behaviour &posting(const QByteArray &body);
    Behaviour &is(Verdict wanted, int wantedStatus, int wantedAttempts = 1);
    Behaviour &fails(FetchError wanted, Verdict wantedVerdict, int wantedAttempts = 1, int wantedStatus = 0);
    Behaviour &after(int wantedRedirects);
    Behaviour &titled(const QString &wanted);
    Behaviour &in(const QString &wantedCharset);
    Behaviour &sized(qint64 wanted);
    /// What the server reads. Without it: as many requests as the result says were sent.
    Behaviour &seen(int wanted);
    Behaviour &saying(const QString &part);
    Behaviour &check(const QByteArray &what, Check test);
    /// What the engine of Qt makes of it, where that is something else, and why.
    Behaviour &byQt(const char *why, std::function<void(Behaviour &)> change);

    QByteArray name;
    Open open;
    CrawlSettings settings;
    std::optional<RequestSpec> request;
    Verdict verdict = Verdict::Ok;
    int status = 200;
    int attempts = 1;
    int redirects = 0;
    FetchError error = FetchError::None;
    std::optional<QString> title;
    std::optional<QString> charset;
    std::optional<qint64> bytes;
    std::optional<int> requests;
    QString reason;
    std::vector<std::pair<QByteArray, Check>> checks;
    std::function<void(Behaviour &)> qtDifference; ///< empty: none
};

using Behaviours = std::vector<Behaviour>;

Behaviours statusBehaviours();
Behaviours redirectBehaviours();
Behaviours retryBehaviours();
Behaviours timeoutBehaviours();
Behaviours wireBehaviours();
Behaviours contentBehaviours();
Behaviours tlsBehaviours();
Behaviours requestBehaviours();

} // namespace turnstone

Q_DECLARE_METATYPE(const turnstone::Behaviour *)
