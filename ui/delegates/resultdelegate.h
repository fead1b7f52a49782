// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowclass.h"

#include <QFont>
#include <QIcon>
#include <QStyledItemDelegate>

#include <array>

namespace turnstone {

/// Paints the cells of the result table: the verdict as shape, word and colour, figures in equal widths,
/// addresses and types in a quieter tone.
class ResultDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int Side = 8;

    explicit ResultDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// The mark and the words of a verdict, without room at the sides.
    static int verdictWidth(const QFont &font, const QString &text);
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintVerdict(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    std::array<QIcon, RowClass::Count> m_icons;
};

} // namespace turnstone
