// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/curl/curltransfer.h"
#include "core/net/wireheader.h"
#include "core/net/wirereply.h"

#include <QNetworkReply>

namespace turnstone {

/// A reply by libcurl, with the contract of QNetworkReply: signals come from the event loop only, and in
/// order (socketStartedConnecting, requestSent, metaDataChanged, readyRead, errorOccurred, finished). Where
/// a certificate cannot be believed, sslErrors() asks first, and nothing has been sent.
class CurlReply final : public QNetworkReply, public WireReply, private WireListener
{
    Q_OBJECT

public:
    /// Where a host is, as far as that is known already.
    struct Place
    {
        QByteArray hostAndPort;    ///< "host:port"
        QByteArrayList addresses;  ///< in the order in which they are to be tried; empty: not known
        long connectTimeoutMs = 0; ///< for all of them together; 0: the caller looks after that
    };

    CurlReply(QObject *parent, QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
              std::shared_ptr<CurlLoop> loop, CurlTransfer::Order order, Place place);
    ~CurlReply() override;

    int sends() const override;
    const WireFacts &facts() const override { return m_transfer ? m_transfer->facts() : m_facts; }
    void tell(WireListener *listener) override;
    const WireHeader &wireHeader() const override { return m_header; }
    QByteArray take(qint64 most) override;
    void abort() override;
    void close() override;
    qint64 bytesAvailable() const override;
    bool isSequential() const override { return true; }
    void setReadBufferSize(qint64 size) override;

Q_SIGNALS:
    /// The header is there, before metaDataChanged(): for the cookies.
    void headerCame();

public Q_SLOTS:
    void ignoreSslErrors() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void wireConnects() override { Q_EMIT socketStartedConnecting(); }
    void wireSent() override { Q_EMIT requestSent(); }
    void wireHasHeader() override { Q_EMIT metaDataChanged(); }
    void wireHasMore() override;
    void wireEnded() override { Q_EMIT finished(); }
    void begin();
    void onNews();
    void takeHeader();
    void chooseAddresses();
    bool triesElsewhere();
    bool triesAnotherConnection();
    void beginAgain();
    bool asksForTrust();
    void end();
    void fail(NetworkError error, const QString &text);

    std::shared_ptr<CurlLoop> m_loop;
    CurlTransfer::Order m_order;
    Place m_place;                            // what has not been tried of it
    std::unique_ptr<CurlTransfer> m_transfer; // none: aborted
    WireFacts m_facts;                        // of an aborted one: none
    WireHeader m_header;
    WireListener *m_listener = this;
    qint64 m_bodyStart = 0;
    qint64 m_toldBytes = 0;
    int m_toldSends = 0;
    int m_earlierSends = 0; // by transfers before
    int m_staleConnections = 0;
    bool m_toldConnecting = false;
    bool m_toldHeader = false;
};

} // namespace turnstone
