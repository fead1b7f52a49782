// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace turnstone {

/// A toolbar button: icon and word, without a frame; the primary one is filled with the accent.
class FlatButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit FlatButton(QAction *action, QWidget *parent = nullptr);

    void setPrimary(bool primary);
    bool isPrimary() const { return m_primary; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    /// Counts as one click: what the button does changes with it.
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    QFont textFont() const;

    bool m_primary = false;
};

} // namespace turnstone
