// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace turnstone {

enum SidebarRole {
    ViewIdRole = Qt::UserRole + 1,
    PageIdRole, ///< QByteArray: of a page of its own
    CountRole,  ///< qint64; invalid: not a view that counts
    IsLineRole, ///< bool: a hairline between two groups
    WordRole,   ///< QString: the label without its count
};

/// Icon, word and count of a view; a count of nothing steps back.
class SidebarDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace turnstone
