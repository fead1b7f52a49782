// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/descriptor.h"

#include <QtGlobal>

#include <vector>

namespace turnstone {

/// A socket on a free port of 127.0.0.1 that listens when asked to; aborts the test program when there is
/// none.
Descriptor bindAnyPort(quint16 *port);

/// A port of 127.0.0.1 that refuses every connection for as long as this lives.
class RefusingPort final
{
public:
    RefusingPort();
    quint16 port() const { return m_port; }

private:
    quint16 m_port = 0;
    Descriptor m_socket;
};

/// A port of 127.0.0.1 where connecting neither succeeds nor fails: its queue is full and nobody accepts.
class DeafPort final
{
public:
    DeafPort();
    quint16 port() const { return m_port; }
    /// Somebody is waiting for an answer.
    bool isKnockedAt() const;

private:
    quint16 m_port = 0;
    Descriptor m_socket;
    std::vector<Descriptor> m_waiting;
};

} // namespace turnstone
