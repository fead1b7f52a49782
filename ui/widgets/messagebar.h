// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QToolButton;

namespace turnstone {

/// A line above the content that says what happened without standing in the way, with one or two things to do
/// about it. Hidden while it has nothing to say.
class MessageBar final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning };

    struct Action
    {
        QString text;
        std::function<void()> run;
    };

    explicit MessageBar(QWidget *parent = nullptr);

    void showMessage(Kind kind, const QString &text, const QString &actionText = {},
                     std::function<void()> action = {});
    /// At most two actions.
    void showMessage(Kind kind, const QString &text, std::vector<Action> actions);
    void dismiss();
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void run(size_t action);

    Kind m_kind = Kind::Info;
    std::vector<Action> m_actions;
    QLabel *m_icon;
    QLabel *m_text;
    std::vector<QPushButton *> m_buttons;
    QToolButton *m_close;
};

} // namespace turnstone
