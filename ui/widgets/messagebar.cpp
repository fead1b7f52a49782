// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagebar.h"

#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace turnstone {

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_buttons{new QPushButton, new QPushButton}
    , m_close(new QToolButton)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setAutoRaise(true);
    m_close->setIcon(themedIcon(QLatin1StringView("close"), Tint::Muted));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, 6, Theme::Grid, 6);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    for (size_t i = 0; i < m_buttons.size(); ++i) {
        row->addWidget(m_buttons[i]);
        connect(m_buttons[i], &QPushButton::clicked, this, [this, i] { run(i); });
    }
    row->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

void MessageBar::run(size_t action)
{
    const std::vector<Action> actions = std::exchange(m_actions, {});
    dismiss();
    if (action < actions.size() && actions[action].run)
        actions[action].run();
}

void MessageBar::showMessage(Kind kind, const QString &text, const QString &actionText,
                             std::function<void()> action)
{
    std::vector<Action> actions;
    if (!actionText.isEmpty())
        actions.push_back({actionText, std::move(action)});
    showMessage(kind, text, std::move(actions));
}

void MessageBar::showMessage(Kind kind, const QString &text, std::vector<Action> actions)
{
    m_kind = kind;
    m_actions = std::move(actions);
    const QIcon icon = kind == Kind::Warning ? themedIcon(QLatin1StringView("warning"))
                                             : themedIcon(QLatin1StringView("info"), Tint::Accent);
    m_icon->setPixmap(icon.pixmap(QSize(Theme::IconSize, Theme::IconSize), devicePixelRatioF()));
    m_text->setText(text);
    for (size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setVisible(i < m_actions.size());
        if (i < m_actions.size())
            m_buttons[i]->setText(m_actions[i].text);
    }
    setAccessibleName(text);
    show();
    update();
}

void MessageBar::dismiss()
{
    m_actions.clear();
    hide();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), m_kind == Kind::Warning ? theme.warning : theme.selection);
    painter.fillRect(0, height() - 1, width(), 1, theme.hairline);
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

} // namespace turnstone
