// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"

#include <QCoreApplication>

namespace turnstone {

Interruption::Interruption()
{
    QObject::connect(&m_watcher, &SignalWatcher::interrupted, &m_watcher,
                     [this](int signal) { m_signal = signal; });
}

int Interruption::signal()
{
    QCoreApplication::processEvents();
    return m_signal;
}

StoreProgress Interruption::progress()
{
    return [this](qint64, qint64) { return signal() == 0; };
}

} // namespace turnstone
