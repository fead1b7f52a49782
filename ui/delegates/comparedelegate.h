// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/calmdelegate.h"

namespace turnstone {

/// Cells of differences between runs: the address steps back, and what begins with a verdict has its sign.
class CompareDelegate final : public CalmDelegate
{
    Q_OBJECT

public:
    using CalmDelegate::CalmDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace turnstone
