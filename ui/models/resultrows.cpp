// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultrows.h"

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr qsizetype MaxTitleBytes = 1000;
// A server may invent a new media type for every answer; the table does not remember all of them.
constexpr int MaxTypes = 1000;

quint32 boundedUs(qint64 us)
{
    return us < 0 ? ResultRow::UnknownUs : quint32(std::min<qint64>(us, ResultRow::UnknownUs - 1));
}

void bound(QByteArray &utf8)
{
    if (utf8.size() <= MaxTitleBytes)
        return;
    qsizetype end = MaxTitleBytes;
    while (end > 0 && (uchar(utf8.at(end)) & 0xC0) == 0x80) // not inside a character
        --end;
    utf8.truncate(end);
}

} // namespace

QByteArrayView ResultRows::title(RowId row) const
{
    const Chunk &where = chunk(row);
    const ResultRow &what = where.rows[row % ChunkSize];
    return QByteArrayView(where.titles).sliced(what.titleAt, what.titleLength);
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
    for (int row = before; row < m_size; ++row)
        foresee(RowId(row));
}

/// What can never be fetched does not wait for it.
void ResultRows::foresee(RowId row)
{
    if (m_addresses.problem(row) == AddressProblem::None)
        return;
    ResultRow &what = m_chunks[row / ChunkSize]->rows[row % ChunkSize];
    setClass(what, Verdict::InvalidUrl);
    what.isForeseen = true;
    ++m_foreseen;
}

void ResultRows::store(const FetchResult &result)
{
    if (int(result.row) >= m_size)
        return;
    if (!result.wasReached()) {
        setWaiting(result.row);
        return;
    }
    Chunk &where = *m_chunks[result.row / ChunkSize];
    ResultRow &row = where.rows[result.row % ChunkSize];
    const FetchAttempt *attempt = result.lastAttempt();
    const Hop *hop = result.lastHop();
    row.bytes = result.bytes;
    row.ttfbUs = boundedUs(hop ? hop->phases.ttfbUs : -1);
    row.totalUs = boundedUs(attempt && hop ? attempt->totalUs() : -1);
    row.status = result.status();
    row.typeId = typeId(result.contentType);
    row.tries = quint8(std::min<size_t>(result.attempts.size(), 255));
    row.redirects = quint8(std::clamp(result.redirects(), 0, 255));
    setTitle(where, row, result.facts.title.toUtf8());
    setClass(row, result.verdict);
}

void ResultRows::store(const RowState &state)
{
    if (int(state.row) >= m_size)
        return;
    if (!state.hasResult || (state.owed && state.verdict != Verdict::Cancelled)) {
        setWaiting(state.row);
        return;
    }
    Chunk &where = *m_chunks[state.row / ChunkSize];
    ResultRow &row = where.rows[state.row % ChunkSize];
    row.bytes = std::max<qint64>(state.bytes, 0);
    row.ttfbUs = boundedUs(state.ttfbUs);
    row.totalUs = boundedUs(state.totalUs);
    row.status = state.status;
    row.typeId = typeId(state.contentType);
    row.tries = state.tries;
    row.redirects = state.redirects;
    setTitle(where, row, state.title);
    setClass(row, state.verdict);
}

void ResultRows::store(const RowProgress &progress)
{
    if (int(progress.row) >= m_size)
        return;
    if (this->row(progress.row).isForeseen)
        return;
    Chunk &where = *m_chunks[progress.row / ChunkSize];
    ResultRow &row = where.rows[progress.row % ChunkSize];
    if (row.rowClass.isDone()) { // fetched again: nothing of the earlier result holds
        setTitle(where, row, {});
        const RowClass before = row.rowClass;
        const quint32 titleAt = row.titleAt;
        row = ResultRow();
        row.titleAt = titleAt;
        row.rowClass = before;
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

void ResultRows::setTitle(Chunk &chunk, ResultRow &row, QByteArray title)
{
    chunk.unusedTitleBytes += row.titleLength;
    bound(title);
    row.titleLength = 0;
    if (chunk.unusedTitleBytes > 4096 && chunk.unusedTitleBytes > chunk.titles.size() / 2)
        dropUnusedTitles(chunk);
    if (title.isEmpty()) {
        row.titleAt = 0;
        return;
    }
    row.titleAt = quint32(chunk.titles.size());
    row.titleLength = quint16(title.size());
    chunk.titles += title;
}

void ResultRows::dropUnusedTitles(Chunk &chunk)
{
    QByteArray kept;
    for (ResultRow &row : chunk.rows) {
        const QByteArrayView title = QByteArrayView(chunk.titles).sliced(row.titleAt, row.titleLength);
        row.titleAt = quint32(kept.size());
        kept.append(title);
    }
    chunk.titles = kept;
    chunk.unusedTitleBytes = 0;
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
    --m_counts[size_t(row.rowClass.index())];
    ++m_counts[size_t(rowClass.index())];
    row.rowClass = rowClass;
    if (std::exchange(row.isForeseen, false))
        --m_foreseen;
}

qsizetype ResultRows::memoryBytes() const
{
    qsizetype bytes = qsizetype(m_chunks.capacity() * sizeof(QSharedDataPointer<Chunk>));
    const Chunk *before = nullptr;
    for (const QSharedDataPointer<Chunk> &each : m_chunks) {
        if (each.constData() != before)
            bytes += qsizetype(sizeof(Chunk)) + each->titles.capacity();
        before = each.constData();
    }
    return bytes;
}

} // namespace turnstone
