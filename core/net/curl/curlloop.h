// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/curl/connectionbook.h"
#include "core/net/curl/socketwatch.h"

#include <QObject>
#include <QTimer>

#include <curl/curl.h>
#include <memory>
#include <optional>
#include <vector>

class QSocketNotifier;

namespace turnstone {

class CurlTransfer;

/// Drives the transfers of one thread from its event loop: one multi handle with its connections, one epoll
/// descriptor for all of their sockets, one timer. Connections that are kept close some seconds after the
/// last transfer. Nobody is told anything while libcurl is at work. Lives, and is used, in the thread that
/// asked for it first, as long as anybody there holds it.
class CurlLoop final : public QObject, public std::enable_shared_from_this<CurlLoop>
{
    Q_OBJECT

public:
    static std::shared_ptr<CurlLoop> ofThisThread();
    ~CurlLoop() override;

    /// Begins with the next turn of the event loop.
    void start(CurlTransfer &transfer);
    /// Goes on with what was paused, likewise.
    void resume(CurlTransfer &transfer);
    /// Drops it: at once, with its connection where that is not at the end of an answer.
    void remove(CurlTransfer &transfer);
    /// A transfer has something to tell; called from its callbacks.
    void note(CurlTransfer &transfer);

    /// A handle with the options that all transfers share; give it back. `isSpecial`: it has some of its own.
    CURL *takeHandle();
    /// The certificates that are trusted instead of the system's, where QSslConfiguration's default has some
    /// (PEM); empty: the system's.
    const QByteArray &authorities();
    void giveBack(CURL *handle, bool isSpecial);
    ConnectionBook &connections() { return m_connections; }
    SocketWatch &sockets() { return m_sockets; }

private:
    CurlLoop();
    void open();
    void closeIdle();
    static int onSocket(CURL *, curl_socket_t socket, int what, void *self, void *);
    static int onTimer(CURLM *, long timeoutMs, void *self);
    static int onClose(void *self, curl_socket_t socket);
    void setUp(CURL *handle);
    static bool mayUseHandlesAgain();
    void scheduleTurn();
    void turn();
    void onReady();
    void onTimeout();
    void act(curl_socket_t socket, int events);
    void settle();
    void tellAll();
    void armTimer();

    ConnectionBook m_connections;
    CURLM *m_multi;
    CURLSH *m_share; // TLS sessions of all handles
    SocketWatch m_sockets;
    QSocketNotifier *m_notifier;
    QTimer m_timer;
    QTimer m_idle; // since the last transfer was over
    int m_added = 0;
    TimePoint m_dueAt; // as libcurl asked for; Never: not at all
    TimePoint m_armedFor;
    std::vector<CurlTransfer *> m_starting; // nullptr: removed meanwhile
    std::vector<CurlTransfer *> m_resuming;
    std::vector<CurlTransfer *> m_noted;
    std::vector<CURL *> m_spare;
    std::optional<QByteArray> m_authorities;
    bool m_turnScheduled = false;
};

} // namespace turnstone
