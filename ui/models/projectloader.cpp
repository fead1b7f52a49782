// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/projectloader.h"

#include "core/base/backgroundthread.h"
#include "core/store/project.h"

#include <algorithm>
#include <span>

namespace turnstone {

namespace {

constexpr int BlocksAhead = 4;
constexpr RowId StatesAtOnce = 16384;

} // namespace

/// Hands blocks on from the reading thread.
class ProjectLoader::Reading final
{
public:
    Reading(ProjectLoader &loader, std::shared_ptr<QSemaphore> room,
            std::shared_ptr<std::atomic_bool> cancelled)
        : m_loader(loader)
        , m_room(std::move(room))
        , m_cancelled(std::move(cancelled))
    {}

    /// False: no more is wanted.
    bool give(Block block)
    {
        m_room->acquire();
        if (*m_cancelled)
            return false;
        const auto shared = std::make_shared<const Block>(std::move(block));
        QMetaObject::invokeMethod(&m_loader, [loader = &m_loader, cancelled = m_cancelled, shared] {
            if (!*cancelled)
                Q_EMIT loader->blockLoaded(shared);
        });
        return true;
    }

private:
    ProjectLoader &m_loader;
    std::shared_ptr<QSemaphore> m_room;
    std::shared_ptr<std::atomic_bool> m_cancelled;
};

ProjectLoader::ProjectLoader(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

ProjectLoader::~ProjectLoader()
{
    cancel();
    m_thread.waitForDone();
}

void ProjectLoader::cancel()
{
    m_busy = false;
    if (!m_cancelled)
        return;
    *m_cancelled = true;
    m_room->release();
}

void ProjectLoader::begin(const QString &path, Read read)
{
    cancel();
    m_busy = true;
    m_room = std::make_shared<QSemaphore>(BlocksAhead);
    m_cancelled = std::make_shared<std::atomic_bool>(false);
    m_thread.start([this, path, read = std::move(read), room = m_room, cancelled = m_cancelled] {
        markAsBackgroundThread();
        Ending ending;
        const Result<std::unique_ptr<Store>> store = openProject(path, OpenMode::Read);
        Reading reading(*this, room, cancelled);
        if (store)
            ending = read(*store.value(), reading);
        else
            ending.outcome = store.error();
        QMetaObject::invokeMethod(this, [this, cancelled, ending = std::move(ending)] {
            if (*cancelled)
                return;
            m_busy = false;
            Q_EMIT loaded(ending);
        });
    });
}

void ProjectLoader::load(const QString &path)
{
    begin(path, [](Store &store, Reading &reading) {
        Ending ending;
        RowId first = 0;
        Outcome inner = success();
        ending.outcome = store.readAddresses([&](std::shared_ptr<const AddressBlock> addresses) {
            const auto count = RowId(addresses->size());
            Block block{std::move(addresses), {}, store.info().addresses};
            block.states.reserve(count);
            inner = store.readRowStates(first, count,
                                        [&block](const RowState &state) { block.states.push_back(state); });
            first += count;
            return inner && reading.give(std::move(block));
        });
        if (!inner)
            ending.outcome = inner;
        if (!ending.outcome)
            return ending;
        Result<std::vector<RunInfo>> runs = store.runs();
        if (runs)
            ending.runs = std::move(runs).value();
        else
            ending.outcome = runs.error();
        return ending;
    });
}

void ProjectLoader::loadStates(const QString &path, std::vector<RowId> rows)
{
    begin(path, [rows = std::move(rows)](Store &store, Reading &reading) {
        Ending ending;
        for (auto from = rows.begin(); from != rows.end();) {
            const auto to = std::lower_bound(from, rows.end(), *from + StatesAtOnce);
            const std::span<const RowId> wanted(from, to);
            Block block;
            ending.outcome = store.readRowStates(
                wanted.front(), wanted.back() - wanted.front() + 1, [&block, wanted](const RowState &state) {
                    if (std::binary_search(wanted.begin(), wanted.end(), state.row))
                        block.states.push_back(state);
                });
            if (!ending.outcome || !reading.give(std::move(block)))
                break;
            from = to;
        }
        return ending;
    });
}

} // namespace turnstone
