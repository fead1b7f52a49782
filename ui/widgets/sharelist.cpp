// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sharelist.h"

#include "ui/widgets/measures.h"
#include "ui/widgets/tabulartext.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace turnstone {

namespace {
constexpr int ShareHeight = 8;
constexpr int LeastBar = 80;

int amountWidth(const QFontMetrics &metrics)
{
    return figureWidthFor(metrics) + 2 * Theme::Grid;
}
} // namespace

ShareList::ShareList(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ShareList::setShares(std::vector<Share> shares)
{
    m_shares = std::move(shares);
    QStringList words;
    for (const Share &share : m_shares)
        words << share.name + u": " + share.amount;
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize ShareList::minimumSizeHint() const
{
    int names = 0;
    for (const Share &share : m_shares)
        names = std::max(names, fontMetrics().horizontalAdvance(share.name));
    return {names + 2 * Theme::Grid + LeastBar + amountWidth(fontMetrics()),
            int(m_shares.size()) * lineHeightFor(fontMetrics())};
}

QSize ShareList::sizeHint() const
{
    return minimumSizeHint() + QSize(120, 0);
}

void ShareList::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int barLeft = minimumSizeHint().width() - LeastBar - amountWidth(fontMetrics());
    const int barWidth = width() - barLeft - amountWidth(fontMetrics());
    for (size_t i = 0; i < m_shares.size(); ++i) {
        const Share &share = m_shares[i];
        const QRect line(0, int(i) * lineHeightFor(fontMetrics()), width(), lineHeightFor(fontMetrics()));
        painter.setPen(theme.text);
        painter.drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, share.name);
        QRectF bar(barLeft, line.center().y() - ShareHeight / 2 + 0.5, barWidth, ShareHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hairline);
        painter.drawRoundedRect(bar, 2, 2);
        bar.setWidth(std::max(bar.width() * share.fraction, share.fraction > 0 ? 2.0 : 0.0));
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(bar, 2, 2);
        painter.setPen(theme.muted);
        drawTabular(&painter, line, share.amount, Qt::AlignRight);
    }
}

} // namespace turnstone
