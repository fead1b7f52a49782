// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;

namespace turnstone {

class CalmTable;
class ElidedLabel;
class HostModel;

/// All hosts as a table that can be filtered, sorted and edited: limit and delay of a host are changed in
/// place, HostModel::hostLimitsChanged() tells. The selected hosts can be tried or given up by buttons,
/// menu and keys.
class HostsView final : public QWidget
{
    Q_OBJECT

public:
    /// `model` must outlive the view.
    explicit HostsView(HostModel &model, QWidget *parent = nullptr);

    QLineEdit *filter() const { return m_filter; }
    QAction *tryAction() const { return m_try; }
    QAction *giveUpAction() const { return m_giveUp; }
    /// Hosts can be tried and given up while a crawl is active.
    void setActive(bool active);

Q_SIGNALS:
    /// Enter or a double click on a host.
    void hostActivated(const QString &host);
    /// These hosts are held back, and somebody wants them to be asked now.
    void tryRequested(const QStringList &hosts);
    /// These hosts are down, and somebody does not want to wait for them.
    void giveUpRequested(const QStringList &hosts);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void setUpTable();
    void refresh();
    void showCount();
    void setUpActions();
    void widenState();
    void updateActions();
    QString reasonAgainst(const QString &neededState) const;
    void showMenu(const QPoint &place);
    bool mayGiveUp(const QStringList &hosts);
    QStringList selectedHosts(bool (*isMeant)(HostCondition condition)) const;

    HostModel &m_hosts;
    QLineEdit *m_filter;
    QLabel *m_count;
    ElidedLabel *m_hint; // where there is room for it
    CalmTable *m_table;
    QAction *m_try;
    QAction *m_giveUp;
    QTimer m_timer;
    bool m_active = false;
    int m_ticks = 0;
    int m_stateWidth = 0; // as it was set here
};

} // namespace turnstone
