// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/curlreply.h"

#include "core/net/curl/curlerror.h"
#include "core/net/curl/curlloop.h"

#include <QPointer>
#include <QSslError>

#include <algorithm>

namespace turnstone {

CurlReply::CurlReply(QObject *parent, QNetworkAccessManager::Operation operation,
                     const QNetworkRequest &request, std::shared_ptr<CurlLoop> loop,
                     CurlTransfer::Order order, Place place)
    : QNetworkReply(parent)
    , m_loop(std::move(loop))
    , m_order(std::move(order))
    , m_place(std::move(place))
{
    if (!m_place.addresses.isEmpty())
        chooseAddresses();
    setOperation(operation);
    setRequest(request);
    setUrl(request.url());
    if (m_order.body)
        m_bodyStart = m_order.body->pos();
    QNetworkReply::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    begin();
}

CurlReply::~CurlReply() = default;

void CurlReply::begin()
{
    m_transfer = std::make_unique<CurlTransfer>(m_loop, m_order, [this] { onNews(); });
}

void CurlReply::tell(WireListener *listener)
{
    m_listener = listener ? listener : this;
}

QByteArray CurlReply::take(qint64 most)
{
    return m_transfer ? m_transfer->take(most) : QByteArray();
}

void CurlReply::setReadBufferSize(qint64 size)
{
    QNetworkReply::setReadBufferSize(size);
    m_order.readAhead = size;
    if (m_transfer)
        m_transfer->order().readAhead = size;
}

void CurlReply::ignoreSslErrors()
{
    m_order.insecure = true;
    if (m_transfer)
        m_transfer->order().insecure = true;
}

qint64 CurlReply::bytesAvailable() const
{
    return QNetworkReply::bytesAvailable() + (m_transfer ? m_transfer->available() : 0);
}

qint64 CurlReply::readData(char *data, qint64 maxSize)
{
    if (!m_transfer || (m_transfer->available() == 0 && isFinished()))
        return -1;
    return m_transfer->read(data, maxSize);
}

int CurlReply::sends() const
{
    return m_earlierSends + (m_transfer ? m_transfer->sends() : 0);
}

void CurlReply::abort()
{
    if (isFinished())
        return;
    m_earlierSends = sends();
    m_transfer.reset();
    fail(OperationCanceledError, tr("Operation canceled"));
}

void CurlReply::close()
{
    if (!isFinished())
        abort();
    QNetworkReply::close();
}

/// What the transfer learnt since the last time, in order. Every slot may drop this.
void CurlReply::onNews()
{
    const QPointer<CurlReply> self(this);
    const auto isGone = [&self] { return !self || !self->m_transfer; };
    if (!m_toldConnecting && m_transfer->hasConnected()) {
        m_toldConnecting = true;
        m_listener->wireConnects();
    }
    while (!isGone() && m_toldSends < m_earlierSends + m_transfer->sends()) {
        ++m_toldSends;
        m_listener->wireSent();
    }
    if (!isGone() && !m_toldHeader && m_transfer->hasHeader()) {
        m_toldHeader = true;
        takeHeader();
        Q_EMIT headerCame();
        m_listener->wireHasHeader();
    }
    if (!isGone() && m_toldBytes < m_transfer->received()) {
        m_toldBytes = m_transfer->received();
        m_listener->wireHasMore();
    }
    if (!isGone() && m_transfer->isOver() && !isFinished())
        end();
}

void CurlReply::takeHeader()
{
    const AnswerHeader &header = m_transfer->header();
    m_header = {header.status(), header.reason(), joinedFields(header.fields())};
    if (m_listener != this)
        return;
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_header.status);
    setAttribute(QNetworkRequest::HttpReasonPhraseAttribute, m_header.reason);
    if (header.version() == "2")
        setAttribute(QNetworkRequest::Http2WasUsedAttribute, true);
    for (const auto &[name, value] : m_header.fields)
        setRawHeader(name, value);
}

/// The first of each family, which libcurl tries at once, nearly (RFC 8305, 5). Of two of the same family
/// libcurl 7.88 does not notice when the second one answers, after the first has said nothing.
void CurlReply::chooseAddresses()
{
    QByteArrayList chosen;
    for (const bool ofSix : {true, false}) {
        for (qsizetype i = 0; i < m_place.addresses.size(); ++i) {
            if (m_place.addresses[i].contains(':') == ofSix) {
                chosen << m_place.addresses.takeAt(i);
                break;
            }
        }
    }
    m_order.resolve = '+' + m_place.hostAndPort + ':' + chosen.join(',');
    m_order.connectTimeoutMs = m_place.connectTimeoutMs;
    if (!m_place.addresses.isEmpty() && m_place.connectTimeoutMs > 0) {
        m_order.connectTimeoutMs = std::max(1L, m_place.connectTimeoutMs / 2);
        m_place.connectTimeoutMs -= m_order.connectTimeoutMs;
    }
}

/// True: there was no connection, there are more addresses, and all begins again.
bool CurlReply::triesElsewhere()
{
    const CURLcode code = m_transfer->code();
    const bool isUnconnected = code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT;
    if (m_place.addresses.isEmpty() || !isUnconnected || m_transfer->sends() > 0)
        return false;
    chooseAddresses();
    beginAgain();
    return true;
}

/// True: what was kept alive was not, and all begins again. Either nothing was sent, or it may be repeated
/// and libcurl does not: it gives up after five dead connections, and at once in the middle of a body.
bool CurlReply::triesAnotherConnection()
{
    constexpr int mostStale = 3;
    const CURLcode code = m_transfer->code();
    // What is no HTTP there may belong to the answer before: some send a line end too many.
    const bool isLost = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING ||
                        code == CURLE_UNSUPPORTED_PROTOCOL;
    const bool mayRepeat =
        !m_order.ownConnection && isLost && m_transfer->isOnUsedConnection() && !m_transfer->hasHeader();
    if (!m_transfer->isStale() && !mayRepeat)
        return false;
    if (mayRepeat || ++m_staleConnections == mostStale)
        m_order.ownConnection = true;
    beginAgain();
    return true;
}

void CurlReply::beginAgain()
{
    m_earlierSends += m_transfer->sends();
    if (m_order.body)
        m_order.body->seek(m_bodyStart);
    begin();
}

/// True: somebody said that a bad certificate does not matter, and all begins again. Nothing has been sent.
bool CurlReply::asksForTrust()
{
    const QSslError::SslError problem = certificateProblem(*m_transfer);
    if (problem == QSslError::NoError || m_order.insecure)
        return false;
    const QPointer<CurlReply> self(this);
    Q_EMIT sslErrors({QSslError(problem)});
    if (!self || !m_transfer)
        return true; // over
    if (!m_order.insecure)
        return false;
    beginAgain();
    return true;
}

void CurlReply::end()
{
    if (triesElsewhere() || triesAnotherConnection() || asksForTrust())
        return;
    const CurlProblem problem = problemOf(*m_transfer, !m_order.proxy.isEmpty());
    if (problem.error != NoError) {
        fail(problem.error, problem.text);
        return;
    }
    const int status = m_transfer->header().status();
    if (const NetworkError error = errorOfStatus(status); error != NoError) {
        fail(error, tr("Error transferring %1 - server replied: %2")
                        .arg(url().toDisplayString(QUrl::RemoveUserInfo),
                             QString::fromLatin1(m_transfer->header().reason())));
        return;
    }
    setFinished(true);
    m_listener->wireEnded();
}

void CurlReply::fail(NetworkError error, const QString &text)
{
    const QPointer<CurlReply> self(this);
    setError(error, text);
    setFinished(true);
    Q_EMIT errorOccurred(error);
    if (self)
        m_listener->wireEnded();
}

void CurlReply::wireHasMore()
{
    const QPointer<CurlReply> self(this);
    Q_EMIT downloadProgress(m_toldBytes, -1);
    if (self && m_transfer)
        Q_EMIT readyRead();
}

} // namespace turnstone
