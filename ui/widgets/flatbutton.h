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
    /// The icon alone; whoever makes it so has a tool tip that says the words.
    void setCompact(bool compact);
    int fullWidth() const;
    int compactWidth() const;
    QSize sizeHint() const override;
    /// Whoever gives it less room than its words need makes it compact.
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    /// Counts as one click: what the button does changes with it.
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    QFont textFont() const;

    bool m_primary = false;
    bool m_compact = false;
};

} // namespace turnstone
