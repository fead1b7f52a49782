// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace turnstone {

class FilterBox;
class FlatButton;
class FlatButton;
class MainActions;

/// The row of buttons on top of the window, and the filter box at its end. In a narrow window the last
/// buttons are icons only.
class MainToolBar final : public QWidget
{
    Q_OBJECT

public:
    explicit MainToolBar(const MainActions &actions, QWidget *parent = nullptr);

    FilterBox *filter() { return m_filter; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void shareRoom();

    QList<FlatButton *> m_buttons;
    FilterBox *m_filter;
};

} // namespace turnstone
