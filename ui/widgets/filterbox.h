// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QList>
#include <QTimer>

class QCompleter;

namespace turnstone {

/// A search field that speaks up when typing rests, shows what is wrong with what was typed, and offers the
/// words that it was told of: while they are typed, and all of them with Ctrl+Space.
class FilterBox final : public QLineEdit
{
    Q_OBJECT

public:
    struct Completion
    {
        QString text;
        QString meaning; ///< a few words
    };

    explicit FilterBox(QWidget *parent = nullptr);

    /// What can be written, as rich text for the tool tip.
    void setHelp(const QString &help);
    void setCompletions(const QList<Completion> &completions);
    /// A sentence; empty: all is well. It is shown below the box at once, and as its tool tip.
    void setProblem(const QString &problem);
    bool hasProblem() const { return !m_problem.isEmpty(); }

Q_SIGNALS:
    void filterChanged(const QString &text);
    /// Return or Down: the user wants to go on to the list.
    void left();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void tell();
    void updateHelp();
    /// What of the word before the cursor counts for completions: without a minus sign.
    QString begunWord() const;
    void offer(const QString &begun);
    void complete(const QString &text);
    void colourText();

    QTimer m_rest;
    QString m_told;
    QString m_help;
    QString m_problem;
    QAction *m_sign; // beside the text while there is a problem
    QCompleter *m_completer = nullptr;
};

} // namespace turnstone
