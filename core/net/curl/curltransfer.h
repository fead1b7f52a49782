// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/curl/answerheader.h"
#include "core/net/curl/connectionbook.h"
#include "core/net/wirefacts.h"

#include <QByteArray>
#include <QByteArrayList>

#include <curl/curl.h>
#include <functional>
#include <memory>
#include <vector>

class QIODevice;

namespace turnstone {

class CurlLoop;

/// One request on its way: an easy handle, what its callbacks learnt, and whom to tell of it, after libcurl
/// has returned. Dropping it ends it. Lives in its loop's thread.
class CurlTransfer final
{
public:
    struct Order
    {
        QByteArray url; ///< encoded, without a fragment
        QByteArray method;
        QByteArrayList fields;     ///< "Name: value"
        QIODevice *body = nullptr; ///< read while it is sent; nullptr: none
        QByteArray proxy;          ///< "http://host:port", "socks5h://..."; empty: none
        QByteArray proxyUser;
        QByteArray proxyPassword;
        QByteArray resolve;         ///< "host:port:address,..."; empty: libcurl looks it up
        long connectTimeoutMs = 0;  ///< 0: the caller looks after that
        bool ownConnection = false; ///< never one that was used before, so never sent twice
        bool isSecure = false;      ///< https
        bool insecure = false;      ///< with any certificate
        bool http2 = false;
        qint64 readAhead = 0; ///< bytes held at most before the sender has to wait, about; 0: no bound
    };

    CurlTransfer(std::shared_ptr<CurlLoop> loop, Order order, std::function<void()> told);
    ~CurlTransfer();
    Q_DISABLE_COPY_MOVE(CurlTransfer)

    /// What may still change until the loop has begun with it.
    Order &order() { return m_order; }

    /// Over, and nothing was sent: the connection that was to be used again cannot be. It is closed.
    bool isStale() const { return m_isStale; }
    /// The last request went out on a connection that had been used before.
    bool isOnUsedConnection() const { return m_sends > 0 && !m_isOnFresh; }
    bool hasConnected() const { return m_connected; } ///< or begun to
    int sends() const { return m_sends; }
    const AnswerHeader &header() const { return m_header; }
    /// No more was wanted of the answer, or of the request.
    bool isCut() const { return m_isCut; }
    /// All that its header announced has come, whatever became of the connection.
    bool isWhole() const;
    bool hasHeader() const { return m_header.isComplete(); }
    bool isOver() const { return m_isOver; }
    CURLcode code() const { return m_code; }
    /// libcurl's words, or those of the header's judge; empty: none.
    QByteArray text() const;
    long info(CURLINFO which) const; ///< one of those that are a long
    const WireFacts &facts() const { return m_facts; }

    qint64 available() const { return m_body.size() - m_read; }
    qint64 read(char *data, qint64 most);
    QByteArray take(qint64 most); ///< likewise, without a copy where that is all there is
    qint64 received() const { return m_received; }
    /// Less of the body came than its header announced.
    bool isShort() const;

private:
    friend class CurlLoop;
    static size_t onHeader(char *data, size_t, size_t size, void *self);
    static size_t onBody(char *data, size_t, size_t size, void *self);
    static size_t onUpload(char *data, size_t one, size_t count, void *self);
    static int onSeek(void *self, curl_off_t offset, int origin);
    static int onSend(void *self, char *remote, char *local, int remotePort, int localPort);
    static curl_socket_t onOpen(void *self, curlsocktype, curl_sockaddr *address);
    void apply();
    void applyRest(const QByteArray &trusted);
    void haveRead(qint64 count);
    bool acceptsFromProxy(QByteArrayView line);
    void end(CURLcode code);
    bool isAnsweredEarly() const;
    bool isStaleSocket(curl_socket_t socket) const;
    bool maySend() const;
    void noteFresh(const ConnectionBook::Ends &ends);

    std::shared_ptr<CurlLoop> m_loop;
    Order m_order;
    std::function<void()> m_told;
    CURL *m_handle;
    std::vector<curl_slist> m_fields;
    curl_slist m_resolve{};
    AnswerHeader m_header;
    WireFacts m_facts;
    Handshake m_handshake;               // until there is a connection
    TimePoint m_tunnelAt;                // the proxy said that there is one
    std::vector<curl_socket_t> m_opened; // since the last request went out
    QByteArray m_body;
    qint64 m_read = 0; // of m_body
    qint64 m_received = 0;
    int m_sends = 0;
    int m_refusals = 0;    // of the proxy
    int m_startIndex = -1; // in the loop's lists; -1: not there
    int m_resumeIndex = -1;
    int m_noteIndex = -1;
    CURLcode m_code = CURLE_OK;
    bool m_isLoginOpen = true; // at the proxy: it may be told who we are
    bool m_connected = false;
    bool m_isOnFresh = false;
    bool m_isStale = false;
    bool m_isPaused = false;
    bool m_hasTunnelLogin = false;
    bool m_isCut = false;
    bool m_isOver = false;
    bool m_isAdded = false;
    bool m_isSpecial = false; // has options that the next request must not inherit
    char m_error[CURL_ERROR_SIZE] = {};
};

} // namespace turnstone
