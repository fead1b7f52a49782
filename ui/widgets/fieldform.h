// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace turnstone {

/// Labelled fields below each other, each with a quiet hint and, where something is wrong, a sentence under
/// it.
class FieldForm : public QWidget
{
    Q_OBJECT

public:
    explicit FieldForm(QWidget *parent = nullptr);

    /// A sentence above all fields; empty hides it.
    void setNote(const QString &sentence);
    QString note() const;
    void addField(const QString &label, QWidget *editor, const QString &hint = {});
    /// A field that takes the whole width and grows with the form.
    void addTallField(const QString &label, QWidget *editor, const QString &hint = {});
    QCheckBox *addCheckBox(const QString &text, const QString &hint = {});
    /// Room at the end; call once, after the last field.
    void finish();

    /// Shows what is wrong with `editor`; an empty sentence takes it back.
    void setError(QWidget *editor, const QString &sentence);
    QString error(QWidget *editor) const;
    /// The first editor with an error, or nullptr.
    QWidget *firstWithError() const;

private:
    QLabel *makeHint(const QString &hint);
    void addErrorRow(QWidget *editor);

    QGridLayout *m_layout;
    QLabel *m_note;
    QList<QWidget *> m_editors;
    QHash<QWidget *, QLabel *> m_errors;
};

} // namespace turnstone
