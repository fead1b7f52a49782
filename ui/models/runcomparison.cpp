// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runcomparison.h"

#include "core/store/project.h"

#include <QElapsedTimer>

#include <utility>

namespace turnstone {

namespace {

constexpr int MostInBlock = 4096;
constexpr qint64 LongestWaitMs = 150; // for a block to become full

} // namespace

RunComparison::RunComparison(QObject *parent)
    : QObject(parent)
    , m_background(2) // a new one need not wait for one that is given up
{}

void RunComparison::start(const QString &project, RunId before, RunId after)
{
    m_background.start(
        [this, project, before, after](const Background::Work &work) -> Outcome {
            const Result<std::unique_ptr<Store>> store = openProject(project, OpenMode::Read);
            return store ? compare(*store.value(), before, after, work) : Outcome(store.error());
        },
        [this](const Outcome &outcome) {
            if (outcome)
                Q_EMIT finished();
            else
                Q_EMIT failed(outcome.error());
        });
}

/// In the background.
Outcome RunComparison::compare(Store &store, RunId before, RunId after, const Background::Work &work)
{
    auto block = std::make_shared<DifferenceBlock>();
    QElapsedTimer sinceLast;
    sinceLast.start();
    const auto handOn = [&] {
        const DifferenceBlockPointer full = std::exchange(block, std::make_shared<DifferenceBlock>());
        sinceLast.restart();
        work.tell([this, full] { Q_EMIT found(full); });
    };
    const Outcome outcome = store.compare(before, after, {}, [&](const RunDifference &difference) {
        block->add(difference);
        if (block->size() >= MostInBlock || sinceLast.hasExpired(LongestWaitMs))
            handOn();
        return !work.isStopped();
    });
    if (block->size() > 0)
        handOn();
    return outcome;
}

} // namespace turnstone
