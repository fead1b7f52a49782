// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace turnstone {

class HostModel;
class LinkButton;
class NotableHosts;

/// The few hosts worth a look: paused ones with their countdown, then those that wait to try again, then the
/// busiest.
class HostsPanel final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int MostHosts = 8;

    /// `model` must outlive the panel.
    explicit HostsPanel(HostModel &model, QWidget *parent = nullptr);

Q_SIGNALS:
    void hostActivated(const QString &host);
    void allHostsRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();

    HostModel &m_hosts;
    NotableHosts *m_list;
    LinkButton *m_all;
    QTimer m_timer;
};

} // namespace turnstone
