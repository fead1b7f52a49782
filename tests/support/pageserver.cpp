// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pageserver.h"

#include <QEventLoop>
#include <QTcpServer>
#include <QTcpSocket>

namespace turnstone {

namespace {

constexpr QByteArrayView HeaderEnd = "\r\n\r\n";

/// What is to be sent for what came so far.
struct Answers
{
    QByteArray bytes;
    int count = 0;
    bool isLast = false; // the client asked for the connection to be closed
};

/// Answers all whole requests that lie in `received`, which loses them.
Answers answersTo(QByteArray &received)
{
    Answers answers;
    qsizetype end = 0;
    while ((end = received.indexOf(HeaderEnd)) >= 0) {
        const QByteArray path = received.left(received.indexOf('\r')).split(' ').value(1);
        const QByteArray page = "<!DOCTYPE html><title>" + path + "</title>\n";
        answers.bytes += "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
                         QByteArray::number(page.size()) + "\r\n\r\n" + page;
        answers.isLast |= received.first(end).toLower().contains("\r\nconnection: close");
        received.remove(0, end + HeaderEnd.size());
        ++answers.count;
    }
    return answers;
}

} // namespace

PageServer::PageServer(quint16 port, const QHostAddress &address)
{
    m_thread = std::thread([this, port, address] { serve(port, address); });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isReady; });
}

PageServer::~PageServer()
{
    QMetaObject::invokeMethod(
        m_loop, [this] { m_loop->quit(); }, Qt::QueuedConnection);
    m_thread.join();
}

int PageServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

bool PageServer::waitForRequests(int count, std::chrono::milliseconds atMost) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, atMost, [this, count] { return m_requests >= count; });
}

void PageServer::serve(quint16 port, const QHostAddress &address)
{
    QEventLoop loop;
    QTcpServer server;
    server.setListenBacklogSize(4096);
    QObject::connect(&server, &QTcpServer::newConnection, &loop, [this, &server] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket,
                             [this, socket, received = QByteArray()]() mutable {
                                 received += socket->readAll();
                                 const Answers answers = answersTo(received);
                                 count(answers.count);
                                 socket->write(answers.bytes);
                                 if (answers.isLast)
                                     socket->disconnectFromHost();
                             });
        }
    });
    if (!server.listen(address, port))
        qFatal("the page server cannot listen: %s", qPrintable(server.errorString()));
    {
        const std::lock_guard lock(m_mutex);
        m_port = server.serverPort();
        m_loop = &loop;
        m_isReady = true;
    }
    m_changed.notify_all();
    loop.exec();
}

void PageServer::count(int requests)
{
    {
        const std::lock_guard lock(m_mutex);
        m_requests += requests;
    }
    m_changed.notify_all();
}

} // namespace turnstone
