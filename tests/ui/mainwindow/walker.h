// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demosite/demosite.h"
#include "ui/mainwindow/mainwindow.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QRandomGenerator>
#include <QStringList>
#include <QTimer>

class QDialog;
class QFileDialog;
class QWidget;

namespace turnstone {

/// Somebody who does this and that with a window: real keys and clicks on whatever is there, lists that are
/// pasted, dropped and opened, dialogs that are answered, cancelled or played with.
class Walker final : public QObject
{
    Q_OBJECT

public:
    /// Files are written and chosen in `folder`; addresses are those of `site`, which must outlive this.
    Walker(quint32 seed, const DemoSite &site, const QString &folder);

    void setWindow(MainWindow *window) { m_window = window; }
    /// One action: in the menu on top, where there is one, else in the window. A dialog that comes of it, or
    /// by itself, is played with and ended by this object, whoever waits for it.
    void act();
    /// Ends what is on top; false where nothing is.
    bool dismiss();

    int below(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    void note(const QString &what);
    /// What was done last, the latest at the end.
    const QStringList &done() const { return m_done; }
    /// A dialog would not end.
    bool isTrapped() const { return m_isTrapped; }

public Q_SLOTS:
    /// What takes a link or a file to another program ends here.
    void swallow(const QUrl &) {}

Q_SIGNALS:
    /// It was agreed that a project be removed or replaced.
    void letGo();

private:
    QString lines();
    QString postLines();
    QString address();
    QString someFile();
    QString newName(const QString &ending);
    QString text();

    void paste();
    void drop();
    void open();
    void filter();
    void selectAndDo();
    void undoOrRedo();
    void pressKey(QWidget *where);
    void click(QWidget *where);
    void drag(QWidget *where);
    void trigger();
    void resizeWindow();
    void chooseFile();

    static QString nameOf(const QWidget *widget);
    /// The menu or dialog that keeps the window from being used; nullptr where none does.
    static QWidget *top();
    void tick();
    void actInWindow();
    void actOnTop();
    void actInMenu(QWidget *popup);
    void actInDialog(QDialog *dialog);
    void answerFileDialog(QFileDialog *dialog);

    QRandomGenerator m_random;
    const DemoSite &m_site;
    QString m_folder;
    QPointer<MainWindow> m_window;
    QStringList m_done;
    QPointer<QWidget> m_top; // the dialog that is played with
    QElapsedTimer m_sinceTop;
    int m_onTop = 0;  // so many actions in it
    int m_number = 0; // of addresses and files
    int m_level = 0;  // of the event loop whose tick is at work
    QTimer m_ticks;
    bool m_isTrapped = false;
};

} // namespace turnstone
