// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/secretsdialog.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "core/types/secrets.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace turnstone {

SecretsDialog::SecretsDialog(const SecretQuestions &questions, QWidget *parent)
    : QDialog(parent)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Passwords and keys"));
    auto *why =
        new QLabel(tr("The project does not store these. What you enter is kept until the window is closed; "
                      "to store new ones, turn on Keep secrets in the project in the settings."));
    why->setWordWrap(true);
    auto *form = new QWidget;
    auto *fields = new QFormLayout(form);
    for (const SecretQuestions::Question &question : questions.all()) {
        auto *field = new QLineEdit;
        field->setEchoMode(QLineEdit::Password);
        field->setAccessibleName(question.what);
        const QString label = question.rows == 0 ? question.what
                                                 : tr("%1 (%2 addresses)", nullptr, pluralOf(question.rows))
                                                       .arg(question.what, countText(question.rows));
        auto *name = new QLabel(label);
        name->setTextFormat(Qt::PlainText);
        name->setBuddy(field);
        fields->addRow(name, field);
        connect(field, &QLineEdit::textChanged, this, &SecretsDialog::check);
        m_fields.push_back(field);
    }
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(form);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(why);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(scaled(480, fontMetrics()), sizeHint().height());
    if (!m_fields.empty())
        m_fields.front()->setFocus();
    check();
}

QStringList SecretsDialog::answers() const
{
    QStringList answers;
    for (const QLineEdit *field : m_fields)
        answers.append(field->text());
    return answers;
}

void SecretsDialog::check()
{
    const bool isComplete = std::all_of(m_fields.begin(), m_fields.end(), [](const QLineEdit *field) {
        return !field->text().trimmed().isEmpty() && field->text().trimmed() != QLatin1StringView(Hidden);
    });
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(isComplete);
}

} // namespace turnstone
