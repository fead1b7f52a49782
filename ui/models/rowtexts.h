// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/rowid.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QSharedData>
#include <QSharedDataPointer>

#include <array>
#include <vector>

namespace turnstone {

/// A text for each row that has one, UTF-8, cut after 1,000 bytes. A value: copying costs a pointer for every
/// 256 rows, and six bytes and its text a row where there is any.
class RowTexts final
{
public:
    /// Empty where there is none.
    QByteArrayView at(RowId row) const;
    /// Somebody said what it is, be it nothing.
    bool isKnown(RowId row) const;
    void set(RowId row, QByteArray utf8);
    void forget(RowId row);
    qsizetype memoryBytes() const;

private:
    static constexpr RowId ChunkSize = 256;
    static constexpr quint16 Unknown = 0xFFFF;

    struct Chunk : QSharedData
    {
        Chunk() { lengths.fill(Unknown); }

        QByteArrayView at(size_t index) const;
        void drop(size_t index);
        void dropUnused();

        std::array<quint32, ChunkSize> starts{};
        std::array<quint16, ChunkSize> lengths;
        QByteArray text;
        qsizetype unused = 0; // bytes of it
    };

    const Chunk *chunkOf(RowId row) const;

    std::vector<QSharedDataPointer<Chunk>> m_chunks; // null where nothing is known
};

} // namespace turnstone
