// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/base/error.h"
#include "core/types/addresslist.h"
#include "core/types/rowstate.h"
#include "core/types/run.h"

#include <QObject>
#include <QSemaphore>
#include <QString>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace turnstone {

class Store;

/// Reads what a table shows of a project, on a connection and in a thread of its own: block by block in list
/// order, and never more than a few blocks ahead of the one who takes them.
class ProjectLoader final : public QObject
{
    Q_OBJECT

public:
    struct Block
    {
        std::shared_ptr<const AddressBlock> addresses; ///< to the end of the list; none where they are known
        std::vector<RowState> states;
        std::vector<std::pair<RowId, QString>> notes = {}; ///< where the addresses come with it
        qint64 total = 0;                                  ///< addresses of the project
    };
    using BlockPointer = std::shared_ptr<const Block>;

    /// What became of it: nothing more of it comes. `runs` where the whole project was read.
    struct Ending
    {
        Outcome outcome = success();
        std::vector<RunInfo> runs;
        qint64 lost = 0; ///< rows of the list whose result is, and that no run is to fetch again
    };

    explicit ProjectLoader(QObject *parent = nullptr);
    ~ProjectLoader() override;

    // one at a time; loaded() comes at the end, unless it is cancelled
    void load(const QString &path);
    /// Those of `rows`, which are in ascending order.
    void loadStates(const QString &path, std::vector<RowId> rows);
    /// A block has been taken.
    void release() { m_room->release(); }
    void cancel();
    bool isBusy() const { return m_background.isBusy(); }

Q_SIGNALS:
    void blockLoaded(const turnstone::ProjectLoader::BlockPointer &block);
    void loaded(const turnstone::ProjectLoader::Ending &ending);

private:
    class Reading;
    using Read = std::function<Ending(Store &store, Reading &reading)>;
    void begin(const QString &path, Read read);

    std::shared_ptr<QSemaphore> m_room;
    Background m_background;
};

} // namespace turnstone
