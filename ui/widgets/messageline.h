// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;

namespace turnstone {

class IconView;

/// One matter of a MessageBar: a sentence, with one or two things to do about it.
class MessageLine final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning };

    struct Action
    {
        QString text;
        std::function<void()> run;
    };

    explicit MessageLine(QWidget *parent = nullptr);

    /// At most two actions.
    void setMessage(Kind kind, const QString &text, std::vector<Action> actions);
    void setText(const QString &text);
    QString text() const;
    /// There is nothing to do about it.
    bool isNotice() const { return m_kind == Kind::Info && m_actions.empty(); }

Q_SIGNALS:
    /// The user has read it, or has chosen an action, which runs after this.
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void run(size_t action);

    Kind m_kind = Kind::Info;
    std::vector<Action> m_actions;
    IconView *m_icon;
    QLabel *m_text;
    std::vector<QPushButton *> m_buttons;
};

} // namespace turnstone
