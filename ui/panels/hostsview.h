// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace turnstone {

class CalmTable;
class HostModel;

/// All hosts as a table that can be filtered, sorted and edited: limit and delay of a host are changed in
/// place, HostModel::hostLimitsChanged() tells.
class HostsView final : public QWidget
{
    Q_OBJECT

public:
    /// `model` must outlive the view.
    explicit HostsView(HostModel &model, QWidget *parent = nullptr);

    QLineEdit *filter() const { return m_filter; }

Q_SIGNALS:
    /// Enter or a double click on a host.
    void hostActivated(const QString &host);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void setUpTable();
    void refresh();
    void showCount();

    HostModel &m_hosts;
    QLineEdit *m_filter;
    QLabel *m_count;
    CalmTable *m_table;
    QTimer m_timer;
    int m_ticks = 0;
};

} // namespace turnstone
