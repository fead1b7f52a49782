// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/types/run.h"
#include "ui/models/differenceblock.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace turnstone {

/// Reads what differs between two runs of a project, in the background and on a connection of its own; hands
/// it on in blocks as it comes. Belongs to the thread of its creator. The destructor waits for a question
/// that the file has to answer before it can be given up.
class RunComparison final : public QObject
{
    Q_OBJECT

public:
    explicit RunComparison(QObject *parent = nullptr);
    ~RunComparison() override;

    /// Instead of one that still goes on.
    void start(const QString &project, RunId before, RunId after);
    void cancel();
    bool isActive() const { return m_active; }

Q_SIGNALS:
    void found(const turnstone::DifferenceBlockPointer &block);
    /// Not after cancel().
    void finished();
    void failed(const turnstone::Error &error);

private:
    void end(int generation, const Outcome &outcome);

    std::atomic_int m_generation = 0;
    bool m_active = false;
    QThreadPool m_pool;
};

} // namespace turnstone
