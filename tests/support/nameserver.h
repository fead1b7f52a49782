// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/descriptor.h"

#include <QByteArray>
#include <QHash>
#include <QHostAddress>

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace turnstone {

/// What a name server says of a name when it is asked once.
struct NameAnswer
{
    enum class Kind : quint8 { Addresses, NoSuchName, ServerFailure, FailureOfA, Silence };

    Kind kind = Kind::Addresses;
    std::vector<QHostAddress> addresses;
    std::chrono::milliseconds delay{0};

    static NameAnswer address(const QString &text) { return {Kind::Addresses, {QHostAddress(text)}, {}}; }
    static NameAnswer noSuchName() { return {Kind::NoSuchName, {}, {}}; }
    static NameAnswer serverFailure() { return {Kind::ServerFailure, {}, {}}; }
    /// To the question for A; the one for AAAA is answered: there is none.
    static NameAnswer failureOfA() { return {Kind::FailureOfA, {}, {}}; }
    static NameAnswer silence() { return {Kind::Silence, {}, {}}; }
};

/// A name server (RFC 1035) on one UDP port that knows A and AAAA records and counts what it is asked. It
/// belongs to the network namespace of the thread that makes it and answers from a thread of its own. Its
/// methods may be called from any thread. Aborts the program when the port is taken.
class NameServer final
{
public:
    /// Port 0 takes any free one.
    explicit NameServer(const QHostAddress &address = QHostAddress::LocalHost, quint16 port = 0);
    ~NameServer();
    Q_DISABLE_COPY_MOVE(NameServer)

    quint16 port() const { return m_port; }
    /// One answer for each time that the name is asked for, the last for all that follow. A and AAAA are
    /// counted apart, as a look-up asks for both. Names that were never set do not exist, unless setOthers()
    /// says otherwise.
    void set(const QByteArray &name, std::vector<NameAnswer> answers);
    void set(const QByteArray &name, const NameAnswer &answer);
    void setOthers(const NameAnswer &answer);
    /// How often the name's A record was asked for.
    int queries(const QByteArray &name) const;
    /// How often the A record of any name was.
    int queries() const;
    /// How often anything but an address was asked for: whose an address is, say.
    int otherQueries() const;

private:
    struct Name
    {
        std::vector<NameAnswer> answers;
        int asked4 = 0;
        int asked6 = 0;
    };
    struct Reply;
    void serve();
    std::vector<Reply> receive();
    NameAnswer next(const QByteArray &name, quint16 type);

    quint16 m_port = 0;
    Descriptor m_socket;
    Descriptor m_end; // an event that ends the thread
    mutable std::mutex m_mutex;
    QHash<QByteArray, Name> m_names;
    NameAnswer m_others = NameAnswer::noSuchName();
    int m_otherQueries = 0;
    std::thread m_thread;
};

} // namespace turnstone
