// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/exchange.h"

#include "core/net/accessmanager.h"
#include "core/net/oneshotupload.h"
#include "core/net/sitecookies.h"
#include "core/net/wireerror.h"
#include "core/net/wirefacts.h"
#include "core/policy/judge.h"
#include "core/policy/redirectpolicy.h"
#include "core/policy/retryafter.h"
#include "core/policy/retrypolicy.h"
#include "core/types/contenttype.h"
#include "core/types/secrets.h"

#include <QDateTime>
#include <QHostInfo>
#include <QLocale>
#include <QNetworkCookie>
#include <QNetworkReply>
#include <QSslError>
#include <QTimer>

#include <algorithm>
#include <limits>
#include <utility>

namespace turnstone {

namespace {

constexpr qint64 ReadAhead = 32 * 1024; // what Qt may have read and we have not
constexpr qint64 LargestStep = 256 * 1024;
constexpr qint64 SmallestStep = 16 * 1024; // less would go through a buffer of QIODevice's
constexpr std::chrono::seconds PatienceWithoutFields{2};
constexpr std::chrono::milliseconds PatienceWithRedirect{50};

/// Types that PageFacts can be read from; anything else is counted and dropped.
bool isPage(QByteArrayView type)
{
    return type.isEmpty() || type.startsWith("text/") || type.contains("xml") || type.contains("html");
}

/// -1 where it is not a length: negative, no number, several of them. One beyond all numbers is the largest.
qint64 lengthOf(const QByteArray &field)
{
    bool isNumber = false;
    const qint64 length = field.toLongLong(&isNumber);
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (!isNumber && !field.isEmpty() && std::all_of(field.begin(), field.end(), isDigit))
        return std::numeric_limits<qint64>::max();
    return isNumber && length >= 0 ? length : -1;
}

bool hasNoBody(QByteArrayView method, int status)
{
    return method == "HEAD" || status == 204 || status == 304;
}

/// Of these Qt tells nothing before their end.
bool isChallenge(int status)
{
    return status == 401 || status == 407;
}

bool isConditional(const HeaderList &headers)
{
    return std::any_of(headers.begin(), headers.end(), [](const auto &header) {
        return header.first.compare("If-None-Match", Qt::CaseInsensitive) == 0 ||
               header.first.compare("If-Modified-Since", Qt::CaseInsensitive) == 0;
    });
}

} // namespace

Exchange::Exchange(WireRequest request, const Options &options, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_options(options)
    , m_body(options.memory, options.hashBody)
{
    Hop &hop = m_answer.hop;
    hop.url = m_request.url.toEncoded();
    hop.method = m_request.method;
    hop.secure = m_request.url.scheme() == QLatin1StringView("https");
    hop.conditional = isConditional(m_request.headers);
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
    if (m_wire)
        m_wire->tell(nullptr);
    if (!m_wire || m_answer.hop.secure)
        m_reply->disconnect(this);
    // Until its end it may still send what is said not to have been sent. With Qt's engine that end has to
    // do: a failure that is already on its way to an aborted reply makes it complain.
    if (m_wire)
        m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
    m_wire = nullptr;
    m_upload = nullptr;
    m_manager = nullptr;
}

bool Exchange::wasSent() const
{
    // Qt tells from another thread, so what is stopped may have gone out before it said so.
    return m_answer.hop.sends > 0 || (m_wire && m_wire->sends() > 0) || (m_upload && m_upload->wasRead());
}

void Exchange::start(AccessManager &manager, const QNetworkRequest &request)
{
    m_startedAt = Clock::now();
    m_answer.hop.startedAtMs = QDateTime::currentMSecsSinceEpoch();
    if (m_options.keepHeaders) {
        HeaderList &headers = m_answer.hop.requestHeaders;
        for (const QByteArray &name : request.rawHeaderList())
            headers.emplace_back(name, request.rawHeader(name));
        if (!m_options.keepSecrets)
            headers = shownHeaders(headers);
    }
    m_manager = &manager;
    const QByteArray &method = m_request.method;
    if (!m_request.hasBody && method == "GET")
        m_reply = manager.ask(QNetworkAccessManager::GetOperation, request, m_answer.hop.url);
    else if (!m_request.hasBody && method == "HEAD")
        m_reply = manager.ask(QNetworkAccessManager::HeadOperation, request, m_answer.hop.url);
    else if (isIdempotent(method))
        m_reply = sendAsOften(manager, request);
    else
        sendOnce(manager, request);
    // Qt 6.4 takes a reply for one that can be read as soon as the proxy of its tunnel asks for a login, and
    // reads it when it hears of this: by way of what there is only after the handshake.
    if (!m_answer.hop.secure || manager.isBoundedAtOnce())
        m_reply->setReadBufferSize(ReadAhead);
    if (m_options.insecure)
        m_reply->ignoreSslErrors();
    m_wire = dynamic_cast<WireReply *>(m_reply);
    if (m_wire)
        m_wire->tell(this);
    else
        listenTo(*m_reply);
    if (m_answer.hop.secure) {
        connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
            for (const QSslError &error : errors) {
                if (!m_tlsErrors.contains(error.errorString()))
                    m_tlsErrors.append(error.errorString());
            }
        });
    }
}

void Exchange::listenTo(QNetworkReply &reply)
{
    connect(&reply, &QNetworkReply::socketStartedConnecting, this, &Exchange::wireConnects);
    connect(&reply, &QNetworkReply::requestSent, this, &Exchange::wireSent);
    connect(&reply, &QNetworkReply::metaDataChanged, this, &Exchange::wireHasHeader);
    connect(&reply, &QNetworkReply::readyRead, this, &Exchange::wireHasMore);
    connect(&reply, &QNetworkReply::finished, this, &Exchange::wireEnded);
}

/// What Qt may send again by itself.
QNetworkReply *Exchange::sendAsOften(AccessManager &manager, const QNetworkRequest &request)
{
    if (!m_request.body.isEmpty())
        return manager.sendCustomRequest(request, m_request.method, m_request.body);
    if (!m_request.hasBody)
        return manager.sendCustomRequest(request, m_request.method);
    // Of an upload that is empty Qt would never say when it was sent.
    QNetworkRequest empty(request);
    empty.setRawHeader("Content-Length", "0");
    return manager.sendCustomRequest(empty, m_request.method);
}

void Exchange::sendOnce(AccessManager &manager, const QNetworkRequest &request)
{
    m_upload = new OneShotUpload(m_request.body);
    m_reply = manager.sendCustomRequest(request, m_request.method, m_upload);
    m_upload->setParent(m_reply);
    // Of a request with an empty upload Qt does not say when it was sent. It may have been at any moment.
    m_isPresumedSent = m_request.body.isEmpty() && !dynamic_cast<WireReply *>(m_reply);
    if (m_isPresumedSent) {
        m_answer.hop.sends = 1;
        Q_EMIT sent();
    }
}

void Exchange::expire(FetchError why)
{
    if (m_over)
        return;
    if (m_leadsOn && why != FetchError::Cancelled) {
        endRedirect();
        return;
    }
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

void Exchange::wireSent()
{
    if (std::exchange(m_isPresumedSent, false))
        m_sentAt = Clock::now();
    else if (m_answer.hop.sends++ == 0) {
        m_sentAt = Clock::now();
        Q_EMIT sent();
    }
}

void Exchange::wireHasHeader()
{
    if (m_hasHeader)
        return;
    m_hasHeader = true;
    m_headerAt = Clock::now();
    takeFacts();
    if (!wasSent()) { // Qt says so late or never; when it was is not known then
        m_answer.hop.sends = 1;
        Q_EMIT sent();
    }
    m_header = m_wire ? m_wire->wireHeader() : WireHeader::of(*m_reply);
    m_lacksFields = !m_wire && m_header.fields.isEmpty();
    if (m_lacksFields)
        waitWithoutFields();
    correctCookies();
    planBody();
}

/// Those of an engine that knows better than the signals, which come later.
void Exchange::takeFacts()
{
    if (!m_wire)
        return;
    const WireFacts &facts = m_wire->facts();
    m_readsChallenges = true;
    m_sentAt = facts.sentAt;
    m_headerAt = facts.headerAt;
    m_answer.hop.httpVersion = facts.httpVersion;
    if (m_isAtEnd)
        m_endAt = facts.endAt;
}

/// Whichever way it ended. Qt's engine tells of TLS alone.
void Exchange::noteConnection()
{
    Hop &hop = m_answer.hop;
    if (m_wire) {
        const WireFacts &facts = m_wire->facts();
        hop.connection = facts.connection;
        hop.reused = facts.isReused;
        m_tls = facts.tls;
    } else if (m_reply && hop.secure) {
        hop.connection = m_manager->connectionOf(*m_reply);
    }
}

/// The jar has what Qt read of them.
void Exchange::correctCookies()
{
    const QByteArray *field = m_header.find("Set-Cookie");
    if (!field ||
        m_reply->request().attribute(QNetworkRequest::CookieSaveControlAttribute) == QNetworkRequest::Manual)
        return;
    const QList<QNetworkCookie> cookies = SiteCookies::withMaxAge(*field);
    if (!cookies.isEmpty())
        m_manager->cookieJar()->setCookiesFromUrl(cookies, m_reply->url());
}

/// What the header says of the body decides how it is read, and whether at all.
void Exchange::planBody()
{
    const int status = m_header.status;
    // The chunks decide where there are both.
    const qint64 length =
        m_header.find("Transfer-Encoding") ? -1 : lengthOf(m_header.value("Content-Length"));
    m_isEmpty = length == 0 || hasNoBody(m_request.method, status);
    m_leadsOn = isRedirectStatus(status) && !m_header.value("Location").trimmed().isEmpty();
    if (m_leadsOn && length > BodyIntake::Small && !m_isEmpty) {
        endRedirect();
        return;
    }
    if (length > m_options.maxBodyBytes && !m_isEmpty) {
        m_answer.errorText =
            length == std::numeric_limits<qint64>::max()
                ? tr("Its header announces an impossible number of bytes.")
                : tr("Its header announces %1 bytes.").arg(QLocale(QLocale::English).toString(length));
        expire(FetchError::TooLarge);
        return;
    }
    // Its connection can be used again where a redirect's body comes at once.
    if (m_leadsOn && !m_isAtEnd)
        QTimer::singleShot(PatienceWithRedirect, this, &Exchange::endRedirect);

    const QByteArray type = mediaTypeIn(m_header.value("Content-Type"));
    const qint64 keep =
        isPage(type) ? m_options.maxBodyBytes : std::min(m_options.keepBodyBytes, m_options.maxBodyBytes);
    if (!m_isEmpty && !m_leadsOn)
        m_decoder = ContentDecoder::make(m_header.value("Content-Encoding"));
    m_announced = m_decoder || m_isEmpty ? -1 : length;
    m_body.expect(keep, m_announced);
    // A small body is read in one piece at the end; anything else while it comes, so that it can be bounded.
    if (!m_isEmpty && (length < 0 || m_decoder || length > ReadAhead)) {
        if (m_reply->readBufferSize() != ReadAhead) // see start()
            m_reply->setReadBufferSize(ReadAhead);
        m_readsAsItComes = true;
    }
}

/// Qt drops a header that it cannot read and goes on as if there were none. What it missed may have said
/// where the body ends, so the end of the connection could be waited for in vain.
void Exchange::waitWithoutFields()
{
    QTimer::singleShot(PatienceWithoutFields, this, [this, before = m_body.bytes()] {
        if (m_over)
            return;
        if (m_body.bytes() != before || m_isHeld)
            waitWithoutFields();
        else
            expire(FetchError::Timeout);
    });
}

void Exchange::explainMissingFields()
{
    m_answer.error = FetchError::NotHttp;
    m_answer.errorText = tr(
        "Its header cannot be read: it is malformed, has more than 100 fields, or is larger than 256 KiB.");
}

void Exchange::wireHasMore()
{
    if (m_readsAsItComes)
        drain();
}

void Exchange::drain()
{
    while (!m_over) {
        if (m_reply->bytesAvailable() <= 0 && !(m_decoder && m_decoder->hasMore()))
            return;
        const qint64 allowance = m_body.allowance();
        setHeld(allowance <= 0); // with that much unread, Qt stops reading, too
        if (m_isHeld || m_over)
            return;
        QByteArray piece = nextPiece(allowance);
        if (piece.isEmpty())
            return;
        m_body.add(std::move(piece));
        if (m_leadsOn && m_body.bytes() > BodyIntake::Small)
            endRedirect();
        else if (m_body.bytes() > m_options.maxBodyBytes)
            expire(FetchError::TooLarge);
    }
}

/// At most so much of the body, decoded. Empty: there is no more yet, or it is broken and all is over.
QByteArray Exchange::nextPiece(qint64 most)
{
    // read() allocates what it is asked for, so ask for little more than is there.
    const auto readAtMost = [this](qint64 limit) {
        if (m_wire)
            return m_wire->take(limit);
        return m_reply->read(
            std::min(limit, std::clamp(m_reply->bytesAvailable(), SmallestStep, LargestStep)));
    };
    if (!m_decoder)
        return readAtMost(most);
    QByteArray piece = m_decoder->read(most);
    while (piece.isEmpty() && m_decoder->state() != ContentDecoder::State::Broken &&
           m_reply->bytesAvailable() > 0) {
        m_decoder->feed(readAtMost(LargestStep));
        piece = m_decoder->read(most);
    }
    if (piece.isEmpty() && m_decoder->state() == ContentDecoder::State::Broken) {
        readHeader();
        fail(FetchError::BadEncoding, tr("Its body does not match its Content-Encoding, or is damaged."));
    }
    return piece;
}

void Exchange::setHeld(bool isHeld)
{
    if (m_isHeld == isHeld)
        return;
    const TimePoint now = Clock::now();
    m_isHeld = isHeld;
    if (isHeld) {
        m_heldSince = now;
    } else {
        m_heldTime += now - m_heldSince;
        m_heldOnWire += std::max(Duration(0), (m_isAtEnd ? m_endAt : now) - m_heldSince);
    }
    Q_EMIT held(isHeld);
}

Duration Exchange::heldTime() const
{
    return m_heldTime + (m_isHeld ? Clock::now() - m_heldSince : Duration(0));
}

void Exchange::goOn()
{
    if (m_over || !m_isHeld)
        return;
    drain();
    if (m_isAtEnd && !m_isHeld && !m_over)
        conclude();
}

void Exchange::wireEnded()
{
    if (m_over || m_isAtEnd)
        return;
    m_isAtEnd = true;
    m_endAt = Clock::now();
    takeFacts();
    // A header in the same turn as the end may not have been announced on its own.
    if (!m_hasHeader && hasStatus())
        wireHasHeader();
    if (!m_over)
        drain();
    if (!m_over && !m_isHeld)
        conclude();
}

bool Exchange::hasStatus() const
{
    return m_wire ? m_wire->wireHeader().status != 0
                  : m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
}

/// All that will come is there.
void Exchange::conclude()
{
    readHeader();
    if (!m_leadsOn && !explainError())
        return;
    // Of a longer one to these Qt hands over only what it happens to have in its buffer.
    const bool isShown = m_readsChallenges || !isChallenge(m_answer.hop.status);
    if (isShown && !m_leadsOn && m_decoder && m_decoder->isCut() && m_answer.error == FetchError::None) {
        m_answer.error = FetchError::Truncated;
        m_answer.errorText = tr("Its compressed body breaks off before its end.");
    }
    const bool isWhole =
        isShown || (m_decoder ? !m_decoder->isCut() : m_announced >= 0 && m_body.bytes() >= m_announced);
    if (m_answer.error == FetchError::None && isWhole &&
        (!m_leadsOn || m_reply->error() == QNetworkReply::NoError))
        m_answer.contentHash = m_body.hash();
    settle();
}

/// The target is known, which is all that a redirect is for.
void Exchange::endRedirect()
{
    if (m_over)
        return;
    m_isCut = true;
    readHeader();
    settle();
}

void Exchange::readHeader()
{
    Hop &hop = m_answer.hop;
    if (!m_wire) // Qt may have had more to say of it
        m_header = WireHeader::of(*m_reply);
    hop.status = quint16(m_header.status);
    hop.reasonPhrase = m_header.reason.left(256);
    if (hop.status == 0)
        return;
    if (hop.httpVersion.isEmpty())
        hop.httpVersion = m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool() ? "2" : "1.1";
    m_answer.contentTypeField = m_header.value("Content-Type").left(1024);
    if (isRedirectStatus(hop.status))
        hop.location = withoutUserInfo(m_header.value("Location"));
    if (const QByteArray *field = m_header.find("Retry-After")) {
        const auto wait = parseRetryAfter(*field, m_header.value("Date"), QDateTime::currentDateTimeUtc());
        m_answer.retryAfterMs = wait ? qint64(wait->count()) : -1;
    }
    if (m_options.keepHeaders) {
        hop.responseHeaders = m_header.fields;
        for (auto &[name, value] : hop.responseHeaders) {
            if (name.compare("Location", Qt::CaseInsensitive) == 0)
                value = withoutUserInfo(value);
        }
        if (!m_options.keepSecrets)
            hop.responseHeaders = shownHeaders(hop.responseHeaders);
    }
    if (hop.status < 400)
        return;
    for (const auto &[name, value] : m_header.fields) {
        if (const QString wall = botWallFromHeader(name, value); !wall.isEmpty())
            m_answer.challenge = wall;
    }
}

/// Of a stream of HTTP/2 that a server resets without an error, Qt says that all is well.
bool Exchange::breaksOff() const
{
    if (m_wire)
        return false;
    const bool isStream = m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool();
    const bool isShown = m_readsChallenges || !isChallenge(m_answer.hop.status);
    return m_answer.hop.status == 0 || (isStream && isShown && !m_leadsOn && m_body.bytes() < m_announced);
}

/// Of a stream of HTTP/2 that a server resets, Qt says that the scheme is unknown, the protocol broken, the
/// status one of its own, or that there was no connection.
bool Exchange::isOfStream(FetchError error) const
{
    const bool mayBe = !m_wire && m_answer.hop.secure &&
                       m_reply->request().attribute(QNetworkRequest::Http2AllowedAttribute).toBool();
    const bool isOne = !m_wire && m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool();
    switch (error) {
    case FetchError::InvalidUrl:
        return !m_wire || wasSent();
    case FetchError::NotHttp:
        return mayBe;
    case FetchError::ConnectTimeout:
    case FetchError::Unreachable:
        return mayBe && wasSent();
    case FetchError::BadEncoding:
        return isOne;
    case FetchError::Timeout:
        return isOne && m_reply->error() == QNetworkReply::TimeoutError;
    default:
        return false;
    }
}

/// False: settles later, when it is known whose error it is.
bool Exchange::explainError()
{
    const bool hasHeader = m_answer.hop.status != 0;
    const bool isSaid =
        m_reply->error() != QNetworkReply::NoError && !isStatusError(m_reply->error(), m_answer.hop.status);
    if (!isSaid && !breaksOff())
        return true;
    const auto error = isSaid ? m_reply->error() : QNetworkReply::RemoteHostClosedError;
    const QNetworkProxy proxy =
        hasHeader ? QNetworkProxy(QNetworkProxy::NoProxy) : proxyInUse(*m_manager, m_request.url);
    m_answer.error = withProxy(fetchErrorOf(error, hasHeader, m_reply->errorString()), proxy);
    if (isOfStream(m_answer.error))
        m_answer.error = hasHeader ? FetchError::Truncated : FetchError::Reset;
    const bool isUnsent = isWithoutConnection(error);
    if (m_isPresumedSent && isUnsent) // there was no connection
        m_answer.hop.sends = 0;
    QString &text = m_answer.errorText;
    const bool isOfTls = m_answer.error == FetchError::Tls && !m_tlsErrors.isEmpty();
    text = isOfTls ? m_tlsErrors.join(QLatin1StringView(" ")) : m_reply->errorString().left(500);
    if (m_answer.error == FetchError::Reset) // for some of which Qt has no words, or wrong ones
        text = tr("The connection was closed before an answer came, or what arrived is not HTTP.");
    else if (!isSaid)
        text = tr("The server ended the answer early.");
    if (!text.isEmpty() && !text.endsWith(u'.'))
        text += u'.';
    if (m_answer.error == FetchError::ProxyFailed || m_answer.error == FetchError::ProxyLogin) {
        nameProxy(proxy);
    } else if (mayBeProxys(m_answer.error, proxy)) {
        QHostInfo::lookupHost(proxy.hostName(), this, [this, proxy](const QHostInfo &info) {
            if (m_over)
                return;
            if (info.error() != QHostInfo::NoError) {
                m_answer.error = FetchError::ProxyFailed;
                nameProxy(proxy);
            }
            settle();
        });
        return false;
    }
    return true;
}

void Exchange::nameProxy(const QNetworkProxy &proxy)
{
    if (proxy.type() != QNetworkProxy::NoProxy)
        m_answer.errorText = tr("The proxy is %1. %2").arg(proxyName(proxy), m_answer.errorText);
}

void Exchange::measure()
{
    const TimePoint end = m_isAtEnd ? m_endAt : Clock::now();
    Phases &phases = m_answer.hop.phases;
    phases.totalUs = toMicroseconds(end - m_startedAt - m_heldOnWire);
    const bool isTimed = m_sentAt != TimePoint();
    if (isTimed && m_connects) // else it was kept alive, as far as is known
        phases.connectUs = toMicroseconds(m_sentAt - m_startedAt);
    if (phases.connectUs >= 0 && m_tls >= Duration(0))
        phases.tlsUs = std::min<qint64>(toMicroseconds(m_tls), phases.connectUs);
    if (!m_hasHeader || (!m_readsChallenges && isChallenge(m_answer.hop.status) && !m_isEmpty))
        return;
    phases.ttfbUs = toMicroseconds(m_headerAt - (isTimed ? m_sentAt : m_startedAt));
    if (!m_isCut)
        phases.downloadUs = toMicroseconds(end - m_headerAt - m_heldOnWire);
}

void Exchange::settle()
{
    m_over = true;
    if (m_wire)
        m_answer.hop.sends = quint8(std::max(int(m_answer.hop.sends), m_wire->sends()));
    if (m_answer.hop.sends == 0 && wasSent())
        m_answer.hop.sends = 1;
    if (m_isHeld)
        setHeld(false);
    m_body.trim();
    m_answer.bodyBytes = m_body.bytes();
    if (!m_readsChallenges && isChallenge(m_answer.hop.status) && m_answer.error == FetchError::None &&
        m_announced > m_answer.bodyBytes)
        m_answer.bodyBytes = m_announced; // all of it came, though Qt does not hand it over
    noteConnection();
    if (m_startedAt != TimePoint())
        measure();
    if (m_reply)
        dropReply();
    Q_EMIT finished();
}

Answer Exchange::takeAnswer()
{
    m_answer.body = m_body.take(m_answer.heldBytes);
    return std::exchange(m_answer, {});
}

} // namespace turnstone
