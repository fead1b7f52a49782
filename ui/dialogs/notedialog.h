// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace turnstone {

/// Asks for the note on an address.
class NoteDialog final : public QDialog
{
    Q_OBJECT

public:
    NoteDialog(const QString &address, const QString &note, QWidget *parent = nullptr);

    /// Without white space around it; empty: there is to be none.
    QString note() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPlainTextEdit *m_edit;
};

} // namespace turnstone
