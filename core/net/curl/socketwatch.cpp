// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/socketwatch.h"

#include <unistd.h>
#include <utility>

namespace turnstone {

SocketWatch::SocketWatch()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{}

SocketWatch::~SocketWatch()
{
    ::close(m_epoll);
}

void SocketWatch::opened(curl_socket_t socket)
{
    m_entries[socket] = {0, true, true};
}

void SocketWatch::closed(curl_socket_t socket)
{
    const auto found = m_entries.find(socket);
    if (found == m_entries.end())
        return;
    leave(socket, found->second);
    m_entries.erase(found);
}

void SocketWatch::watch(curl_socket_t socket, int what)
{
    Entry &entry = m_entries[socket];
    entry.isIdle = what == CURL_POLL_REMOVE;
    if (entry.isIdle) {
        if (!entry.isConnection) {
            leave(socket, entry);
            m_entries.erase(socket);
        }
        return;
    }
    epoll_event event{};
    event.data.fd = socket;
    event.events =
        ((what & CURL_POLL_IN) ? unsigned(EPOLLIN) : 0U) | ((what & CURL_POLL_OUT) ? unsigned(EPOLLOUT) : 0U);
    const unsigned before = entry.events;
    if (before == event.events)
        return;
    entry.events = event.events;
    if (epoll_ctl(m_epoll, before ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event) != 0)
        epoll_ctl(m_epoll, before ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event);
}

void SocketWatch::leave(curl_socket_t socket, Entry &entry) const
{
    epoll_event none{};
    if (std::exchange(entry.events, 0U) != 0)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, socket, &none); // closed already, perhaps
}

int SocketWatch::take(std::span<epoll_event> events) const
{
    return epoll_wait(m_epoll, events.data(), int(events.size()), 0);
}

bool SocketWatch::isWaitedFor(curl_socket_t socket)
{
    const auto found = m_entries.find(socket);
    if (found == m_entries.end())
        return false;
    if (found->second.isIdle)
        leave(socket, found->second);
    return !found->second.isIdle;
}

} // namespace turnstone
