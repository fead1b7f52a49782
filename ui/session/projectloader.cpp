// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/projectloader.h"

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
    Reading(ProjectLoader &loader, QSemaphore &room, const Background::Work &work)
        : m_loader(loader)
        , m_room(room)
        , m_work(work)
    {}

    /// False: no more is wanted.
    bool give(Block block)
    {
        m_room.acquire();
        if (m_work.isStopped())
            return false;
        const auto shared = std::make_shared<const Block>(std::move(block));
        m_work.tell([loader = &m_loader, shared] { Q_EMIT loader->blockLoaded(shared); });
        return true;
    }

private:
    ProjectLoader &m_loader;
    QSemaphore &m_room;
    const Background::Work &m_work;
};

ProjectLoader::ProjectLoader(QObject *parent)
    : QObject(parent)
{}

ProjectLoader::~ProjectLoader()
{
    cancel();
}

void ProjectLoader::cancel()
{
    m_background.cancel();
    if (m_room)
        m_room->release();
}

void ProjectLoader::begin(const QString &path, Read read)
{
    cancel();
    m_room = std::make_shared<QSemaphore>(BlocksAhead);
    m_background.start(
        [this, path, read = std::move(read), room = m_room](const Background::Work &work) {
            const Result<std::unique_ptr<Store>> store = openProject(path, OpenMode::Read);
            Reading reading(*this, *room, work);
            return store ? read(*store.value(), reading) : Ending{store.error(), {}, 0};
        },
        [this](const Ending &ending) { Q_EMIT loaded(ending); });
}

void ProjectLoader::load(const QString &path)
{
    begin(path, [](Store &store, Reading &reading) {
        Ending ending;
        RowId first = 0;
        Outcome inner = success();
        ending.outcome = store.readAddresses([&](std::shared_ptr<const AddressBlock> addresses) {
            const auto count = RowId(addresses->size());
            Block block;
            block.addresses = std::move(addresses);
            block.total = store.info().addresses;
            block.states.reserve(count);
            // Notes that cannot be read keep nobody from the results.
            if (Result<std::vector<std::pair<RowId, QString>>> notes = store.notes(first, count))
                block.notes = std::move(notes).value();
            inner = store.readRowStates(first, count, [&block, &ending](const RowState &state) {
                block.states.push_back(state);
                ending.lost += state.isLost && !state.owed && !state.removed ? 1 : 0;
            });
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
