// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QAbstractTableModel>

namespace turnstone {

enum class RedirectColumn : int { Number, Status, Method, Address, FirstByte, Time };
inline constexpr int RedirectColumnCount = 6;

enum RedirectRole : int {
    RedirectAddressRole = Qt::UserRole, ///< QString, in full
    RedirectStatusRole,                 ///< int; 0: no answer
};

/// The hops of one attempt, and at the end the target that was not followed, where there is one.
class RedirectModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setAttempt(const FetchAttempt *attempt);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(int row, RedirectColumn column) const;
    QByteArray address(int row) const;

    std::vector<Hop> m_hops;
    QByteArray m_notFollowed;
    QString m_why;
};

} // namespace turnstone
