// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowtexts.h"

#include <utility>

namespace turnstone {

namespace {

constexpr qsizetype MostBytes = 1000;
constexpr qsizetype MuchUnused = 4096;

void bound(QByteArray &utf8)
{
    if (utf8.size() <= MostBytes)
        return;
    qsizetype end = MostBytes;
    while (end > 0 && (uchar(utf8.at(end)) & 0xC0) == 0x80) // not inside a character
        --end;
    utf8.truncate(end);
}

} // namespace

const RowTexts::Chunk *RowTexts::chunkOf(RowId row) const
{
    const size_t index = row / ChunkSize;
    return index < m_chunks.size() ? m_chunks[index].constData() : nullptr;
}

bool RowTexts::isKnown(RowId row) const
{
    const Chunk *chunk = chunkOf(row);
    return chunk && chunk->lengths[row % ChunkSize] != Unknown;
}

QByteArrayView RowTexts::at(RowId row) const
{
    const Chunk *chunk = chunkOf(row);
    return chunk ? chunk->at(row % ChunkSize) : QByteArrayView();
}

void RowTexts::set(RowId row, QByteArray utf8)
{
    const size_t index = row / ChunkSize;
    if (index >= m_chunks.size())
        m_chunks.resize(index + 1);
    if (!m_chunks[index])
        m_chunks[index] = new Chunk;
    Chunk &chunk = *m_chunks[index];
    const size_t place = row % ChunkSize;
    chunk.drop(place);
    bound(utf8);
    chunk.starts[place] = quint32(chunk.text.size());
    chunk.lengths[place] = quint16(utf8.size());
    chunk.text += utf8;
}

void RowTexts::forget(RowId row)
{
    if (isKnown(row)) // else the chunk stays one with its copies
        m_chunks[row / ChunkSize]->drop(row % ChunkSize);
}

qsizetype RowTexts::memoryBytes() const
{
    auto bytes = qsizetype(m_chunks.capacity() * sizeof(QSharedDataPointer<Chunk>));
    for (const QSharedDataPointer<Chunk> &chunk : m_chunks) {
        if (chunk)
            bytes += qsizetype(sizeof(Chunk)) + chunk->text.capacity();
    }
    return bytes;
}

QByteArrayView RowTexts::Chunk::at(size_t index) const
{
    return lengths[index] == Unknown ? QByteArrayView()
                                     : QByteArrayView(text).sliced(starts[index], lengths[index]);
}

void RowTexts::Chunk::drop(size_t index)
{
    if (lengths[index] == Unknown)
        return;
    unused += lengths[index];
    lengths[index] = Unknown;
    if (unused > MuchUnused && unused > text.size() / 2)
        dropUnused();
}

void RowTexts::Chunk::dropUnused()
{
    QByteArray kept;
    for (size_t index = 0; index < lengths.size(); ++index) {
        const QByteArrayView each = at(index);
        starts[index] = quint32(kept.size());
        kept.append(each);
    }
    text = std::move(kept);
    unused = 0;
}

} // namespace turnstone
