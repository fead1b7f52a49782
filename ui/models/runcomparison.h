// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/base/error.h"
#include "core/types/run.h"
#include "ui/models/differenceblock.h"

#include <QObject>

namespace turnstone {

class Store;

/// Reads what differs between two runs of a project, in the background and on a connection of its own; hands
/// it on in blocks as it comes. Belongs to the thread of its creator. The destructor waits for a question
/// that the file has to answer before it can be given up.
class RunComparison final : public QObject
{
    Q_OBJECT

public:
    explicit RunComparison(QObject *parent = nullptr);

    /// Instead of one that still goes on.
    void start(const QString &project, RunId before, RunId after);
    void cancel() { m_background.cancel(); }
    bool isActive() const { return m_background.isBusy(); }

Q_SIGNALS:
    void found(const turnstone::DifferenceBlockPointer &block);
    /// Not after cancel().
    void finished();
    void failed(const turnstone::Error &error);

private:
    Outcome compare(Store &store, RunId before, RunId after, const Background::Work &work);

    Background m_background;
};

} // namespace turnstone
