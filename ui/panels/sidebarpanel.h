// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowclass.h"

#include <QListWidget>

#include <optional>

namespace turnstone {

/// The views of the list with their live counts: all, by state, by verdict, the hosts, and what
/// changed between runs.
class SidebarPanel final : public QListWidget
{
    Q_OBJECT

public:
    explicit SidebarPanel(QWidget *parent = nullptr);

    void setCounts(const RowCounts &counts);
    void setHostCount(int hosts);
    /// Back to All.
    void reset();
    void chooseHosts();
    void chooseChanges();

Q_SIGNALS:
    /// Nothing: all rows.
    void viewChosen(std::optional<turnstone::RowClass> only);
    void hostsChosen();
    void changesChosen();

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    enum Special { All = -1, Hosts = -2, Line = -3, Changes = -4 };

    void addView(int id, const QString &label, const QIcon &icon);
    void addLine();
    QListWidgetItem *itemOf(int id) const;
    void setCount(int id, qint64 count);
    void onCurrentChanged(QListWidgetItem *current);
};

} // namespace turnstone
