// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace turnstone {

/// A combo box with a plain chevron.
class DropDown final : public QComboBox
{
    Q_OBJECT

public:
    explicit DropDown(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace turnstone
