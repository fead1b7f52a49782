// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/panellayout.h"

#include "ui/widgets/measures.h"

#include <QAction>
#include <QSettings>

namespace turnstone {

namespace {

// At the font that measures.h counts from.
constexpr int SidebarWidth = 196;
constexpr int PerformanceWidth = 284;
constexpr int LeastSidebar = 150;
constexpr int LeastTable = 96;
constexpr int LeastPerformance = 236;
constexpr int RoomForAll = 1080; // below it the table comes first

} // namespace

PanelLayout::PanelLayout(QWidget *sidebar, QWidget *table, QWidget *inspector, QWidget *performance)
    : QSplitter(Qt::Horizontal)
    , m_down(new QSplitter(Qt::Vertical))
    , m_panels{makePanel("window/sidebar", sidebar, tr("&Sidebar"), QKeySequence(tr("Ctrl+1"))),
               makePanel("window/inspector", inspector, tr("&Inspector"), QKeySequence(tr("Ctrl+2"))),
               makePanel("window/performance", performance, tr("&Performance and hosts"),
                         QKeySequence(tr("Ctrl+3")))}
{
    m_down->addWidget(table);
    m_down->addWidget(inspector);
    m_down->setStretchFactor(0, 1);
    m_down->setSizes({550, 270});
    table->setMinimumHeight(scaled(LeastTable, fontMetrics()));
    sidebar->setMinimumWidth(scaled(LeastSidebar, fontMetrics()));
    performance->setMinimumWidth(scaled(LeastPerformance, fontMetrics()));
    for (QWidget *part : std::initializer_list<QWidget *>{sidebar, m_down, performance})
        addWidget(part);
    setStretchFactor(1, 1);
    const int left = scaled(SidebarWidth, fontMetrics());
    const int right = scaled(PerformanceWidth, fontMetrics());
    setSizes({left, std::max(1440 - left - right, 1), right});
    for (QSplitter *splitter : {static_cast<QSplitter *>(this), m_down}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
}

PanelLayout::Panel PanelLayout::makePanel(const char *key, QWidget *widget, const QString &name,
                                          const QKeySequence &shortcut)
{
    auto *toggle = new QAction(name, this);
    toggle->setCheckable(true);
    toggle->setChecked(true);
    toggle->setShortcut(shortcut);
    connect(toggle, &QAction::toggled, widget, &QWidget::setVisible);
    return {key, widget, toggle};
}

QList<QAction *> PanelLayout::toggles() const
{
    QList<QAction *> toggles;
    for (const Panel &panel : m_panels)
        toggles.append(panel.toggle);
    return toggles;
}

void PanelLayout::save(QSettings &settings) const
{
    settings.setValue(QStringLiteral("window/across"), saveState());
    settings.setValue(QStringLiteral("window/down"), m_down->saveState());
    for (const Panel &panel : m_panels)
        settings.setValue(QLatin1StringView(panel.key), panel.toggle->isChecked());
}

void PanelLayout::restore(const QSettings &settings, int windowWidth)
{
    restoreState(settings.value(QStringLiteral("window/across")).toByteArray());
    m_down->restoreState(settings.value(QStringLiteral("window/down")).toByteArray());
    for (QSplitter *splitter : {static_cast<QSplitter *>(this), m_down})
        splitter->setHandleWidth(1);
    for (const Panel &panel : m_panels) {
        const bool hasRoom =
            panel.widget != m_panels.back().widget || windowWidth >= scaled(RoomForAll, fontMetrics());
        panel.toggle->setChecked(settings.value(QLatin1StringView(panel.key), hasRoom).toBool());
    }
}

} // namespace turnstone
