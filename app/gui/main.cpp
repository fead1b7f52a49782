// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"
#include "app/cli/signalwatcher.h"
#include "app/demosite/demolist.h"
#include "app/demosite/demosite.h"
#include "app/gui/automation.h"
#include "app/gui/guioptions.h"
#include "core/net/networksetup.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/models/settingsstore.h"
#include "ui/widgets/eventloopprobe.h"
#include "ui/widgets/themecontroller.h"

#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QTimer>

#include <csignal>
#include <cstdio>

using namespace turnstone;

namespace {

constexpr int UsageStatus = 2;
constexpr int SignalBase = 128; // as shells count

int complain(const QString &sentence)
{
    std::fprintf(stderr, "turnstone: %s\n", sentence.toUtf8().constData());
    return UsageStatus;
}

// The program's names, so that what is asked before there is a window finds the same settings.
void nameProgram()
{
    QCoreApplication::setOrganizationName(QStringLiteral("Turnstone"));
    QCoreApplication::setApplicationName(QStringLiteral("turnstone"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TURNSTONE_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Turnstone"));
    QGuiApplication::setDesktopFileName(QStringLiteral("turnstone"));
}

MainWindow::DemoList demoOn(std::unique_ptr<DemoSite> &site)
{
    return [&site]() -> Result<QByteArray> {
        if (!site) {
            Result<std::unique_ptr<DemoSite>> started = DemoSite::start({});
            if (!started)
                return started.error();
            site = std::move(started).value();
        }
        return demoList(site->port());
    };
}

std::optional<bool> wantsDark(const SettingsStore &store)
{
    switch (store.appearance()) {
    case Appearance::Light:
        return false;
    case Appearance::Dark:
        return true;
    case Appearance::System:
        break;
    }
    return {};
}

void writeLagReport(const QString &path, const EventLoopProbe &probe)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(probe.report()) < 0)
        complain(
            QCoreApplication::translate("Gui", "%1 cannot be written: %2.").arg(path, file.errorString()));
}

} // namespace

int main(int argc, char *argv[])
{
    std::signal(SIGXFSZ, SIG_IGN); // what is too large for `ulimit -f` fails as any other write
    prepareNetwork();
    nameProgram();
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    // Help must not need a display.
    if (const Result<GuiOptions> early = parseGuiOptions(arguments);
        early && !early.value().message.isEmpty()) {
        std::fputs(early.value().message.toUtf8().constData(), stdout);
        return std::fflush(stdout) == 0
                   ? 0
                   : complain(QCoreApplication::translate("Gui", "Cannot write to standard output."));
    }

    QApplication application(argc, argv);
    const Result<GuiOptions> parsed = parseGuiOptions(QCoreApplication::arguments().sliced(1));
    if (!parsed)
        return complain(parsed.error().message);
    const GuiOptions &options = parsed.value();
    const bool opensProject =
        std::any_of(options.inputs.begin(), options.inputs.end(), &ProjectDesk::isProject);
    if (opensProject && options.inputs.size() > 1)
        return complain(QCoreApplication::translate(
            "Gui", "Open a project by itself; lists can be added to it in the window."));
    Result<GivenAddresses> given = GivenAddresses{};
    if (!options.inputs.isEmpty() && !opensProject)
        given = readInputs(options.inputs, options.column);
    if (!given)
        return complain(given.error().message);

    QSettings settings;
    const SettingsStore store(settings);
    ThemeController theme(&application);
    theme.setDark(wantsDark(store));
    std::unique_ptr<DemoSite> demoSite;
    EventLoopProbe probe;
    CrawlSession session;
    CrawlSettings crawl = store.load();
    if (options.settings) {
        const CrawlSettings kept = SettingsStore::defaults();
        crawl = *options.settings;
        crawl.keepHeaders = kept.keepHeaders;
        crawl.keepBodyBytes = kept.keepBodyBytes;
    }
    session.setSettings(crawl);
    const SignalWatcher signalWatcher;
    Automation automation(options, session);
    // What was fetched is in its project, and nothing half is left beside an export.
    QObject::connect(&signalWatcher, &SignalWatcher::interrupted, &automation, [&automation](int signal) {
        automation.tellInterrupt();
        QCoreApplication::exit(SignalBase + signal);
    });
    if (const Outcome prepared = automation.prepare(); !prepared)
        return complain(prepared.error().message);

    MainWindow window(session, settings, probe, demoOn(demoSite));
    window.keepInputs(options.otherFiles);
    QObject::connect(&automation, &Automation::problem, &window, &MainWindow::warn);
    QObject::connect(&window, &MainWindow::appearanceChanged, &theme,
                     [&theme, &store] { theme.setDark(wantsDark(store)); });
    window.show();
    // Coming up is not answering: the window's response is measured from its first picture on.
    QTimer::singleShot(std::chrono::milliseconds(200), &probe, &EventLoopProbe::reset);
    if (opensProject) {
        if (options.settings)
            QObject::connect(
                &session, &CrawlSession::projectOpened, &session,
                [&session, &options, &window] {
                    const Result<CrawlSettings> over = settingsOver(session.settings(), options);
                    if (over)
                        session.setSettings(over.value());
                    else
                        window.warn(over.error().message);
                },
                Qt::SingleShotConnection);
        // This one, not what is opened by hand later.
        QObject::connect(&session, &CrawlSession::projectOpened, &automation, &Automation::begin,
                         Qt::SingleShotConnection);
        window.openFiles(options.inputs);
    } else {
        window.keepInputs(options.inputs);
        session.add(given.value().addresses);
        automation.begin();
        if (options.inputs.isEmpty())
            window.projects()->offerLeftBehind();
    }
    const int status = QApplication::exec();
    if (!options.lagReport.isEmpty())
        writeLagReport(options.lagReport, probe);
    return status;
}
