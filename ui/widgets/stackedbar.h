// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QWidget>

#include <vector>

namespace turnstone {

/// Shares of a whole as one bar, with a legend of the largest below it and all of them in tool tips.
class StackedBar final : public QWidget
{
    Q_OBJECT

public:
    struct Share
    {
        QString name;
        QIcon icon;
        QColor color;
        qint64 count = 0;

        bool operator==(const Share &other) const
        {
            return count == other.count && name == other.name && color == other.color;
        }
    };

    explicit StackedBar(QWidget *parent = nullptr);

    /// Shares of 0 are left out.
    void setShares(std::vector<Share> shares);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
    /// The share under a point of the bar, or nullptr.
    const Share *shareAt(const QPoint &point) const;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<QRectF> segments() const;
    QString tipFor(const Share &share) const;
    void paintLegend(QPainter &painter) const;

    std::vector<Share> m_shares;
    qint64 m_sum = 0;
};

} // namespace turnstone
