// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messagebar.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr auto Event = "event";
constexpr auto Trouble = "trouble: "; // and its text
constexpr int MostTroubles = 3;

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_notice(new QTimer(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_notice->setSingleShot(true);
    m_notice->setInterval(NoticeTime);
    connect(m_notice, &QTimer::timeout, this, [this] { drop(Event); });
    hide();
}

MessageLine *MessageBar::find(const QByteArray &matter) const
{
    const auto found = std::find_if(m_lines.begin(), m_lines.end(),
                                    [&matter](const Line &line) { return line.matter == matter; });
    return found == m_lines.end() ? nullptr : found->widget;
}

void MessageBar::post(const QByteArray &matter, Kind kind, const QString &text, std::vector<Action> actions)
{
    MessageLine *line = find(matter);
    if (line) {
        m_layout->removeWidget(line);
        std::erase_if(m_lines, [line](const Line &each) { return each.widget == line; });
    } else {
        line = new MessageLine;
        connect(line, &MessageLine::closed, this, [this, matter] { drop(matter); });
    }
    m_lines.insert(m_lines.begin(), {matter, line});
    m_layout->insertWidget(0, line);
    line->setMessage(kind, text, std::move(actions));
    if (matter == Event && line->isNotice())
        m_notice->start();
    else if (matter == Event)
        m_notice->stop(); // it asks something
    show();
    orderTabs();
}

/// As they stand: above what they speak of.
void MessageBar::orderTabs()
{
    QWidget *before = m_before;
    for (const Line &line : m_lines) {
        for (QPushButton *button : line.widget->findChildren<QPushButton *>()) {
            if (before)
                setTabOrder(before, button);
            before = button;
        }
    }
}

void MessageBar::update(const QByteArray &matter, const QString &text)
{
    if (MessageLine *line = find(matter))
        line->setText(text);
}

void MessageBar::drop(const QByteArray &matter)
{
    MessageLine *line = find(matter);
    if (!line)
        return;
    std::erase_if(m_lines, [line](const Line &each) { return each.widget == line; });
    line->disconnect(this); // the next line of this matter is another
    const QWidget *focused = QApplication::focusWidget();
    const bool hadKeyboard = focused && line->isAncestorOf(focused);
    line->hide();
    line->deleteLater(); // it may be what asks for this
    setVisible(!m_lines.empty());
    if (hadKeyboard)
        Q_EMIT left();
}

void MessageBar::say(const QString &text, std::vector<Action> actions)
{
    post(Event, Kind::Info, text, std::move(actions));
}

void MessageBar::warn(const QString &text, std::vector<Action> actions)
{
    post(Trouble + text.toUtf8(), Kind::Warning, text, std::move(actions));
    std::vector<QByteArray> all = troubles();
    for (; all.size() > MostTroubles; all.pop_back())
        drop(all.back());
}

/// The newest first.
std::vector<QByteArray> MessageBar::troubles() const
{
    std::vector<QByteArray> found;
    for (const Line &line : m_lines) {
        if (line.matter.startsWith(Trouble))
            found.push_back(line.matter);
    }
    return found;
}

void MessageBar::dropSaid()
{
    drop(Event);
    for (const QByteArray &matter : troubles())
        drop(matter);
}

QString MessageBar::text() const
{
    return m_lines.empty() ? QString() : m_lines.front().widget->text();
}

QString MessageBar::text(const QByteArray &matter) const
{
    const MessageLine *line = find(matter);
    return line ? line->text() : QString();
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_lines.empty())
        drop(QByteArray(m_lines.front().matter));
    else
        QWidget::keyPressEvent(event);
}

} // namespace turnstone
