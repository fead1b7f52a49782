// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/panellayout.h"

#include "ui/widgets/measures.h"

#include <QAction>
#include <QSettings>

namespace turnstone {

namespace {

// At the font that measures.h counts from.
constexpr int SidebarWidth = 236;
constexpr int PerformanceWidth = 312;
constexpr int LeastSidebar = 150;
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
    sidebar->setMinimumWidth(scaled(LeastSidebar, fontMetrics()));
    performance->setMinimumWidth(scaled(LeastPerformance, fontMetrics()));
    for (QWidget *part : std::initializer_list<QWidget *>{sidebar, m_down, performance})
        addWidget(part);
    setStretchFactor(1, 1);
    for (QSplitter *splitter : {static_cast<QSplitter *>(this), m_down}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    connect(this->performance().toggle, &QAction::triggered, this, [this] { m_gaveWay = false; });
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
    if (performance().toggle->isChecked() != m_wasNarrow) // as it is by itself
        settings.remove(QLatin1StringView(performance().key));
}

void PanelLayout::restore(const QSettings &settings, int windowWidth)
{
    if (!restoreState(settings.value(QStringLiteral("window/across")).toByteArray())) {
        const int left = scaled(SidebarWidth, fontMetrics());
        const int right = scaled(PerformanceWidth, fontMetrics());
        resize(windowWidth, height()); // or the sizes would be shares of what it is before it is shown
        setSizes({left, std::max(windowWidth - left - right, 1), right});
    }
    m_down->restoreState(settings.value(QStringLiteral("window/down")).toByteArray());
    for (QSplitter *splitter : {static_cast<QSplitter *>(this), m_down})
        splitter->setHandleWidth(1);
    for (const Panel &panel : m_panels)
        panel.toggle->setChecked(settings.value(QLatin1StringView(panel.key), true).toBool());
    m_gaveWay = false;
    m_wasNarrow = false;
    if (!settings.contains(QLatin1StringView(performance().key)))
        makeRoom(windowWidth);
    m_wasNarrow = isNarrow(windowWidth);
}

void PanelLayout::resizeEvent(QResizeEvent *event)
{
    QSplitter::resizeEvent(event);
    if (isVisible())
        makeRoom(width());
}

void PanelLayout::showEvent(QShowEvent *event)
{
    QSplitter::showEvent(event);
    makeRoom(width());
}

bool PanelLayout::isNarrow(int width) const
{
    return width < scaled(RoomForAll, fontMetrics());
}

/// Only where the width passes the border: whoever wants the panel in a narrow window has it.
void PanelLayout::makeRoom(int width)
{
    if (m_wasNarrow == isNarrow(width))
        return;
    m_wasNarrow = isNarrow(width);
    QAction *toggle = performance().toggle;
    if (m_wasNarrow && toggle->isChecked()) {
        toggle->setChecked(false);
        m_gaveWay = true;
    } else if (!m_wasNarrow && m_gaveWay) {
        toggle->setChecked(true);
        m_gaveWay = false;
    }
}

} // namespace turnstone
