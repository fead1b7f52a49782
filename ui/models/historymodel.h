// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/history.h"

#include <QAbstractTableModel>

#include <vector>

namespace turnstone {

enum class HistoryColumn { Started, Verdict, Title, Changed, FirstByte, Total };
inline constexpr int HistoryColumnCount = 6;

enum HistoryRole {
    HistoryVerdictRole = Qt::UserRole + 1, ///< int: Verdict
    HistoryEmphasisRole,                   ///< bool: what the cell says is not what it said before
};

/// "404 Broken"
QString verdictText(quint16 status, Verdict verdict);

/// What each run found at one address, the latest first.
class HistoryModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Oldest first.
    void setEntries(std::vector<HistoryEntry> entries);
    /// Oldest first.
    const std::vector<HistoryEntry> &entries() const { return m_entries; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    size_t entryOf(int row) const { return m_entries.size() - 1 - size_t(row); }
    Changes changes(size_t entry) const;
    QString text(size_t entry, HistoryColumn column) const;
    QString changeText(size_t entry) const;
    QString toolTip(size_t entry, HistoryColumn column) const;

    std::vector<HistoryEntry> m_entries;
};

} // namespace turnstone
