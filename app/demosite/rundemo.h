// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace turnstone {

/// The whole of `turnstone-cli demo`: prints the site's address as one line on standard output and serves
/// until SIGINT or SIGTERM. Yields the exit status. Call it before any other thread runs.
int runDemo(quint16 port);

} // namespace turnstone
