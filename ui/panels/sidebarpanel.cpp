// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sidebarpanel.h"

#include "core/types/displaytext.h"
#include "ui/delegates/sidebardelegate.h"
#include "ui/panels/tablepages.h"
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
    setCounts({});
    setCurrentRow(0);
    connect(this, &QListWidget::currentItemChanged, this, &SidebarPanel::onCurrentChanged);
}

QListWidgetItem *SidebarPanel::addView(int id, const QString &label, const QIcon &icon)
{
    auto *item = new QListWidgetItem(icon, label, this);
    item->setData(ViewIdRole, id);
    item->setData(WordRole, label);
    return item;
}

void SidebarPanel::addPage(const TablePage &page)
{
    QListWidgetItem *item = addView(Page, page.name, page.icon);
    item->setData(PageIdRole, page.id);
    item->setData(Qt::AccessibleTextRole, page.name);
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

QListWidgetItem *SidebarPanel::itemOf(const QByteArray &page) const
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(PageIdRole).toByteArray() == page)
            return item(row);
    }
    return nullptr;
}

void SidebarPanel::setCount(QListWidgetItem *item, qint64 count)
{
    const QVariant before = item->data(CountRole);
    if (before.isValid() && before.toLongLong() == count)
        return;
    item->setData(CountRole, count);
    item->setData(Qt::AccessibleTextRole,
                  tr("%1: %2").arg(item->data(WordRole).toString(), countText(count)));
}

void SidebarPanel::setCounts(const RowCounts &counts)
{
    setCount(itemOf(All), std::accumulate(counts.begin(), counts.end(), qint64(0)));
    for (int index = 0; index < RowClass::Count; ++index) {
        // The rarer verdicts only take room once there is one.
        const RowClass rowClass = RowClass::fromIndex(index);
        const bool common = !rowClass.isDone() || rowClass.verdict() <= Verdict::ConnectionFailed;
        QListWidgetItem *item = itemOf(index);
        setCount(item, counts[size_t(index)]);
        item->setHidden(!common && counts[size_t(index)] == 0 && item != currentItem());
    }
}

void SidebarPanel::setPageCount(const QByteArray &id, qint64 count)
{
    QListWidgetItem *item = itemOf(id);
    if (count > 0)
        return setCount(item, count);
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

void SidebarPanel::choosePage(const QByteArray &id)
{
    setCurrentItem(itemOf(id));
}

void SidebarPanel::onCurrentChanged(QListWidgetItem *current)
{
    if (!current)
        return;
    const int id = current->data(ViewIdRole).toInt();
    if (id == Page)
        Q_EMIT pageChosen(current->data(PageIdRole).toByteArray());
    else if (id == All)
        Q_EMIT viewChosen({});
    else if (id >= 0)
        Q_EMIT viewChosen(RowClass::fromIndex(id));
}

} // namespace turnstone
