// SPDX-License-Identifier: GPL-3.0-or-later
// How long the real window keeps its user waiting on a large list: bench_window LIST FETCH RATE [SECONDS
// [STEP]]. Loads LIST, fetches FETCH of its addresses, stops, fetches the rest at RATE results a second, and
// meanwhile scrolls, sorts, filters, selects and copies by keys and clicks, and opens the project of it all.
// One JSON object a step; STEP is a part of the names of those that are wanted. The addresses have to be
// served, and enough of them.
#include "core/net/networksetup.h"
#include "tests/ui/mainwindow/watchedapplication.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/rowarranger.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/eventloopprobe.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/themecontroller.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace turnstone;
using turnstone::test::WatchedApplication;
using Phase = CrawlSession::Phase;

namespace {

constexpr int LookMs = 5;
constexpr int KeyMs = 33; // a key held down, a thumb dragged
constexpr int GiveUpMs = 300'000;

qint64 memoryBytes(const char *field)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(field))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

class Bench final
{
public:
    Bench(WatchedApplication &application, const QStringList &arguments)
        : m_application(application)
        , m_list(arguments.value(0))
        , m_fetchFirst(arguments.value(1).toInt())
        , m_rate(arguments.value(2).toDouble())
        , m_ms(arguments.value(3, QStringLiteral("3")).toInt() * 1000)
        , m_wanted(arguments.value(4))
        , m_settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , m_probe(LookMs)
    {
        CrawlSettings settings;
        settings.limits.concurrency = 64;
        settings.keepHeaders = true;
        m_session.setSettings(settings);
        m_window = std::make_unique<MainWindow>(m_session, m_settings, m_probe, MainWindow::DemoList());
        m_window->show();
        m_window->activateWindow();
        wait(500);
    }

    int run()
    {
        const qint64 before = memoryBytes("VmHWM:");
        load();
        fetchSome();
        report({{QStringLiteral("step"), QStringLiteral("memory")},
                {QStringLiteral("rows"), m_session.addresses().size()},
                {QStringLiteral("bytes_before"), before},
                {QStringLiteral("bytes"), memoryBytes("VmHWM:")}});
        setRate(m_rate);
        m_session.start();
        step("start again", [] {});
        scroll();
        sort();
        filter();
        selectAndCopy();
        stop("stop at the end");
        remove();
        reopen();
        return 0;
    }

private:
    static void wait(int ms)
    {
        QEventLoop loop;
        QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
        loop.exec();
    }

    template <typename Condition>
    static void waitUntil(Condition condition)
    {
        QElapsedTimer since;
        since.start();
        while (!condition()) {
            if (since.elapsed() > GiveUpMs)
                qFatal("what was waited for did not come");
            wait(10);
        }
    }

    static void report(const QJsonObject &line)
    {
        std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
    }

    bool wanted(const QString &name) const { return name.contains(m_wanted); }

    /// Runs `action`, waits, and tells the lag since. `shownMs` is put into the line unless negative.
    template <typename Action>
    void step(const QString &name, Action action, int ms = -1)
    {
        m_probe.reset();
        m_application.reset();
        const qint64 requests = m_session.stats().requests;
        QElapsedTimer since;
        since.start();
        m_shownMs = -1;
        action();
        wait(ms < 0 ? m_ms : ms);
        QJsonObject line = QJsonDocument::fromJson(m_probe.report()).object();
        line.insert(QStringLiteral("step"), name);
        line.insert(QStringLiteral("requests_per_second"),
                    qRound(double(m_session.stats().requests - requests) * 1000 / double(since.elapsed())));
        line.insert(QStringLiteral("worst_event_ms"), m_application.worstMs());
        line.insert(QStringLiteral("worst_event"), m_application.worstEvent());
        if (m_shownMs >= 0)
            line.insert(QStringLiteral("shown_ms"), m_shownMs);
        report(line);
    }
    template <typename Action>
    void step(const char *name, Action action, int ms = -1)
    {
        step(QString::fromLatin1(name), action, ms);
    }

    void setRate(double rate)
    {
        CrawlSettings settings = m_session.settings();
        settings.limits.rate = rate;
        m_session.setSettings(settings);
    }

    void load()
    {
        step(
            "load the list",
            [this] {
                m_window->openFiles({m_list});
                waitUntil([this] { return m_session.phase() == Phase::Ready; });
            },
            1000);
    }

    void fetchSome()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        step("full speed",
             [this] { waitUntil([this] { return m_session.stats().finished >= m_fetchFirst; }); });
        stop("stop");
    }

    void stop(const char *name)
    {
        step(
            name,
            [this] {
                QTest::keyClick(m_window.get(), Qt::Key_F9, Qt::ShiftModifier);
                waitUntil([this] { return m_session.isSettled(); });
            },
            500);
    }

    /// Calls `each` over and over for the time of a step.
    template <typename Each>
    void repeat(const char *name, Each each)
    {
        if (!wanted(QString::fromLatin1(name)))
            return;
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, &timer, each);
        step(name, [&timer] { timer.start(KeyMs); });
    }

    ResultsView *view() const { return m_window->results()->view(); }

    void scroll()
    {
        repeat("scroll: Page Down held", [this] { QTest::keyClick(view(), Qt::Key_PageDown); });
        QScrollBar *bar = view()->verticalScrollBar();
        repeat("scroll: thumb dragged", [bar, at = 0]() mutable {
            at = (at + 7) % 200;
            bar->setSliderDown(true);
            bar->setSliderPosition(int(qint64(bar->maximum()) * (at < 100 ? at : 200 - at) / 100));
        });
        bar->setSliderDown(false);
        QTest::keyClick(view(), Qt::Key_Home, Qt::ControlModifier);
    }

    /// Does something that asks for another order, and waits until that is painted.
    template <typename Ask>
    void arrange(const QString &name, Ask ask)
    {
        if (!wanted(name))
            return;
        step(name, [this, ask] {
            auto *arranger = m_window->findChild<RowArranger *>();
            QElapsedTimer since;
            since.start();
            bool isArranged = false;
            QEventLoop loop;
            QObject::connect(arranger, &RowArranger::arranged, &loop, [&isArranged, &loop] {
                isArranged = true;
                loop.quit();
            });
            QTimer::singleShot(GiveUpMs, &loop, &QEventLoop::quit);
            ask();
            loop.exec();
            if (!isArranged)
                qFatal("no other order was asked for");
            QCoreApplication::processEvents(); // paints it
            m_shownMs = int(since.elapsed());
        });
    }

    void clickHeader(int column)
    {
        QHeaderView *header = view()->horizontalHeader();
        view()->scrollTo(view()->model()->index(0, column));
        const QPoint at(header->sectionViewportPosition(column) + 20, header->height() / 2);
        if (header->logicalIndexAt(at) != column || !header->viewport()->rect().contains(at))
            qFatal("the head of column %d is out of reach", column);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    }

    /// As by the menu of the columns: shows one that is hidden, and hides it again. False: it was as wanted.
    bool showColumn(int column, bool isShown)
    {
        if (view()->isColumnHidden(column) != isShown)
            return false;
        QMenu menu;
        view()->fillColumnMenu(&menu);
        menu.actions().at(column)->trigger();
        QCoreApplication::processEvents(); // it takes its room
        return true;
    }

    void sort()
    {
        for (int column = 0; column < ResultColumnCount; ++column) {
            const QString title = resultColumnTitle(ResultColumn(column));
            const bool wasHidden = showColumn(column, true);
            arrange(QStringLiteral("sort by ") + title, [this, column] { clickHeader(column); });
            if (column == int(ResultColumn::Total))
                arrange(QStringLiteral("sort by %1, descending").arg(title),
                        [this, column] { clickHeader(column); });
            if (wasHidden)
                showColumn(column, false);
        }
        arrange(QStringLiteral("sort: as in the list"),
                [this] { view()->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); });
    }

    void filter()
    {
        const QString host = QString::fromUtf8(hostOf(m_session.table()->rows().address(0)));
        auto *box = m_window->findChild<FilterBox *>();
        const QStringList texts{QStringLiteral("address=01"),
                                QStringLiteral("/page.*7$/"),
                                QStringLiteral("verdict:ok"),
                                QStringLiteral("status:404"),
                                QStringLiteral("status:>=400"),
                                QStringLiteral("host:") + host,
                                QStringLiteral("title:\"Page 7\" -page=1"),
                                QStringLiteral("size:>9.5k ttfb:<500ms"),
                                QStringLiteral("-type:html tries:1 redirects:0"),
                                QStringLiteral("-note:\"\"")};
        // A follow-up that is under way while typing rests is not what was asked for.
        const auto type = [box](const QString &text) {
            QEventLoop rest;
            QObject::connect(box, &FilterBox::filterChanged, &rest, &QEventLoop::quit, Qt::QueuedConnection);
            box->setText(text);
            rest.exec();
        };
        for (const QString &text : texts)
            arrange(QStringLiteral("filter ") + text, [type, text] { type(text); });
        arrange(QStringLiteral("filter: none"), [box] { box->clear(); });
    }

    void selectAndCopy()
    {
        if (!wanted(QStringLiteral("copy")))
            return;
        view()->setFocus();
        step("select all", [this] { QTest::keySequence(view(), QKeySequence::SelectAll); });
        step("copy all", [this] {
            QElapsedTimer since;
            since.start();
            QTest::keySequence(view(), QKeySequence::Copy);
            waitUntil([] { return QGuiApplication::clipboard()->ownsClipboard(); });
            m_shownMs = int(since.elapsed());
        });
        arrange(QStringLiteral("sort after copy, all selected"),
                [this] { clickHeader(int(ResultColumn::Size)); });
        QTest::keyClick(view(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(view(), Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(view(), Qt::Key_Up, Qt::ShiftModifier);
        arrange(QStringLiteral("sort after copy, all but one selected"),
                [this] { clickHeader(int(ResultColumn::Total)); });
    }

    /// Rows leave the list and come back.
    void remove()
    {
        if (!wanted(QStringLiteral("remove")))
            return;
        const auto changeBy = [this](const QString &name, const QKeySequence &keys) {
            arrange(name, [this, keys] { QTest::keySequence(view(), keys); });
        };
        const QKeySequence undo(Qt::CTRL | Qt::Key_Z), redo(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
        const auto removeSelected = [&](const QString &what) {
            changeBy(QStringLiteral("remove ") + what, QKeySequence::Delete);
            changeBy(QStringLiteral("remove %1: undo").arg(what), undo);
            changeBy(QStringLiteral("remove %1: redo").arg(what), redo);
            changeBy(QStringLiteral("remove %1: undo again").arg(what), undo);
        };
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Home, Qt::ControlModifier);
        removeSelected(QStringLiteral("one row"));
        QTest::keyClick(view(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(view(), Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(view(), Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
        removeSelected(QStringLiteral("all but one"));
        waitUntil([this] { return m_session.isSettled(); });
    }

    /// The project of all this, opened for reading: its first page, then the rest.
    void reopen()
    {
        const QString path = m_session.project()->path();
        step(
            "open the project",
            [this, path] {
                QElapsedTimer since;
                since.start();
                m_session.openProject(path, OpenMode::Read);
                waitUntil([this] { return m_session.isReadOnly() && m_session.table()->rowCount() > 0; });
                QCoreApplication::processEvents(); // paints it
                m_shownMs = int(since.elapsed());
            },
            0);
        step("load the project", [this] {
            QElapsedTimer since;
            since.start();
            waitUntil([this] { return m_session.phase() != Phase::Loading; });
            m_shownMs = int(since.elapsed());
        });
    }

    WatchedApplication &m_application;
    QString m_list;
    int m_fetchFirst;
    double m_rate;
    int m_ms;
    QString m_wanted;
    QTemporaryDir m_folder;
    QSettings m_settings;
    EventLoopProbe m_probe;
    CrawlSession m_session{Autosave(m_folder.path())};
    std::unique_ptr<MainWindow> m_window;
    int m_shownMs = -1;
};

} // namespace

int main(int argc, char *argv[])
{
    prepareNetwork();
    WatchedApplication application(argc, argv);
    const ThemeController theme(&application);
    const QStringList arguments = QCoreApplication::arguments().sliced(1);
    if (arguments.size() < 3)
        qFatal("bench_window LIST FETCH RATE [SECONDS [STEP]]");
    return Bench(application, arguments).run();
}
