// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/mainwindow/walker.h"

#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QSplitterHandle>
#include <QTest>
#include <QTimer>
#include <QWindow>

#include <chrono>
#include <iterator>

namespace turnstone {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype Remembered = 150;

struct Stroke
{
    Qt::Key key;
    Qt::KeyboardModifiers modifiers = Qt::NoModifier;
};

const Stroke Strokes[] = {
    {Qt::Key_Up},
    {Qt::Key_Down},
    {Qt::Key_Down, Qt::ShiftModifier},
    {Qt::Key_Left},
    {Qt::Key_Right},
    {Qt::Key_Home},
    {Qt::Key_End},
    {Qt::Key_PageUp},
    {Qt::Key_PageDown},
    {Qt::Key_Tab},
    {Qt::Key_Backtab},
    {Qt::Key_Return},
    {Qt::Key_Space},
    {Qt::Key_Escape},
    {Qt::Key_F2},
    {Qt::Key_F5},
    {Qt::Key_F9},
    {Qt::Key_F9},
    {Qt::Key_F9, Qt::ShiftModifier},
    {Qt::Key_Delete},
    {Qt::Key_Backspace},
    {Qt::Key_1},
    {Qt::Key_7},
    {Qt::Key_0},
    {Qt::Key_Minus},
    {Qt::Key_Menu},
    {Qt::Key_A, Qt::ControlModifier},
    {Qt::Key_C, Qt::ControlModifier},
    {Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier},
    {Qt::Key_D, Qt::ControlModifier},
    {Qt::Key_E, Qt::ControlModifier},
    {Qt::Key_F, Qt::ControlModifier},
    {Qt::Key_H, Qt::ControlModifier},
    {Qt::Key_L, Qt::ControlModifier},
    {Qt::Key_M, Qt::ControlModifier},
    {Qt::Key_N, Qt::ControlModifier},
    {Qt::Key_O, Qt::ControlModifier},
    {Qt::Key_R, Qt::ControlModifier},
    {Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier},
    {Qt::Key_S, Qt::ControlModifier},
    {Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier},
    {Qt::Key_V, Qt::ControlModifier},
    {Qt::Key_Z, Qt::ControlModifier},
    {Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier},
    {Qt::Key_1, Qt::ControlModifier},
    {Qt::Key_2, Qt::ControlModifier},
    {Qt::Key_3, Qt::ControlModifier},
    {Qt::Key_Comma, Qt::ControlModifier},
    {Qt::Key_Space, Qt::ControlModifier},
    {Qt::Key_Return, Qt::ControlModifier},
    {Qt::Key_Down, Qt::AltModifier},
    {Qt::Key_F1},
};

} // namespace

Walker::Walker(quint32 seed, const DemoSite &site, const QString &folder)
    : m_random(seed)
    , m_site(site)
    , m_folder(folder)
{
    m_ticks.setSingleShot(true);
    m_ticks.setInterval(3ms);
    connect(&m_ticks, &QTimer::timeout, this, &Walker::tick);
    m_ticks.start();
}

void Walker::note(const QString &what)
{
    m_done << what;
    if (m_done.size() > Remembered)
        m_done.removeFirst();
}

QString Walker::address()
{
    const char *const paths[] = {"/page/%1",
                                 "/page/%1",
                                 "/fast?%1",
                                 "/status/404?%1",
                                 "/gone?%1",
                                 "/redirect/2?%1",
                                 "/soft-404?%1",
                                 "/flaky/k%1?fails=1",
                                 "/throttle/k%1?fails=1",
                                 "/reset?%1",
                                 "/slow?ms=60&%1",
                                 "/status/500?%1",
                                 "/bytes/200000?%1",
                                 "/redirect-loop?%1",
                                 "/teapot?%1",
                                 "/encoding/gbk?%1",
                                 "/login?%1",
                                 "/redirect-cross/2?%1",
                                 "/drip?bytes=3000&ms=90&%1",
                                 "/basic-auth/user/pass?%1",
                                 "/picture.png?%1",
                                 "/slow?ms=4000&%1"};
    const QString path = QLatin1StringView(paths[below(int(std::size(paths)))]).toString().arg(++m_number);
    QUrl url = m_site.address(path, chance(70) ? u"127.0.0.1"_qs : u"127.0.0.%1"_qs.arg(2 + below(8)));
    if (path.startsWith(u"/basic-auth") && chance(60))
        url.setUserInfo(u"user:pass"_qs);
    if (chance(4))
        url.setPort(9); // where nobody answers
    return QString::fromLatin1(url.toEncoded());
}

QString Walker::lines()
{
    QStringList lines;
    for (int left = 1 + below(chance(10) ? 300 : 12); left > 0; --left)
        lines << address();
    if (chance(20))
        lines << u"http://"_qs << u"http://[::1/%1"_qs.arg(++m_number) << u"no address at all"_qs;
    if (chance(20))
        lines << lines.front();
    return lines.join(u'\n');
}

QString Walker::postLines()
{
    QStringList lines;
    for (int left = 1 + below(4); left > 0; --left)
        lines << u"{\"url\": \"%1\", \"method\": \"POST\"}"_qs.arg(
            m_site.address(u"/echo?%1"_qs.arg(++m_number)).toString());
    return lines.join(u'\n');
}

/// A list, a project or neither.
QString Walker::someFile()
{
    const QStringList there =
        QDir(m_folder).entryList({u"*.turnstone"_qs, u"*.txt"_qs, u"*.csv"_qs}, QDir::Files);
    if (!there.isEmpty() && chance(70))
        return QDir(m_folder).filePath(there[below(int(there.size()))]);
    const bool isForeign = chance(15);
    const QString path = newName(isForeign ? u"turnstone"_qs : u"txt"_qs);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(isForeign ? QByteArray("no project") : (chance(30) ? postLines() : lines()).toUtf8());
    return path;
}

QString Walker::newName(const QString &ending)
{
    return QDir(m_folder).filePath(u"file %1.%2"_qs.arg(++m_number).arg(ending));
}

/// For fields of all kinds.
QString Walker::text()
{
    const char *const texts[] = {
        "status:404", "-page", "verdict:ok,broken", "size:>1k", "colour:red", "/p.g[e/", "37",
        "0.5",        "note:", "host:127.0.0.2",    "/\\d+$/",  "total:>5ms"};
    return QLatin1StringView(texts[below(int(std::size(texts)))]);
}

void Walker::act()
{
    if (top()) // a menu; a dialog has ended by itself
        actOnTop();
    else
        actInWindow();
}

void Walker::actInWindow()
{
    m_window->activateWindow();
    const int what = below(100);
    if (what < 9)
        paste();
    else if (what < 12)
        drop();
    else if (what < 15)
        open();
    else if (what < 18)
        filter();
    else if (what < 25)
        selectAndDo();
    else if (what < 28)
        undoOrRedo();
    else if (what < 52)
        pressKey(m_window);
    else if (what < 82)
        click(m_window);
    else if (what < 85)
        drag(m_window);
    else if (what < 98)
        trigger();
    else
        resizeWindow();
}

void Walker::paste()
{
    const QString text = chance(20) ? postLines() : lines();
    note(u"paste %1 lines"_qs.arg(text.count(u'\n') + 1));
    QGuiApplication::clipboard()->setText(text);
    QTest::keyClick(m_window->windowHandle(), Qt::Key_V, Qt::ControlModifier);
}

void Walker::drop()
{
    QMimeData data;
    if (chance(50)) {
        const QString file = someFile();
        note(u"drop "_qs + file);
        data.setUrls({QUrl::fromLocalFile(file)});
    } else {
        note(u"drop text"_qs);
        data.setText(lines());
    }
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window, &enter);
    if (chance(20)) {
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(m_window, &leave);
        return;
    }
    QDropEvent dropped(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window, &dropped);
}

void Walker::open()
{
    const QString file = someFile();
    note(u"open "_qs + file);
    QTimer::singleShot(0, m_window, [this, file] { m_window->openFiles({file}); });
    QCoreApplication::processEvents();
}

void Walker::filter()
{
    const QString expression = text();
    note(u"filter "_qs + expression);
    QTest::keyClick(m_window->windowHandle(), Qt::Key_F, Qt::ControlModifier);
    for (const QChar each : expression)
        QTest::sendKeyEvent(QTest::Click, m_window->windowHandle(), Qt::Key_unknown, each, Qt::NoModifier);
}

void Walker::selectAndDo()
{
    QAbstractItemView *const view = m_window->results()->view();
    if (!view->isVisible() || view->model()->rowCount() == 0)
        return;
    view->setFocus();
    const QRect row = view->visualRect(view->model()->index(below(view->model()->rowCount()), 0));
    QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {},
                      view->viewport()->mapTo(m_window, row.center()));
    QTest::keyClick(m_window->windowHandle(), Qt::Key_Down, Qt::ShiftModifier);
    const Stroke strokes[] = {{Qt::Key_F5},
                              {Qt::Key_Delete},
                              {Qt::Key_C, Qt::ControlModifier},
                              {Qt::Key_M, Qt::ControlModifier},
                              {Qt::Key_H, Qt::ControlModifier},
                              {Qt::Key_Return, Qt::ControlModifier}};
    const Stroke &stroke = strokes[below(int(std::size(strokes)))];
    note(u"select a row, key %1"_qs.arg(QKeySequence(stroke.modifiers | stroke.key).toString()));
    QTest::keyClick(m_window->windowHandle(), stroke.key, stroke.modifiers);
}

/// A few times, as one does.
void Walker::undoOrRedo()
{
    for (int left = 1 + below(3); left > 0; --left) {
        const bool again = chance(40);
        note(again ? u"redo"_qs : u"undo"_qs);
        QTest::keyClick(m_window->windowHandle(), Qt::Key_Z,
                        again ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
    }
}

void Walker::pressKey(QWidget *where)
{
    const Stroke &stroke = Strokes[below(int(std::size(Strokes)))];
    note(u"key %1 at %2"_qs.arg(QKeySequence(stroke.modifiers | stroke.key).toString(),
                                nameOf(where->focusWidget())));
    if (where->windowHandle())
        QTest::keyClick(where->windowHandle(), stroke.key, stroke.modifiers);
}

void Walker::click(QWidget *where)
{
    QList<QWidget *> widgets = where->findChildren<QWidget *>();
    widgets.removeIf([where](const QWidget *each) {
        return !each->isVisible() || !each->isEnabled() || each->window() != where ||
               each->visibleRegion().isEmpty();
    });
    if (widgets.isEmpty() || !where->windowHandle())
        return;
    QWidget *const widget = widgets[below(int(widgets.size()))];
    const QRect seen = widget->visibleRegion().boundingRect();
    const QPoint place = seen.topLeft() + QPoint(below(seen.width()), below(seen.height()));
    const Qt::MouseButton button = chance(85) ? Qt::LeftButton : Qt::RightButton;
    const bool isDouble = chance(10);
    note(u"%1click %2 at %3,%4"_qs
             .arg(isDouble                   ? u"double "_qs
                  : button == Qt::LeftButton ? QString()
                                             : u"right "_qs,
                  nameOf(widget))
             .arg(place.x())
             .arg(place.y()));
    const QPoint at = widget->mapTo(where, place);
    if (isDouble)
        QTest::mouseDClick(where->windowHandle(), button, {}, at);
    else
        QTest::mouseClick(where->windowHandle(), button, chance(10) ? Qt::ControlModifier : Qt::NoModifier,
                          at);
}

/// Of what is moved and sized; nothing that may be dropped somewhere.
void Walker::drag(QWidget *where)
{
    QList<QWidget *> handles;
    const QList<QWidget *> widgets = where->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (widget->isVisible() && widget->window() == where &&
            (qobject_cast<QSplitterHandle *>(widget) || qobject_cast<QHeaderView *>(widget->parent())))
            handles << widget;
    }
    if (handles.isEmpty())
        return;
    QPointer<QWidget> handle = handles[below(int(handles.size()))];
    note(u"drag "_qs + nameOf(handle));
    const QPoint from = handle->mapTo(where, QPoint(below(handle->width() + 1), below(handle->height() + 1)));
    const QPoint to = from + QPoint(below(200) - 100, below(200) - 100);
    QTest::mousePress(where->windowHandle(), Qt::LeftButton, {}, from);
    QTest::mouseMove(where->windowHandle(), (from + to) / 2);
    QTest::mouseMove(where->windowHandle(), to);
    QTest::mouseRelease(where->windowHandle(), Qt::LeftButton, {}, to);
}

void Walker::trigger()
{
    QList<QAction *> actions = m_window->findChildren<QAction *>();
    actions.removeIf([](const QAction *action) {
        return !action->isEnabled() || !action->isVisible() || action->menu() || action->isSeparator();
    });
    if (actions.isEmpty())
        return;
    QAction *const action = actions[below(int(actions.size()))];
    note(u"action “%1”"_qs.arg(action->text()));
    QTimer::singleShot(0, action, &QAction::trigger);
    QCoreApplication::processEvents();
}

void Walker::resizeWindow()
{
    note(u"resize"_qs);
    m_window->resize(500 + below(1100), 300 + below(700));
}

} // namespace turnstone
