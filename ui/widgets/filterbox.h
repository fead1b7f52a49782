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

    /// What can be written, as rich text for the tool tip.
    void setHelp(const QString &help);
    /// A sentence; empty: all is well. It is shown below the box at once, and as its tool tip.
    void setProblem(const QString &problem);
    bool hasProblem() const { return !m_problem.isEmpty(); }

Q_SIGNALS:
    void filterChanged(const QString &text);
    /// Return or Down: the user wants to go on to the list.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tell();
    void updateHelp();

    QTimer m_rest;
    QString m_told;
    QString m_help;
    QString m_problem;
    QAction *m_sign; // beside the text while there is a problem
};

} // namespace turnstone
