// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sidebarpanel.h"

#include "core/types/displaytext.h"
#include "ui/delegates/sidebardelegate.h"
#include "ui/widgets/icons.h"

#include <QMouseEvent>
#include <QScrollBar>

#include <numeric>

namespace turnstone {

SidebarPanel::SidebarPanel(QWidget *parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("Views"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new SidebarDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setBackgroundRole(QPalette::Window);
    viewport()->setBackgroundRole(QPalette::Window);
    setViewportMargins(0, Theme::Grid, 0, Theme::Grid);

    addView(All, tr("All"), themedIcon(QLatin1StringView("all"), Tint::Muted));
    for (const RowProgress::State state :
         {RowProgress::State::Running, RowProgress::State::Waiting, RowProgress::State::WillRetry})
        addView(RowClass(state).index(), rowClassLabel(state), stateIcon(state));
    addLine();
    for (const Verdict verdict : allVerdicts())
        addView(RowClass(verdict).index(), verdictLabel(verdict), verdictIcon(verdict));
    addLine();
    addView(Hosts, tr("Hosts"), themedIcon(QLatin1StringView("hosts"), Tint::Muted));
    addView(Changes, tr("Changes"), themedIcon(QLatin1StringView("changes"), Tint::Muted));
    setCounts({});
    setHostCount(0);
    setCurrentRow(0);
    connect(this, &QListWidget::currentItemChanged, this, &SidebarPanel::onCurrentChanged);
}

void SidebarPanel::addView(int id, const QString &label, const QIcon &icon)
{
    auto *item = new QListWidgetItem(icon, label, this);
    item->setData(ViewIdRole, id);
    item->setData(WordRole, label);
}

void SidebarPanel::addLine()
{
    auto *item = new QListWidgetItem(this);
    item->setData(ViewIdRole, int(Line));
    item->setData(IsLineRole, true);
    item->setFlags(Qt::NoItemFlags);
}

QListWidgetItem *SidebarPanel::itemOf(int id) const
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(ViewIdRole).toInt() == id)
            return item(row);
    }
    return nullptr;
}

void SidebarPanel::setCount(int id, qint64 count)
{
    QListWidgetItem *found = itemOf(id);
    const QVariant before = found->data(CountRole);
    if (before.isValid() && before.toLongLong() == count)
        return;
    found->setData(CountRole, count);
    found->setData(Qt::AccessibleTextRole,
                   tr("%1: %2").arg(found->data(WordRole).toString(), countText(count)));
}

void SidebarPanel::setCounts(const RowCounts &counts)
{
    setCount(All, std::accumulate(counts.begin(), counts.end(), qint64(0)));
    for (int index = 0; index < RowClass::Count; ++index) {
        setCount(index, counts[size_t(index)]);
        // The rarer verdicts only take room once there is one.
        const RowClass rowClass = RowClass::fromIndex(index);
        const bool common = !rowClass.isDone() || rowClass.verdict() <= Verdict::ConnectionFailed;
        QListWidgetItem *item = itemOf(index);
        item->setHidden(!common && counts[size_t(index)] == 0 && item != currentItem());
    }
}

void SidebarPanel::setHostCount(int hosts)
{
    if (hosts > 0)
        return setCount(Hosts, hosts);
    QListWidgetItem *item = itemOf(Hosts);
    item->setData(CountRole, {});
    item->setData(Qt::AccessibleTextRole, item->data(WordRole));
}

/// A click beside the views chooses none of them; the one that is shown stays marked.
void SidebarPanel::mousePressEvent(QMouseEvent *event)
{
    if (itemAt(event->position().toPoint()))
        QListWidget::mousePressEvent(event);
}

void SidebarPanel::reset()
{
    setCurrentRow(0);
}

void SidebarPanel::chooseHosts()
{
    setCurrentItem(itemOf(Hosts));
}

void SidebarPanel::chooseChanges()
{
    setCurrentItem(itemOf(Changes));
}

void SidebarPanel::onCurrentChanged(QListWidgetItem *current)
{
    if (!current)
        return;
    const int id = current->data(ViewIdRole).toInt();
    if (id == Hosts)
        Q_EMIT hostsChosen();
    else if (id == Changes)
        Q_EMIT changesChosen();
    else if (id == All)
        Q_EMIT viewChosen({});
    else if (id >= 0)
        Q_EMIT viewChosen(RowClass::fromIndex(id));
}

} // namespace turnstone
