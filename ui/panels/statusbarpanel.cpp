// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/statusbarpanel.h"

#include "core/types/displaytext.h"
#include "ui/models/elapsedtext.h"
#include "ui/widgets/progressline.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace turnstone {

StatusBarPanel::StatusBarPanel(QWidget *parent)
    : QWidget(parent)
    , m_progress(new ProgressLine)
{
    setFixedHeight(32);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 1, 14, 0);
    row->setSpacing(2 * Theme::Grid);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setFixedWidth(260);
    row->addWidget(m_progress);
    m_done = addLabel(tr("Addresses done"), true);
    m_rate = addLabel(tr("Requests per second"));
    m_left = addLabel(tr("Time left"));
    m_inFlight = addLabel(tr("In flight"));
    m_willRetry = addLabel(tr("Waiting to be tried again"));
    row->addStretch(1);
    m_note = addLabel(tr("Note"));
    setStats({}, false);
}

QLabel *StatusBarPanel::addLabel(const QString &name, bool strong)
{
    auto *label = new QLabel;
    label->setFont(tabularFigures(label->font()));
    label->setForegroundRole(strong ? QPalette::WindowText : QPalette::PlaceholderText);
    label->setAccessibleName(name);
    layout()->addWidget(label);
    return label;
}

void StatusBarPanel::setStats(const CrawlStats &stats, bool active)
{
    m_progress->setVisible(stats.addresses > 0);
    m_progress->setFraction(stats.addresses ? double(stats.finished) / double(stats.addresses) : 0);
    m_done->setVisible(stats.addresses > 0);
    m_done->setText(tr("%1 of %2").arg(countText(stats.finished), countText(stats.addresses)));
    m_rate->setVisible(stats.requests > 0 || active);
    m_rate->setText(active ? rateText(stats.requestsPerSecond)
                           : tr("%1 on average").arg(rateText(stats.meanRequestsPerSecond)));
    m_left->setVisible(active || stats.elapsed.count() > 0);
    if (active && stats.networkDown)
        m_left->setText(tr("network down"));
    else if (active)
        m_left->setText(stats.eta.count() >= 0 ? tr("%1 left").arg(countdownText(stats.eta))
                                               : tr("time left unknown"));
    else
        m_left->setText(tr("took %1").arg(exactElapsedText(stats.elapsed)));
    m_inFlight->setVisible(active);
    m_inFlight->setText(tr("%1 in flight").arg(countText(stats.inFlight)));
    m_willRetry->setVisible(active && stats.willRetry > 0);
    m_willRetry->setText(tr("%1 will retry").arg(countText(stats.willRetry)));
}

void StatusBarPanel::setNote(const QString &note)
{
    m_note->setText(note);
}

void StatusBarPanel::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(0, 0, width(), 1, Theme::of(palette()).hairline);
}

} // namespace turnstone
