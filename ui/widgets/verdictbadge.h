// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fetchresult.h"

#include <QIcon>
#include <QWidget>

#include <variant>

namespace turnstone {

/// A verdict or the state of an unfinished row as shape, word and colour.
class VerdictBadge final : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictBadge(QWidget *parent = nullptr);

    void setVerdict(Verdict verdict);
    void setState(RowProgress::State state);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setShown(const QString &text, const QIcon &icon);
    QFont badgeFont() const;

    std::variant<Verdict, RowProgress::State> m_what = Verdict::Cancelled;
    QString m_text;
    QIcon m_icon;
};

} // namespace turnstone
