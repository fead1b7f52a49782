// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace turnstone {

/// Text cells with room at both sides; numbers (aligned to the right) have figures of equal
/// width, and are underlined with dots where they can be changed in place.
class CalmDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int Side = 8;

    explicit CalmDelegate(QObject *parent = nullptr, int side = Side)
        : QStyledItemDelegate(parent)
        , m_side(side)
    {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// The ground of the cell: selection and hover.
    static void paintGround(QPainter *painter, const QStyleOptionViewItem &option);

private:
    int m_side;
};

} // namespace turnstone
