// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"

#include <array>
#include <memory>
#include <vector>

namespace turnstone {

/// Where each row's record begins: eight bytes a row, in chunks, so that growing never copies.
class RowOffsets final
{
public:
    void set(RowId row, qint64 offset)
    {
        const size_t chunk = row / ChunkRows;
        if (chunk >= m_chunks.size())
            m_chunks.resize(chunk + 1);
        if (!m_chunks[chunk])
            m_chunks[chunk] = std::make_unique<Chunk>();
        (*m_chunks[chunk])[row % ChunkRows] = offset + 1;
    }
    /// Negative: no record yet.
    qint64 at(RowId row) const
    {
        const size_t chunk = row / ChunkRows;
        return chunk < m_chunks.size() && m_chunks[chunk] ? (*m_chunks[chunk])[row % ChunkRows] - 1 : -1;
    }

private:
    static constexpr size_t ChunkRows = 16384;
    using Chunk = std::array<qint64, ChunkRows>;
    std::vector<std::unique_ptr<Chunk>> m_chunks;
};

} // namespace turnstone
