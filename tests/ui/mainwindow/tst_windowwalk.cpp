// SPDX-License-Identifier: GPL-3.0-or-later
// Random actions on a real window: no crash, no event that takes long, no address or result lost.
// TURNSTONE_WALK_ACTIONS of them, TURNSTONE_WALK_SEED for one seed alone.
#include "core/net/networksetup.h"
#include "core/store/project.h"
#include "core/store/store.h"
#include "core/types/secrets.h"
#include "tests/ui/mainwindow/walker.h"
#include "tests/ui/mainwindow/watchedapplication.h"
#include "tests/ui/mainwindow/windowrules.h"
#include "tests/ui/mainwindow/windowtest.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/models/settingsstore.h"
#include "ui/widgets/themecontroller.h"

#include <QDesktopServices>
#include <QDir>
#include <QProcess>
#include <QScopeGuard>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <set>
#include <sys/resource.h>

using namespace turnstone;
using namespace std::chrono_literals;
using Phase = CrawlSession::Phase;
using test::WatchedApplication;

namespace {

constexpr int ActionsPerSeed = 100;
constexpr int UsualActions = 300;
constexpr int PatienceMs = 60'000;
#ifdef NDEBUG
constexpr double LongestMs = 1000;
#else
constexpr double LongestMs = 4000; // the sanitizers' share
#endif
// Whoever waits for something else than the processor is measured by the clock, which others use as well.
constexpr double LongestWaitMs = 5 * LongestMs;
constexpr auto LockOption = "--lock-project";

WatchedApplication &application()
{
    return *static_cast<WatchedApplication *>(QCoreApplication::instance());
}

/// Another program that keeps a project from being written.
class Locker final
{
public:
    bool isAtWork() const { return m_process.state() == QProcess::Running; }
    void lock(const QString &path)
    {
        m_process.start(QCoreApplication::applicationFilePath(), {QLatin1StringView(LockOption), path});
        m_process.waitForReadyRead(PatienceMs); // it says whether it could
    }
    void release()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(PatienceMs);
    }

private:
    QProcess m_process;
};

/// What that program does: takes the right to write, and keeps it until its input ends.
int lockProject(const QString &path)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
    database.setDatabaseName(path);
    const bool isLocked = database.open() && QSqlQuery(database).exec(QStringLiteral("BEGIN IMMEDIATE"));
    std::puts(isLocked ? "locked" : "not locked");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

QtMessageHandler testsHandler = nullptr;

/// The platform without a display has much to say of what it cannot do.
void sayUnlessOfPlugin(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (!text.startsWith(QLatin1StringView("This plugin does not support")))
        testsHandler(type, context, text);
}

/// While it is full no file grows.
void setDiskFull(bool full)
{
    rlimit files{};
    ::getrlimit(RLIMIT_FSIZE, &files);
    files.rlim_cur = full ? 0 : files.rlim_max;
    ::setrlimit(RLIMIT_FSIZE, &files);
}

} // namespace

class TestWindowWalk final : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void walk_data();
    void walk();

private:
    void begin(Walker &walker);
    void step(Walker &walker);
    void check(const QString &when);
    void toggleObstacle(Walker &walker);
    void clearObstacles();
    void closeAndReopen(Walker &walker);
    void settle();
    void finishAll();
    void remember();
    QStringList lostAddresses() const;

    std::set<QByteArray> m_seen; // addresses, as projects keep them
    Locker m_locker;
    bool m_isFull = false;
    QStringList m_wrong;
};

void TestWindowWalk::walk_data()
{
    QTest::addColumn<quint32>("seed");
    const int wanted = qEnvironmentVariableIntValue("TURNSTONE_WALK_ACTIONS");
    const int seeds = std::max((wanted > 0 ? wanted : UsualActions) / ActionsPerSeed, 1);
    bool isGiven = false;
    const quint32 given = qEnvironmentVariable("TURNSTONE_WALK_SEED").toUInt(&isGiven);
    for (int i = 0; i < (isGiven ? 1 : seeds); ++i) {
        const quint32 seed = isGiven ? given : QRandomGenerator::global()->generate();
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestWindowWalk::walk()
{
    QFETCH(quint32, seed);
    testsHandler = qInstallMessageHandler(sayUnlessOfPlugin);
    const auto quiet = qScopeGuard([] { qInstallMessageHandler(testsHandler); });
    m_wrong.clear();
    m_seen.clear();
    m_site->resetCounters();
    Walker walker(seed, *m_site, m_folder->path());
    connect(&walker, &Walker::letGo, this, [this] { m_seen.clear(); });
    for (const QString &scheme : {u"http"_qs, u"https"_qs, u"file"_qs, u"mailto"_qs})
        QDesktopServices::setUrlHandler(scheme, &walker, "swallow");
    QDir::setCurrent(m_folder->path());
    begin(walker);
    application().reset();
    for (int action = 0; action < ActionsPerSeed && m_wrong.isEmpty(); ++action)
        step(walker);
    while (walker.dismiss())
        QCoreApplication::processEvents();
    clearObstacles();
    if (m_wrong.isEmpty())
        finishAll();
    if (m_wrong.isEmpty()) {
        const QStringList lost = lostAddresses();
        if (!lost.isEmpty())
            m_wrong << u"lost: "_qs + lost.join(u' ');
    }
    for (const QString &scheme : {u"http"_qs, u"https"_qs, u"file"_qs, u"mailto"_qs})
        QDesktopServices::unsetUrlHandler(scheme);
    qInfo("%zu addresses, %llu requests, the longest event took %.0f ms (%.0f ms of work: %s)", m_seen.size(),
          m_site->counters().requests(), application().worstMs(), application().worstCpuMs(),
          qPrintable(application().worstCpuEvent()));
    if (!m_wrong.isEmpty() || QTest::currentTestFailed())
        qWarning().noquote() << "what was done last:\n " << walker.done().join(QStringLiteral("\n  "));
    QVERIFY2(m_wrong.isEmpty(), qPrintable(m_wrong.join(u'\n')));
}

void TestWindowWalk::begin(Walker &walker)
{
    m_settings->setValue(QStringLiteral("export/path"), m_folder->filePath(QStringLiteral("export.csv")));
    CrawlSettings settings = SettingsStore::defaults();
    settings.limits.timeout = 2s;
    settings.limits.retries = 1;
    settings.limits.backoff = 20ms;
    settings.limits.maxBackoff = 200ms;
    settings.limits.hostPatience = 2s;
    m_session->setSettings(settings);
    connect(m_session.get(), &CrawlSession::countsChanged, this, &TestWindowWalk::remember);
    walker.setWindow(m_window.get());
}

void TestWindowWalk::step(Walker &walker)
{
    if (walker.chance(3))
        toggleObstacle(walker);
    else if (walker.chance(2))
        closeAndReopen(walker);
    else
        walker.act();
    if (!m_window->isVisible()) // it was closed
        closeAndReopen(walker);
    QElapsedTimer calm;
    calm.start();
    for (const int forMs = walker.chance(70) ? walker.below(20) : walker.below(200); calm.elapsed() < forMs;)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    remember();
    const QString last = walker.done().isEmpty() ? QString() : walker.done().back();
    check(last);
    if (walker.isTrapped())
        m_wrong << u"no way out: "_qs + last;
    if (walker.chance(3) && !m_isFull && !m_locker.isAtWork())
        settle();
}

void TestWindowWalk::check(const QString &when)
{
    for (const QString &broken : brokenRules(*m_window, *m_session))
        m_wrong << when + u": "_qs + broken;
    const WatchedApplication &watch = application();
    if (watch.worstCpuMs() > LongestMs)
        m_wrong
            << u"%1: %2 ms of work for %3"_qs.arg(when).arg(watch.worstCpuMs()).arg(watch.worstCpuEvent());
    if (watch.worstMs() > LongestWaitMs)
        m_wrong << u"%1: %2 ms for %3"_qs.arg(when).arg(watch.worstMs()).arg(watch.worstEvent());
}

void TestWindowWalk::toggleObstacle(Walker &walker)
{
    if (m_isFull || m_locker.isAtWork()) {
        walker.note(u"the disk has room, nothing is locked"_qs);
        clearObstacles();
    } else if (walker.chance(50)) {
        walker.note(u"the disk is full"_qs);
        m_isFull = true;
        setDiskFull(true);
    } else if (m_session->project() && !m_session->project()->path().isEmpty()) {
        walker.note(u"another program locks "_qs + m_session->project()->path());
        m_locker.lock(m_session->project()->path());
    }
}

void TestWindowWalk::clearObstacles()
{
    setDiskFull(false);
    m_isFull = false;
    m_locker.release();
}

/// As the user does it, and then the program starts again.
void TestWindowWalk::closeAndReopen(Walker &walker)
{
    walker.note(u"close and reopen"_qs);
    while (walker.dismiss())
        QCoreApplication::processEvents();
    clearObstacles();
    if (m_window->isVisible()) {
        if (m_session->project() && m_session->project()->isStuck())
            m_session->retryWriting(); // so that nobody is asked
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->project() || !m_session->project()->isStuck(), PatienceMs);
        m_window->close();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), PatienceMs);
    }
    remember();
    restart();
    begin(walker);
    m_window->projects()->offerLeftBehind();
}

/// Waits until everything is written, and looks whether it is what the window shows.
void TestWindowWalk::settle()
{
    if (m_session->isActive() || QApplication::activeModalWidget() || QApplication::activePopupWidget())
        return;
    m_session->retryWriting();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isActive() || m_session->isSettled(), PatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->windowTitle(), expectedTitle(*m_session), PatienceMs);
    if (m_session->isActive() || !m_session->isSettled() || m_session->addresses().isEmpty())
        return;
    m_wrong << brokenRulesOfProject(*m_session);
}

/// Whatever happened, the crawl comes to its end with a result for each row.
void TestWindowWalk::finishAll()
{
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->isOpening(), PatienceMs);
    m_session->retryWriting();
    m_session->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->isActive() && m_session->isSettled(), PatienceMs);
    m_session->useOwnSettings();
    CrawlSettings settings = SettingsStore::defaults();
    settings.limits.timeout = 500ms;
    settings.limits.retries = 0;
    settings.limits.maxBackoff = 100ms;
    settings.limits.hostPatience = 0ms;
    settings.limits.concurrency = 200;
    settings.limits.perHost = 50;
    m_session->setSettings(settings);
    for (RowId row = 0; row < RowId(m_session->addresses().size()); ++row)
        m_session->setHostLimits(QString::fromUtf8(hostOf(m_session->addresses().at(row))), {});
    if (m_session->isReadOnly() || m_session->table()->rows().listed() == 0)
        return;
    const SecretQuestions questions = m_session->missingSecrets();
    if (!questions.isEmpty())
        m_session->giveSecrets(questions, QStringList(qsizetype(questions.all().size()), u"pass"_qs));
    m_session->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->phase(), Phase::Finished, PatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isSettled(), PatienceMs);
    m_wrong << brokenRules(*m_window, *m_session) << brokenRulesOfProject(*m_session);
    const Result<std::unique_ptr<Store>> store = openProject(m_session->project()->path(), OpenMode::Read);
    QVERIFY(store);
    QCOMPARE(store.value()->owedRows().value().size(), size_t(0));
}

void TestWindowWalk::remember()
{
    for (RowId row = 0; row < RowId(m_session->addresses().size()); ++row)
        m_seen.insert(shownAddress(m_session->addresses().at(row), true));
}

/// Of all that ever was in the window: what is in no project.
QStringList TestWindowWalk::lostAddresses() const
{
    std::set<QByteArray> kept;
    for (const QString &folder : {m_folder->path(), m_session->autosave().folder()}) {
        const QStringList names = QDir(folder).entryList(QDir::Files);
        for (const QString &name : names) {
            if (name.endsWith(u"-shm"_qs) || name.endsWith(u"-wal"_qs))
                continue; // of a project that may be open
            const Result<std::unique_ptr<Store>> store =
                openProject(QDir(folder).filePath(name), OpenMode::Read);
            if (!store)
                continue;
            (void)store.value()->readAddresses([&kept](const std::shared_ptr<const AddressBlock> &block) {
                AddressList part;
                part.append(block);
                for (RowId row = 0; row < RowId(part.size()); ++row)
                    kept.insert(shownAddress(part.at(row), true));
                return true;
            });
        }
    }
    QStringList lost;
    for (const QByteArray &address : m_seen) {
        if (!kept.contains(address))
            lost << QString::fromUtf8(address);
    }
    return lost;
}

int main(int argc, char *argv[])
{
    if (argc == 3 && qstrcmp(argv[1], LockOption) == 0) {
        QCoreApplication locker(argc, argv);
        return lockProject(QString::fromLocal8Bit(argv[2]));
    }
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error, not an end
    prepareNetwork();
    WatchedApplication application(argc, argv);
    const ThemeController theme(&application);
    TestWindowWalk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_windowwalk.moc"
