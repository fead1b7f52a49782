// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/models/detailreader.h"
#include "ui/models/hostmodel.h"
#include "ui/models/rowclass.h"
#include "ui/session/addressintake.h"
#include "ui/session/crawlsession.h"

#include <QMainWindow>

#include <functional>

class QSettings;
class QStackedWidget;

namespace turnstone {

class EmptyStatePage;
class EventLoopProbe;
class HostsPanel;
class HostsView;
class InspectorPanel;
class MainActions;
class MainToolBar;
class MessageBar;
class PanelLayout;
class PerformancePanel;
class ProjectDesk;
class ResultsPanel;
class RunStarter;
class RunTools;
class SidebarPanel;
class StatusBarPanel;
class TablePages;

/// The shell: puts the panels in their places and connects them with the session.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// Starts the demo site if it does not run, and gives a list for it.
    using DemoList = std::function<Result<QByteArray>()>;

    /// All but `parent` must outlive the window. An empty `demo` hides the demo.
    MainWindow(CrawlSession &session, QSettings &settings, EventLoopProbe &probe, DemoList demo,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    ResultsPanel *results() { return m_results; }
    /// For text from outside: a paste, a drop.
    void addText(const QString &text);
    /// Lists, or a project.
    void openFiles(const QStringList &paths);
    /// Files that addresses were read from: no export may take their place.
    void keepInputs(const QStringList &paths);
    ProjectDesk *projects() { return m_desk; }
    /// Says what went wrong, in the window.
    void warn(const QString &text);

Q_SIGNALS:
    /// The user chose another appearance in the settings.
    void appearanceChanged();

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildPanels();
    void buildMenus();
    void buildViewMenu();
    void connectActions();
    void connectSession();
    void connectPanels();
    void saveLayout();
    void restoreLayout();

    void updateForPhase();
    void updateForPage();
    void updateAsking();
    void addAddresses();
    void paste();
    void chooseFiles();
    void runDemo();
    void newProject();
    void setListAside();
    void removeRows(const std::vector<RowId> &rows);
    void undo();
    void redo();
    void updateUndo();
    void showExport();
    /// Says how far the writing of a file is (percent -1: it begins), until the user closes that line.
    void showWriting(const QByteArray &matter, const QString &path, int percent,
                     const std::function<void()> &cancel);
    /// Asks where files are being written; who agrees gives them up.
    bool mayEndExports();
    void showSettings();
    void showAbout();
    void tellTaken(const AddressScan::Findings &findings, int added);
    void updateTitle();
    /// True where the window may go: nothing is under way, or the user lets go of it.
    bool mayClose();
    void showView(std::optional<RowClass> only);
    void showNetwork(bool down);
    void filterHost(const QString &host);
    void showRow(RowId row);
    void say(const QString &text);

    CrawlSession &m_session;
    QSettings &m_settings;
    DemoList m_demo;
    HostModel m_hosts;
    AddressIntake m_intake;
    DetailReader m_details;
    bool m_closing = false; // as soon as the crawl has ended
    int m_exports = 0;      // so many were begun
    QStringList m_inputs;   // files that addresses came from
    QString m_draft;        // was typed and not added
    MainActions *m_actions;
    ProjectDesk *m_desk;
    MainToolBar *m_toolBar;
    MessageBar *m_message;
    SidebarPanel *m_sidebar;
    QStackedWidget *m_pages;
    EmptyStatePage *m_empty;
    TablePages *m_tables;
    ResultsPanel *m_results;
    HostsView *m_hostsView;
    InspectorPanel *m_inspector;
    RunStarter *m_starter;
    RunTools *m_runTools;
    PerformancePanel *m_performance;
    HostsPanel *m_hostsPanel;
    StatusBarPanel *m_status;
    PanelLayout *m_layout;
};

} // namespace turnstone
