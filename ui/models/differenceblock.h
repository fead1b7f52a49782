// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/addresslist.h"
#include "core/types/history.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// A few thousand differences between two runs, as they are shown: compact, since there may be a million.
/// Immutable once it is handed on.
class DifferenceBlock final
{
public:
    struct Entry
    {
        RowId row = 0;
        quint32 beforeEnd = 0; // in m_text
        quint32 afterEnd = 0;
        quint8 changes = 0;
        quint8 before = NoVerdict;
        quint8 after = NoVerdict;
    };

    void add(const RunDifference &difference);
    int size() const { return int(m_entries.size()); }
    RowId row(int index) const { return m_entries[size_t(index)].row; }
    Changes changes(int index) const { return Changes(m_entries[size_t(index)].changes); }
    /// Nothing where that run does not have the address.
    std::optional<Verdict> before(int index) const { return verdictOf(m_entries[size_t(index)].before); }
    std::optional<Verdict> after(int index) const { return verdictOf(m_entries[size_t(index)].after); }
    /// What differs, in words; UTF-8.
    QByteArrayView beforeText(int index) const;
    QByteArrayView afterText(int index) const;

private:
    static constexpr quint8 NoVerdict = 0xff;
    static std::optional<Verdict> verdictOf(quint8 stored);
    quint32 beginOf(int index) const { return index == 0 ? 0 : m_entries[size_t(index) - 1].afterEnd; }

    std::vector<Entry> m_entries;
    QByteArray m_text;
};

using DifferenceBlockPointer = std::shared_ptr<const DifferenceBlock>;

/// Which differences are wanted.
struct DifferenceFilter
{
    Changes kinds; ///< at least one of them; none: all
    QString text;  ///< in the address or in what differs, in any case; empty: all

    bool isEmpty() const { return !kinds && text.isEmpty(); }
    bool accepts(const DifferenceBlock &block, int index, const AddressList &addresses) const;
    bool operator==(const DifferenceFilter &) const = default;
};

/// How many differences there are of each kind, in the order of allChanges().
using ChangeCounts = std::array<qint64, ChangeCount>;

} // namespace turnstone
