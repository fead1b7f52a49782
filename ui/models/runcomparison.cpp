// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runcomparison.h"

#include "core/base/backgroundthread.h"
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
{
    m_pool.setMaxThreadCount(2); // a new one need not wait for one that is given up
}

RunComparison::~RunComparison()
{
    ++m_generation;
    m_pool.waitForDone();
}

void RunComparison::start(const QString &project, RunId before, RunId after)
{
    const int generation = ++m_generation;
    m_active = true;
    const auto compare = [this, generation, before, after](Store &store) {
        auto block = std::make_shared<DifferenceBlock>();
        QElapsedTimer sinceLast;
        sinceLast.start();
        const auto handOn = [&] {
            const DifferenceBlockPointer full = std::exchange(block, std::make_shared<DifferenceBlock>());
            sinceLast.restart();
            QMetaObject::invokeMethod(this, [this, generation, full] {
                if (generation == m_generation)
                    Q_EMIT found(full);
            });
        };
        const Outcome outcome = store.compare(before, after, {}, [&](const RunDifference &difference) {
            block->add(difference);
            if (block->size() >= MostInBlock || sinceLast.hasExpired(LongestWaitMs))
                handOn();
            return generation == m_generation;
        });
        if (block->size() > 0)
            handOn();
        return outcome;
    };
    m_pool.start([this, generation, project, compare] {
        markAsBackgroundThread();
        if (generation != m_generation)
            return;
        Result<std::unique_ptr<Store>> store = openProject(project, OpenMode::Read);
        const Outcome outcome = store ? compare(*store.value()) : Outcome(store.error());
        QMetaObject::invokeMethod(this, [this, generation, outcome] { end(generation, outcome); });
    });
}

void RunComparison::cancel()
{
    ++m_generation;
    m_active = false;
}

void RunComparison::end(int generation, const Outcome &outcome)
{
    if (generation != m_generation)
        return;
    m_active = false;
    if (outcome)
        Q_EMIT finished();
    else
        Q_EMIT failed(outcome.error());
}

} // namespace turnstone
