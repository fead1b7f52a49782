// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/background.h"
#include "core/store/autosave.h"
#include "core/store/project.h"
#include "ui/session/crawlsession.h"
#include "ui/session/recentprojects.h"

#include <QObject>

class QMenu;
class QWidget;

namespace turnstone {

class AddressIntake;
class MessageBar;

/// Opening, saving and naming the project of a window, and what is said about it.
class ProjectDesk final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; it belongs to `window`.
    ProjectDesk(CrawlSession &session, AddressIntake &intake, QSettings &settings, MessageBar &message,
                QWidget *window);
    ~ProjectDesk() override;

    /// For the title bar: what is worked on. Empty without a list.
    QString name() const;
    /// Recently used ones; its items open them.
    QMenu *recentMenu() { return m_recentMenu; }
    /// True for a name or a file that is a project, to be opened by open().
    static bool isProject(const QString &path);

    /// In its turn, after what is being read.
    void open(const QString &path, OpenMode mode = OpenMode::Write);
    void save();
    void saveAs();
    /// Looks for what was left unnamed before, and asks about it while there is no list.
    void offerLeftBehind();
    /// Says why nothing can be changed; false where it can.
    bool refuses();
    /// Something came that the project could not take.
    bool hasUnwritten() const;
    /// Then asks whether to let go of it all the same, which a button with that text agrees to.
    bool mayLetGo(const QString &asked, const QString &agreement);

Q_SIGNALS:
    void nameChanged();

private:
    void openNow(const QString &path, OpenMode mode);
    void onProjectChanged();
    void onOpened();
    void onOpenProgressed(const QString &path, int percent);
    void onOpenFailed(const QString &path, const Error &error);
    void onWritingFailed(const Error &error);
    void onWritingResumed();
    void offerNext();
    void askToDiscard(const LeftProject &left);
    void fillRecentMenu();
    void warn(const QString &text);

    CrawlSession &m_session;
    AddressIntake &m_intake;
    RecentProjects m_recent;
    MessageBar &m_message;
    QWidget *m_window;
    QMenu *m_recentMenu;
    Background m_search; // for what was left behind
    std::vector<LeftProject> m_left;
    std::vector<LeftProject> m_discarded; // when this goes
    Error m_failure;                      // of writing, while it lasts
    bool m_fails = false;
};

} // namespace turnstone
