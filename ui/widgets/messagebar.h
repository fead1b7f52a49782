// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/messageline.h"

#include <QByteArray>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <functional>
#include <vector>

class QVBoxLayout;

namespace turnstone {

/// What happened and what goes on, above the content and out of the way: a line for each matter, the newest
/// on top. Hidden while there is nothing to say.
class MessageBar final : public QWidget
{
    Q_OBJECT

public:
    using Kind = MessageLine::Kind;
    using Action = MessageLine::Action;

    /// How long a notice of `say()` stays.
    static constexpr std::chrono::seconds NoticeTime{20};

    explicit MessageBar(QWidget *parent = nullptr);

    /// Its buttons come behind `before` in the order of the Tab key.
    void setTabAfter(QWidget *before) { m_before = before; }
    /// On top, in the place of what was said of that matter before. At most two actions.
    void post(const QByteArray &matter, Kind kind, const QString &text, std::vector<Action> actions = {});
    /// Says it in other words, unless the user has closed the line.
    void update(const QByteArray &matter, const QString &text);
    /// There is nothing more to say of it.
    void drop(const QByteArray &matter);
    bool has(const QByteArray &matter) const { return find(matter) != nullptr; }

    /// What just happened, until something else does; without actions for NoticeTime at most.
    void say(const QString &text, std::vector<Action> actions = {});
    /// What went wrong, until the user closes it or three others did.
    void warn(const QString &text, std::vector<Action> actions = {});
    /// Of both kinds.
    void dropSaid();

    /// Of the line on top; empty without one.
    QString text() const;
    /// Of that matter; empty where nothing is said of it.
    QString text(const QByteArray &matter) const;

Q_SIGNALS:
    /// The line that had the keyboard is gone.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Line
    {
        QByteArray matter;
        MessageLine *widget;
    };
    MessageLine *find(const QByteArray &matter) const;
    std::vector<QByteArray> troubles() const;

    std::vector<Line> m_lines; // the newest first
    void orderTabs();

    QVBoxLayout *m_layout;
    QPointer<QWidget> m_before;
    QTimer *m_notice; // until it goes by itself
};

} // namespace turnstone
