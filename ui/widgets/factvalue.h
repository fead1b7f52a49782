// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace turnstone {

/// One line of text to read, select and copy. What does not fit ends in an ellipsis and is a tool tip; with
/// the keyboard in it, all of it can be gone through.
class FactValue final : public QLineEdit
{
    Q_OBJECT

public:
    explicit FactValue(QWidget *parent = nullptr);

    bool isElided() const;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRect textRect() const;
};

} // namespace turnstone
