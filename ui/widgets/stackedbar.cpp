// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stackedbar.h"

#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace turnstone {

namespace {

constexpr int BarHeight = 12;
constexpr qreal Narrowest = 2;

QString shareText(qint64 count, qint64 sum)
{
    const double percent = 100.0 * double(count) / double(sum);
    return percent < 0.1 ? QStringLiteral("<\u20090.1\u00A0%")
                         : QLocale().toString(percent, 'f', percent < 10 ? 1 : 0) + QStringLiteral("\u00A0%");
}

} // namespace

StackedBar::StackedBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
}

void StackedBar::setShares(std::vector<Share> shares)
{
    std::erase_if(shares, [](const Share &share) { return share.count <= 0; });
    if (shares == m_shares)
        return;
    m_shares = std::move(shares);
    m_sum = 0;
    QStringList texts;
    for (const Share &share : m_shares)
        m_sum += share.count;
    for (const Share &share : m_shares)
        texts.append(tipFor(share));
    setAccessibleDescription(texts.join(QStringLiteral("; ")));
    update();
}

QSize StackedBar::sizeHint() const
{
    return {scaled(160, fontMetrics()), BarHeight + Theme::Grid / 2 + lineHeightFor(fontMetrics())};
}

QString StackedBar::tipFor(const Share &share) const
{
    return tr("%1: %2 (%3)").arg(share.name, QLocale().toString(share.count), shareText(share.count, m_sum));
}

std::vector<QRectF> StackedBar::segments() const
{
    // What is there must be seen: even one in a million gets its two pixels, taken from the others.
    const qreal spare = std::max<qreal>(0, width() - Narrowest * qreal(m_shares.size()));
    std::vector<QRectF> rects;
    qreal x = 0;
    for (const Share &share : m_shares) {
        const qreal wide = Narrowest + spare * qreal(share.count) / qreal(m_sum);
        rects.emplace_back(x, 0, wide, BarHeight);
        x += wide;
    }
    return rects;
}

const StackedBar::Share *StackedBar::shareAt(const QPoint &point) const
{
    const std::vector<QRectF> rects = segments();
    for (size_t i = 0; i < rects.size(); ++i) {
        if (rects[i].contains(point))
            return &m_shares[i];
    }
    return nullptr;
}

bool StackedBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const Share *share = shareAt(help->pos()))
        QToolTip::showText(help->globalPos(), tipFor(*share), this);
    else
        QToolTip::showText(help->globalPos(),
                           accessibleDescription().replace(QStringLiteral("; "), QStringLiteral("\n")), this);
    return true;
}

void StackedBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath rounded;
    rounded.addRoundedRect(QRectF(0, 0, width(), BarHeight), 3, 3);
    painter.save();
    painter.setClipPath(rounded);
    painter.fillRect(rect(), theme.hairline);
    const std::vector<QRectF> rects = segments();
    for (size_t i = 0; i < rects.size(); ++i)
        painter.fillRect(rects[i], m_shares[i].color);
    painter.restore();
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.drawRoundedRect(QRectF(0.5, 0.5, width() - 1, BarHeight - 1), 3, 3);
    }
    paintLegend(painter);
}

void StackedBar::paintLegend(QPainter &painter) const
{
    const Theme &theme = Theme::of(palette());
    std::vector<const Share *> largest;
    for (const Share &share : m_shares)
        largest.push_back(&share);
    std::stable_sort(largest.begin(), largest.end(),
                     [](const Share *left, const Share *right) { return left->count > right->count; });
    const QFont small = resized(font(), 0.9);
    painter.setFont(small);
    painter.setPen(theme.muted);
    const QFontMetrics metrics(small);
    const int icon = scaled(12, metrics);
    const int line = lineHeightFor(fontMetrics());
    int x = 0;
    const int y = BarHeight + Theme::Grid / 2;
    for (const Share *share : largest) {
        const QString text = shareText(share->count, m_sum);
        const int wide = icon + 4 + metrics.horizontalAdvance(text);
        if (x + wide > width())
            break;
        share->icon.paint(&painter, x, y + (line - icon) / 2, icon, icon);
        painter.drawText(QRect(x + icon + 4, y, wide, line), Qt::AlignVCenter, text);
        x += wide + Theme::Grid + 4;
    }
}

} // namespace turnstone
