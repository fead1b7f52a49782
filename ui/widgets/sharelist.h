// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace turnstone {

/// Parts of a whole below each other: a name, a bar, the amount in words.
class ShareList final : public QWidget
{
    Q_OBJECT

public:
    struct Share
    {
        QString name;
        QString amount;
        double fraction = 0; ///< of the whole, 0..1
    };

    explicit ShareList(QWidget *parent = nullptr);

    void setShares(std::vector<Share> shares);
    const std::vector<Share> &shares() const { return m_shares; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<Share> m_shares;
};

} // namespace turnstone
