// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace turnstone {

/// What the window shows before there is a list: the ways to one.
class EmptyStatePage final : public QScrollArea
{
    Q_OBJECT

public:
    explicit EmptyStatePage(QWidget *parent = nullptr);

    void setDemoAvailable(bool available);
    /// Something that can be dropped hovers over the window.
    void setDropHighlighted(bool highlighted);

Q_SIGNALS:
    void pasteRequested();
    void addRequested();
    void openRequested();
    void demoRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    QWidget *m_card;
    QWidget *m_demo;
    bool m_highlighted = false;
};

} // namespace turnstone
