// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultrows.h"

#include <QtAlgorithms>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

// A server may invent a new media type for every answer; the table does not remember all of them.
constexpr int MaxTypes = 1000;

quint32 boundedUs(qint64 us)
{
    return us < 0 ? ResultRow::UnknownUs : quint32(std::min<qint64>(us, ResultRow::UnknownUs - 1));
}

} // namespace

ResultRow &ResultRows::rowToChange(RowId row)
{
    return m_chunks[row / ChunkSize]->rows[row % ChunkSize];
}

QByteArrayView ResultRows::noteOf(RowId row) const
{
    const auto found = m_notes.constFind(row);
    return found == m_notes.cend() ? QByteArrayView() : QByteArrayView(*found);
}

void ResultRows::setNote(RowId row, const QString &note)
{
    if (note.isEmpty())
        m_notes.remove(row);
    else
        m_notes.insert(row, note.toUtf8());
}

void ResultRows::setAddresses(const AddressList &addresses)
{
    const int before = m_size;
    const int added = addresses.size() - m_size;
    m_addresses = addresses;
    if (added <= 0)
        return;
    // All chunks without news are one and the same until something happens in them.
    const QSharedDataPointer<Chunk> untouched(new Chunk);
    m_size += added;
    m_counts[size_t(RowClass().index())] += added;
    m_chunks.resize(size_t(m_size + ChunkSize - 1) / ChunkSize, untouched);
    m_addresses.forEachBlock(RowId(before), [this, before](RowId begin, const AddressBlock &block) {
        for (const auto &[index, problem] : block.problems()) {
            if (begin + index >= RowId(before))
                foresee(begin + index);
        }
    });
}

/// What can never be fetched does not wait for it.
void ResultRows::foresee(RowId row)
{
    if (m_addresses.problem(row) == AddressProblem::None)
        return;
    ResultRow &what = rowToChange(row);
    setClass(what, Verdict::InvalidUrl);
    what.isForeseen = true;
    m_foreseen += what.isRemoved ? 0 : 1;
}

void ResultRows::setRemoved(std::span<const RowId> rows, bool removed)
{
    Chunk *chunk = nullptr; // the same for many rows in a row
    RowId which = 0;
    for (const RowId row : rows) {
        if (int(row) >= m_size || isRemoved(row) == removed)
            continue;
        if (!chunk || which != row / ChunkSize) {
            which = row / ChunkSize;
            chunk = m_chunks[which].data();
        }
        ResultRow &what = chunk->rows[row % ChunkSize];
        what.isRemoved = false;
        count(what, removed ? -1 : 1);
        what.isRemoved = removed;
        m_removed += removed ? 1 : -1;
    }
}

std::vector<RowId> ResultRows::rowsThatAre(bool removed) const
{
    std::vector<RowId> rows;
    if (removed && m_removed == 0)
        return rows;
    rows.reserve(size_t(removed ? m_removed : listed()));
    for (RowId row = 0; row < RowId(m_size); ++row) {
        if (isRemoved(row) == removed)
            rows.push_back(row);
    }
    return rows;
}

void ResultRows::count(const ResultRow &row, int by)
{
    if (row.isRemoved)
        return;
    m_counts[size_t(row.rowClass.index())] += by;
    m_foreseen += row.isForeseen ? by : 0;
}

void ResultRows::store(const FetchResult &result)
{
    if (int(result.row) >= m_size)
        return;
    if (!result.wasReached()) {
        setWaiting(result.row);
        return;
    }
    ResultRow &row = rowToChange(result.row);
    const FetchAttempt *attempt = result.lastAttempt();
    const Hop *hop = result.lastHop();
    row.isAgain = false;
    row.bytes = result.bytes;
    row.ttfbUs = boundedUs(hop ? hop->phases.ttfbUs : -1);
    row.totalUs = boundedUs(attempt && hop ? attempt->totalUs() : -1);
    row.status = result.status();
    row.typeId = typeId(result.contentType);
    row.tries = quint8(std::min<size_t>(result.attempts.size(), 255));
    row.redirects = quint8(std::clamp(result.redirects(), 0, 255));
    setTitle(result.row, result.facts.title.toUtf8());
    setClass(row, result.verdict);
    forgetDetails(result.row);
    storeDetails(result);
}

void ResultRows::store(const RowState &state)
{
    if (int(state.row) >= m_size)
        return;
    setRemoved(state.row, state.removed);
    if (!state.hasResult || (state.owed && state.verdict != Verdict::Cancelled)) {
        setWaiting(state.row);
        if (state.hasResult)
            rowToChange(state.row).isAgain = true;
        return;
    }
    ResultRow &row = rowToChange(state.row);
    row.isAgain = false;
    row.bytes = std::max<qint64>(state.bytes, 0);
    row.ttfbUs = boundedUs(state.ttfbUs);
    row.totalUs = boundedUs(state.totalUs);
    row.status = state.status;
    row.typeId = typeId(state.contentType);
    row.tries = state.tries;
    row.redirects = state.redirects;
    setTitle(state.row, state.title);
    setClass(row, state.verdict);
    forgetDetails(state.row);
}

void ResultRows::store(const RowProgress &progress)
{
    if (int(progress.row) >= m_size)
        return;
    if (this->row(progress.row).isForeseen)
        return;
    ResultRow &row = rowToChange(progress.row);
    if (row.rowClass.isDone()) { // fetched again: nothing of the earlier result holds
        m_titles.forget(progress.row);
        forgetDetails(progress.row);
        const RowClass before = row.rowClass;
        const bool wasRemoved = row.isRemoved;
        row = ResultRow();
        row.rowClass = before;
        row.isRemoved = wasRemoved;
        row.isAgain = before != RowClass(Verdict::Cancelled);
    }
    row.tries = progress.attempts;
    setClass(row, progress.state);
}

void ResultRows::setWaiting(RowId row)
{
    // A chunk in which nothing happened stays the one that all such chunks share.
    if (this->row(row).rowClass != RowClass())
        store(RowProgress{row, RowProgress::State::Waiting, 0});
    if (!this->row(row).isForeseen)
        foresee(row);
}

void ResultRows::setTitle(RowId row, const QByteArray &title)
{
    if (title.isEmpty())
        m_titles.forget(row);
    else
        m_titles.set(row, title);
}

const RowTexts &ResultRows::textsOf(RowDetail detail) const
{
    return m_details[size_t(qCountTrailingZeroBits(quint8(detail)))];
}

void ResultRows::keepDetails(RowDetails details)
{
    for (int index = 0; index < RowDetailCount; ++index) {
        if (!details.testFlag(rowDetailAt(index)))
            m_details[size_t(index)] = RowTexts();
    }
    m_kept = details;
}

void ResultRows::storeDetails(const FetchResult &result)
{
    if (!m_kept || !row(result.row).rowClass.isDone())
        return;
    for (int index = 0; index < RowDetailCount; ++index) {
        RowTexts &texts = m_details[size_t(index)];
        if (m_kept.testFlag(rowDetailAt(index)) && !texts.isKnown(result.row))
            texts.set(result.row, rowDetailOf(result, rowDetailAt(index)));
    }
}

void ResultRows::forgetDetails(RowId row)
{
    for (RowTexts &texts : m_details)
        texts.forget(row);
}

bool ResultRows::lacksDetails(RowId row) const
{
    const ResultRow &what = this->row(row);
    if (!what.rowClass.isDone() || what.isForeseen)
        return false;
    for (int index = 0; index < RowDetailCount; ++index) {
        if (m_kept.testFlag(rowDetailAt(index)) && !m_details[size_t(index)].isKnown(row))
            return true;
    }
    return false;
}

quint16 ResultRows::typeId(const QByteArray &contentType)
{
    const auto known = m_typeIds.constFind(contentType);
    if (known != m_typeIds.constEnd())
        return *known;
    if (m_types.size() >= MaxTypes)
        return 0;
    const auto id = quint16(m_types.size());
    m_types.append(contentType);
    m_typeIds.insert(contentType, id);
    return id;
}

void ResultRows::setClass(ResultRow &row, RowClass rowClass)
{
    count(row, -1);
    row.rowClass = rowClass;
    row.isForeseen = false;
    count(row, 1);
}

qsizetype ResultRows::memoryBytes() const
{
    qsizetype bytes = qsizetype(m_chunks.capacity() * sizeof(QSharedDataPointer<Chunk>));
    const Chunk *before = nullptr;
    for (const QSharedDataPointer<Chunk> &each : m_chunks) {
        if (each.constData() != before)
            bytes += qsizetype(sizeof(Chunk));
        before = each.constData();
    }
    for (const RowTexts &texts : m_details)
        bytes += texts.memoryBytes();
    return bytes + m_titles.memoryBytes();
}

} // namespace turnstone
