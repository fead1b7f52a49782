// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/secretquestions.h"

#include <QDialog>

class QDialogButtonBox;
class QLineEdit;

namespace turnstone {

/// Asks for the passwords and keys that a project does not keep.
class SecretsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit SecretsDialog(const SecretQuestions &questions, QWidget *parent = nullptr);

    /// One for each question.
    QStringList answers() const;

private:
    void check();

    std::vector<QLineEdit *> m_fields;
    QDialogButtonBox *m_buttons;
};

} // namespace turnstone
