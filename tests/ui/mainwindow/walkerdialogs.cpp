// SPDX-License-Identifier: GPL-3.0-or-later
// What is done in menus and dialogs.
#include "tests/ui/mainwindow/walker.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QTest>
#include <QThread>
#include <QWindow>

#include <utility>

namespace turnstone {

namespace {

constexpr int PatienceInDialogs = 8; // actions, before it is cancelled
constexpr qint64 TrappedMs = 60'000;

} // namespace

QString Walker::nameOf(const QWidget *widget)
{
    if (!widget)
        return u"nothing"_qs;
    QString name = QString::fromLatin1(widget->metaObject()->className());
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        name += u" “"_qs + button->text() + u'”';
    else if (!widget->accessibleName().isEmpty())
        name += u" “"_qs + widget->accessibleName() + u'”';
    return name;
}

QWidget *Walker::top()
{
    QWidget *popup = QApplication::activePopupWidget();
    return popup ? popup : QApplication::activeModalWidget();
}

bool Walker::dismiss()
{
    QWidget *const what = top();
    if (what)
        what->close();
    return what != nullptr;
}

/// In the event loop of a dialog or a menu that has one of its own.
void Walker::tick()
{
    m_ticks.start(); // first: what follows may have a loop of its own
    const int level = QThread::currentThread()->loopLevel();
    if (level <= m_level || !top())
        return;
    const int outer = std::exchange(m_level, level);
    actOnTop();
    m_level = outer;
}

void Walker::actOnTop()
{
    QWidget *const what = top();
    if (m_top != what) {
        m_top = what;
        m_onTop = 0;
        m_sinceTop.start();
    }
    ++m_onTop;
    if (auto *dialog = qobject_cast<QDialog *>(what))
        actInDialog(dialog);
    else
        actInMenu(what);
}

void Walker::actInMenu(QWidget *popup)
{
    auto *menu = qobject_cast<QMenu *>(popup);
    const QList<QAction *> actions = menu ? menu->actions() : QList<QAction *>();
    if (m_onTop > PatienceInDialogs || chance(20)) {
        note(u"close "_qs + nameOf(popup));
        popup->close();
    } else if (!actions.isEmpty() && chance(60)) {
        QAction *const action = actions[below(int(actions.size()))];
        note(u"menu “%1”"_qs.arg(action->text()));
        QTest::mouseClick(menu->windowHandle(), Qt::LeftButton, {}, menu->actionGeometry(action).center());
    } else if (chance(50)) {
        click(popup);
    } else {
        pressKey(popup);
    }
}

void Walker::actInDialog(QDialog *dialog)
{
    if (auto *files = qobject_cast<QFileDialog *>(dialog)) {
        answerFileDialog(files);
        return;
    }
    if (m_sinceTop.elapsed() > TrappedMs) {
        note(u"trapped in "_qs + nameOf(dialog) + u' ' + dialog->windowTitle());
        m_isTrapped = true;
        dialog->done(QDialog::Rejected);
        return;
    }
    if (m_onTop > PatienceInDialogs) {
        note(u"cancel "_qs + dialog->windowTitle());
        QTest::keyClick(dialog->windowHandle(), Qt::Key_Escape);
        return;
    }
    if (auto *question = qobject_cast<QMessageBox *>(dialog)) {
        const QList<QAbstractButton *> buttons = question->buttons();
        QAbstractButton *const button = buttons[below(int(buttons.size()))];
        note(u"answer “%1” to “%2”"_qs.arg(button->text(), question->text()));
        if (question->buttonRole(button) == QMessageBox::DestructiveRole ||
            question->buttonRole(button) == QMessageBox::YesRole)
            Q_EMIT letGo();
        QTest::mouseClick(button, Qt::LeftButton);
        return;
    }
    auto *field = qobject_cast<QLineEdit *>(dialog->focusWidget());
    auto *page = qobject_cast<QPlainTextEdit *>(dialog->focusWidget());
    if (page && chance(50)) {
        note(u"paste into "_qs + nameOf(page));
        QGuiApplication::clipboard()->setText(chance(20) ? postLines() : lines());
        QTest::keyClick(dialog->windowHandle(), Qt::Key_V, Qt::ControlModifier);
    } else if (field && chance(30)) {
        note(u"type into "_qs + nameOf(field));
        field->insert(text());
    } else if (chance(25)) {
        pressKey(dialog);
    } else if (chance(80)) {
        click(dialog);
    } else {
        note(u"Return in "_qs + dialog->windowTitle());
        QTest::keyClick(dialog->windowHandle(), Qt::Key_Return,
                        chance(30) ? Qt::ControlModifier : Qt::NoModifier);
    }
}

void Walker::answerFileDialog(QFileDialog *dialog)
{
    if (m_onTop > 3 || chance(25)) {
        note(u"cancel "_qs + dialog->windowTitle());
        dialog->reject();
        return;
    }
    QString path = someFile();
    if (dialog->acceptMode() == QFileDialog::AcceptSave && chance(85))
        path = newName(dialog->defaultSuffix().isEmpty() ? u"csv"_qs : dialog->defaultSuffix());
    note(u"choose %1 in %2"_qs.arg(path, dialog->windowTitle()));
    dialog->selectFile(path);
    QTest::keyClick(dialog, Qt::Key_Return);
}

} // namespace turnstone
