// SPDX-License-Identifier: GPL-3.0-or-later
// What the proxies have in common. Everything blocks.
#pragma once

#include "tests/support/descriptor.h"

#include <QByteArray>

#include <atomic>

namespace turnstone {

/// A connection to a host of this machine; not open where there is none.
Descriptor connectTo(const QByteArray &host, quint16 port);
/// Passes bytes on in both directions until one side closes. Counts what comes from the other.
void relay(int one, int other, std::atomic<qint64> *fromOther = nullptr);
/// Reads exactly that many bytes; fewer: the other side closed.
QByteArray readExactly(int socket, qsizetype count);

} // namespace turnstone
