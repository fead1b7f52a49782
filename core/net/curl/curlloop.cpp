// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/curlloop.h"

#include "core/net/curl/curltransfer.h"
#include "core/net/networksetup.h"

#include <QSocketNotifier>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace turnstone {

namespace {

constexpr size_t MostSpare = 64;
constexpr std::chrono::seconds KeepsIdle{5};
constexpr long BufferBytes = 16 * 1024;

/// A number in a list of those who wait, where each knows its own.
void enter(std::vector<CurlTransfer *> &list, CurlTransfer &transfer, int &index)
{
    if (index >= 0)
        return;
    index = int(list.size());
    list.push_back(&transfer);
}

void leave(std::vector<CurlTransfer *> &list, const CurlTransfer &transfer, int &index)
{
    if (index >= 0 && size_t(index) < list.size() && list[size_t(index)] == &transfer)
        list[size_t(index)] = nullptr;
    index = -1;
}

} // namespace

std::shared_ptr<CurlLoop> CurlLoop::ofThisThread()
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_ALL);
    Q_ASSERT(initialised == CURLE_OK);
    thread_local std::weak_ptr<CurlLoop> current;
    std::shared_ptr<CurlLoop> loop = current.lock();
    if (!loop) {
        loop.reset(new CurlLoop);
        current = loop;
    }
    return loop;
}

CurlLoop::CurlLoop()
    : m_share(curl_share_init())
    , m_notifier(new QSocketNotifier(m_sockets.descriptor(), QSocketNotifier::Read, this))
    , m_dueAt(Never)
    , m_armedFor(Never)
{
    open();
    m_idle.setSingleShot(true);
    m_idle.setInterval(KeepsIdle);
    connect(&m_idle, &QTimer::timeout, this, &CurlLoop::closeIdle);
    curl_share_setopt(m_share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &CurlLoop::onTimeout);
    connect(m_notifier, &QSocketNotifier::activated, this, &CurlLoop::onReady);
}

CurlLoop::~CurlLoop()
{
    m_notifier->setEnabled(false);
    for (CURL *handle : m_spare)
        curl_easy_cleanup(handle);
    curl_multi_cleanup(m_multi);
    curl_share_cleanup(m_share);
}

void CurlLoop::open()
{
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::onSocket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::onTimer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    // Idle ones; beyond it the oldest is closed.
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, long(std::clamp(mostConnections() / 6, 4, 250)));
}

/// libcurl closes what has been idle for long only when it looks for a connection.
void CurlLoop::closeIdle()
{
    if (m_added > 0)
        return;
    curl_multi_cleanup(m_multi);
    m_dueAt = Never;
    open();
}

void CurlLoop::setUp(CURL *handle)
{
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_SHARE, m_share);
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, BufferBytes);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(handle, CURLOPT_NETRC, long(CURL_NETRC_IGNORED));
    curl_easy_setopt(handle, CURLOPT_PROXY, ""); // nor from the environment
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "");
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, 3600L); // deadlines are the caller's
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &CurlTransfer::onHeader);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &CurlTransfer::onBody);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, &CurlTransfer::onSend);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::onOpen);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, &CurlLoop::onClose);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, this);
    curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, &Handshake::onContext);
}

int CurlLoop::onClose(void *self, curl_socket_t socket)
{
    static_cast<CurlLoop *>(self)->m_connections.closed(socket);
    static_cast<CurlLoop *>(self)->m_sockets.closed(socket);
    return ::close(socket);
}

CURL *CurlLoop::takeHandle()
{
    if (!m_spare.empty()) {
        CURL *handle = m_spare.back();
        m_spare.pop_back();
        return handle;
    }
    CURL *handle = curl_easy_init();
    setUp(handle);
    return handle;
}

const QByteArray &CurlLoop::authorities()
{
    if (!m_authorities) {
        m_authorities.emplace();
        // Empty as long as nobody has set any: Qt finds the system's one by one, then.
        const QList<QSslCertificate> trusted = QSslConfiguration::defaultConfiguration().caCertificates();
        if (!trusted.isEmpty() && trusted != QSslConfiguration::systemCaCertificates()) {
            for (const QSslCertificate &certificate : trusted)
                *m_authorities += certificate.toPem();
        }
    }
    return *m_authorities;
}

/// Before, libcurl keeps a pointer to the last header field of a handle's transfer after that is freed, and
/// writes there when the next header begins with a folded line (curl/curl#11101): any server could do that.
bool CurlLoop::mayUseHandlesAgain()
{
    constexpr unsigned firstSafe = 0x080200;
    static const bool isSafe = curl_version_info(CURLVERSION_NOW)->version_num >= firstSafe;
    return isSafe;
}

void CurlLoop::giveBack(CURL *handle, bool isSpecial)
{
    if (m_spare.size() == MostSpare || !mayUseHandlesAgain()) {
        curl_easy_cleanup(handle);
        return;
    }
    if (isSpecial) {
        curl_easy_reset(handle);
        setUp(handle);
    }
    m_spare.push_back(handle);
}

void CurlLoop::start(CurlTransfer &transfer)
{
    enter(m_starting, transfer, transfer.m_startIndex);
    scheduleTurn();
}

void CurlLoop::resume(CurlTransfer &transfer)
{
    enter(m_resuming, transfer, transfer.m_resumeIndex);
    scheduleTurn();
}

void CurlLoop::note(CurlTransfer &transfer)
{
    enter(m_noted, transfer, transfer.m_noteIndex);
}

void CurlLoop::remove(CurlTransfer &transfer)
{
    leave(m_starting, transfer, transfer.m_startIndex);
    leave(m_resuming, transfer, transfer.m_resumeIndex);
    leave(m_noted, transfer, transfer.m_noteIndex);
    if (!std::exchange(transfer.m_isAdded, false))
        return;
    curl_multi_remove_handle(m_multi, transfer.m_handle);
    if (--m_added == 0)
        m_idle.start();
}

void CurlLoop::scheduleTurn()
{
    if (!std::exchange(m_turnScheduled, true))
        QMetaObject::invokeMethod(this, &CurlLoop::turn, Qt::QueuedConnection);
}

void CurlLoop::turn()
{
    m_turnScheduled = false;
    // Those who are told may start others, which is for the next turn.
    const std::vector<CurlTransfer *> starting = std::exchange(m_starting, {});
    for (CurlTransfer *transfer : starting) {
        if (!transfer)
            continue;
        transfer->m_startIndex = -1;
        transfer->apply();
        transfer->m_isAdded = curl_multi_add_handle(m_multi, transfer->m_handle) == CURLM_OK;
        if (transfer->m_isAdded)
            ++m_added;
        else
            transfer->end(CURLE_FAILED_INIT);
    }
    const std::vector<CurlTransfer *> resuming = std::exchange(m_resuming, {});
    for (CurlTransfer *transfer : resuming) {
        if (!transfer)
            continue;
        transfer->m_resumeIndex = -1;
        transfer->m_isPaused = false;
        curl_easy_pause(transfer->m_handle, CURLPAUSE_CONT);
    }
    act(CURL_SOCKET_TIMEOUT, 0);
    settle();
}

void CurlLoop::onReady()
{
    std::array<epoll_event, 256> events;
    const int count = m_sockets.take(events);
    for (int i = 0; i < count; ++i) {
        if (!m_sockets.isWaitedFor(events[size_t(i)].data.fd))
            continue;
        const auto ready = events[size_t(i)].events;
        act(events[size_t(i)].data.fd, ((ready & EPOLLIN) ? CURL_CSELECT_IN : 0) |
                                           ((ready & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
                                           ((ready & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0));
    }
    settle();
}

void CurlLoop::onTimeout()
{
    m_armedFor = Never;
    armTimer(); // it may have been put off meanwhile
}

void CurlLoop::act(curl_socket_t socket, int events)
{
    int running = 0;
    if (socket == CURL_SOCKET_TIMEOUT)
        m_dueAt = Never; // asked for anew where it is needed
    curl_multi_socket_action(m_multi, socket, events, &running);
}

/// After libcurl has worked: ends, news, and when to come back.
void CurlLoop::settle()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        char *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        reinterpret_cast<CurlTransfer *>(transfer)->end(message->data.result);
    }
    const std::shared_ptr<CurlLoop> self = shared_from_this();
    tellAll(); // which may drop all that holds this loop
    armTimer();
}

void CurlLoop::tellAll()
{
    // Who is told may drop any transfer, and may have an event loop of its own.
    for (size_t i = 0; i < m_noted.size(); ++i) {
        CurlTransfer *transfer = std::exchange(m_noted[i], nullptr);
        if (!transfer)
            continue;
        transfer->m_noteIndex = -1;
        transfer->m_told();
    }
    m_noted.clear();
}

void CurlLoop::armTimer()
{
    if (m_dueAt == Never || m_armedFor <= m_dueAt)
        return;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_dueAt - Clock::now());
    if (wait.count() <= 0) {
        scheduleTurn();
        return;
    }
    m_armedFor = m_dueAt;
    m_timer.start(wait);
}

int CurlLoop::onTimer(CURLM *, long timeoutMs, void *self)
{
    auto *loop = static_cast<CurlLoop *>(self);
    loop->m_dueAt = timeoutMs < 0 ? Never : Clock::now() + std::chrono::milliseconds(timeoutMs);
    return 0;
}

int CurlLoop::onSocket(CURL *, curl_socket_t socket, int what, void *self, void *)
{
    static_cast<CurlLoop *>(self)->m_sockets.watch(socket, what);
    return 0;
}

} // namespace turnstone
