// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"
#include "ui/models/waterfall.h"

#include <QAbstractTableModel>

namespace turnstone {

enum class AttemptColumn : int { Number, Started, Result, Time, Waterfall };
inline constexpr int AttemptColumnCount = 5;

enum AttemptRole : int {
    AttemptVerdictRole = Qt::UserRole, ///< int(Verdict): what this attempt alone would have been judged as
    WaterfallRole,                     ///< WaterfallBar
};

/// What an attempt ended with, in a few words: "503 Service Unavailable", "503 Retry-After 2 s", "Timed out".
QString attemptResult(const FetchAttempt &attempt);

/// The attempts of one address.
class AttemptModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setAttempts(std::vector<FetchAttempt> attempts);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(int row, AttemptColumn column) const;
    QString toolTip(int row) const;

    std::vector<FetchAttempt> m_attempts;
    Waterfall m_waterfall;
};

} // namespace turnstone
