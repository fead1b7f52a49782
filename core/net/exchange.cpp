// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/exchange.h"

#include "core/net/accessmanager.h"
#include "core/net/oneshotupload.h"
#include "core/policy/judge.h"
#include "core/policy/redirectpolicy.h"
#include "core/policy/retryafter.h"
#include "core/policy/retrypolicy.h"

#include <QDateTime>
#include <QNetworkReply>
#include <QSslError>
#include <QTimer>

#include <algorithm>

namespace turnstone {

namespace {

constexpr qint64 SmallBody = 64 * 1024;
constexpr qint64 LargestStep = 256 * 1024;
constexpr qint64 SmallestStep = 16 * 1024; // less would go through a buffer of QIODevice's
constexpr std::chrono::seconds PatienceWithoutFields{2};

QByteArray mediaTypeOf(QByteArrayView field)
{
    const qsizetype end = field.indexOf(';');
    return (end < 0 ? field : field.first(end)).trimmed().toByteArray().toLower().left(127);
}

/// Types that PageFacts can be read from; anything else is counted and dropped.
bool isPage(QByteArrayView type)
{
    return type.isEmpty() || type.startsWith("text/") || type.contains("xml") || type.contains("html");
}

FetchError errorOf(QNetworkReply::NetworkError error, bool hasHeader)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return FetchError::Refused;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return hasHeader ? FetchError::Truncated : FetchError::Reset;
    case QNetworkReply::HostNotFoundError:
        return FetchError::HostNotFound;
    case QNetworkReply::TimeoutError:
        return hasHeader ? FetchError::Timeout : FetchError::ConnectTimeout;
    case QNetworkReply::OperationCanceledError:
        return FetchError::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return FetchError::Tls;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return FetchError::ProxyFailed;
    case QNetworkReply::ProtocolUnknownError:
        return FetchError::InvalidUrl;
    case QNetworkReply::ProtocolFailure:
        return hasHeader ? FetchError::BadEncoding : FetchError::NotHttp;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        return hasHeader ? FetchError::Truncated : FetchError::Unreachable;
    default:
        return hasHeader ? FetchError::BadEncoding : FetchError::NotHttp;
    }
}

/// Through a proxy some errors are the proxy's own, which Qt does not tell apart.
FetchError withProxy(FetchError error, QNetworkProxy::ProxyType proxy)
{
    const bool isRefusal = error == FetchError::Refused || error == FetchError::HostNotFound;
    const bool isProxys = proxy == QNetworkProxy::HttpProxy ? isRefusal || error == FetchError::Unreachable
                                                            : error == FetchError::Unreachable;
    return isProxys && proxy != QNetworkProxy::DefaultProxy ? FetchError::ProxyFailed : error;
}

/// True where Qt reports a whole, proper answer as an error because of its status.
bool isStatusError(QNetworkReply::NetworkError error, int status)
{
    // Of a 307 it makes an error that the body cannot be sent again, which is for us to decide.
    if (error == QNetworkReply::ContentReSendError && isRedirectStatus(status))
        return true;
    return status >= 400 &&
           (error > QNetworkReply::UnknownProxyError ||
            error == QNetworkReply::ProxyAuthenticationRequiredError) &&
           error != QNetworkReply::ContentReSendError && error != QNetworkReply::ProtocolFailure;
}

} // namespace

Exchange::Exchange(WireRequest request, const Options &options, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_options(options)
    , m_startedAt(Clock::now())
{
    Hop &hop = m_answer.hop;
    hop.url = m_request.url.toEncoded();
    hop.method = m_request.method;
    hop.secure = m_request.url.scheme() == QLatin1StringView("https");
    hop.startedAtMs = QDateTime::currentMSecsSinceEpoch();
}

Exchange::~Exchange()
{
    if (m_reply)
        dropReply();
}

/// Lets go of the reply, which its manager may outlive or not: nothing of ours points to it any more.
void Exchange::dropReply()
{
    m_reply->disconnect(this);
    // Its end aborts what is still on the wire. abort() would do so a little sooner, but a failure that is
    // already on its way to an aborted reply makes Qt complain.
    m_reply->deleteLater();
    m_reply = nullptr;
}

void Exchange::start(AccessManager &manager, const QNetworkRequest &request)
{
    if (m_options.keepHeaders) {
        for (const QByteArray &name : request.rawHeaderList())
            m_answer.hop.requestHeaders.emplace_back(name, request.rawHeader(name));
    }
    m_proxy = manager.proxy().type();
    const QByteArray &method = m_request.method;
    if (!m_request.hasBody && method == "GET")
        m_reply = manager.ask(QNetworkAccessManager::GetOperation, request);
    else if (!m_request.hasBody && method == "HEAD")
        m_reply = manager.ask(QNetworkAccessManager::HeadOperation, request);
    else if (isIdempotent(method))
        m_reply = m_request.hasBody ? manager.sendCustomRequest(request, method, m_request.body)
                                    : manager.sendCustomRequest(request, method);
    else
        sendOnce(manager, request);

    connect(m_reply, &QNetworkReply::requestSent, this, &Exchange::onSent);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::onHeader);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::onFinished);
    if (m_answer.hop.secure) {
        connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
            if (m_options.insecure) {
                m_reply->ignoreSslErrors();
                return;
            }
            for (const QSslError &error : errors) {
                if (!m_tlsErrors.contains(error.errorString()))
                    m_tlsErrors.append(error.errorString());
            }
        });
    }
}

void Exchange::sendOnce(AccessManager &manager, const QNetworkRequest &request)
{
    auto *upload = new OneShotUpload(m_request.body);
    m_reply = manager.sendCustomRequest(request, m_request.method, upload);
    upload->setParent(m_reply);
    // Of a request with an empty upload Qt does not say that it was sent, only that all of it is out.
    if (m_request.body.isEmpty())
        connect(m_reply, &QNetworkReply::uploadProgress, this, [this] {
            if (!wasSent())
                onSent();
        });
}

void Exchange::expire(FetchError why)
{
    if (m_over)
        return;
    m_answer.error = why;
    if (m_hasHeader)
        readHeader();
    if (why == FetchError::Timeout && m_lacksFields)
        explainMissingFields();
    settle();
}

void Exchange::fail(FetchError why, const QString &text)
{
    if (m_over)
        return;
    m_answer.error = why;
    m_answer.errorText = text;
    settle();
}

void Exchange::onSent()
{
    if (m_answer.hop.sends++ == 0) {
        m_sentAt = Clock::now();
        Q_EMIT sent();
    }
}

void Exchange::onHeader()
{
    if (m_hasHeader)
        return;
    m_hasHeader = true;
    m_headerAt = Clock::now();
    if (!wasSent()) { // Qt says so late or never; when it was is not known then
        m_answer.hop.sends = 1;
        Q_EMIT sent();
    }
    m_lacksFields = m_reply->rawHeaderPairs().isEmpty();
    if (m_lacksFields)
        waitWithoutFields();
    const QByteArray type = mediaTypeOf(m_reply->rawHeader("Content-Type"));
    m_keep =
        isPage(type) ? m_options.maxBodyBytes : std::min(m_options.keepBodyBytes, m_options.maxBodyBytes);
    bool known = false;
    const qint64 length = m_reply->rawHeader("Content-Length").toLongLong(&known);
    m_isEncoded = m_reply->hasRawHeader("Content-Encoding");
    // A small body is read in one piece at the end; anything else while it comes, so that it can be bounded.
    if (!known || m_isEncoded || length > SmallBody || length > m_options.maxBodyBytes)
        connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::drain);
}

/// Qt drops a header that it cannot read and goes on as if there were none. What it missed may have said
/// where the body ends, so the end of the connection could be waited for in vain.
void Exchange::waitWithoutFields()
{
    QTimer::singleShot(PatienceWithoutFields, this, [this, before = m_answer.bodyBytes] {
        if (m_over)
            return;
        if (m_answer.bodyBytes != before)
            waitWithoutFields();
        else
            expire(FetchError::Timeout);
    });
}

void Exchange::explainMissingFields()
{
    m_answer.error = FetchError::NotHttp;
    m_answer.errorText =
        tr("Its header cannot be read: it is malformed, or over 100 fields or 256 KiB long.");
}

void Exchange::drain()
{
    while (!m_over) {
        // Of an encoded body only reading tells whether there is more, or what is wrong with it.
        const qint64 there = m_reply->bytesAvailable();
        if (there <= 0 && !m_isEncoded)
            return;
        // read() allocates what it is asked for, so ask for little more than is there.
        QByteArray piece = m_reply->read(std::clamp(there, SmallestStep, LargestStep));
        if (piece.isEmpty())
            return;
        m_answer.bodyBytes += piece.size();
        if (m_options.hashBody)
            m_hash.add(piece);
        const qint64 room = m_keep - m_answer.body.size();
        if (room >= piece.size() && m_answer.body.isEmpty())
            m_answer.body = std::move(piece);
        else if (room > 0)
            m_answer.body.append(QByteArrayView(piece).first(std::min<qsizetype>(room, piece.size())));
        if (m_answer.bodyBytes > m_options.maxBodyBytes)
            expire(FetchError::TooLarge);
    }
}

void Exchange::onFinished()
{
    if (m_over)
        return;
    // A header in the same turn as the end may not have been announced on its own.
    if (!m_hasHeader && m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
        onHeader();
    drain();
    if (m_over)
        return;
    readHeader();
    explainError();
    if (m_answer.error == FetchError::None)
        m_answer.contentHash = m_hash.value();
    settle();
}

void Exchange::readHeader()
{
    Hop &hop = m_answer.hop;
    hop.status = quint16(m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toUInt());
    hop.reasonPhrase = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray().left(256);
    if (hop.status == 0)
        return;
    m_answer.httpVersion = m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool() ? "2" : "1.1";
    m_answer.contentTypeField = m_reply->rawHeader("Content-Type").left(1024);
    if (isRedirectStatus(hop.status))
        hop.location = m_reply->rawHeader("Location");
    if (m_reply->hasRawHeader("Retry-After")) {
        const auto wait = parseRetryAfter(m_reply->rawHeader("Retry-After"), QDateTime::currentDateTimeUtc());
        m_answer.retryAfterMs = wait ? qint64(wait->count()) : -1;
    }
    if (m_options.keepHeaders)
        hop.responseHeaders = m_reply->rawHeaderPairs();
    if (hop.status < 400)
        return;
    for (const auto &[name, value] : m_reply->rawHeaderPairs()) {
        if (const QString wall = botWallFromHeader(name, value); !wall.isEmpty())
            m_answer.challenge = wall;
    }
}

void Exchange::explainError()
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (error == QNetworkReply::NoError || isStatusError(error, m_answer.hop.status))
        return;
    m_answer.error = withProxy(errorOf(error, m_answer.hop.status != 0), m_proxy);
    m_answer.errorText =
        m_tlsErrors.isEmpty() ? m_reply->errorString().left(500) : m_tlsErrors.join(QLatin1StringView(" "));
    if (!m_answer.errorText.isEmpty() && !m_answer.errorText.endsWith(u'.'))
        m_answer.errorText += u'.';
}

void Exchange::settle()
{
    m_over = true;
    const TimePoint end = Clock::now();
    Phases &phases = m_answer.hop.phases;
    phases.totalUs = toMicroseconds(end - m_startedAt);
    const bool isTimed = m_sentAt != TimePoint();
    if (isTimed)
        phases.connectUs = toMicroseconds(m_sentAt - m_startedAt);
    if (m_hasHeader) {
        phases.ttfbUs = toMicroseconds(m_headerAt - (isTimed ? m_sentAt : m_startedAt));
        phases.downloadUs = toMicroseconds(end - m_headerAt);
    }
    if (m_reply)
        dropReply();
    Q_EMIT finished();
}

} // namespace turnstone
