// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace turnstone {

/// Settings of the process that the engine's speed depends on. Call first thing in main(), before any thread
/// starts: a plain event dispatcher for worker threads, no proxy unless asked for, as many descriptors as the
/// system allows.
void prepareNetwork();

} // namespace turnstone
