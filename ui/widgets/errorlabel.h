// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace turnstone {

/// A sentence about a mistake: plain text after a cross, in the theme's red. Hidden until it is shown.
class ErrorLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ErrorLabel(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();
};

} // namespace turnstone
