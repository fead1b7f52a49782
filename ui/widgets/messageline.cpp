// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messageline.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/measures.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace turnstone {

MessageLine::MessageLine(QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconView(iconSizeFor(fontMetrics())))
    , m_text(new QLabel)
    , m_buttons{new QPushButton, new QPushButton}
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton;
    close->setAutoRaise(true);
    close->setIcon(themedIcon(QLatin1StringView("close"), Tint::Muted));
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, 6, Theme::Grid, 6);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    for (size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setFocusPolicy(Qt::TabFocus); // a click leaves the keyboard where it is
        row->addWidget(m_buttons[i]);
        connect(m_buttons[i], &QPushButton::clicked, this, [this, i] { run(i); });
    }
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &MessageLine::closed);
}

void MessageLine::run(size_t action)
{
    const std::vector<Action> actions = std::exchange(m_actions, {});
    Q_EMIT closed();
    if (action < actions.size() && actions[action].run)
        actions[action].run();
}

void MessageLine::setMessage(Kind kind, const QString &text, std::vector<Action> actions)
{
    m_kind = kind;
    m_actions = std::move(actions);
    m_icon->setIcon(kind == Kind::Warning ? themedIcon(QLatin1StringView("warning"))
                                          : themedIcon(QLatin1StringView("info"), Tint::Accent));
    for (size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setVisible(i < m_actions.size());
        if (i < m_actions.size())
            m_buttons[i]->setText(m_actions[i].text);
    }
    setText(text);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    update();
}

void MessageLine::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

QString MessageLine::text() const
{
    return m_text->text();
}

void MessageLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), m_kind == Kind::Warning ? theme.warning : theme.selection);
    painter.fillRect(0, height() - 1, width(), 1, theme.hairline);
}

} // namespace turnstone
