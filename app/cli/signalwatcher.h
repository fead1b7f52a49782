// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace turnstone {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop; SIGHUP stays ignored where it is, as
/// under nohup. Another one ends the program at once, with a word on standard error; within a second of the
/// first it is taken for the same. At most one at a time.
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
