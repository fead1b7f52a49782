// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/flatheader.h"

namespace turnstone {

/// A table header that explains the colours of the waterfall in the head of that column.
class LegendHeader final : public FlatHeader
{
    Q_OBJECT

public:
    explicit LegendHeader(int legendColumn, QWidget *parent = nullptr);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;

private:
    int m_legendColumn;
};

} // namespace turnstone
