// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

#include <array>

class QSettings;

namespace turnstone {

/// The places of the panels: the sidebar, the table above the inspector, performance and hosts. All but the
/// table can be hidden; what is, and how large each is, is remembered. In a window that becomes narrow,
/// performance and hosts give way to the table, and come back when it is wide again.
class PanelLayout final : public QSplitter
{
    Q_OBJECT

public:
    /// Takes the panels.
    PanelLayout(QWidget *sidebar, QWidget *table, QWidget *inspector, QWidget *performance);

    /// Checkable, one for each panel that can be hidden; owned by the layout.
    QList<QAction *> toggles() const;
    void save(QSettings &settings) const;
    /// As it was; what was never chosen is as `windowWidth` has room for.
    void restore(const QSettings &settings, int windowWidth);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Panel
    {
        const char *key;
        QWidget *widget;
        QAction *toggle;
    };

    Panel makePanel(const char *key, QWidget *widget, const QString &name, const QKeySequence &shortcut);
    const Panel &performance() const { return m_panels.back(); }
    bool isNarrow(int width) const;
    void makeRoom(int width);

    QSplitter *m_down;
    std::array<Panel, 3> m_panels;
    bool m_wasNarrow = false;
    bool m_gaveWay = false; // nobody hid it: there was no room
};

} // namespace turnstone
