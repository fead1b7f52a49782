// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace turnstone {

/// A list for the demo site at that port that leads to every verdict a server can cause: one address a line
/// and comment lines beginning with #. `count` addresses in all: pages of the magazine on several hosts among
/// the fifty or so that show something, which are never left out. Failures start over, so that every run is
/// alike.
QByteArray demoList(quint16 port, int count = 200);

} // namespace turnstone
