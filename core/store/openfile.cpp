// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/openfile.h"

#include "core/store/projectfiles.h"

#include <map>
#include <mutex>

namespace turnstone {

namespace {

using Identity = std::pair<quint64, quint64>;

std::mutex mutex;
std::map<Identity, int> held; // how often

/// Knows the file by now, not by its name: that may lead to it in several ways.
Identity hold(const QString &path)
{
    const std::lock_guard lock(mutex);
    const Identity identity = fileIdentity(path);
    if (identity != Identity())
        ++held[identity];
    return identity;
}

} // namespace

OpenFile::OpenFile(const QString &path)
    : m_identity(hold(path))
{}

OpenFile::~OpenFile()
{
    const std::lock_guard lock(mutex);
    const auto it = held.find(m_identity);
    if (it != held.end() && --it->second == 0)
        held.erase(it);
}

bool OpenFile::unlessHeld(const QString &path, const std::function<void()> &look)
{
    const std::lock_guard lock(mutex);
    if (held.contains(fileIdentity(path)))
        return false;
    look();
    return true;
}

} // namespace turnstone
