// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

namespace turnstone {

/// A search field that speaks up when typing rests, and shows what is wrong with what was typed.
class FilterBox final : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterBox(QWidget *parent = nullptr);

    /// A sentence; empty: all is well.
    void setProblem(const QString &problem);
    bool hasProblem() const { return m_hasProblem; }

Q_SIGNALS:
    void filterChanged(const QString &text);
    /// Return or Down: the user wants to go on to the list.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tell();

    QTimer m_rest;
    QString m_told;
    bool m_hasProblem = false;
};

} // namespace turnstone
