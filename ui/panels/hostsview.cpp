// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/hostsview.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/delegates/hostlimitdelegate.h"
#include "ui/models/hostmodel.h"
#include "ui/widgets/calmtable.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/flatbutton.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace turnstone {

using namespace std::chrono_literals;

namespace {

constexpr int ResortEveryTicks = 2; // seconds: fresh enough, and rows can still be hit by a pointer

constexpr std::array<int, HostColumnCount> widths = {210, 84, 64,  72,  80, 84, 84,
                                                     70,  80, 112, 112, 88, 88, 120};
constexpr int LeastHost = 120;   // stays in sight beside the widest state
constexpr int RoomForHint = 900; // in the line above the table

/// Not one that was given up: nothing of it waits to be asked.
bool isHeldBack(HostCondition condition)
{
    return condition == HostCondition::Slowed || condition == HostCondition::Down;
}

bool isDown(HostCondition condition)
{
    return condition == HostCondition::Down;
}

} // namespace

HostsView::HostsView(HostModel &model, QWidget *parent)
    : QWidget(parent)
    , m_hosts(model)
    , m_filter(new QLineEdit)
    , m_count(new QLabel)
    , m_hint(new ElidedLabel)
    , m_table(new CalmTable)
    , m_try(new QAction(themedIcon(QLatin1StringView("recheck")), tr("&Try now"), this))
    , m_giveUp(new QAction(themedIcon(QLatin1StringView("stop")), tr("&Give up"), this))
{
    m_filter->setPlaceholderText(tr("Filter hosts"));
    m_filter->setAccessibleName(tr("Filter hosts"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(scaled(260, fontMetrics()));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_filter->setMinimumWidth(scaled(120, fontMetrics()));
    m_hint->setText(tr("Limit and delay can be changed in place (F2)."));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    setFocusProxy(m_table);
    setUpTable();
    setUpActions();

    auto *top = new QHBoxLayout;
    top->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, Theme::Grid);
    top->setSpacing(2 * Theme::Grid);
    top->addWidget(m_filter, 1);
    top->addWidget(new FlatButton(m_try));
    top->addWidget(new FlatButton(m_giveUp));
    top->addWidget(m_count);
    top->addStretch();
    top->addWidget(m_hint);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);

    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &HostsView::refresh);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_hosts.setFilter(text.trimmed());
        showCount();
    });
    connect(&model, &HostModel::modelReset, this, &HostsView::showCount);
    showCount();
}

void HostsView::setUpTable()
{
    m_table->setModel(&m_hosts);
    m_table->setAccessibleName(tr("Hosts"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    for (const HostColumn column : {HostColumn::Limit, HostColumn::Delay})
        m_table->setItemDelegateForColumn(int(column), new HostLimitDelegate(m_table));
    QHeaderView *header = m_table->horizontalHeader();
    for (int column = 0; column < HostColumnCount; ++column)
        header->resizeSection(column, std::max(scaled(widths[size_t(column)], fontMetrics()),
                                               header->sectionSizeHint(column))); // no heading is cut
    m_stateWidth = header->sectionSize(int(HostColumn::State));
    header->setResizeContentsPrecision(0); // the rows in sight
    header->moveSection(header->visualIndex(int(HostColumn::State)), 1);
    header->setStretchLastSection(true);
    m_table->setItemDelegateForColumn(int(HostColumn::State), new HostStateDelegate(m_table));
    header->setSectionsClickable(true);
    header->setSortIndicator(int(HostColumn::InFlight), Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (!(index.flags() & Qt::ItemIsEditable))
            Q_EMIT hostActivated(index.data(HostNameRole).toString());
    });
}

/// Wide enough for what is said of the hosts in sight, before any column beside it, unless somebody chose a
/// width. The name gives way where both do not fit.
void HostsView::widenState()
{
    const QAbstractItemView *table = m_table; // where this is public
    QHeaderView *header = m_table->horizontalHeader();
    const int column = int(HostColumn::State);
    const int widest = m_table->viewport()->width() - scaled(LeastHost, fontMetrics());
    const int wanted = std::min(table->sizeHintForColumn(column) + Theme::Grid, widest);
    if (header->sectionSize(column) != m_stateWidth || wanted <= m_stateWidth)
        return;
    m_stateWidth = wanted;
    header->resizeSection(column, wanted);
    const int left = m_table->viewport()->width() - wanted;
    if (header->sectionSize(int(HostColumn::Host)) > left)
        header->resizeSection(int(HostColumn::Host), left);
}

void HostsView::setUpActions()
{
    m_try->setShortcut(QKeySequence(tr("F5")));
    m_giveUp->setShortcut(QKeySequence::Delete);
    for (QAction *action : {m_try, m_giveUp}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_try, &QAction::triggered, this, [this] {
        if (const QStringList hosts = selectedHosts(&isHeldBack); !hosts.isEmpty())
            Q_EMIT tryRequested(hosts);
    });
    connect(m_giveUp, &QAction::triggered, this, [this] {
        const QStringList hosts = selectedHosts(&isDown);
        if (!hosts.isEmpty() && mayGiveUp(hosts))
            Q_EMIT giveUpRequested(hosts);
    });
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &HostsView::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HostsView::updateActions);
    updateActions();
}

QStringList HostsView::selectedHosts(bool (*isMeant)(HostCondition condition)) const
{
    QStringList hosts;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        const HostSnapshot &host = m_hosts.snapshotAt(row.row());
        if (m_active && isMeant(host.condition))
            hosts.append(host.host);
    }
    return hosts;
}

/// Asks where it is about more than one row.
bool HostsView::mayGiveUp(const QStringList &hosts)
{
    qint64 rows = 0;
    for (int row = 0; row < m_hosts.rowCount(); ++row) {
        const HostSnapshot &host = m_hosts.snapshotAt(row);
        if (hosts.contains(host.host))
            rows += host.waiting + host.willRetry + host.inFlight;
    }
    if (rows < 2)
        return true;
    QMessageBox question(
        QMessageBox::Question, tr("Turnstone"),
        hosts.size() == 1
            ? tr("Give up on the %1 addresses of %2 that are still to be fetched?", nullptr, pluralOf(rows))
                  .arg(countText(rows), visibleLine(hosts.front(), 100))
            : tr("Give up on the %1 addresses of %2 hosts that are still to be fetched?", nullptr,
                 pluralOf(rows))
                  .arg(countText(rows), countText(hosts.size())),
        QMessageBox::NoButton, this);
    question.setTextFormat(Qt::PlainText);
    question.setInformativeText(
        tr("They get the verdict of their host. To try the host again, check them again."));
    const QPushButton *giveUp = question.addButton(tr("Give up"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(tr("Cancel"), QMessageBox::RejectRole));
    question.exec();
    return question.clickedButton() == giveUp;
}

/// What the engine does with a host changes by itself: looked at again each second, not at each change.
void HostsView::updateActions()
{
    m_try->setEnabled(!selectedHosts(&isHeldBack).isEmpty());
    m_try->setToolTip(m_try->isEnabled() ? tr("Try the selected hosts now that are slowed or down (F5)")
                                         : reasonAgainst(tr("slowed or down")));
    m_giveUp->setEnabled(!selectedHosts(&isDown).isEmpty());
    m_giveUp->setToolTip(m_giveUp->isEnabled()
                             ? tr("Stop waiting for the selected hosts that are down (Delete)")
                             : reasonAgainst(tr("down")));
}

/// Why nothing can be done with what is selected.
QString HostsView::reasonAgainst(const QString &neededState) const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const bool isGivenUp = std::any_of(rows.begin(), rows.end(), [this](const QModelIndex &row) {
        return m_hosts.snapshotAt(row.row()).condition == HostCondition::GivenUp;
    });
    if (isGivenUp)
        return tr("Its rows have their verdict. To try the host again, check them again.");
    if (!m_active)
        return tr("Nothing is being fetched.");
    return rows.isEmpty() ? tr("Select a host that is %1.").arg(neededState)
                          : tr("No selected host is %1.").arg(neededState);
}

void HostsView::setActive(bool active)
{
    m_active = active;
    updateActions();
}

void HostsView::showMenu(const QPoint &place)
{
    updateActions();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addActions({m_try, m_giveUp});
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void HostsView::refresh()
{
    m_hosts.tick();
    showCount();
    updateActions();
    widenState();
    // Not under the pointer's feet: an editor keeps its row where it is.
    const bool isEditing = m_table->findChild<QWidget *>(HostLimitDelegate::editorName()) != nullptr;
    if (++m_ticks % ResortEveryTicks == 0 && !isEditing)
        m_hosts.resort();
}

void HostsView::showCount()
{
    const int shown = m_hosts.rowCount();
    const int all = m_hosts.hostCount();
    m_table->setEmptyText(all > 0 ? tr("No host matches the filter.")
                                  : tr("Hosts are listed here once Turnstone fetches from them. What it "
                                       "learns about a host is not kept in the project."));
    m_count->setText(
        all == 0       ? QString()
        : shown == all ? tr("Hosts: %1").arg(countText(all))
                       : tr("%1 of %2 hosts", nullptr, pluralOf(all)).arg(countText(shown), countText(all)));
}

void HostsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_hosts.resort();
    refresh();
    m_timer.start();
}

void HostsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_hint->setVisible(width() >= scaled(RoomForHint, fontMetrics()));
}

void HostsView::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

} // namespace turnstone
