// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowclass.h"

#include <QListWidget>

#include <optional>

namespace turnstone {

struct TablePage;

/// The views of the list with their live counts, all, by state and by verdict, and the other pages.
class SidebarPanel final : public QListWidget
{
    Q_OBJECT

public:
    explicit SidebarPanel(QWidget *parent = nullptr);

    void setCounts(const RowCounts &counts);
    void addPage(const TablePage &page);
    /// Zero shows none.
    void setPageCount(const QByteArray &id, qint64 count);
    void choosePage(const QByteArray &id);
    /// Back to All.
    void reset();

Q_SIGNALS:
    /// Nothing: all rows.
    void viewChosen(std::optional<turnstone::RowClass> only);
    void pageChosen(const QByteArray &id);

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    enum Special { All = -1, Page = -2, Line = -3 };

    QListWidgetItem *addView(int id, const QString &label, const QIcon &icon);
    void addLine();
    QListWidgetItem *itemOf(int id) const;
    QListWidgetItem *itemOf(const QByteArray &page) const;
    void setCount(QListWidgetItem *item, qint64 count);
    void onCurrentChanged(QListWidgetItem *current);
};

} // namespace turnstone
