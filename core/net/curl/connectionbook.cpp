// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/connectionbook.h"

#include <algorithm>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace turnstone {

namespace {

/// libcurl may have been built with another TLS library.
bool usesOpenSsl()
{
    static const bool does =
        QByteArrayView(curl_version_info(CURLVERSION_NOW)->ssl_version).startsWith("OpenSSL/");
    return does;
}

QByteArray derOf(const X509 *certificate)
{
    const int size = certificate ? i2d_X509(certificate, nullptr) : 0;
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *to = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509(certificate, &to);
    return der;
}

/// Where a context keeps the certificate that was shown: it may outlive whoever asked for it.
int shownIndex()
{
    static const int index = SSL_CTX_get_ex_new_index(
        0, nullptr, nullptr, nullptr, [](void *, void *certificate, CRYPTO_EX_DATA *, int, long, void *) {
            X509_free(static_cast<X509 *>(certificate));
        });
    return index;
}

int onVerify(int isSound, X509_STORE_CTX *store)
{
    auto *connection =
        static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    SSL_CTX *context = SSL_get_SSL_CTX(connection);
    X509 *certificate = X509_STORE_CTX_get0_cert(store);
    if (certificate && !SSL_CTX_get_ex_data(context, shownIndex()) && X509_up_ref(certificate) == 1 &&
        SSL_CTX_set_ex_data(context, shownIndex(), certificate) != 1)
        X509_free(certificate);
    return isSound;
}

SSL *tlsOf(CURL *handle)
{
    curl_tlssessioninfo *session = nullptr;
    const bool isKnown = curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &session) == CURLE_OK && session;
    return isKnown && session->backend == CURLSSLBACKEND_OPENSSL ? static_cast<SSL *>(session->internals)
                                                                 : nullptr;
}

std::string keyOf(const ConnectionBook::Ends &ends)
{
    std::string key;
    key.reserve(96); // of two addresses and a number
    key.append(ends.ownAddress);
    key.append(1, ' ').append(ends.address).append(1, ' ');
    return key.append(std::to_string((long(ends.ownPort) << 16) + ends.port));
}

int ownPortOf(curl_socket_t socket)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return -1;
    if (address.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in &>(address).sin_port);
    return address.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6 &>(address).sin6_port)
                                         : -1;
}

} // namespace

void Handshake::Release::operator()(SSL_CTX *context) const
{
    SSL_CTX_free(context);
}

CURLcode Handshake::onContext(CURL *, void *context, void *self)
{
    auto *tls = static_cast<SSL_CTX *>(context);
    if (!usesOpenSsl() || SSL_CTX_up_ref(tls) != 1)
        return CURLE_OK;
    static_cast<Handshake *>(self)->m_context.reset(tls);
    SSL_CTX_set_verify(tls, SSL_CTX_get_verify_mode(tls), onVerify);
    return CURLE_OK;
}

QByteArray Handshake::shown() const
{
    return m_context ? derOf(static_cast<X509 *>(SSL_CTX_get_ex_data(m_context.get(), shownIndex())))
                     : QByteArray();
}

std::shared_ptr<const ConnectionFacts> ConnectionBook::opened(CURL *handle, const Ends &ends,
                                                              const std::vector<curl_socket_t> &sockets)
{
    auto facts = std::make_shared<ConnectionFacts>();
    facts->remoteAddress = ends.address;
    if (SSL *tls = tlsOf(handle)) {
        facts->tlsVersion = SSL_get_version(tls);
        facts->cipher = SSL_get_cipher_name(tls);
        if (const QByteArray der = derOf(SSL_get0_peer_certificate(tls)); !der.isEmpty())
            facts->certificate = m_certificates.read(der);
    }
    const auto socket = std::find_if(sockets.begin(), sockets.end(),
                                     [&ends](curl_socket_t each) { return ownPortOf(each) == ends.ownPort; });
    if (socket != sockets.end()) {
        closed(*socket);
        const std::string key = keyOf(ends);
        m_open[key] = {*socket, facts};
        m_ends[*socket] = key;
    }
    return facts;
}

ConnectionBook::Entry ConnectionBook::of(const Ends &ends) const
{
    const auto found = m_open.find(keyOf(ends));
    return found == m_open.end() ? Entry() : found->second;
}

void ConnectionBook::closed(curl_socket_t socket)
{
    const auto found = m_ends.find(socket);
    if (found == m_ends.end())
        return;
    m_open.erase(found->second);
    m_ends.erase(found);
}

std::shared_ptr<const ConnectionFacts> ConnectionBook::failed(CURL *handle, const Handshake &handshake)
{
    const char *address = nullptr;
    curl_easy_getinfo(handle, CURLINFO_PRIMARY_IP, &address);
    const QByteArray shown = handshake.shown();
    if ((!address || !*address) && shown.isEmpty())
        return nullptr;
    auto facts = std::make_shared<ConnectionFacts>();
    facts->remoteAddress = address;
    if (!shown.isEmpty())
        facts->certificate = m_certificates.read(shown);
    return facts;
}

} // namespace turnstone
