// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspectorpanel.h"

#include "ui/panels/attemptstab.h"
#include "ui/panels/bodytab.h"
#include "ui/panels/headerstab.h"
#include "ui/panels/historytab.h"
#include "ui/panels/inspectorheader.h"
#include "ui/panels/overviewtab.h"
#include "ui/panels/redirectstab.h"
#include "ui/widgets/flattabbar.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace turnstone {

InspectorPanel::InspectorPanel(QWidget *parent)
    : QWidget(parent)
    , m_bar(new FlatTabBar)
    , m_header(new InspectorHeader)
    , m_history(new HistoryTab)
    , m_pages(new QStackedWidget)
    , m_nothing(new QLabel)
    , m_something(new QWidget)
{
    m_bar->setAccessibleName(tr("Inspector"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);

    auto *inner = new QVBoxLayout(m_something);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_header);
    inner->addWidget(m_pages, 1);
    m_pages->setMinimumHeight(scaled(56, fontMetrics())); // what does not fit is scrolled
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
    addTab(tr("History"), m_history);
    connect(m_bar, &QTabBar::currentChanged, this, &InspectorPanel::fillCurrent);
    connect(m_header, &InspectorHeader::recheckClicked, this, [this] {
        if (m_inspected)
            Q_EMIT recheckRequested(m_inspected->row);
    });
    connect(m_header, &InspectorHeader::noteClicked, this, [this] {
        if (m_inspected)
            Q_EMIT noteRequested(m_inspected->row);
    });
    connect(m_history, &HistoryTab::entriesWanted, this, &InspectorPanel::historyWanted);
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
                                RowProgress::State stateIfUnfinished, int tries, const QString &hostState,
                                bool isAgain)
{
    const bool isSame = m_inspected && m_inspected->row == row && m_inspected->address == address;
    const QString note = isSame ? m_inspected->note : QString();
    m_inspected = Inspected{address, row, result, stateIfUnfinished, tries, isAgain, hostState, note};
    m_nothing->hide();
    m_something->show();
    present();
    if (!isSame)
        Q_EMIT noteWanted(row);
}

void InspectorPanel::present()
{
    m_isFilled.assign(m_isFilled.size(), false);
    m_header->present(*m_inspected);
    fillCurrent();
}

void InspectorPanel::setHistory(RowId row, const Result<std::vector<HistoryEntry>> &entries)
{
    m_history->setEntries(row, entries);
}

void InspectorPanel::setNote(RowId row, const QString &note)
{
    if (!m_inspected || m_inspected->row != row || m_inspected->note == note)
        return;
    m_inspected->note = note;
    present();
}

void InspectorPanel::setReadOnly(bool readOnly)
{
    m_header->setReadOnly(readOnly);
}

void InspectorPanel::clear(const QString &why)
{
    m_inspected.reset();
    m_nothing->setText(why.isEmpty() ? tr("Select an address to see its evidence.") : why);
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
