// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/jsonlineswriter.h"

#include "core/report/columns.h"
#include "core/report/jsonobject.h"
#include "core/types/secrets.h"

#include <algorithm>
#include <limits>

namespace turnstone {

namespace {

constexpr qint64 MaxMs = std::numeric_limits<qint64>::max() / 2000; // what a server says may be anything

void appendHeaders(JsonObject &object, QByteArrayView name, const HeaderList &headers)
{
    if (headers.isEmpty())
        return;
    appendArray(object.member(name), headers, [](QByteArray &out, const auto &header) {
        out.append('[');
        appendJsonText(out, QByteArrayView(header.first));
        out.append(',');
        appendJsonText(out, QByteArrayView(shownHeaderValue(header.first, header.second)));
        out.append(']');
    });
}

void appendCertificate(QByteArray &out, const CertificateFacts &certificate)
{
    JsonObject object(out);
    object.text("subject", certificate.subject);
    object.text("issuer", certificate.issuer);
    appendArray(object.member("names"), certificate.names,
                [](QByteArray &to, const QString &name) { appendJsonText(to, QStringView(name)); });
    object.moment("valid_from", certificate.validFromMs);
    object.moment("expires", certificate.expiresMs);
    object.text("sha256", certificate.sha256);
    object.end();
}

void appendConnection(JsonObject &object, const Hop &hop)
{
    static const ConnectionFacts none;
    const ConnectionFacts &facts = hop.connection ? *hop.connection : none;
    object.text("http_version", hop.httpVersion);
    object.member("reused").append(!hop.reused ? "null" : *hop.reused ? "true" : "false");
    object.text("remote_ip", facts.remoteAddress);
    object.text("tls_version", facts.tlsVersion);
    object.text("tls_cipher", facts.cipher);
    QByteArray &out = object.member("certificate");
    if (facts.certificate)
        appendCertificate(out, *facts.certificate);
    else
        out.append("null");
}

void appendHop(QByteArray &out, const Hop &hop)
{
    JsonObject object(out);
    object.text("url", hop.url);
    object.text("method", hop.method);
    object.number("status", hop.status ? hop.status : -1);
    object.text("reason_phrase", hop.reasonPhrase);
    object.text("location", hop.location);
    object.moment("started_at", hop.startedAtMs);
    object.milliseconds("queued_ms", hop.queuedUs);
    object.milliseconds("lookup_ms", hop.phases.lookupUs);
    object.milliseconds("connect_ms", hop.phases.connectUs);
    object.milliseconds("tls_ms", hop.phases.tlsUs);
    object.milliseconds("ttfb_ms", hop.phases.ttfbUs);
    object.milliseconds("download_ms", hop.phases.downloadUs);
    object.milliseconds("total_ms", hop.phases.totalUs);
    object.number("sends", hop.sends);
    object.member("secure").append(hop.secure ? "true" : "false");
    appendConnection(object, hop);
    appendHeaders(object, "request_headers", hop.requestHeaders);
    appendHeaders(object, "response_headers", hop.responseHeaders);
    object.end();
}

void appendAttempt(QByteArray &out, const FetchAttempt &attempt)
{
    JsonObject object(out);
    object.moment("started_at", attempt.startedAtMs());
    object.milliseconds("wait_ms", attempt.waitUs);
    object.number("status", attempt.status() ? attempt.status() : -1);
    object.text("error", QByteArrayView(fetchErrorId(attempt.error)));
    object.text("error_text", attempt.errorText);
    object.text("challenge", attempt.challenge);
    object.milliseconds("retry_after_ms",
                        attempt.retryAfterMs < 0 ? -1 : std::min(attempt.retryAfterMs, MaxMs) * 1000);
    object.milliseconds("total_ms", attempt.hops.empty() ? -1 : attempt.totalUs());
    appendArray(object.member("hops"), attempt.hops, appendHop);
    object.end();
}

/// The row as an object, and its tries within.
class Members final
{
public:
    explicit Members(QByteArray &out)
        : m_object(out)
    {}

    void address(QByteArrayView name, QByteArrayView url) { m_object.text(name, url); }
    template <typename Text>
    void text(QByteArrayView name, const Text &value)
    {
        m_object.text(name, value);
    }
    void number(QByteArrayView name, qint64 value) { m_object.number(name, value); }
    void attempts(QByteArrayView name, const FetchResult &result)
    {
        appendArray(m_object.member(name), result.attempts, appendAttempt);
    }
    void milliseconds(QByteArrayView name, qint64 us) { m_object.milliseconds(name, us); }
    void moment(QByteArrayView name, qint64 ms) { m_object.moment(name, ms); }
    void end() { m_object.end(); }

private:
    JsonObject m_object;
};

} // namespace

void JsonLinesWriter::row(QByteArray &out, QByteArrayView url, const FetchResult &result)
{
    Members members(out);
    writeColumns(members, url, result);
    members.end();
    out.append('\n');
}

} // namespace turnstone
