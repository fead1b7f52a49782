// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/statusbarpanel.h"

#include "core/types/displaytext.h"
#include "ui/models/elapsedtext.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/progressline.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace turnstone {

namespace {

// Properties of the labels: what the value is, and whether it is to be seen where there is room.
constexpr auto CountName = "name";
constexpr auto Wanted = "wanted";

} // namespace

StatusBarPanel::StatusBarPanel(QWidget *parent)
    : QWidget(parent)
    , m_progress(new ProgressLine)
{
    setFixedHeight(fontMetrics().height() + 16);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 1, 14, 0);
    row->setSpacing(2 * Theme::Grid);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMinimumWidth(scaled(48, fontMetrics()));
    m_progress->setMaximumWidth(scaled(260, fontMetrics()));
    m_progress->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    row->addWidget(m_progress, 100);
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
    label->setMinimumWidth(1); // one that has no room is hidden as a whole
    label->setProperty(CountName, name);
    layout()->addWidget(label);
    return label;
}

/// A name alone would hide the value from a screen reader.
void StatusBarPanel::set(QLabel *label, bool isWanted, const QString &text)
{
    label->setProperty(Wanted, isWanted);
    if (label->text() == text)
        return;
    label->setText(text);
    label->setAccessibleName(tr("%1: %2").arg(label->property(CountName).toString(), text));
}

void StatusBarPanel::setStats(const CrawlStats &stats, bool active)
{
    m_progress->setVisible(stats.addresses > 0);
    m_progress->setFraction(stats.addresses ? double(stats.finished) / double(stats.addresses) : 0);
    set(m_done, stats.addresses > 0,
        tr("%1 of %2").arg(countText(stats.finished), countText(stats.addresses)));
    set(m_rate, stats.addresses > 0 && (stats.requests > 0 || active),
        active ? rateText(stats.requestsPerSecond)
               : tr("%1 on average").arg(rateText(stats.meanRequestsPerSecond)));
    QString left = tr("took %1").arg(exactElapsedText(stats.elapsed));
    if (active && stats.networkDown)
        left = tr("no connection");
    else if (active)
        left = stats.eta.count() >= 0 ? tr("%1 left").arg(countdownText(stats.eta)) : tr("time left unknown");
    set(m_left, stats.addresses > 0 && (active || stats.elapsed.count() > 0), left);
    set(m_inFlight, active, tr("%1 in flight").arg(countText(stats.inFlight)));
    set(m_willRetry, active && stats.willRetry > 0, tr("%1 will retry").arg(countText(stats.willRetry)));
    shareRoom();
}

/// What matters least is left out first where there is no room for all.
void StatusBarPanel::shareRoom()
{
    int room = width() - layout()->contentsMargins().left() - layout()->contentsMargins().right() -
               m_progress->minimumWidth();
    for (QLabel *label : {m_done, m_note, m_left, m_rate, m_willRetry, m_inFlight}) {
        const int needed = label->sizeHint().width() + layout()->spacing();
        const bool fits = label->property(Wanted).toBool() && needed <= room;
        if (fits)
            room -= needed;
        label->setVisible(fits);
    }
}

void StatusBarPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareRoom();
}

void StatusBarPanel::setNote(const QString &note)
{
    set(m_note, !note.isEmpty(), note);
    shareRoom();
}

void StatusBarPanel::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(0, 0, width(), 1, Theme::of(palette()).hairline);
}

} // namespace turnstone
