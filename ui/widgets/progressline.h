// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace turnstone {

/// A slim bar that says how much of the whole is done.
class ProgressLine final : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressLine(QWidget *parent = nullptr);

    /// 0..1
    void setFraction(double fraction);
    double fraction() const { return m_fraction; }
    QSize sizeHint() const override { return {260, 8}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_fraction = 0;
};

} // namespace turnstone
