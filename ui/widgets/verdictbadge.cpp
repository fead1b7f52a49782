// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/verdictbadge.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace turnstone {

namespace {
constexpr int BadgeGap = 4;
} // namespace

VerdictBadge::VerdictBadge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void VerdictBadge::setVerdict(Verdict verdict)
{
    m_what = verdict;
    setShown(verdictLabel(verdict), verdictIcon(verdict));
}

void VerdictBadge::setState(RowProgress::State state)
{
    m_what = state;
    switch (state) {
    case RowProgress::State::Waiting:
        return setShown(tr("Waiting"), stateIcon(state));
    case RowProgress::State::Running:
        return setShown(tr("Running"), stateIcon(state));
    case RowProgress::State::WillRetry:
        return setShown(tr("Will retry"), stateIcon(state));
    }
}

void VerdictBadge::setShown(const QString &text, const QIcon &icon)
{
    m_text = text;
    m_icon = icon;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QFont VerdictBadge::badgeFont() const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return bold;
}

QSize VerdictBadge::sizeHint() const
{
    const QFontMetrics metrics(badgeFont());
    return {iconSizeFor(fontMetrics()) + BadgeGap + metrics.horizontalAdvance(m_text) + 1,
            metrics.height() + 2};
}

void VerdictBadge::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    const int size = iconSizeFor(fontMetrics());
    m_icon.paint(&painter, 0, (height() - size) / 2, size, size);
    painter.setFont(badgeFont());
    painter.setPen(std::visit([&theme](auto what) { return theme.color(what); }, m_what));
    painter.drawText(rect().adjusted(size + BadgeGap, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                     m_text);
}

} // namespace turnstone
