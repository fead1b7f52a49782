// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/curlerror.h"

#include "core/base/translation.h"
#include "core/net/curl/curltransfer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace turnstone {

namespace {

using Error = QNetworkReply::NetworkError;

/// What the system said of the last connection that was tried.
CurlProblem connectProblem(int osError, bool throughProxy)
{
    switch (osError) {
    case ETIMEDOUT:
        return {throughProxy ? Error::ProxyTimeoutError : Error::TimeoutError, tr("Connection timed out")};
    case 0:
    case ECONNREFUSED:
        return {throughProxy ? Error::ProxyConnectionRefusedError : Error::ConnectionRefusedError,
                tr("Connection refused")};
    case ECONNRESET:
        return {throughProxy ? Error::ProxyConnectionClosedError : Error::RemoteHostClosedError,
                tr("The connection was reset")};
    default:
        return {throughProxy ? Error::UnknownProxyError : Error::UnknownNetworkError,
                QString::fromLocal8Bit(std::strerror(osError))};
    }
}

/// In the handshake: libcurl calls that an error of TLS, which it may become or not.
bool isBrokenOff(const CurlTransfer &transfer)
{
    constexpr std::array<const char *, 5> signs{"SSL_ERROR_SYSCALL", "reset by peer", "not connected",
                                                "Broken pipe", "unexpected eof"};
    const QByteArray text = transfer.text();
    return std::any_of(signs.begin(), signs.end(), [&text](const char *sign) { return text.contains(sign); });
}

/// What a SOCKS proxy answered (RFC 1928, 6).
CurlProblem socksProblem(const CurlTransfer &transfer)
{
    const QString text = QString::fromUtf8(transfer.text());
    switch (transfer.info(CURLINFO_PROXY_ERROR)) {
    case CURLPX_REPLY_CONNECTION_REFUSED:
        return {Error::ConnectionRefusedError, tr("Connection refused")};
    case CURLPX_REPLY_HOST_UNREACHABLE:
    case CURLPX_RESOLVE_HOST:
        return {Error::HostNotFoundError, tr("Host not found")};
    case CURLPX_REPLY_NETWORK_UNREACHABLE:
    case CURLPX_REPLY_TTL_EXPIRED:
        return {Error::UnknownNetworkError, tr("Network unreachable")};
    case CURLPX_NO_AUTH:
    case CURLPX_USER_REJECTED:
        return {Error::ProxyAuthenticationRequiredError, tr("Proxy requires authentication")};
    default:
        return {Error::UnknownProxyError, text};
    }
}

/// With TLS 1.3 a server says what it has against our certificate, or the want of one, when the handshake is
/// over for us (RFC 8446, 4.4.2.4). Other alerts are of this one connection.
bool isCertificateAlert(const QByteArray &text)
{
    static constexpr auto alerts = std::to_array<const char *>(
        {"alert certificate required", "alert bad certificate", "alert unsupported certificate",
         "alert certificate revoked", "alert certificate expired", "alert certificate unknown",
         "alert unknown ca", "alert access denied", "alert handshake failure"});
    return std::any_of(alerts.begin(), alerts.end(),
                       [&text](const char *alert) { return text.contains(alert); });
}

/// A refused CONNECT, or an answer that broke off.
CurlProblem receiveProblem(const CurlTransfer &transfer, bool throughProxy)
{
    constexpr int proxyAuthenticationRequired = 407;
    const long status = transfer.info(CURLINFO_HTTP_CONNECTCODE);
    if (throughProxy && transfer.sends() == 0) {
        // Without an answer to the login, the status is still that of the CONNECT before it.
        const bool isLast =
            transfer.code() == CURLE_WRITE_ERROR || transfer.text().contains("CONNECT tunnel failed");
        if (status == proxyAuthenticationRequired && isLast)
            return {Error::ProxyAuthenticationRequiredError, tr("Proxy requires authentication")};
        if (status >= 300 && isLast)
            return {Error::UnknownProxyError,
                    tr("The proxy refused the connection with status %1").arg(status)};
        return {Error::ProxyConnectionClosedError, tr("The proxy closed the connection")};
    }
    if (!transfer.hasHeader() && isCertificateAlert(transfer.text()))
        return {Error::SslHandshakeFailedError, handshakeText(transfer.text())};
    // libcurl has one code for a connection that breaks and for chunks that are none.
    if (transfer.text().contains("Too large response headers") ||
        (transfer.hasHeader() && transfer.info(CURLINFO_OS_ERRNO) == 0 && transfer.text().contains("hunk")))
        return {Error::ProtocolFailure, QString::fromUtf8(transfer.text())};
    return {Error::RemoteHostClosedError, tr("Connection closed")};
}

} // namespace

CurlProblem problemOf(const CurlTransfer &transfer, bool throughProxy)
{
    const QString text = QString::fromUtf8(transfer.text());
    if (!transfer.header().problem().isEmpty())
        return {Error::ProtocolFailure, text};
    const bool isUnsent = transfer.code() == CURLE_SEND_ERROR || transfer.code() == CURLE_RECV_ERROR;
    if (transfer.isCut() || (isUnsent && transfer.isWhole())) // the rest of the request was not wanted
        return {};
    switch (transfer.code()) {
    case CURLE_OK:
        if (!transfer.hasHeader()) // it broke off
            return {Error::RemoteHostClosedError, tr("Connection closed")};
        if (transfer.isShort()) // of a stream of HTTP/2 libcurl did not look before 8.1
            return {Error::RemoteHostClosedError, tr("Connection closed")};
        return {};
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9, too
        return {transfer.sends() > 0 ? Error::ProtocolFailure : Error::ProtocolUnknownError, text};
    case CURLE_URL_MALFORMAT:
        return {Error::ProtocolUnknownError, text};
    case CURLE_COULDNT_RESOLVE_PROXY:
        return {Error::ProxyNotFoundError, tr("Proxy not found")};
    case CURLE_COULDNT_RESOLVE_HOST:
        return {Error::HostNotFoundError, tr("Host not found")};
    case CURLE_COULDNT_CONNECT:
        return connectProblem(int(transfer.info(CURLINFO_OS_ERRNO)), throughProxy);
    case CURLE_PROXY:
        return socksProblem(transfer);
    case CURLE_OPERATION_TIMEDOUT:
        return {Error::TimeoutError, text};
    case CURLE_SSL_CONNECT_ERROR:
        if (isBrokenOff(transfer))
            return {Error::RemoteHostClosedError, tr("Connection closed")};
        return {Error::SslHandshakeFailedError, handshakeText(transfer.text())};
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CLIENTCERT:
        return {Error::SslHandshakeFailedError, text};
    case CURLE_GOT_NOTHING:
    case CURLE_WRITE_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        return receiveProblem(transfer, throughProxy);
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_FAIL_REWIND: // these two would have sent again what is sent once
    case CURLE_ABORTED_BY_CALLBACK:
        return {Error::RemoteHostClosedError, tr("Connection closed")};
    case CURLE_OUT_OF_MEMORY: // what libcurl says of a line of over 100 KB
        if (transfer.sends() > 0 && !transfer.hasHeader())
            return {Error::ProtocolFailure, tr("A line of the header is over 100 KB long")};
        return {Error::UnknownNetworkError, text};
    case CURLE_BAD_FUNCTION_ARGUMENT: // what libcurl says of a continuation of nothing
        return {Error::ProtocolFailure, tr("The header begins with a folded line")};
    default:
        return {Error::ProtocolFailure, text};
    }
}

QString handshakeText(const QByteArray &text)
{
    struct Words
    {
        const char *sign;
        const char *text;
    };
    static constexpr std::array<Words, 12> known{{
        {"wrong version number", QT_TRANSLATE_NOOP("turnstone", "The server does not speak TLS there")},
        {"packet length too long", QT_TRANSLATE_NOOP("turnstone", "The server does not speak TLS there")},
        {"http request", QT_TRANSLATE_NOOP("turnstone", "The server does not speak TLS there")},
        {"alert protocol version",
         QT_TRANSLATE_NOOP("turnstone", "The server and Turnstone have no version of TLS in common")},
        {"unsupported protocol",
         QT_TRANSLATE_NOOP("turnstone", "The server and Turnstone have no version of TLS in common")},
        {"handshake failure", QT_TRANSLATE_NOOP("turnstone", "The server refused the handshake")},
        {"unrecognized name", QT_TRANSLATE_NOOP("turnstone", "The server does not know this host")},
        {"certificate required", QT_TRANSLATE_NOOP("turnstone", "The server asks for a client certificate")},
        {"dh key too small", QT_TRANSLATE_NOOP("turnstone", "The server's key is too weak")},
        {"ee key too small", QT_TRANSLATE_NOOP("turnstone", "The server's key is too weak")},
        {"ca md too weak",
         QT_TRANSLATE_NOOP("turnstone", "The signature of the server's certificate is too weak")},
        {"internal error", QT_TRANSLATE_NOOP("turnstone", "The server failed during the handshake")},
    }};
    const qsizetype routine = text.lastIndexOf("::");
    QByteArray reason = routine < 0 ? text : text.sliced(routine + 2);
    if (const qsizetype number = reason.indexOf(", errno "); number > 0) // of no system call
        reason.truncate(number);
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&reason](const Words &words) { return reason.contains(words.sign); });
    const QString given = QString::fromUtf8(reason);
    // The library's own word, too: it is what one looks for elsewhere.
    return found == known.end() ? given : tr("%1 (%2)").arg(tr(found->text), given);
}

QNetworkReply::NetworkError errorOfStatus(int status)
{
    switch (status) {
    case 400:
    case 418:
        return Error::ProtocolInvalidOperationError;
    case 401:
        return Error::AuthenticationRequiredError;
    case 403:
        return Error::ContentAccessDenied;
    case 404:
        return Error::ContentNotFoundError;
    case 405:
        return Error::ContentOperationNotPermittedError;
    case 407:
        return Error::ProxyAuthenticationRequiredError;
    case 409:
        return Error::ContentConflictError;
    case 410:
        return Error::ContentGoneError;
    case 500:
        return Error::InternalServerError;
    case 501:
        return Error::OperationNotImplementedError;
    case 503:
        return Error::ServiceUnavailableError;
    default:
        if (status >= 500)
            return Error::UnknownServerError;
        return status >= 400 ? Error::UnknownContentError : Error::NoError;
    }
}

QSslError::SslError certificateProblem(const CurlTransfer &transfer)
{
    if (transfer.code() != CURLE_PEER_FAILED_VERIFICATION)
        return QSslError::NoError;
    switch (transfer.info(CURLINFO_SSL_VERIFYRESULT)) { // X509_V_ERR_... of OpenSSL
    case 0:
    case 1:                                 // none was said
        return QSslError::HostNameMismatch; // which libcurl looks at by itself
    case 9:
        return QSslError::CertificateNotYetValid;
    case 10:
        return QSslError::CertificateExpired;
    case 18:
        return QSslError::SelfSignedCertificate;
    case 19:
        return QSslError::SelfSignedCertificateInChain;
    case 20:
        return QSslError::UnableToGetLocalIssuerCertificate;
    case 21:
        return QSslError::UnableToVerifyFirstCertificate;
    case 23:
        return QSslError::CertificateRevoked;
    case 26:
        return QSslError::InvalidPurpose;
    case 28:
        return QSslError::CertificateRejected;
    default:
        return QSslError::CertificateUntrusted;
    }
}

} // namespace turnstone
