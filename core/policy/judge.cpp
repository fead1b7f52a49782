// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/judge.h"

#include "core/base/translation.h"
#include "core/policy/redirectpolicy.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr std::pair<int, QLatin1StringView> phrases[] = {
    {200, QLatin1StringView("OK")},
    {201, QLatin1StringView("Created")},
    {202, QLatin1StringView("Accepted")},
    {203, QLatin1StringView("Non-Authoritative Information")},
    {204, QLatin1StringView("No Content")},
    {205, QLatin1StringView("Reset Content")},
    {206, QLatin1StringView("Partial Content")},
    {300, QLatin1StringView("Multiple Choices")},
    {301, QLatin1StringView("Moved Permanently")},
    {302, QLatin1StringView("Found")},
    {303, QLatin1StringView("See Other")},
    {304, QLatin1StringView("Not Modified")},
    {305, QLatin1StringView("Use Proxy")},
    {307, QLatin1StringView("Temporary Redirect")},
    {308, QLatin1StringView("Permanent Redirect")},
    {400, QLatin1StringView("Bad Request")},
    {401, QLatin1StringView("Unauthorized")},
    {402, QLatin1StringView("Payment Required")},
    {403, QLatin1StringView("Forbidden")},
    {404, QLatin1StringView("Not Found")},
    {405, QLatin1StringView("Method Not Allowed")},
    {406, QLatin1StringView("Not Acceptable")},
    {407, QLatin1StringView("Proxy Authentication Required")},
    {408, QLatin1StringView("Request Timeout")},
    {409, QLatin1StringView("Conflict")},
    {410, QLatin1StringView("Gone")},
    {411, QLatin1StringView("Length Required")},
    {412, QLatin1StringView("Precondition Failed")},
    {413, QLatin1StringView("Content Too Large")},
    {414, QLatin1StringView("URI Too Long")},
    {415, QLatin1StringView("Unsupported Media Type")},
    {416, QLatin1StringView("Range Not Satisfiable")},
    {417, QLatin1StringView("Expectation Failed")},
    {418, QLatin1StringView("I'm a teapot")},
    {421, QLatin1StringView("Misdirected Request")},
    {422, QLatin1StringView("Unprocessable Content")},
    {423, QLatin1StringView("Locked")},
    {424, QLatin1StringView("Failed Dependency")},
    {425, QLatin1StringView("Too Early")},
    {426, QLatin1StringView("Upgrade Required")},
    {428, QLatin1StringView("Precondition Required")},
    {429, QLatin1StringView("Too Many Requests")},
    {431, QLatin1StringView("Request Header Fields Too Large")},
    {451, QLatin1StringView("Unavailable For Legal Reasons")},
    {500, QLatin1StringView("Internal Server Error")},
    {501, QLatin1StringView("Not Implemented")},
    {502, QLatin1StringView("Bad Gateway")},
    {503, QLatin1StringView("Service Unavailable")},
    {504, QLatin1StringView("Gateway Timeout")},
    {505, QLatin1StringView("HTTP Version Not Supported")},
    {506, QLatin1StringView("Variant Also Negotiates")},
    {507, QLatin1StringView("Insufficient Storage")},
    {508, QLatin1StringView("Loop Detected")},
    {511, QLatin1StringView("Network Authentication Required")},
};

QString seconds(qint64 milliseconds)
{
    const double value = double(milliseconds) / 1000.0;
    return tr("%1 s").arg(QLocale::c().toString(value, 'f', milliseconds % 1000 == 0 ? 0 : 1));
}

QString statusText(int status)
{
    const QLatin1StringView phrase = statusPhrase(status);
    return phrase.isEmpty() ? QString::number(status) : QString(QString::number(status) + u' ' + phrase);
}

/// " It was tried 3 times." where it was.
QString triesText(const FetchResult &result)
{
    const auto tries = int(result.attempts.size());
    return tries < 2 ? QString() : QString(u' ' + tr("It was tried %1 times.").arg(tries));
}

Verdict verdictOfStatus(const FetchAttempt &attempt)
{
    const int status = attempt.status();
    if (!attempt.challenge.isEmpty())
        return Verdict::Blocked;
    const bool isUnchanged = status == 304 && attempt.hops.back().conditional;
    if ((status >= 200 && status < 300) || isUnchanged)
        return attempt.hops.size() > 1 ? Verdict::Redirected : Verdict::Ok;
    switch (status) {
    case 401:
    case 403:
    case 407:
    case 451:
        return Verdict::Blocked;
    case 404:
    case 410:
        return Verdict::Broken;
    case 429:
        return Verdict::Throttled;
    case 503:
        return attempt.retryAfterMs >= 0 ? Verdict::Throttled : Verdict::ServerError;
    default:
        break;
    }
    if (status >= 400 && status < 500)
        return Verdict::ClientError;
    return status >= 500 && status < 600 ? Verdict::ServerError : Verdict::BadResponse;
}

Verdict verdictOfError(FetchError error)
{
    switch (error) {
    case FetchError::InvalidUrl:
        return Verdict::InvalidUrl;
    case FetchError::HostNotFound:
        return Verdict::Broken;
    case FetchError::Refused:
    case FetchError::Unreachable:
    case FetchError::Reset:
    case FetchError::ProxyFailed:
    case FetchError::ProxyLogin:
        return Verdict::ConnectionFailed;
    case FetchError::ConnectTimeout:
    case FetchError::Timeout:
        return Verdict::Timeout;
    case FetchError::Tls:
        return Verdict::TlsError;
    case FetchError::TooLarge:
        return Verdict::TooLarge;
    case FetchError::Cancelled:
        return Verdict::Cancelled;
    case FetchError::Forbidden:
        return Verdict::Skipped;
    default:
        return Verdict::BadResponse;
    }
}

QString hopNote(const FetchAttempt &attempt)
{
    for (size_t i = 1; i < attempt.hops.size(); ++i) {
        if (attempt.hops[i - 1].secure && !attempt.hops[i].secure)
            return u' ' + tr("One redirect led from https down to http.");
    }
    return {};
}

QString fineSentence(const FetchAttempt &attempt)
{
    static const QString plain =
        tr("The server answered 200 OK."); // shared by almost every result of a crawl
    if (attempt.hops.size() == 1)
        return attempt.status() == 200 ? plain
                                       : tr("The server answered %1.").arg(statusText(attempt.status()));
    const auto hops = int(attempt.hops.size()) - 1;
    const QString text =
        hops == 1 ? tr("After one redirect, the server answered %1.").arg(statusText(attempt.status()))
                  : tr("After %1 redirects, the server answered %2.", nullptr, hops)
                        .arg(QString::number(hops), statusText(attempt.status()));
    return text + hopNote(attempt);
}

QString statusSentence(const FetchResult &result, const FetchAttempt &attempt)
{
    if (!attempt.challenge.isEmpty())
        return tr("A bot wall (%1) blocked the page: the server answered %2.")
            .arg(attempt.challenge, statusText(attempt.status()));
    QString text = tr("The server answered %1.").arg(statusText(attempt.status()));
    const auto tries = int(result.attempts.size());
    const bool same =
        std::all_of(result.attempts.begin(), result.attempts.end(), [&](const FetchAttempt &other) {
            return other.error == FetchError::None && other.status() == attempt.status();
        });
    if (tries > 1 && same)
        text = tr("The server answered %1 on each of %2 attempts.")
                   .arg(statusText(attempt.status()), QString::number(tries));
    else
        text += triesText(result);
    const auto asked = std::max_element(
        result.attempts.begin(), result.attempts.end(),
        [](const FetchAttempt &a, const FetchAttempt &b) { return a.retryAfterMs < b.retryAfterMs; });
    if (asked->retryAfterMs >= 0)
        text += u' ' + tr("It asked for a pause of %1.").arg(seconds(asked->retryAfterMs));
    return text + hopNote(attempt);
}

QString errorSentence(FetchError error)
{
    switch (error) {
    case FetchError::None:
        break;
    case FetchError::InvalidUrl:
        return tr("This is not an address that can be fetched.");
    case FetchError::HostNotFound:
        return tr("There is no host by this name, or it has no IP address.");
    case FetchError::Refused:
        return tr("The host refused the connection.");
    case FetchError::Unreachable:
        return tr("The host cannot be reached from here.");
    case FetchError::Reset:
        return tr("The connection ended before a usable answer arrived.");
    case FetchError::ConnectTimeout:
        return tr("No connection was made in time.");
    case FetchError::Timeout:
        return tr("No complete answer arrived in time.");
    case FetchError::Tls:
        return tr("No secure connection could be made.");
    case FetchError::ProxyFailed:
        return tr("The proxy did not let the request through.");
    case FetchError::ProxyLogin:
        return tr("The proxy rejected the user name or password, or asks for them.");
    case FetchError::NotHttp:
        return tr("What the server sent is not valid HTTP.");
    case FetchError::Truncated:
        return tr("The answer broke off before its announced length.");
    case FetchError::TooLarge:
        return tr("The body is larger than the limit.");
    case FetchError::BadEncoding:
        return tr("The body is not encoded as its header says.");
    case FetchError::TooManyRedirects:
        return tr("There were more redirects than the limit allows.");
    case FetchError::RedirectLoop:
        return tr("The redirects form a loop.");
    case FetchError::BadRedirect:
        return tr("The redirect cannot be followed.");
    case FetchError::Cancelled:
        return tr("Stopped before it was fetched.");
    case FetchError::Forbidden:
        return tr("It leads to a private network, which the settings forbid.");
    }
    return {};
}

QLatin1StringView wallOfTitle(const FetchResult &result)
{
    constexpr std::pair<QLatin1StringView, QLatin1StringView> walls[] = {
        {QLatin1StringView("Just a moment..."), QLatin1StringView("Cloudflare")},
        {QLatin1StringView("Attention Required! | Cloudflare"), QLatin1StringView("Cloudflare")},
        {QLatin1StringView("DDoS-Guard"), QLatin1StringView("DDoS-Guard")},
        {QLatin1StringView("Pardon Our Interruption"), QLatin1StringView("Imperva")},
        {QLatin1StringView("Human Verification"), QLatin1StringView("AWS WAF")},
    };
    const int status = result.status();
    if (status != 403 && status != 429 && status != 503 && status != 405)
        return {};
    for (const auto &[title, wall] : walls) {
        if (result.facts.title.startsWith(title))
            return wall;
    }
    return {};
}

} // namespace

QLatin1StringView statusPhrase(int status)
{
    const auto *it = std::lower_bound(std::begin(phrases), std::end(phrases), status,
                                      [](const auto &entry, int wanted) { return entry.first < wanted; });
    return it != std::end(phrases) && it->first == status ? it->second : QLatin1StringView();
}

QString botWallFromHeader(QByteArrayView name, QByteArrayView value)
{
    const auto is = [](QByteArrayView text, QByteArrayView wanted) {
        return text.compare(wanted, Qt::CaseInsensitive) == 0;
    };
    if (is(name, "cf-mitigated") && is(value, "challenge"))
        return QStringLiteral("Cloudflare");
    if (is(name, "x-amzn-waf-action") && (is(value, "challenge") || is(value, "captcha")))
        return QStringLiteral("AWS WAF");
    return {};
}

Verdict verdictOf(const FetchAttempt &attempt)
{
    return attempt.error == FetchError::None ? verdictOfStatus(attempt) : verdictOfError(attempt.error);
}

void judge(FetchResult &result)
{
    if (result.attempts.empty()) {
        result.verdict = Verdict::Cancelled;
        result.reason = errorSentence(FetchError::Cancelled);
        return;
    }
    FetchAttempt &attempt = result.attempts.back();
    if (attempt.error != FetchError::None) {
        result.verdict = verdictOf(attempt);
        result.reason = attempt.error == FetchError::Cancelled ? tr("Stopped while it was being fetched.")
                                                               : errorSentence(attempt.error);
        if (!attempt.errorText.isEmpty())
            result.reason += u' ' + attempt.errorText;
        if (!result.reason.endsWith(u'.'))
            result.reason += u'.';
        if (result.verdict != Verdict::Cancelled)
            result.reason += triesText(result);
        return;
    }
    if (const QLatin1StringView wall = wallOfTitle(result); attempt.challenge.isEmpty() && !wall.isEmpty())
        attempt.challenge = wall;
    result.verdict = verdictOf(attempt);
    result.reason = isFine(result.verdict)
                        ? fineSentence(attempt) + (result.attempts.size() > 1 ? triesText(result) : QString())
                        : statusSentence(result, attempt);
}

} // namespace turnstone
