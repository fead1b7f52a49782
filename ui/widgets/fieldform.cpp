// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fieldform.h"

#include "ui/widgets/errorlabel.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tickbox.h"

#include <QGridLayout>
#include <QLabel>

namespace turnstone {

FieldForm::FieldForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
    , m_note(makeHint({}))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(2 * Theme::Grid);
    m_layout->setVerticalSpacing(Theme::Grid / 2);
    m_layout->setColumnStretch(2, 1);
    m_note->hide();
    m_layout->addWidget(m_note, 0, 0, 1, 3);
}

void FieldForm::setNote(const QString &sentence)
{
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
    m_note->setContentsMargins(0, 0, 0, Theme::Grid);
}

QString FieldForm::note() const
{
    return m_note->text();
}

QLabel *FieldForm::makeHint(const QString &hint)
{
    auto *label = new QLabel(hint);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void FieldForm::addField(const QString &label, QWidget *editor, const QString &hint)
{
    auto *name = new QLabel(label);
    name->setBuddy(editor);
    const int row = m_layout->rowCount();
    m_layout->addWidget(name, row, 0);
    m_layout->addWidget(editor, row, 1);
    m_layout->addWidget(makeHint(hint), row, 2);
    editor->setAccessibleName(QString(label).remove(u'&'));
    editor->setAccessibleDescription(hint);
    addErrorRow(editor);
}

void FieldForm::addTallField(const QString &label, QWidget *editor, const QString &hint)
{
    auto *name = new QLabel(label);
    name->setBuddy(editor);
    name->setContentsMargins(0, Theme::Grid / 2, 0, 0);
    const int row = m_layout->rowCount();
    m_layout->addWidget(name, row, 0, Qt::AlignTop);
    m_layout->addWidget(editor, row, 1, 1, 2);
    m_layout->setRowStretch(row, 1);
    editor->setAccessibleName(QString(label).remove(u'&'));
    editor->setAccessibleDescription(hint);
    if (!hint.isEmpty())
        m_layout->addWidget(makeHint(hint), row + 1, 1, 1, 2);
    addErrorRow(editor);
}

QCheckBox *FieldForm::addCheckBox(const QString &text, const QString &hint)
{
    auto *box = new TickBox(text);
    const int row = m_layout->rowCount();
    m_layout->addWidget(box, row, 1, 1, 2);
    if (!hint.isEmpty()) {
        QLabel *label = makeHint(hint);
        label->setContentsMargins(3 * Theme::Grid, 0, 0, 0);
        m_layout->addWidget(label, row + 1, 1, 1, 2);
        box->setAccessibleDescription(hint);
    }
    m_layout->setRowMinimumHeight(m_layout->rowCount(), Theme::Grid / 2);
    return box;
}

void FieldForm::addErrorRow(QWidget *editor)
{
    auto *error = new ErrorLabel;
    const int row = m_layout->rowCount();
    m_layout->addWidget(error, row, 1, 1, 2);
    m_layout->setRowMinimumHeight(m_layout->rowCount(), Theme::Grid / 2);
    m_editors.append(editor);
    m_errors.insert(editor, error);
}

void FieldForm::finish()
{
    m_layout->setRowStretch(m_layout->rowCount(), 1);
}

void FieldForm::setError(QWidget *editor, const QString &sentence)
{
    QLabel *label = m_errors.value(editor);
    Q_ASSERT(label);
    label->setText(sentence);
    label->setVisible(!sentence.isEmpty());
}

QString FieldForm::error(QWidget *editor) const
{
    const QLabel *label = m_errors.value(editor);
    return label ? label->text() : QString();
}

QWidget *FieldForm::firstWithError() const
{
    for (QWidget *editor : m_editors) {
        if (!error(editor).isEmpty())
            return editor;
    }
    return nullptr;
}

} // namespace turnstone
