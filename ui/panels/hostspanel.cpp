// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/hostspanel.h"

#include "core/types/displaytext.h"
#include "ui/models/hostmodel.h"
#include "ui/panels/notablehosts.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace turnstone {

using namespace std::chrono_literals;

HostsPanel::HostsPanel(HostModel &model, QWidget *parent)
    : QWidget(parent)
    , m_hosts(model)
    , m_list(new NotableHosts)
    , m_all(new LinkButton(tr("All hosts")))
{
    auto *name = new QLabel(tr("Hosts"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    m_list->setAccessibleName(tr("Hosts worth a look"));

    auto *top = new QHBoxLayout;
    top->addWidget(name);
    top->addStretch();
    top->addWidget(m_all);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, Theme::Grid, 14, Theme::Grid);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_list);
    layout->addStretch();

    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &HostsPanel::refresh);
    connect(&model, &HostModel::modelReset, this, &HostsPanel::refresh);
    connect(m_list, &NotableHosts::hostActivated, this, &HostsPanel::hostActivated);
    connect(m_all, &LinkButton::clicked, this, &HostsPanel::allHostsRequested);
    refresh();
}

void HostsPanel::refresh()
{
    m_list->setHosts(m_hosts.notable(MostHosts), m_hosts.isAsking());
    const int count = m_hosts.hostCount();
    m_all->setVisible(count > 0);
    m_all->setText(tr("All %1").arg(countText(count)));
    m_all->updateGeometry();
}

void HostsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_timer.start();
}

void HostsPanel::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

} // namespace turnstone
