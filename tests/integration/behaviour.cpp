// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/behaviour.h"

namespace turnstone {

Behaviour Behaviour::site(const QByteArray &name, const QString &path)
{
    return Behaviour(name, [path](Stage &stage) { return stage.site.text(path); });
}

Behaviour Behaviour::raw(const QByteArray &name, const RawServer::Script &script)
{
    return Behaviour(name, [script](Stage &stage) {
        stage.raw = std::make_unique<RawServer>(script);
        return stage.raw->address().toEncoded();
    });
}

Behaviour Behaviour::answer(const QByteArray &name, const QByteArray &bytes)
{
    return raw(name, rawscripts::answering(bytes));
}

Behaviour Behaviour::tls(const QByteArray &name, TlsServer::Certificate certificate, const QByteArray &answer)
{
    return Behaviour(name, [certificate, answer](Stage &stage) {
        stage.tls = std::make_unique<TlsServer>(certificate, answer);
        return stage.tls->address().toEncoded();
    });
}

Behaviour &Behaviour::asking(std::function<void(CrawlSettings &)> change)
{
    change(settings);
    return *this;
}

Behaviour &Behaviour::sending(const RequestSpec &spec)
{
    request = spec;
    return *this;
}

Behaviour &Behaviour::posting(const QByteArray &body)
{
    return sending({"POST", {}, body, true});
}

Behaviour &Behaviour::is(Verdict wanted, int wantedStatus, int wantedAttempts)
{
    verdict = wanted;
    status = wantedStatus;
    attempts = wantedAttempts;
    return *this;
}

Behaviour &Behaviour::fails(FetchError wanted, Verdict wantedVerdict, int wantedAttempts, int wantedStatus)
{
    error = wanted;
    return is(wantedVerdict, wantedStatus, wantedAttempts);
}

Behaviour &Behaviour::after(int wantedRedirects)
{
    redirects = wantedRedirects;
    return *this;
}

Behaviour &Behaviour::titled(const QString &wanted)
{
    title = wanted;
    return *this;
}

Behaviour &Behaviour::in(const QString &wantedCharset)
{
    charset = wantedCharset;
    return *this;
}

Behaviour &Behaviour::sized(qint64 wanted)
{
    bytes = wanted;
    return *this;
}

Behaviour &Behaviour::seen(int wanted)
{
    requests = wanted;
    return *this;
}

Behaviour &Behaviour::saying(const QString &part)
{
    reason = part;
    return *this;
}

Behaviour &Behaviour::check(const QByteArray &what, Check test)
{
    checks.emplace_back(what, std::move(test));
    return *this;
}

Behaviour &Behaviour::byQt(const char *, std::function<void(Behaviour &)> change)
{
    qtDifference = std::move(change);
    return *this;
}

} // namespace turnstone
