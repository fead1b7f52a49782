// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/projectresults.h"

#include "core/store/project.h"

#include <QCoreApplication>

namespace turnstone {

ProjectResults::ProjectResults()
{
    m_thread.setObjectName(QStringLiteral("project reader"));
    m_hand.moveToThread(&m_thread);
    m_thread.start();
}

ProjectResults::~ProjectResults()
{
    QMetaObject::invokeMethod(
        &m_hand, [this] { m_store.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Outcome ProjectResults::open(const QString &path)
{
    Outcome outcome = success();
    const auto openIt = [this, &outcome, path] {
        Result<std::unique_ptr<Store>> store = openProject(path, OpenMode::Read);
        if (store)
            m_store = std::move(store).value();
        else
            outcome = store.error();
    };
    QMetaObject::invokeMethod(&m_hand, openIt, Qt::BlockingQueuedConnection);
    return outcome;
}

Outcome ProjectResults::run(const std::function<Outcome(Store &)> &action) const
{
    Outcome outcome = success();
    const auto runIt = [this, &outcome, &action] {
        outcome = m_store ? action(*m_store)
                          : Outcome(Error{Error::Code::Unreadable,
                                          QCoreApplication::translate("Project", "No project is open.")});
    };
    QMetaObject::invokeMethod(&m_hand, runIt, Qt::BlockingQueuedConnection);
    return outcome;
}

bool ProjectResults::has(RowId row) const
{
    bool found = false;
    const Outcome done = run([row, &found](Store &store) {
        return store.readRowStates(row, 1, [&found](const RowState &state) { found = state.hasResult; });
    });
    return done && found;
}

Result<std::optional<FetchResult>> ProjectResults::read(RowId row) const
{
    Result<std::vector<FetchResult>> results = read(std::span<const RowId>(&row, 1));
    if (!results)
        return results.error();
    std::vector<FetchResult> found = std::move(results).value();
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Result<std::vector<FetchResult>> ProjectResults::read(std::span<const RowId> rows) const
{
    std::vector<FetchResult> results;
    const Outcome done = run([this, rows, &results](Store &store) -> Outcome {
        Result<std::vector<FetchResult>> found = store.readResults(rows, m_run);
        if (!found && found.error().code == Error::Code::Unreadable) // a result is one without its body, too
            found = store.readResults(rows, m_run, false);
        if (!found)
            return found.error();
        results = std::move(found).value();
        return success();
    });
    if (!done)
        return done.error();
    return results;
}

} // namespace turnstone
