// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/crawlstats.h"

#include <QTableWidget>

#include <vector>

namespace turnstone {

/// A short list of hosts: name, in flight of what is allowed, and rate or countdown.
class NotableHosts final : public QTableWidget
{
    Q_OBJECT

public:
    explicit NotableHosts(QWidget *parent = nullptr);

    /// `isAsking` as for hostStateText().
    void setHosts(const std::vector<HostSnapshot> &hosts, bool isAsking);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

Q_SIGNALS:
    void hostActivated(const QString &host);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    int sizeHintForColumn(int column) const override;

private:
    void makeRoom();
    void setHost(int row, const HostSnapshot &host, bool isAsking);
    void setCell(int row, int column, const QString &text, const QBrush &brush);
};

} // namespace turnstone
