// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/mainwindow/windowrules.h"

#include "core/store/project.h"
#include "core/store/store.h"
#include "core/types/secrets.h"
#include "ui/mainwindow/mainactions.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/panels/resultspanel.h"

#include <QAction>
#include <QFileInfo>
#include <QUndoStack>

#include <utility>
#include <vector>

namespace turnstone {

namespace {

using Phase = CrawlSession::Phase;

class Rules final
{
public:
    void hold(bool holds, const QString &sentence)
    {
        if (!holds)
            m_broken << sentence;
    }
    template <typename Value>
    void same(const Value &is, const Value &ought, const QString &what)
    {
        hold(is == ought,
             QStringLiteral("%1 is %2, ought to be %3")
                 .arg(what, QVariant::fromValue(is).toString(), QVariant::fromValue(ought).toString()));
    }
    QStringList broken() const { return m_broken; }

private:
    QStringList m_broken;
};

void checkRows(const CrawlSession &session, Rules &rules)
{
    const ResultTableModel &table = *session.table();
    const ResultRows &rows = table.rows();
    rules.same(rows.size(), session.addresses().size(), u"the number of rows"_qs);
    RowCounts counts{};
    int foreseen = 0;
    int removed = 0;
    for (int row = 0; row < rows.size(); ++row) {
        if (rows.isRemoved(RowId(row))) {
            ++removed;
        } else {
            ++counts[size_t(rows.row(RowId(row)).rowClass.index())];
            foreseen += rows.row(RowId(row)).isForeseen ? 1 : 0;
        }
        rules.hold(rows.address(RowId(row)) == session.addresses().at(RowId(row)),
                   u"row %1 has another address than the list"_qs.arg(row));
    }
    for (int index = 0; index < RowClass::Count; ++index)
        rules.same(rows.counts()[size_t(index)], counts[size_t(index)],
                   u"the count of "_qs + rowClassLabel(RowClass::fromIndex(index)));
    rules.same(rows.foreseen(), foreseen, u"the count of rows that are no addresses"_qs);
    rules.same(rows.removed(), removed, u"the count of rows that are removed"_qs);
    std::vector<bool> shown(size_t(rows.size()));
    for (int place = 0; place < table.rowCount(); ++place) {
        const RowId row = table.rowIdAt(place);
        rules.hold(int(row) < rows.size() && !shown[row],
                   u"place %1 shows row %2, of no list or twice"_qs.arg(place).arg(row));
        if (int(row) < rows.size())
            shown[row] = true;
    }
}

void checkPhase(const CrawlSession &session, Rules &rules)
{
    const Phase phase = session.phase();
    const int listed = session.table()->rows().listed();
    rules.hold(phase != Phase::Empty || listed == 0, u"an empty session has addresses"_qs);
    rules.hold(session.addresses().isEmpty() || session.project(), u"a list has no project"_qs);
    rules.hold(!session.isActive() || !session.isReadOnly(), u"a project that is read-only is fetched"_qs);
    rules.hold(!session.isActive() || listed > 0, u"nothing is fetched"_qs);
    if (!session.isSettled())
        return;
    rules.hold(phase != Phase::Ready || session.startableRows() > 0, u"ready, and nothing to start"_qs);
    rules.hold(phase != Phase::Finished || session.startableRows() == 0, u"finished, and rows to start"_qs);
}

void checkActions(const MainWindow &window, const CrawlSession &session, Rules &rules)
{
    const auto *actions = window.findChild<MainActions *>();
    const Phase phase = session.phase();
    const bool isList = phase != Phase::Empty;
    const bool isQuiet = !session.isOpening();
    const bool isWritable = !session.isReadOnly();
    const std::pair<QAction *, bool> all[] = {
        {actions->run, isWritable && isList && isQuiet && phase != Phase::Stopping},
        {actions->stop, phase == Phase::Running || phase == Phase::Paused},
        {actions->add, isWritable && isQuiet},
        {actions->paste, isWritable && isQuiet},
        {actions->newProject, (isList || session.project()) && !session.isActive()},
        {actions->undo, session.changes().canUndo() && session.mayChangeList()},
        {actions->redo, session.changes().canRedo() && session.mayChangeList()},
        {actions->save, isList && isQuiet},
        {actions->saveAs, isList && isQuiet},
        {actions->exportResults, isList && isQuiet},
        {actions->recheckFailed, isList && isWritable && isQuiet && phase != Phase::Stopping},
    };
    const QAction *remove = const_cast<MainWindow &>(window).results()->actions().remove;
    rules.hold(!remove->isEnabled() || session.mayChangeList(),
               u"rows can be removed though nothing may change"_qs);
    rules.hold(!session.canRestore() || session.project() || session.changes().canUndo(),
               u"what was set aside cannot be brought back"_qs);
    for (const auto &[action, enabled] : all)
        rules.same(action->isEnabled(), enabled, u"“"_qs + action->text() + u"” enabled"_qs);
    const QString run = phase == Phase::Running    ? u"Pause"_qs
                        : phase == Phase::Paused   ? u"Resume"_qs
                        : phase == Phase::Finished ? u"Check again"_qs
                                                   : u"Start"_qs;
    rules.same(actions->run->iconText(), run, u"the main button"_qs);
}

} // namespace

QString expectedTitle(const CrawlSession &session)
{
    const SessionProject *project = session.project();
    if (!project)
        return u"Turnstone"_qs;
    const QString name =
        project->isAutosaved() ? u"Unnamed project"_qs : QFileInfo(project->path()).completeBaseName();
    return name + (project->isReadOnly() ? u" (read-only)"_qs : QString()) + u" - Turnstone"_qs;
}

QStringList brokenRules(const MainWindow &window, const CrawlSession &session)
{
    Rules rules;
    checkRows(session, rules);
    checkPhase(session, rules);
    checkActions(window, session, rules);
    return rules.broken();
}

QStringList brokenRulesOfProject(const CrawlSession &session)
{
    Rules rules;
    const ResultRows &rows = session.table()->rows();
    rules.same(session.stats().addresses, qint64(rows.listed()), u"the figures' number of addresses"_qs);
    rules.same(session.stats().finished + session.stats().waiting, qint64(rows.listed()),
               u"what is done and what waits"_qs);
    const Result<std::unique_ptr<Store>> store = openProject(session.project()->path(), OpenMode::Read);
    if (!store)
        return rules.broken() << store.error().message;
    int row = 0;
    const Outcome read = store.value()->readAddresses([&](const std::shared_ptr<const AddressBlock> &block) {
        AddressList part;
        part.append(block);
        for (int i = 0; i < part.size() && row < rows.size(); ++i, ++row)
            rules.hold(shownAddress(part.at(RowId(i)), true) == shownAddress(rows.address(RowId(row)), true),
                       u"row %1 has another address in the project"_qs.arg(row));
        return true;
    });
    rules.hold(bool(read), u"the addresses of the project cannot be read"_qs);
    rules.same(store.value()->info().addresses, qint64(rows.size()), u"the project's number of addresses"_qs);
    const Outcome states = store.value()->readRowStates(0, RowId(rows.size()), [&](const RowState &state) {
        if (int(state.row) >= rows.size())
            return;
        const ResultRow &shown = rows.row(state.row);
        const bool isDone = state.hasResult && (!state.owed || state.verdict == Verdict::Cancelled);
        const QString which = u"row %1 (%2)"_qs.arg(state.row).arg(session.shownAddress(state.row));
        rules.same(shown.isRemoved, state.removed, which + u" being removed"_qs);
        rules.hold(!state.removed || !state.owed, which + u": removed and owed"_qs);
        rules.same(shown.rowClass.isDone() && !shown.isForeseen, isDone, which + u" being done"_qs);
        if (!isDone || !shown.rowClass.isDone())
            return;
        rules.same(verdictId(shown.rowClass.verdict()), verdictId(state.verdict), which + u": verdict"_qs);
        rules.same(int(shown.status), int(state.status), which + u": status"_qs);
        rules.same(int(shown.tries), int(state.tries), which + u": tries"_qs);
        rules.hold(rows.title(state.row) == state.title, which + u": title"_qs);
    });
    rules.hold(bool(states), u"the results of the project cannot be read"_qs);
    return rules.broken();
}

} // namespace turnstone
