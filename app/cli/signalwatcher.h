// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace turnstone {

/// Turns SIGINT and SIGTERM into a signal of the event loop. The second one ends the program at once.
/// At most one at a time.
class SignalWatcher final : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void interrupted(int signal);
};

} // namespace turnstone
