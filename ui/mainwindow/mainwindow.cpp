// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/mainwindow.h"

#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/dialogs/addaddressesdialog.h"
#include "ui/mainwindow/exportjob.h"
#include "ui/mainwindow/mainactions.h"
#include "ui/mainwindow/maintoolbar.h"
#include "ui/mainwindow/matters.h"
#include "ui/mainwindow/panellayout.h"
#include "ui/mainwindow/projectdesk.h"
#include "ui/mainwindow/rowinspection.h"
#include "ui/mainwindow/runstarter.h"
#include "ui/mainwindow/runtools.h"
#include "ui/models/rowfilter.h"
#include "ui/panels/changesview.h"
#include "ui/panels/emptystatepage.h"
#include "ui/panels/hostspanel.h"
#include "ui/panels/hostsview.h"
#include "ui/panels/inspectorpanel.h"
#include "ui/panels/performancepanel.h"
#include "ui/panels/resultspanel.h"
#include "ui/panels/resultsview.h"
#include "ui/panels/sidebarpanel.h"
#include "ui/panels/statusbarpanel.h"
#include "ui/panels/tablepages.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/eventloopprobe.h"
#include "ui/widgets/filedialog.h"
#include "ui/widgets/filterbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/measures.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace turnstone {

namespace {

namespace page {
const QByteArray Results = QByteArrayLiteral("results");
const QByteArray Hosts = QByteArrayLiteral("hosts");
const QByteArray Changes = QByteArrayLiteral("changes");
} // namespace page

QStringList localFiles(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

} // namespace

MainWindow::MainWindow(CrawlSession &session, QSettings &settings, EventLoopProbe &probe, DemoList demo,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_settings(settings)
    , m_demo(std::move(demo))
    , m_intake(session)
    , m_details(session.table())
    , m_actions(new MainActions(this))
{
    setWindowTitle(tr("Turnstone"));
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    resize(fittingScreen(*this, {1440, 900}));
    buildPanels();
    buildMenus();
    connectActions();
    connectSession();
    connectPanels();
    connect(&probe, &EventLoopProbe::lagMeasured, m_performance, &PerformancePanel::addLag);
    connect(&m_intake, &AddressIntake::taken, this, &MainWindow::tellTaken);
    restoreLayout();
    updateForPhase();
    m_sidebar->setCounts(m_session.table()->rows().counts());
    m_empty->setFocus();
}

MainWindow::~MainWindow()
{
    // Their ends are told in the window, which has to be there for that.
    qDeleteAll(findChildren<ExportJob *>(Qt::FindDirectChildrenOnly));
}

void MainWindow::buildPanels()
{
    m_toolBar = new MainToolBar(*m_actions);
    m_message = new MessageBar;
    m_message->setTabAfter(m_toolBar->filter());
    m_desk = new ProjectDesk(m_session, m_intake, m_settings, *m_message, this);
    m_sidebar = new SidebarPanel;
    m_empty = new EmptyStatePage;
    m_empty->setDemoAvailable(bool(m_demo));
    m_results = new ResultsPanel(m_session.table());
    m_hostsView = new HostsView(m_hosts);
    m_inspector = new InspectorPanel;
    m_starter = new RunStarter(m_session, m_hosts, *m_desk, *m_message, this);
    m_runTools = new RunTools(m_session, *m_inspector, this);
    m_performance = new PerformancePanel;
    m_hostsPanel = new HostsPanel(m_hosts);
    m_status = new StatusBarPanel;

    m_tables = new TablePages;
    m_tables->add({page::Results, tr("Results"), {}, m_results, m_toolBar->filter()});
    const auto icon = [](QLatin1StringView name) { return themedIcon(name, Tint::Muted); };
    ChangesView *changes = m_runTools->changes();
    for (const TablePage &other : {
             TablePage{page::Hosts, tr("Hosts"), icon(QLatin1StringView("hosts")), m_hostsView,
                       m_hostsView->filter()},
             TablePage{page::Changes, tr("Changes"), icon(QLatin1StringView("changes")), changes,
                       changes->filter()},
         }) {
        m_tables->add(other);
        m_sidebar->addPage(other);
    }

    // The plots and figures need more height than a small screen has.
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(m_performance, 1);
    rightLayout->addWidget(m_hostsPanel);

    auto *rightScroll = new QScrollArea;
    rightScroll->setAccessibleName(tr("Performance and hosts"));
    rightScroll->setFrameShape(QFrame::NoFrame);
    rightScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rightScroll->setWidgetResizable(true);
    rightScroll->setWidget(right);
    rightScroll->viewport()->setBackgroundRole(QPalette::Window);

    m_layout = new PanelLayout(m_sidebar, m_tables, m_inspector, rightScroll);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_layout);

    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolBar);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_status);
    setCentralWidget(central);
}

void MainWindow::connectSession()
{
    connect(&m_session, &CrawlSession::phaseChanged, this, &MainWindow::updateForPhase);
    connect(&m_session, &CrawlSession::countsChanged, m_sidebar, &SidebarPanel::setCounts);
    connect(&m_session.changes(), &QUndoStack::indexChanged, this, &MainWindow::updateUndo);
    connect(&m_session, &CrawlSession::statsChanged, this, [this](const CrawlStats &stats) {
        m_performance->setStats(stats);
        m_sidebar->setPageCount(page::Hosts, stats.hosts);
        m_status->setStats(stats, m_session.isActive());
        updateAsking();
    });
    connect(&m_session, &CrawlSession::hostsChanged, &m_hosts, &HostModel::update);
    const auto showLimits = [this](const CrawlSettings &settings) {
        m_hosts.setGeneralDelay(settings.limits.hostDelay);
        m_hosts.setGeneralLimit(settings.limits.perHost);
    };
    connect(&m_session, &CrawlSession::settingsChanged, this, showLimits);
    showLimits(m_session.settings());
    connect(&m_session, &CrawlSession::networkDownChanged, this, &MainWindow::showNetwork);
    connect(&m_session, &CrawlSession::finished, this, [this] { showNetwork(false); });
    connect(&m_session, &CrawlSession::countsChanged, this, [this] {
        if (m_session.phase() == CrawlSession::Phase::Loading)
            updateForPhase();
    });
    connect(&m_session, &CrawlSession::settled, this, [this] {
        if (m_closing)
            close();
    });
    connect(&m_session, &CrawlSession::projectChanged, this, &MainWindow::updateForPhase);
    connect(m_desk, &ProjectDesk::nameChanged, this, &MainWindow::updateTitle);
    const auto readDetails = [this] { m_details.read(m_session.results()); };
    connect(&m_session, &CrawlSession::settled, this, readDetails);
    connect(m_results, &ResultsPanel::detailsWanted, this, readDetails);
    connect(&m_details, &DetailReader::failed, this, &MainWindow::warn);
    connect(&m_session, &CrawlSession::projectChanged, this, [this] {
        m_message->drop(matter::SetAside); // it is back, or gone for good
    });
    connect(&m_session, &CrawlSession::listReplaced, this, [this] {
        m_details.stop();
        m_hosts.clear();
        m_performance->reset();
        m_sidebar->reset();
        for (QLineEdit *filter : std::initializer_list<QLineEdit *>{
                 m_toolBar->filter(), m_hostsView->filter(), m_runTools->changes()->filter()})
            filter->clear();
    });
}

void MainWindow::connectPanels()
{
    // behind the hosts' model, whose words it shows
    const auto *inspection = new RowInspection(m_session, m_hosts, *m_results, *m_inspector, this);
    connect(inspection, &RowInspection::failed, this, &MainWindow::warn);
    connect(m_sidebar, &SidebarPanel::viewChosen, this, &MainWindow::showView);
    connect(m_sidebar, &SidebarPanel::pageChosen, m_tables, &TablePages::showPage);
    connect(m_tables, &TablePages::shown, this, [this](const QByteArray &id) {
        m_toolBar->filter()->setVisible(id == page::Results); // the others have their own
        updateForPage();
    });
    connect(m_toolBar->filter(), &FilterBox::filterChanged, this,
            [this](const QString &text) { m_toolBar->filter()->setProblem(m_results->setFilterText(text)); });
    connect(m_toolBar->filter(), &FilterBox::left, m_results, [this] { m_results->setFocus(); });
    connect(m_results, &ResultsPanel::recheckRequested, m_starter, &RunStarter::recheck);
    connect(m_results, &ResultsPanel::removeRequested, this, &MainWindow::removeRows);
    connect(m_results, &ResultsPanel::hostFilterRequested, this, &MainWindow::filterHost);
    connect(m_results, &ResultsPanel::notice, this, &MainWindow::say);
    connect(m_inspector, &InspectorPanel::recheckRequested, m_starter,
            [this](RowId row) { m_starter->recheck({row}); });
    connect(m_hostsView, &HostsView::hostActivated, this, &MainWindow::filterHost);
    connect(m_hostsView, &HostsView::tryRequested, this, [this](const QStringList &hosts) {
        for (const QString &host : hosts)
            m_session.tryHostNow(host);
    });
    connect(m_hostsView, &HostsView::giveUpRequested, this, [this](const QStringList &hosts) {
        for (const QString &host : hosts)
            m_session.giveUpHost(host);
    });
    connect(m_hostsPanel, &HostsPanel::hostActivated, this, &MainWindow::filterHost);
    connect(m_hostsPanel, &HostsPanel::allHostsRequested, this,
            [this] { m_sidebar->choosePage(page::Hosts); });
    connect(m_runTools, &RunTools::changesRequested, this, [this] { m_sidebar->choosePage(page::Changes); });
    connect(m_runTools, &RunTools::rowRequested, this, &MainWindow::showRow);
    connect(m_runTools, &RunTools::rowSelected, this, [this](RowId row) {
        m_results->selectRow(row);
        const ResultRows &rows = m_session.table()->rows();
        if (int(row) < rows.size() && rows.isRemoved(row))
            m_inspector->clear(tr("The address of this change was removed from the list. Add it again to "
                                  "bring it back."));
    });
    connect(&m_session, &CrawlSession::rowsReturned, m_results, &ResultsPanel::selectRow);
    connect(m_runTools, &RunTools::writing, this, [this](const QString &path, int percent) {
        showWriting(matter::Changes, path, percent, [this] { m_runTools->cancelExport(); });
    });
    connect(m_runTools, &RunTools::writingEnded, this, [this] { m_message->drop(matter::Changes); });
    connect(m_runTools, &RunTools::notice, this, &MainWindow::say);
    connect(m_runTools, &RunTools::warning, this, &MainWindow::warn);
    connect(m_results, &ResultsPanel::noteRequested, m_runTools, &RunTools::editNote);
    m_runTools->changes()->addAction(m_results->actions().note);
    for (QAction *action : {m_results->actions().recheck, m_results->actions().note})
        m_inspector->addAction(action);
    connect(&m_hosts, &HostModel::hostLimitsChanged, &m_session, &CrawlSession::setHostLimits);
    connect(m_message, &MessageBar::left, this, [this] {
        if (m_pages->currentIndex() == 1)
            m_tables->current().widget->setFocus();
        else
            m_empty->setFocus();
    });
    connect(m_empty, &EmptyStatePage::pasteRequested, this, &MainWindow::paste);
    connect(m_empty, &EmptyStatePage::addRequested, this, &MainWindow::addAddresses);
    connect(m_empty, &EmptyStatePage::openRequested, this, &MainWindow::chooseFiles);
    connect(m_empty, &EmptyStatePage::demoRequested, this, &MainWindow::runDemo);
}

void MainWindow::showNetwork(bool down)
{
    if (!down) {
        m_message->drop(matter::Network);
        return;
    }
    const QString text =
        m_session.settings().proxy.isEmpty()
            ? tr("The network is down. Nothing is fetched until it is up again, and nothing counts as a "
                 "failure except requests that were in flight and may not be sent twice, such as a POST.")
            : tr("The proxy cannot be reached. Nothing is fetched until it is up again, and nothing counts "
                 "as a failure except requests that were in flight and may not be sent twice, such as a "
                 "POST.");
    m_message->post(matter::Network, MessageBar::Kind::Warning, text);
}

void MainWindow::updateAsking()
{
    m_hosts.setAsking(m_session.phase() == CrawlSession::Phase::Running && !m_session.stats().networkDown);
}

void MainWindow::updateForPhase()
{
    const CrawlSession::Phase phase = m_session.phase();
    m_hostsView->setActive(phase == CrawlSession::Phase::Running);
    updateAsking();
    m_actions->update(phase, m_session.project() != nullptr, m_session.isReadOnly());
    updateUndo();
    m_results->setReadOnly(m_session.isReadOnly());
    updateForPage();
    const int listed = m_session.table()->rows().listed();
    // What is shown stays until the list that is being opened is there.
    const bool hasList = phase == CrawlSession::Phase::Opening ? m_pages->currentIndex() == 1
                                                               : phase != CrawlSession::Phase::Empty;
    const int page = hasList ? 1 : 0;
    if (m_pages->currentIndex() != page) {
        m_pages->setCurrentIndex(page);
        if (page == 1) // what the keyboard is wanted for next
            m_results->view()->setFocus();
    }
    CrawlStats stats = m_session.stats();
    stats.addresses = listed;
    if (phase == CrawlSession::Phase::Loading) { // how far the reading is
        stats.finished = m_session.addresses().size();
        stats.addresses = std::max(m_session.addressesToLoad(), stats.finished);
    }
    m_status->setStats(stats, m_session.isActive());
    using Phase = CrawlSession::Phase;
    const QString note = m_session.isOpening()      ? tr("opening…")
                         : m_session.isReadOnly()   ? tr("read-only")
                         : phase == Phase::Ready    ? tr("ready: press Start")
                         : phase == Phase::Paused   ? tr("paused")
                         : phase == Phase::Stopping ? tr("stopping…")
                         : phase != Phase::Finished ? QString()
                         : m_session.isCutShort()   ? tr("stopped")
                                                    : tr("finished");
    m_status->setNote(note);
    m_toolBar->filter()->setEnabled(hasList);
    for (QAction *action : {m_results->actions().selectAll, m_actions->find})
        action->setEnabled(hasList);
}

/// What is removed is seen before.
void MainWindow::updateForPage()
{
    m_results->setCanRemove(m_session.mayChangeList() && m_tables->current().id == page::Results);
}

void MainWindow::showView(std::optional<RowClass> only)
{
    m_tables->showPage(page::Results);
    m_results->setOnly(only);
}

void MainWindow::filterHost(const QString &host)
{
    m_sidebar->reset();
    m_tables->showPage(page::Results);
    m_toolBar->filter()->setText(QStringLiteral("host:") + host);
}

void MainWindow::showRow(RowId row)
{
    const ResultRows &rows = m_session.table()->rows();
    if (int(row) < rows.size() && rows.isRemoved(row)) {
        say(tr("This address was removed from the list. Add it again to bring it back."));
        return;
    }
    m_sidebar->reset();
    m_tables->showPage(page::Results);
    m_toolBar->filter()->clear();
    m_results->selectRow(row);
    m_results->view()->setFocus();
}

void MainWindow::updateTitle()
{
    const QString name = m_desk->name();
    setWindowTitle(name.isEmpty() ? tr("Turnstone") : tr("%1 - Turnstone").arg(name));
}

void MainWindow::addText(const QString &text)
{
    if (text.trimmed().isEmpty()) {
        say(tr("There is no text on the clipboard. Copy a list of addresses and paste it here."));
        return;
    }
    if (!m_intake.isBusy() && m_desk->refuses())
        return;
    m_intake.takeText(text);
}

void MainWindow::openFiles(const QStringList &paths)
{
    const auto project = std::find_if(paths.begin(), paths.end(), &ProjectDesk::isProject);
    if (project != paths.end()) {
        m_desk->open(*project);
        return;
    }
    if (!m_intake.isBusy() && m_desk->refuses())
        return;
    m_intake.takeFiles(paths);
}

void MainWindow::keepInputs(const QStringList &paths)
{
    m_inputs << paths;
    m_runTools->keepInputs(paths);
}

void MainWindow::tellTaken(const AddressScan::Findings &findings, int added)
{
    if (m_desk->refuses())
        return;
    const InputReport &report = findings.report;
    const auto back = qint64(findings.back.size());
    const qint64 filled = findings.addresses.size() + back - added;
    for (const InputSource &source : report.sources) {
        if (!source.name.isEmpty())
            keepInputs({QDir::fromNativeSeparators(source.name)});
    }
    if (!findings.error.isEmpty()) {
        warn(findings.error);
        return;
    }
    QStringList parts{tr("%1 added").arg(countText(report.found))};
    if (filled > 0)
        parts << tr("%1 of which were already in the list without their password or key", nullptr,
                    pluralOf(filled))
                     .arg(countText(filled));
    if (back > 0)
        parts << tr("%1 of which were removed before and are back", nullptr, pluralOf(back))
                     .arg(countText(back));
    if (report.duplicates)
        parts << tr("%1 were already in the list", nullptr, pluralOf(report.duplicates))
                     .arg(countText(report.duplicates));
    if (report.bad)
        parts << tr("%1 cannot be fetched (see Invalid address)", nullptr, pluralOf(report.bad))
                     .arg(countText(report.bad));
    for (const InputSource &source : report.sources) {
        if (source.column >= 0 && !source.others.empty() && source.found > 0) {
            parts << tr("from column \"%1\"").arg(source.columns.value(source.column));
            break;
        }
    }
    say(findings.isEmpty() && report.duplicates == 0 ? tr("No address was found in the text.")
                                                     : parts.join(tr(", ")) + u'.');
}

void MainWindow::paste()
{
    addText(QGuiApplication::clipboard()->text());
}

void MainWindow::addAddresses()
{
    AddAddressesDialog dialog(m_session.addresses(), this, m_session.table()->rows().removedRows());
    if (!m_draft.isEmpty())
        dialog.setText(m_draft);
    const bool isAccepted = dialog.exec() == QDialog::Accepted;
    m_draft = isAccepted ? QString() : dialog.text();
    if (isAccepted)
        m_intake.afterwards([this, findings = dialog.findings()] {
            tellTaken(findings, m_session.add(findings.addresses, findings.back));
        });
}

void MainWindow::chooseFiles()
{
    const QStringList paths =
        FileDialog::chooseFiles(this, tr("Open a project or lists"),
                                tr("Projects and lists (*.turnstone *.txt *.csv *.tsv *.json *.jsonl "
                                   "*.ndjson *.xml *.html *.md *.eml "
                                   "*.list);;"
                                   "Projects (*.turnstone);;All files (*)"));
    if (!paths.isEmpty())
        openFiles(paths);
}

void MainWindow::runDemo()
{
    if (!m_demo)
        return;
    const Result<QByteArray> list = m_demo();
    if (!list) {
        warn(list.error().message);
        return;
    }
    m_intake.takeText(QString::fromUtf8(list.value()));
}

void MainWindow::removeRows(const std::vector<RowId> &rows)
{
    if (m_desk->refuses())
        return;
    m_intake.beforeReading([this, rows] {
        const int removed = m_session.remove(rows);
        if (removed == 0)
            return;
        const auto undoThis = [this, index = m_session.changes().index()] {
            if (m_session.changes().index() == index)
                undo();
        };
        m_message->say(
            tr("%1 rows were removed from the list.", nullptr, pluralOf(removed)).arg(countText(removed)),
            {{tr("Undo"), undoThis}});
    });
}

void MainWindow::undo()
{
    m_intake.beforeReading([this] {
        m_message->dropSaid(); // of what is undone
        m_session.undo();
    });
}

void MainWindow::redo()
{
    m_intake.beforeReading([this] {
        m_message->dropSaid();
        if (m_session.redoClears())
            setListAside(); // which asks where something would be lost
        else
            m_session.redo();
    });
}

void MainWindow::updateUndo()
{
    m_actions->updateUndo(m_session.changes(), m_session.mayChangeList());
}

/// Behind a dialog the list stays as it is: whoever is asked is asked about just that list.
bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::WindowBlocked || event->type() == QEvent::WindowUnblocked)
        m_intake.setHeld(event->type() == QEvent::WindowBlocked);
    return QMainWindow::event(event);
}

void MainWindow::newProject()
{
    if (m_session.phase() == CrawlSession::Phase::Loading)
        setListAside(); // nobody waits for what is to go
    else
        m_intake.afterwards([this] { setListAside(); });
}

void MainWindow::setListAside()
{
    if (m_session.isActive() || !m_session.project())
        return;
    if (!m_desk->mayLetGo(tr("The latest changes could not be saved yet. Start a new project anyway?"),
                          tr("New project")))
        return;
    const bool isNamed = m_session.project() && !m_session.project()->isAutosaved();
    const qint64 listed = m_session.table()->rows().listed();
    QString text = tr("The empty list was set aside.");
    if (isNamed)
        text = tr("%1 was closed.").arg(m_desk->name());
    else if (listed > 0)
        text =
            tr("The list of %1 addresses was set aside.", nullptr, pluralOf(listed)).arg(countText(listed));
    m_session.clear();
    m_message->dropSaid();
    m_message->drop(matter::Opening);
    if (m_session.canRestore())
        m_message->post(matter::SetAside, MessageBar::Kind::Info, text, {{tr("Undo"), [this] { undo(); }}});
    updateForPhase();
}

void MainWindow::say(const QString &text)
{
    m_message->say(text);
}

void MainWindow::warn(const QString &text)
{
    m_message->warn(text);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    saveLayout();
    event->accept();
}

/// All that came is in the project, and what is still to be fetched is owed, so nothing is asked, unless it
/// cannot be written, or another file is being written.
bool MainWindow::mayClose()
{
    if (m_desk->hasUnwritten()) {
        const bool may =
            m_desk->mayLetGo(tr("The latest changes could not be saved yet. Quit anyway?"), tr("Quit"));
        m_closing = false;
        return may && mayEndExports();
    }
    if (!mayEndExports()) {
        m_closing = false;
        return false;
    }
    if (!m_session.isActive())
        return true;
    m_closing = true; // within a second
    m_session.interrupt();
    return false;
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasText() || event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
        m_empty->setDropHighlighted(true);
    }
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_empty->setDropHighlighted(false);
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_empty->setDropHighlighted(false);
    const QStringList paths = localFiles(*event->mimeData());
    if (!paths.isEmpty())
        openFiles(paths);
    else
        addText(event->mimeData()->text());
    event->acceptProposedAction();
}

void MainWindow::saveLayout()
{
    m_settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_layout->save(m_settings);
    m_results->view()->saveColumns(m_settings);
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_layout->restore(m_settings, width());
    m_results->view()->restoreColumns(m_settings);
}

} // namespace turnstone
