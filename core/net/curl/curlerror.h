// SPDX-License-Identifier: GPL-3.0-or-later
// In Qt's words, what became of a transfer.
#pragma once

#include <QNetworkReply>
#include <QSslError>

namespace turnstone {

class CurlTransfer;

struct CurlProblem
{
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString text;
};

/// Of a transfer that is over. `throughProxy`: it was to go through one.
CurlProblem problemOf(const CurlTransfer &transfer, bool throughProxy);
/// What OpenSSL says of a handshake ("error:0A00010B:SSL routines::wrong version number"), for people.
QString handshakeText(const QByteArray &text);
/// Qt's error for a status, as its HTTP code has it; NoError below 400.
QNetworkReply::NetworkError errorOfStatus(int status);
/// Why a certificate was not believed; NoError: it was.
QSslError::SslError certificateProblem(const CurlTransfer &transfer);

} // namespace turnstone
