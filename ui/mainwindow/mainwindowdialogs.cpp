// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs of the window and what follows from them.
#include "core/base/translation.h"
#include "core/types/displaytext.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/mainwindow/exportjob.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/matters.h"
#include "ui/mainwindow/runtools.h"
#include "ui/models/settingsstore.h"
#include "ui/panels/resultspanel.h"
#include "ui/session/sessionproject.h"
#include "ui/widgets/messagebar.h"

#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace turnstone {

namespace {

constexpr auto ExportPathKey = "export/path";

QString suggestedPath(const QSettings &settings)
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (!QDir(folder).exists())
        folder = QDir::homePath();
    const QString usual = QDir(folder).filePath(QStringLiteral("turnstone.csv"));
    return settings.value(QLatin1StringView(ExportPathKey), usual).toString();
}

qint64 resultsOf(const ResultRows &all, const std::vector<RowId> &rows)
{
    return std::count_if(rows.begin(), rows.end(), [&all](RowId row) { return all.hasResult(row); });
}

} // namespace

void MainWindow::showExport()
{
    // All as it is now: another list may be there when the dialog is answered.
    const AddressList addresses = m_session.addresses();
    const std::shared_ptr<const ResultSource> results = m_session.results();
    const CrawlSettings settings = m_session.settings();
    const ResultRows all = m_session.table()->rows();
    const std::vector<RowId> shown = m_results->shownRows();
    const std::vector<RowId> selected = m_results->selectedRows();
    ExportCounts choices;
    choices.finished = resultsOf(all, all.listedRows());
    choices.view = resultsOf(all, shown);
    choices.selection = resultsOf(all, selected);
    ExportDialog dialog(choices, suggestedPath(m_settings), this);
    const QPointer<SessionProject> project = m_session.project();
    dialog.setNeeded(project ? project->path() : QString(), m_inputs);
    if (dialog.exec() != QDialog::Accepted)
        return;
    ExportChoice choice = dialog.choice();
    choice.writer.addresses = all.listed();
    choice.writer.settings = settings;
    m_settings.setValue(QLatin1StringView(ExportPathKey), choice.path);
    std::optional<std::vector<RowId>> rows;
    if (choice.rows == ExportChoice::Rows::View)
        rows = shown;
    else if (choice.rows == ExportChoice::Rows::Selection)
        rows = selected;
    else if (all.removed() > 0)
        rows = all.listedRows();
    const QByteArray matter = matter::Export + QByteArray::number(++m_exports);
    const qsizetype unwritten = project && project->isStuck() ? project->backlog() : 0;
    auto *job = new ExportJob(this);
    connect(job, &ExportJob::done, this, [this, unwritten](qint64 written, qint64 lost, const QString &path) {
        QString sentence = tr("%1 rows were written to %2.", nullptr, pluralOf(written))
                               .arg(countText(written), QDir::toNativeSeparators(path));
        if (unwritten > 0)
            sentence += u' ' + tr("%1 results are missing from it: the project cannot be written, and "
                                  "exports are made from the project. Export again when it can be written.",
                                  nullptr, pluralOf(unwritten))
                                   .arg(countText(unwritten));
        if (lost > 0)
            sentence += u' ' + lostText(lost);
        if (unwritten > 0 || lost > 0)
            warn(sentence);
        else
            say(sentence);
    });
    connect(job, &ExportJob::cancelled, this, [this] { say(tr("The export was cancelled.")); });
    connect(job, &QObject::destroyed, this, [this, matter] { m_message->drop(matter); });
    connect(job, &ExportJob::failed, this, &MainWindow::warn);
    const auto cancel = [job = QPointer(job)] {
        if (job)
            job->cancel();
    };
    showWriting(matter, choice.path, -1, cancel);
    connect(job, &ExportJob::progressed, this, [this, matter, path = choice.path, cancel](int percent) {
        showWriting(matter, path, percent, cancel);
    });
    job->start(addresses, results, {choice.path, choice.format, choice.writer, rows});
}

void MainWindow::showWriting(const QByteArray &matter, const QString &path, int percent,
                             const std::function<void()> &cancel)
{
    const QString name = QDir::toNativeSeparators(path);
    if (percent < 0)
        m_message->post(matter, MessageBar::Kind::Info, tr("Writing %1…").arg(name),
                        {{tr("Cancel"), cancel}});
    else if (percent < 100)
        m_message->update(matter, tr("Writing %1… %2 %").arg(name, QString::number(percent)));
    else
        m_message->update(matter, tr("Completing %1…").arg(name));
}

bool MainWindow::mayEndExports()
{
    const auto jobs = [this] { return findChildren<ExportJob *>(Qt::FindDirectChildrenOnly); };
    const auto asked = [this, jobs] {
        QStringList files;
        for (const ExportJob *job : jobs())
            files << visibleLine(QFileInfo(job->path()).fileName());
        if (const QString changes = m_runTools->exportPath(); !changes.isEmpty())
            files << visibleLine(QFileInfo(changes).fileName());
        return files.isEmpty() ? QString()
                               : tr("Turnstone is still writing %1. Quit anyway?").arg(files.join(tr(", ")));
    };
    if (asked().isEmpty() || qGuiApp->isSavingSession())
        return true;
    QMessageBox question(QMessageBox::Warning, tr("Turnstone"), asked(), QMessageBox::NoButton, this);
    question.setTextFormat(Qt::PlainText);
    question.setInformativeText(tr("An export that is not complete is given up; a file that it was to "
                                   "replace stays as it is."));
    const QPushButton *quit = question.addButton(tr("Quit and give it up"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(tr("Stay"), QMessageBox::RejectRole));
    bool hasFailed = false;
    const auto fail = [&hasFailed] { hasFailed = true; };
    const auto follow = [&question, asked] { // what is complete is no longer asked about
        if (const QString text = asked(); text.isEmpty())
            question.done(QDialog::Accepted);
        else
            question.setText(text);
    };
    for (ExportJob *job : jobs()) {
        connect(job, &ExportJob::failed, &question, fail);
        connect(job, &QObject::destroyed, &question, follow, Qt::QueuedConnection);
    }
    connect(m_runTools, &RunTools::warning, &question, fail);
    connect(m_runTools, &RunTools::writingEnded, &question, follow, Qt::QueuedConnection);
    question.exec();
    if (!question.clickedButton()) // all are complete, or one of them cannot be
        return !hasFailed;
    if (question.clickedButton() != quit)
        return false;
    qDeleteAll(jobs()); // those that are left
    m_runTools->cancelExport();
    return true;
}

void MainWindow::showSettings()
{
    SettingsStore store(m_settings);
    SettingsDialog dialog(m_session.settings(), store.appearance(), m_session.isActive(), this);
    connect(&dialog, &SettingsDialog::limitsChanged, this, [this](const CrawlLimits &limits) {
        CrawlSettings changed = m_session.settings();
        changed.limits = limits;
        m_session.setSettings(changed);
    });
    connect(&m_session, &CrawlSession::phaseChanged, &dialog,
            [this, &dialog] { dialog.setCrawlRuns(m_session.isActive()); });
    if (m_session.hasRunSettings())
        dialog.showAsOfRun();
    connect(&dialog, &SettingsDialog::ownSettingsWanted, this, [this] {
        m_session.useOwnSettings();
        m_message->drop(matter::Opening);
        say(tr("Your own settings hold now."));
    });
    if (dialog.exec() != QDialog::Accepted)
        return;
    store.setAppearance(dialog.appearance());
    m_session.setSettings(dialog.settings());
    if (m_session.hasRunSettings())
        say(tr("These settings apply only to this project's run. Your own settings are unchanged."));
    else
        store.save(dialog.settings());
    Q_EMIT appearanceChanged();
}

void MainWindow::showAbout()
{
    AboutDialog(this).exec();
}

} // namespace turnstone
