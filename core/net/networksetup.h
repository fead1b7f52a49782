// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace turnstone {

/// Settings of the process that the engine's speed depends on. Call first thing in main(), before any thread
/// starts: a plain event dispatcher for worker threads, no proxy unless asked for, as many descriptors as the
/// system allows, no word of Qt's that names the user of a proxy. In a program that calls this nobody gets a
/// Kerberos ticket, or waits for one.
void prepareNetwork();

/// How many connections may be open at once with the descriptors that the system allows this process, beside
/// all else that it needs some for. At least 1.
int mostConnections();

} // namespace turnstone
