// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace turnstone {

/// A line above the content that says what happened without standing in the way, with at most one thing to do
/// about it. Hidden while it has nothing to say.
class MessageBar final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning };

    explicit MessageBar(QWidget *parent = nullptr);

    void showMessage(Kind kind, const QString &text, const QString &actionText = {},
                     std::function<void()> action = {});
    void dismiss();
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    Kind m_kind = Kind::Info;
    std::function<void()> m_action;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    QToolButton *m_close;
};

} // namespace turnstone
