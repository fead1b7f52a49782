// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QWidget>

#include <optional>
#include <vector>

namespace turnstone {

/// A few values as a small line from 0 up, without axes; one of them marked. Gaps where a value is not known.
class Sparkline final : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(QWidget *parent = nullptr);

    void setValues(std::vector<std::optional<double>> values);
    /// -1: none.
    void setMarked(int value);
    /// Where a value is drawn; nothing where it is not known.
    std::optional<QPointF> pointOf(int value) const;
    QSize sizeHint() const override { return {240, 32}; }
    QSize minimumSizeHint() const override { return {80, 24}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<std::optional<double>> m_values;
    double m_highest = 0;
    int m_marked = -1;
};

} // namespace turnstone
