// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QString>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <utility>

namespace turnstone {

/// Looks into the index of a project's log (sqlite.org/walformat.html, 2.1) while another process writes it:
/// how much is in the log, and whether that is being written back right now.
class CheckpointWatch final
{
public:
    explicit CheckpointWatch(const QString &project)
        : m_file(project + QStringLiteral("-shm"))
    {
        if (m_file.open(QIODevice::ReadOnly))
            m_index = m_file.map(0, Seen);
    }
    bool isOpen() const { return m_index != nullptr; }
    quint32 frames() const { return at(16); }
    quint32 writtenBack() const { return at(96); }
    /// The log is to be written back up to here, and is not yet.
    bool isRunning() const { return at(128) > writtenBack(); }
    /// Waits for that, or its opposite, without giving up the processor; false: nothing comes into the log
    /// any more, so it was missed. `meanwhile` takes no longer than some microseconds.
    bool waitFor(bool running, const std::function<void()> &meanwhile) const
    {
        QElapsedTimer timer;
        timer.start();
        for (quint32 before = frames(); isRunning() != running; meanwhile()) {
            if (std::exchange(before, frames()) != before)
                timer.restart();
            if (timer.elapsed() > PatienceMs)
                return false;
        }
        return true;
    }

private:
    static constexpr int Seen = 136; // bytes
    static constexpr int PatienceMs = 5'000;
    quint32 at(int offset) const
    {
        quint32 value = 0;
        std::memcpy(&value, m_index + offset, sizeof value);
        std::atomic_thread_fence(std::memory_order_acquire); // another process writes it
        return value;
    }

    QFile m_file;
    const uchar *m_index = nullptr;
};

} // namespace turnstone
