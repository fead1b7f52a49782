// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/nameserver.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace turnstone {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr qsizetype HeaderBytes = 12;
constexpr quint16 TypeA = 1;
constexpr quint16 TypeAaaa = 28;
constexpr quint16 ClassInternet = 1;
constexpr quint16 PointerToQuestion = 0xC000 | HeaderBytes;

quint16 numberAt(const QByteArray &bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.constData() + at);
}

void append16(QByteArray &bytes, quint16 number)
{
    const quint16 turned = qToBigEndian(number);
    bytes.append(reinterpret_cast<const char *>(&turned), sizeof turned);
}

/// The one question of a query.
struct Question
{
    QByteArray name; // lower case, dots between the labels
    quint16 type = 0;
    qsizetype end = 0; // 0: this is not a query
};

Question readQuestion(const QByteArray &query)
{
    Question question;
    qsizetype at = HeaderBytes;
    while (at < query.size() && query[at] != 0) {
        const qsizetype length = uchar(query[at]);
        if (length > 63 || at + 1 + length > query.size())
            return {};
        question.name += (question.name.isEmpty() ? "" : ".") + query.mid(at + 1, length);
        at += 1 + length;
    }
    if (at + 5 > query.size() || numberAt(query, 4) != 1)
        return {};
    question.name = question.name.toLower();
    question.type = numberAt(query, at + 1);
    question.end = at + 5;
    return question;
}

QByteArray dataOf(const QHostAddress &address, quint16 type)
{
    QByteArray data;
    if (type == TypeA && address.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 number = qToBigEndian(address.toIPv4Address());
        data.append(reinterpret_cast<const char *>(&number), sizeof number);
    } else if (type == TypeAaaa && address.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR number = address.toIPv6Address();
        data.append(reinterpret_cast<const char *>(number.c), sizeof number.c);
    }
    return data;
}

QByteArray replyTo(const QByteArray &query, const Question &question, const NameAnswer &answer)
{
    constexpr quint16 isReply = 0x8000, recursion = 0x0180, failure = 2, noSuchName = 3;
    const bool isFailure = answer.kind == NameAnswer::Kind::ServerFailure ||
                           (answer.kind == NameAnswer::Kind::FailureOfA && question.type == TypeA);
    const bool isUnknown = answer.kind == NameAnswer::Kind::NoSuchName;
    QByteArray records;
    quint16 count = 0;
    for (const QHostAddress &address : answer.addresses) {
        const QByteArray data = dataOf(address, question.type);
        if (data.isEmpty())
            continue;
        append16(records, PointerToQuestion);
        append16(records, question.type);
        append16(records, ClassInternet);
        append16(records, 0);
        append16(records, 60); // seconds to live
        append16(records, quint16(data.size()));
        records += data;
        ++count;
    }
    QByteArray reply = query.first(2);
    append16(reply, isReply | recursion | (isFailure ? failure : isUnknown ? noSuchName : 0));
    append16(reply, 1);
    append16(reply, count);
    append16(reply, 0);
    append16(reply, 0);
    return reply + query.mid(HeaderBytes, question.end - HeaderBytes) + records;
}

} // namespace

struct NameServer::Reply
{
    SteadyClock::time_point due;
    sockaddr_storage to;
    socklen_t toBytes;
    QByteArray bytes;
};

NameServer::NameServer(const QHostAddress &address, quint16 port)
    : m_socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
    , m_end(::eventfd(0, EFD_CLOEXEC))
{
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(address.toIPv4Address());
    here.sin_port = htons(port);
    socklen_t size = sizeof here;
    auto *generic = reinterpret_cast<sockaddr *>(&here);
    if (::bind(m_socket.number(), generic, size) != 0 ||
        ::getsockname(m_socket.number(), generic, &size) != 0)
        qFatal("the name server cannot have port %d of %s", port, qPrintable(address.toString()));
    m_port = ntohs(here.sin_port);
    m_thread = std::thread([this] { serve(); });
}

NameServer::~NameServer()
{
    ::eventfd_write(m_end.number(), 1);
    m_thread.join();
}

void NameServer::set(const QByteArray &name, std::vector<NameAnswer> answers)
{
    const std::lock_guard lock(m_mutex);
    m_names[name] = Name{std::move(answers), 0, 0};
}

void NameServer::set(const QByteArray &name, const NameAnswer &answer)
{
    set(name, std::vector{answer});
}

void NameServer::setOthers(const NameAnswer &answer)
{
    const std::lock_guard lock(m_mutex);
    m_others = answer;
}

int NameServer::queries(const QByteArray &name) const
{
    const std::lock_guard lock(m_mutex);
    return m_names.value(name).asked4;
}

int NameServer::queries() const
{
    const std::lock_guard lock(m_mutex);
    int sum = 0;
    for (const Name &name : m_names)
        sum += name.asked4;
    return sum;
}

int NameServer::otherQueries() const
{
    const std::lock_guard lock(m_mutex);
    return m_otherQueries;
}

void NameServer::serve()
{
    std::vector<Reply> waiting;
    for (;;) {
        int waitMs = -1;
        const auto now = SteadyClock::now();
        for (const Reply &reply : waiting) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(reply.due - now);
            const int leftMs = int(std::max<qint64>(0, left.count()));
            waitMs = waitMs < 0 ? leftMs : std::min(waitMs, leftMs);
        }
        std::array<pollfd, 2> both{pollfd{m_socket.number(), POLLIN, 0}, pollfd{m_end.number(), POLLIN, 0}};
        ::poll(both.data(), both.size(), waitMs);
        if (both[1].revents != 0)
            return;
        for (Reply &reply : receive())
            waiting.push_back(std::move(reply));
        const auto then = SteadyClock::now();
        std::erase_if(waiting, [this, then](const Reply &reply) {
            if (reply.due > then)
                return false;
            ::sendto(m_socket.number(), reply.bytes.constData(), size_t(reply.bytes.size()), 0,
                     reinterpret_cast<const sockaddr *>(&reply.to), reply.toBytes);
            return true;
        });
    }
}

std::vector<NameServer::Reply> NameServer::receive()
{
    std::vector<Reply> replies;
    for (;;) {
        Reply reply{SteadyClock::now(), {}, sizeof(sockaddr_storage), QByteArray(512, Qt::Uninitialized)};
        const ssize_t count = ::recvfrom(m_socket.number(), reply.bytes.data(), size_t(reply.bytes.size()), 0,
                                         reinterpret_cast<sockaddr *>(&reply.to), &reply.toBytes);
        if (count < 0)
            return replies;
        const QByteArray query = reply.bytes.first(count);
        const Question question = readQuestion(query);
        if (question.end == 0)
            continue;
        const NameAnswer answer = next(question.name, question.type);
        if (answer.kind == NameAnswer::Kind::Silence)
            continue;
        reply.due += answer.delay;
        reply.bytes = replyTo(query, question, answer);
        replies.push_back(std::move(reply));
    }
}

NameAnswer NameServer::next(const QByteArray &name, quint16 type)
{
    const std::lock_guard lock(m_mutex);
    Name &known = m_names[name];
    // What is asked for beside addresses (a service record, say) takes no answer away from them.
    int &asked = type == TypeA ? known.asked4 : type == TypeAaaa ? known.asked6 : m_otherQueries;
    const auto turn = size_t(asked++);
    if (type != TypeA && type != TypeAaaa)
        return known.answers.empty() ? m_others : known.answers.front();
    if (known.answers.empty())
        return m_others;
    return known.answers[std::min(turn, known.answers.size() - 1)];
}

} // namespace turnstone
