// SPDX-License-Identifier: GPL-3.0-or-later
// What comes to the list of a session and leaves it, and how that is undone.
#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/session/crawlsession.h"
#include "ui/session/listchange.h"
#include "ui/session/sessionproject.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

namespace turnstone {

int CrawlSession::add(const AddressList &given, const std::vector<RowId> &back)
{
    if (isOpening() || isReadOnly())
        return 0;
    const AddressList more = given.isEmpty() ? given : fillFrom(given);
    std::vector<RowId> rows = rowsThat(back, [this](RowId row) { return m_table.rows().isRemoved(row); });
    if (more.isEmpty() && rows.empty())
        return 0;
    if (!m_list.project)
        beginList();
    if (!rows.empty())
        setListed(rows, true);
    const auto isDone = std::stable_partition(rows.begin(), rows.end(),
                                              [this](RowId row) { return m_table.rows().isOpen(row); });
    const std::vector<RowId> done(isDone, rows.end());
    std::vector<RowId> wanted(rows.begin(), isDone); // of those that are back
    const size_t known = wanted.size();
    append(more, wanted);
    rows.insert(rows.end(), wanted.begin() + std::ptrdiff_t(known), wanted.end());
    if (m_list.due) {
        alsoFetch(wanted);
        showStats(m_list.stats); // nobody else tells them before the crawler has the list
    } else if (const Crawler::State state = m_crawler.state();
               state == Crawler::State::Running || state == Crawler::State::Paused) {
        m_list.project->write([wanted](ProjectWriter &writer) { writer.owe(wanted); });
        if (!more.isEmpty())
            m_crawler.add(more);
        m_list.sent = m_list.addresses.size();
        m_crawler.recheck({wanted.begin(), wanted.begin() + std::ptrdiff_t(known)});
    } else if (!isActive()) {
        showOtherList();
    }
    if (isActive())
        recheck(done);
    if (!std::is_sorted(rows.begin(), rows.end()))
        std::sort(rows.begin(), rows.end());
    const auto count = qint64(rows.size());
    noteChange(tr("adding %1 addresses", nullptr, pluralOf(count)).arg(countText(count)), rows, true);
    return int(count);
}

/// The list that was set aside is gone for good.
void CrawlSession::beginList()
{
    m_changes.clear();
    dropSetAside();
    useProject(std::make_unique<SessionProject>(m_autosave));
    m_list.project->create();
}

/// To the end of the list; their rows to the end of `rows`.
void CrawlSession::append(const AddressList &more, std::vector<RowId> &rows)
{
    if (more.isEmpty())
        return;
    const auto first = RowId(m_list.addresses.size());
    m_list.addresses.append(more);
    m_table.setAddresses(m_list.addresses);
    m_list.project->write([all = m_list.addresses, first, keeps = settings().keepSecrets](
                              ProjectWriter &writer) { writer.addAddresses(all, first, keeps); });
    noteSecrets(first);
    const size_t before = rows.size();
    rows.resize(before + size_t(more.size()));
    std::iota(rows.begin() + std::ptrdiff_t(before), rows.end(), first);
}

int CrawlSession::remove(const std::vector<RowId> &rows)
{
    if (!mayChangeList())
        return 0;
    const std::vector<RowId> removed =
        rowsThat(rows, [this](RowId row) { return !m_table.rows().isRemoved(row); });
    if (removed.empty())
        return 0;
    setListed(removed, false);
    showOtherList();
    const auto count = qint64(removed.size());
    noteChange(tr("removing %1 rows", nullptr, pluralOf(count)).arg(countText(count)), removed, false);
    return int(count);
}

/// Those of the rows for which this holds, in ascending order and each once.
std::vector<RowId> CrawlSession::rowsThat(const std::vector<RowId> &rows,
                                          const std::function<bool(RowId)> &holds) const
{
    std::vector<RowId> found;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
                 [this, &holds](RowId row) { return int(row) < m_table.rows().size() && holds(row); });
    if (!std::is_sorted(found.begin(), found.end()))
        std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

/// They come and go by themselves: nothing is fetched, and none of their results touched.
void CrawlSession::setListed(const std::vector<RowId> &rows, bool listed)
{
    m_table.setRemoved(rows, !listed);
    m_list.project->write([rows, listed](ProjectWriter &writer) {
        if (listed)
            writer.restoreRows(rows);
        else
            writer.removeRows(rows);
    });
    const Crawler::State state = m_crawler.state();
    if (!m_list.due && state != Crawler::State::Running && state != Crawler::State::Paused)
        m_list.sent = 0; // what the crawler knows is another list
}

void CrawlSession::showOtherList()
{
    updatePhase();
    showStats(m_list.stats);
}

/// Of these rows, which were added or removed.
void CrawlSession::noteChange(const QString &text, const std::vector<RowId> &rows, bool added)
{
    const auto change = [this, ranges = RowRanges(rows)](bool listed) {
        const std::vector<RowId> all = ranges.rows();
        setListed(all, listed);
        showOtherList();
        if (listed)
            Q_EMIT rowsReturned(all.front());
    };
    m_changes.push(new ListChange(
        text, [change, added] { change(!added); }, [change, added] { change(added); }));
}

void CrawlSession::setNote(RowId row, const QString &note)
{
    if (!m_list.project || isReadOnly() || isOpening() || int(row) >= m_table.rows().size())
        return;
    const QString before = QString::fromUtf8(m_table.rows().note(row));
    if (note == before)
        return;
    writeNote(row, note);
    const QString text = before.isEmpty() ? tr("adding a note")
                         : note.isEmpty() ? tr("removing a note")
                                          : tr("changing a note");
    m_changes.push(new ListChange(
        text, [this, row, before] { writeNote(row, before); }, [this, row, note] { writeNote(row, note); }));
}

void CrawlSession::writeNote(RowId row, const QString &note)
{
    m_list.project->write([row, note](ProjectWriter &writer) { writer.setNote(row, note); });
    const std::pair<RowId, QString> noted(row, note);
    m_table.setNotes(std::span(&noted, 1));
    Q_EMIT noteChanged(row, note);
}

bool CrawlSession::mayChangeList() const
{
    return !isActive() && !isOpening() && !isReadOnly();
}

void CrawlSession::undo()
{
    if (mayChangeList())
        m_changes.undo();
}

void CrawlSession::redo()
{
    if (mayChangeList())
        m_changes.redo();
}

bool CrawlSession::redoClears() const
{
    return m_changes.canRedo() && m_changes.command(m_changes.index())->id() == ListChange::Clearing;
}

void CrawlSession::clear()
{
    if (isActive() || !m_list.project)
        return;
    if (m_phase == Phase::Loading) {
        m_changes.clear();
        letGo(takeList());
        showList();
        return;
    }
    setListAside();
    m_changes.push(new ListChange(
        tr("New project"), [this] { bringListBack(); }, [this] { setListAside(); }, ListChange::Clearing));
}

void CrawlSession::setListAside()
{
    m_feed.applyAll();
    const ResultRows rows = m_table.rows();
    m_setAside.emplace(SetAside{takeList(), rows});
    showList();
}

QString CrawlSession::setAsidePath() const
{
    return m_setAside && m_setAside->list.project ? m_setAside->list.project->path() : QString();
}

/// The last change is that the list was set aside.
void CrawlSession::restore()
{
    if (m_setAside && !m_list.project && !isOpening())
        m_changes.undo();
}

void CrawlSession::bringListBack()
{
    SetAside back = std::move(*m_setAside);
    m_setAside.reset();
    m_table.setRows(back.rows);
    std::unique_ptr<SessionProject> project = std::move(back.list.project);
    m_list = std::move(back.list);
    useProject(std::move(project));
    if (m_list.runSettings)
        applySettings();
    showList();
}

} // namespace turnstone
