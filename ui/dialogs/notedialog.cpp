// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/notedialog.h"

#include "core/types/displaytext.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace turnstone {

NoteDialog::NoteDialog(const QString &address, const QString &note, QWidget *parent)
    : QDialog(parent)
    , m_edit(new QPlainTextEdit)
{
    setWindowTitle(tr("Note"));
    auto *about = new ElidedLabel(Qt::ElideMiddle);
    about->setText(visibleLine(address, 2000));
    about->setForegroundRole(QPalette::PlaceholderText);
    m_edit->setPlainText(note);
    m_edit->setAccessibleName(tr("Note"));
    m_edit->setTabChangesFocus(true);
    m_edit->moveCursor(QTextCursor::End);
    m_edit->installEventFilter(this);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save"));
    buttons->button(QDialogButtonBox::Save)->setToolTip(tr("Ctrl+Return"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(about);
    layout->addWidget(m_edit, 1);
    layout->addSpacing(Theme::Grid);
    auto *bottom = new QHBoxLayout;
    layout->addLayout(bottom);
    bottom->addWidget(buttons);
    if (!note.isEmpty()) {
        auto *remove = new QPushButton(tr("Remove"));
        remove->setAutoDefault(false);
        bottom->insertWidget(0, remove); // the last one for the Tab key
        connect(remove, &QPushButton::clicked, this, [this] {
            m_edit->clear();
            accept();
        });
    }
    resize(scaled(440, fontMetrics()), scaled(240, fontMetrics()));
    m_edit->setFocus();
}

QString NoteDialog::note() const
{
    return m_edit->toPlainText().trimmed();
}

bool NoteDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers().testFlag(Qt::ControlModifier)) {
            accept();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace turnstone
