// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspectorpanel.h"

#include "ui/panels/attemptstab.h"
#include "ui/panels/bodytab.h"
#include "ui/panels/headerstab.h"
#include "ui/panels/inspectorheader.h"
#include "ui/panels/overviewtab.h"
#include "ui/panels/redirectstab.h"
#include "ui/widgets/flattabbar.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace turnstone {

InspectorPanel::InspectorPanel(QWidget *parent)
    : QWidget(parent)
    , m_bar(new FlatTabBar)
    , m_header(new InspectorHeader)
    , m_pages(new QStackedWidget)
    , m_nothing(new QLabel(tr("Select an address to see its evidence.")))
    , m_something(new QWidget)
{
    m_bar->setAccessibleName(tr("Inspector"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);

    auto *inner = new QVBoxLayout(m_something);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_header);
    inner->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->addSpacing(Theme::Grid);
    top->addWidget(m_bar, 1);
    layout->addLayout(top);
    layout->addWidget(m_something, 1);
    layout->addWidget(m_nothing, 1);

    addTab(tr("Overview"), new OverviewTab);
    addTab(tr("Attempts"), new AttemptsTab);
    addTab(tr("Redirects"), new RedirectsTab);
    addTab(tr("Headers"), new HeadersTab);
    addTab(tr("Body"), new BodyTab);
    connect(m_bar, &QTabBar::currentChanged, this, &InspectorPanel::fillCurrent);
    connect(m_header, &InspectorHeader::recheckClicked, this, [this] {
        if (m_inspected)
            Q_EMIT recheckRequested(m_inspected->row);
    });
    clear();
}

void InspectorPanel::addTab(const QString &name, InspectorTab *tab)
{
    m_bar->addTab(name);
    m_pages->addWidget(tab);
    m_tabs.push_back(tab);
    m_isFilled.push_back(false);
}

void InspectorPanel::showResult(const QString &address, RowId row, const std::optional<FetchResult> &result,
                                RowProgress::State stateIfUnfinished, int tries)
{
    m_inspected = Inspected{address, row, result, stateIfUnfinished, tries};
    m_isFilled.assign(m_isFilled.size(), false);
    m_header->present(*m_inspected);
    m_nothing->hide();
    m_something->show();
    fillCurrent();
}

void InspectorPanel::clear()
{
    m_inspected.reset();
    m_something->hide();
    m_nothing->show();
}

void InspectorPanel::fillCurrent()
{
    const auto current = size_t(m_bar->currentIndex());
    m_pages->setCurrentIndex(int(current));
    if (m_inspected && !m_isFilled[current]) {
        m_isFilled[current] = true;
        m_tabs[current]->present(*m_inspected);
    }
}

InspectorPanel::Tab InspectorPanel::currentTab() const
{
    return Tab(m_bar->currentIndex());
}

void InspectorPanel::setCurrentTab(Tab tab)
{
    m_bar->setCurrentIndex(int(tab));
}

} // namespace turnstone
