// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace turnstone {

/// A table header without bevels: quiet words over a hairline, the sorted column marked by a small triangle.
class FlatHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit FlatHeader(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    QSize sectionSizeFromContents(int logicalIndex) const override;

private:
    int arrowWidth() const;
    void paintArrow(QPainter *painter, const QRect &room, const QColor &color) const;
};

} // namespace turnstone
