// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

class QEventLoop;

namespace turnstone {

/// A small web server on every IPv4 address of the network namespace in which it is made, unlike the demo
/// site, which serves loopback addresses only: a page with the path for its title, whatever the path. Serves
/// from a thread of its own; its methods may be called from any thread.
class PageServer final
{
public:
    /// Port 0 takes any free one.
    explicit PageServer(quint16 port = 0, const QHostAddress &address = QHostAddress::AnyIPv4);
    ~PageServer();
    Q_DISABLE_COPY_MOVE(PageServer)

    quint16 port() const { return m_port; }
    int requests() const;
    /// Blocks until it was asked so often; false when that takes longer.
    bool waitForRequests(int count, std::chrono::milliseconds atMost) const;

private:
    void serve(quint16 port, const QHostAddress &address);
    void count(int requests);

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    quint16 m_port = 0;
    bool m_isReady = false;
    int m_requests = 0;
    QEventLoop *m_loop = nullptr; // the thread's
    std::thread m_thread;
};

} // namespace turnstone
