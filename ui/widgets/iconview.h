// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

namespace turnstone {

/// An icon that goes along when the theme or the scale of the screen changes, which a label's pixmap does
/// not.
class IconView final : public QWidget
{
    Q_OBJECT

public:
    /// `size` in device-independent pixels.
    explicit IconView(int size, const QIcon &icon = {}, QWidget *parent = nullptr);

    void setIcon(const QIcon &icon);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_size;
    QIcon m_icon;
};

} // namespace turnstone
