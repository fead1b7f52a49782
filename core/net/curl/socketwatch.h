// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <curl/curl.h>
#include <span>
#include <sys/epoll.h>
#include <unordered_map>

namespace turnstone {

/// The sockets that libcurl waits for, behind one descriptor. That of an idle connection stays in until
/// something happens on it: it is mostly used again at once, and each change is a system call.
class SocketWatch final
{
public:
    SocketWatch();
    ~SocketWatch();
    SocketWatch(const SocketWatch &) = delete;
    SocketWatch &operator=(const SocketWatch &) = delete;

    int descriptor() const { return m_epoll; } ///< readable: something happened

    /// A connection's, of which closed() will be said. Others come and go without a word.
    void opened(curl_socket_t socket);
    void closed(curl_socket_t socket);          ///< before it is
    void watch(curl_socket_t socket, int what); ///< CURL_POLL_...

    /// What happened: how many of `events` are filled.
    int take(std::span<epoll_event> events) const;
    /// Whether libcurl waits for what happened on it.
    bool isWaitedFor(curl_socket_t socket);

private:
    struct Entry
    {
        unsigned events = 0; // as epoll has them; 0: it is not there
        bool isConnection = false;
        bool isIdle = true;
    };
    void leave(curl_socket_t socket, Entry &entry) const;

    int m_epoll;
    std::unordered_map<curl_socket_t, Entry> m_entries;
};

} // namespace turnstone
