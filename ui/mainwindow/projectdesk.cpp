// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/projectdesk.h"

#include "core/base/fileidentity.h"
#include "core/base/translation.h"
#include "core/store/projectheader.h"
#include "core/types/displaytext.h"
#include "ui/mainwindow/matters.h"
#include "ui/session/addressintake.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/filedialog.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include <numeric>

namespace turnstone {

namespace {

QString shown(const QString &path)
{
    return QDir::toNativeSeparators(path);
}

QString failureText(const Error &error)
{
    return ProjectDesk::tr("%1 The crawl is waiting, and nothing is lost. Turnstone tries again by itself.")
        .arg(error.message);
}

QString timeOf(const LeftProject &left)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(left.lastWrittenMs), QLocale::ShortFormat);
}

/// Of those that are offered next; the last of them is the oldest.
QString othersText(const std::vector<LeftProject> &left)
{
    if (left.empty())
        return {};
    const qint64 bytes =
        std::accumulate(left.begin(), left.end(), qint64(0),
                        [](qint64 sum, const LeftProject &each) { return sum + each.bytes; });
    if (left.size() == 1)
        return ProjectDesk::tr("There is another one from %1 (%2).")
            .arg(timeOf(left.front()), bytesText(bytes));
    return ProjectDesk::tr("There are %1 others (%2 in total), the oldest from %3.", nullptr,
                           pluralOf(qint64(left.size())))
        .arg(countText(qint64(left.size())), bytesText(bytes), timeOf(left.back()));
}

QString suggestedFolder(const RecentProjects &recent)
{
    const QStringList paths = recent.paths();
    if (!paths.isEmpty())
        return QFileInfo(paths.front()).absolutePath();
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(documents).exists() ? documents : QDir::homePath();
}

} // namespace

ProjectDesk::ProjectDesk(CrawlSession &session, AddressIntake &intake, QSettings &settings,
                         MessageBar &message, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_intake(intake)
    , m_recent(settings)
    , m_message(message)
    , m_window(window)
    , m_recentMenu(new QMenu(tr("Recent &projects"), window))
{
    connect(m_recentMenu, &QMenu::aboutToShow, this, &ProjectDesk::fillRecentMenu);
    connect(&m_session, &CrawlSession::projectChanged, this, &ProjectDesk::onProjectChanged);
    connect(&m_session, &CrawlSession::projectOpened, this, &ProjectDesk::onOpened);
    connect(&m_session, &CrawlSession::openProgressed, this, &ProjectDesk::onOpenProgressed);
    connect(&m_session, &CrawlSession::phaseChanged, this, [this](CrawlSession::Phase phase) {
        if (phase == CrawlSession::Phase::Running) // whoever started took the hint
            m_message.drop(matter::Opening);
        if (phase != CrawlSession::Phase::Empty)
            m_message.drop(matter::LeftBehind);
        if (!m_session.isActive())
            m_message.drop(matter::StopFirst);
    });
    connect(&m_session, &CrawlSession::openFailed, this, &ProjectDesk::onOpenFailed);
    connect(&m_session, &CrawlSession::writingFailed, this, &ProjectDesk::onWritingFailed);
    connect(&m_session, &CrawlSession::writingResumed, this, &ProjectDesk::onWritingResumed);
    connect(&m_session, &CrawlSession::saveFailed, this, [this](const Error &error) { warn(error.message); });
    connect(&m_session, &CrawlSession::projectSaved, this, [this](const QString &path) {
        m_recent.add(path);
        if (m_session.isReadOnly() && m_session.project()->path() != path)
            m_message.say(tr("A copy was saved as %1.").arg(shown(path)),
                          {{tr("Open it"), [this, path] { open(path); }}});
        else
            m_message.say(tr("Saved as %1. New results are saved there from now on.").arg(shown(path)));
    });
    fillRecentMenu();
}

ProjectDesk::~ProjectDesk()
{
    for (const LeftProject &left : m_discarded)
        (void)m_session.autosave().discard(left.path); // where that fails it is offered again
}

QString ProjectDesk::name() const
{
    const SessionProject *project = m_session.project();
    if (!project)
        return {};
    const QString name =
        project->isAutosaved() ? tr("Unnamed project") : QFileInfo(project->path()).completeBaseName();
    return project->isReadOnly() ? tr("%1 (read-only)").arg(name) : name;
}

bool ProjectDesk::isProject(const QString &path)
{
    return isProjectName(path) || (QFileInfo(path).isFile() && checkProjectHeader(path));
}

void ProjectDesk::open(const QString &path, OpenMode mode)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_message.post(matter::Opening, MessageBar::Kind::Info, tr("Opening %1…").arg(shown(absolute)));
    m_intake.afterwards([this, absolute, mode] { openNow(absolute, mode); });
}

void ProjectDesk::openNow(const QString &absolute, OpenMode mode)
{
    if (m_session.isActive()) {
        m_message.drop(matter::Opening);
        m_message.post(
            matter::StopFirst, MessageBar::Kind::Info,
            tr("Stop the crawl before opening another project. What was fetched stays in its project."));
        return;
    }
    const bool isOpen = m_session.project() && !m_session.isReadOnly() &&
                        FileIdentity::of(m_session.project()->path()) == FileIdentity::of(absolute);
    if (isOpen) {
        m_message.drop(matter::Opening);
        m_message.say(tr("%1 is already open.").arg(shown(absolute)));
        return;
    }
    if (mode == OpenMode::Write && m_session.canRestore() &&
        FileIdentity::of(m_session.setAsidePath()) == FileIdentity::of(absolute)) {
        m_message.drop(matter::Opening);
        m_session.restore(); // it was closed a moment ago, and nobody else may write it until it is let go
        return;
    }
    if (!mayLetGo(tr("The latest changes could not be saved yet. Open another project anyway?"),
                  tr("Open"))) {
        m_message.drop(matter::Opening);
        return;
    }
    m_message.dropSaid(); // of another list
    m_session.openProject(absolute, mode);
}

bool ProjectDesk::hasUnwritten() const
{
    const SessionProject *project = m_session.project();
    return project && project->isStuck() && !project->isDrained();
}

bool ProjectDesk::mayLetGo(const QString &asked, const QString &agreement)
{
    if (!hasUnwritten())
        return true;
    QMessageBox question(QMessageBox::Warning, tr("Turnstone"), asked, QMessageBox::NoButton, m_window);
    question.setInformativeText(tr("The latest addresses and results are not in any file yet. Turnstone will "
                                   "try once more to write them; if that fails, they are lost."));
    QPushButton *agreed = question.addButton(agreement, QMessageBox::DestructiveRole);
    QPushButton *elsewhere = question.addButton(tr("Save elsewhere…"), QMessageBox::ActionRole);
    question.setDefaultButton(question.addButton(tr("Stay"), QMessageBox::RejectRole));
    question.exec();
    if (question.clickedButton() == elsewhere)
        saveAs();
    return question.clickedButton() == agreed;
}

void ProjectDesk::save()
{
    const SessionProject *project = m_session.project();
    if (!project)
        return;
    if (project->isAutosaved() || project->isReadOnly())
        saveAs();
    else
        m_message.say(
            tr("Nothing to save: everything is kept in %1 as it comes.").arg(shown(project->path())));
}

void ProjectDesk::saveAs()
{
    if (!m_session.project())
        return;
    FileDialog dialog(m_window, tr("Save the project as"), suggestedFolder(m_recent),
                      tr("Turnstone projects (*.turnstone)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("turnstone"));
    const QString usual = m_session.project()->isAutosaved()
                              ? tr("crawl") + u".turnstone"
                              : QFileInfo(m_session.project()->path()).fileName();
    dialog.selectFile(usual);
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) {
        if (m_fails)
            onWritingFailed(m_failure);
        return;
    }
    const QString path = dialog.selectedFiles().front();
    m_message.say(tr("Saving %1…").arg(shown(path)));
    m_session.saveProjectAs(path);
}

bool ProjectDesk::refuses()
{
    if (!m_session.isReadOnly())
        return false;
    m_message.warn(m_session.project()->readOnlyReason(), {{tr("Save a copy…"), [this] { saveAs(); }}});
    return true;
}

void ProjectDesk::onProjectChanged()
{
    const SessionProject *project = m_session.project();
    if (project && !project->isAutosaved())
        m_recent.add(project->path());
    Q_EMIT nameChanged();
}

void ProjectDesk::onOpened()
{
    m_message.drop(matter::Opening);
    m_message.drop(matter::LeftBehind);
    if (refuses())
        return;
    if (const qint64 lost = m_session.losses().results; lost > 0) {
        m_message.warn(
            tr("The project is damaged: %1 of its results cannot be read, and Start would send their "
               "requests again. Better save first what is left: turnstone-cli repair --project FILE "
               "--into NEW.",
               nullptr, pluralOf(lost))
                .arg(countText(lost)));
        return;
    }
    const int all = m_session.table()->rows().listed();
    const int fetched = m_session.fetchedRows();
    const int invalid = m_session.invalidRows();
    const QString name = QFileInfo(m_session.project()->path()).completeBaseName();
    QString rest;
    if (invalid > 0)
        rest = u' ' + tr("%1 lines cannot be fetched (see Invalid address).", nullptr, pluralOf(invalid))
                          .arg(countText(invalid));
    if (m_session.startableRows() == 0 && invalid > 0) { // lines that are no addresses are all that is left
        const QString of = m_session.project()->isAutosaved() ? tr("Unnamed project") : name;
        m_message.say(tr("%1: %2 addresses have been fetched.", nullptr, pluralOf(fetched))
                          .arg(of, countText(fetched)) +
                      rest);
        return;
    }
    if (m_session.startableRows() == 0) {
        const QString text =
            m_session.project()->isAutosaved()
                ? tr("All %1 addresses of the project have been fetched.", nullptr, pluralOf(all))
                      .arg(countText(all))
                : tr("%1: all %2 addresses have been fetched.", nullptr, pluralOf(all))
                      .arg(name, countText(all));
        m_message.say(text);
        return;
    }
    const QString soFar =
        tr("%1 of %2 addresses have been fetched.").arg(countText(fetched), countText(all - invalid)) + rest +
        u' ';
    if (m_session.hasRunSettings())
        m_message.post(matter::Opening, MessageBar::Kind::Info,
                       soFar + tr("Start fetches the rest, with the settings of that run."),
                       {{tr("Use my settings"), [this] { m_session.useOwnSettings(); }}});
    else if (m_session.losses().settings)
        m_message.post(
            matter::Opening, MessageBar::Kind::Warning,
            soFar + tr("The settings of that run cannot be read, so Start fetches the rest with yours."));
    else
        m_message.post(matter::Opening, MessageBar::Kind::Info, soFar + tr("Start fetches the rest."));
}

void ProjectDesk::onOpenProgressed(const QString &path, int percent)
{
    if (!m_message.has(matter::Opening))
        return; // the user has closed it
    m_message.post(
        matter::Opening, MessageBar::Kind::Info,
        tr("Converting %1 to the format of this version… %2 %").arg(shown(path), QString::number(percent)),
        {{tr("Cancel"), [this] { m_session.cancelOpening(); }}});
}

void ProjectDesk::onOpenFailed(const QString &path, const Error &error)
{
    m_message.drop(matter::Opening);
    if (error.code == Error::Code::Cancelled) {
        m_message.say(error.message);
        return;
    }
    if (error.code == Error::Code::InUse) {
        m_message.warn(error.message, {{tr("Open read-only"), [this, path] { open(path, OpenMode::Read); }}});
        return;
    }
    if (!QFileInfo::exists(path))
        m_recent.remove(path);
    warn(error.message);
}

void ProjectDesk::onWritingFailed(const Error &error)
{
    m_failure = error;
    m_fails = true;
    m_message.post(matter::Writing, MessageBar::Kind::Warning, failureText(error),
                   {{tr("Try again"), [this] { m_session.retryWriting(); }},
                    {tr("Save elsewhere…"), [this] { saveAs(); }}});
}

void ProjectDesk::onWritingResumed()
{
    m_fails = false;
    m_message.drop(matter::Writing);
}

void ProjectDesk::offerLeftBehind()
{
    m_search.start(
        [autosave = m_session.autosave()](const Background::Work &) { return autosave.leftBehind(); },
        [this](std::vector<LeftProject> left) {
            m_left = std::move(left);
            offerNext();
        });
}

void ProjectDesk::offerNext()
{
    if (m_left.empty() || m_session.phase() != CrawlSession::Phase::Empty)
        return;
    const LeftProject left = m_left.front();
    m_left.erase(m_left.begin());
    const QString size = bytesText(left.bytes);
    QString text = left.finished == left.addresses
                       ? tr("There is an unnamed project from %1: %2 addresses, all fetched, %3.", nullptr,
                            pluralOf(left.addresses))
                             .arg(timeOf(left), countText(left.addresses), size)
                       : tr("There is an unnamed project from %1: %2 of %3 addresses fetched, %4.")
                             .arg(timeOf(left), countText(left.finished), countText(left.addresses), size);
    if (const QString others = othersText(m_left); !others.isEmpty())
        text += u' ' + others;
    m_message.post(matter::LeftBehind, MessageBar::Kind::Info, text,
                   {{tr("Reopen"), [this, left] { open(left.path); }},
                    {tr("Discard…"), [this, left] { askToDiscard(left); }}});
}

/// It goes when the program ends: until then it can be brought back.
void ProjectDesk::askToDiscard(const LeftProject &left)
{
    QMessageBox question(QMessageBox::Question, tr("Turnstone"),
                         tr("Discard the unnamed project from %1 with the results of %2 addresses?", nullptr,
                            pluralOf(left.finished))
                             .arg(timeOf(left), countText(left.finished)),
                         QMessageBox::NoButton, m_window);
    QPushButton *discard = question.addButton(tr("Discard"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(tr("Keep"), QMessageBox::RejectRole));
    question.exec();
    if (question.clickedButton() != discard) {
        m_left.insert(m_left.begin(), left);
        offerNext();
        return;
    }
    m_discarded.push_back(left);
    m_message.post(
        matter::Discarded, MessageBar::Kind::Info,
        tr("The unnamed project from %1 will be deleted when Turnstone is closed.").arg(timeOf(left)),
        {{tr("Undo"), [this] {
              m_left.insert(m_left.begin(), m_discarded.back());
              m_discarded.pop_back();
              offerNext();
          }}});
    offerNext();
}

void ProjectDesk::fillRecentMenu()
{
    m_recentMenu->clear();
    for (const QString &path : m_recent.paths()) {
        const QFileInfo file(path);
        QAction *action = m_recentMenu->addAction(file.completeBaseName());
        action->setToolTip(shown(path));
        connect(action, &QAction::triggered, this, [this, path] { open(path); });
    }
    m_recentMenu->setToolTipsVisible(true);
    if (m_recentMenu->isEmpty()) // an empty menu does not open, so it could never be filled
        m_recentMenu->addAction(tr("None yet"))->setEnabled(false);
}

void ProjectDesk::warn(const QString &text)
{
    m_message.warn(text);
}

} // namespace turnstone
