// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/certificateshelf.h"

#include <curl/curl.h>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

using SSL_CTX = struct ssl_ctx_st;

namespace turnstone {

/// The handshake of a connection, and what the server has shown in it, also where that was refused.
class Handshake final
{
public:
    /// What libcurl calls when it prepares one; `self` is the Handshake.
    static CURLcode onContext(CURL *, void *context, void *self);
    /// In DER; empty: none was shown, or TLS is not OpenSSL's.
    QByteArray shown() const;

private:
    struct Release
    {
        void operator()(SSL_CTX *context) const;
    };
    std::unique_ptr<SSL_CTX, Release> m_context;
};

/// What is known of the connections of one loop, found out once for each. libcurl 7.88 does not say which
/// socket a request is about to go out on, but for the ends of its connection.
class ConnectionBook final
{
public:
    struct Entry
    {
        curl_socket_t socket = CURL_SOCKET_BAD;
        std::shared_ptr<const ConnectionFacts> facts;
    };
    /// As CURLOPT_PREREQFUNCTION is told.
    struct Ends
    {
        const char *address, *ownAddress;
        int port, ownPort;
    };

    /// It is there, on one of these sockets, and the first request is about to go out.
    std::shared_ptr<const ConnectionFacts> opened(CURL *handle, const Ends &ends,
                                                  const std::vector<curl_socket_t> &sockets);
    Entry of(const Ends &ends) const; ///< nothing: it is not known
    /// Of a transfer that came to its end without a connection to send on.
    std::shared_ptr<const ConnectionFacts> failed(CURL *handle, const Handshake &handshake);
    void closed(curl_socket_t socket);

private:
    std::unordered_map<std::string, Entry> m_open;         // by their ends
    std::unordered_map<curl_socket_t, std::string> m_ends; // of each of them
    CertificateShelf m_certificates;
};

} // namespace turnstone
