// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crawl/crawler.h"
#include "core/store/autosave.h"
#include "core/store/project.h"
#include "core/types/resultsource.h"
#include "core/types/run.h"
#include "ui/models/resulttablemodel.h"
#include "ui/models/secretquestions.h"
#include "ui/session/crawllist.h"
#include "ui/session/projectloader.h"
#include "ui/session/tablefeed.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace turnstone {

/// One list and its crawls, from the first paste to the last result: ties the Crawler to the table and to the
/// project file. Logic of the window without a window; belongs to the thread of its creator.
class CrawlSession final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        Empty,   ///< no list
        Opening, ///< a project is to take the place of the list
        Loading, ///< it has, and is being read
        Ready,   ///< rows wait for Start
        Running,
        Paused,
        Stopping,
        Finished, ///< every row has its result
    };
    Q_ENUM(Phase)

    /// `autosave`: where projects are kept that nobody named.
    explicit CrawlSession(const Autosave &autosave = Autosave(), NetworkFactory factory = {},
                          QObject *parent = nullptr);
    ~CrawlSession() override;

    Phase phase() const { return m_phase; }
    /// Until everything that came is in the table and in the project.
    bool isActive() const { return m_phase >= Phase::Running && m_phase <= Phase::Stopping; }
    ResultTableModel *table() { return &m_table; }
    const ResultTableModel *table() const { return &m_table; }
    const AddressList &addresses() const { return m_list.addresses; }
    std::shared_ptr<const ResultSource> results() const;
    /// nullptr without a list.
    SessionProject *project() const { return m_list.project.get(); }
    const Autosave &autosave() const { return m_autosave; }
    const CrawlStats &stats() const { return m_list.stats; }
    /// Those that hold: of the run that Start goes on with where a project brought them, else the user's own.
    const CrawlSettings &settings() const { return m_list.runSettings ? *m_list.runSettings : m_settings; }
    /// They are not the user's own.
    bool hasRunSettings() const { return m_list.runSettings.has_value(); }
    /// Until another list comes.
    const CrawlList::Losses &losses() const { return m_list.losses; }
    bool isReadOnly() const;
    /// From openProject() until projectOpened() or openFailed().
    bool isOpening() const { return m_phase == Phase::Opening || m_phase == Phase::Loading; }
    /// As others may see it.
    QString shownAddress(RowId row) const;
    QString hostOfRow(RowId row) const;
    /// What the settings and the list, be it of a project, have `***` for.
    SecretQuestions missingSecrets() const;
    /// What of it these rows need. Until it is given recheck() does nothing; while a crawl runs it leaves
    /// out rows that lack something.
    SecretQuestions missingSecrets(std::vector<RowId> rows) const;
    /// What start() needs, which does nothing before.
    SecretQuestions missingToStart() const { return missingSecrets(startable()); }
    /// Only while nothing is active. An answer for each question.
    void giveSecrets(const SecretQuestions &questions, const QStringList &answers);
    /// While a project is read: how many addresses it has.
    qint64 addressesToLoad() const { return m_list.toLoad; }
    /// The last run left rows unchecked that have an earlier result.
    bool isCutShort() const { return m_list.isCutShort; }
    /// Rows that Start would fetch: without a result, or interrupted by Stop.
    int startableRows() const;
    /// Rows that were asked for and have their result; what is no address never was.
    int fetchedRows() const;
    /// Lines that are no addresses.
    int invalidRows() const;
    /// True when the table shows everything that came, and all of it can be read back from results().
    bool isSettled() const;

    /// In the place of those that hold. Limits hold at once, the rest from the next start() or recheck() on
    /// that finds nothing active.
    void setSettings(const CrawlSettings &settings);
    /// Lets those of the run go.
    void useOwnSettings();
    void setHostLimits(const QString &host, const HostLimits &limits);
    void tryHostNow(const QString &host);
    void giveUpHost(const QString &host);
    /// To the end of the list; fetched at once while a crawl runs, else on Start. What brings a row the
    /// secret that it lacks is that row, while nothing is active. `back`: rows that were removed and are in
    /// the list again, in their places and with their results, which are checked again while a crawl runs.
    /// How many were added.
    int add(const AddressList &more, const std::vector<RowId> &back = {});
    /// Takes rows out of the list, with their results; the project keeps both, to bring them back. While
    /// mayChangeList(). How many were removed.
    int remove(const std::vector<RowId> &rows);
    /// Empty: removes it. Not where the project can only be read.
    void setNote(RowId row, const QString &note);
    void start();
    void pause();
    void resume();
    /// By the user: what was to be checked again keeps its earlier results, and no run owes it.
    void stop();
    /// As the end of the program does: what is not done is owed, and Start goes on with it. A stop under way
    /// remains one.
    void interrupt();
    /// Rows of the list; others are left out, and lines that are no addresses come along where all that are
    /// do: that is a run over the list. Belongs to the run under way, unless that has fewer rows left
    /// than are to be checked again: then a new run takes over what is left, and what was found before is
    /// kept.
    void recheck(const std::vector<RowId> &rows);
    /// What was added, removed, noted and cleared since the list came. To undo an adding removes its rows,
    /// whatever was fetched of them: to redo it brings them back with their results.
    const QUndoStack &changes() const { return m_changes; }
    /// Neither a crawl nor an opening is under way, and the project can be written.
    bool mayChangeList() const;
    // only while mayChangeList()
    void undo();
    void redo();
    /// Of redo(): it is clear().
    bool redoClears() const;
    /// Sets the list aside; only while nothing is active. restore() brings it back until the next list
    /// begins.
    void clear();
    bool canRestore() const { return m_setAside.has_value(); }
    /// Of the project of that list; empty where there is none.
    QString setAsidePath() const;
    void restore();

    /// Takes the place of the list once it is open, until when nothing else happens to it; only while nothing
    /// is active. projectOpened() or openFailed() follows, of the last one that was asked for. A run that was
    /// cut short brings its settings along.
    void openProject(const QString &path, OpenMode mode = OpenMode::Write);
    /// While it is brought to the current format; openFailed() follows.
    void cancelOpening();
    void saveProjectAs(const QString &path);
    /// After writingFailed(): tries again, and goes on with the crawl that was held.
    void retryWriting();
    /// Ends an autosaved project together with its file.
    void discard();

Q_SIGNALS:
    void phaseChanged(turnstone::CrawlSession::Phase phase);
    void statsChanged(const turnstone::CrawlStats &stats);
    /// Somebody changed them, or a project brought its own.
    void settingsChanged(const turnstone::CrawlSettings &settings);
    /// Our own network went, or is back.
    void networkDownChanged(bool down);
    void hostsChanged(const QList<turnstone::HostSnapshot> &hosts);
    /// A new list began or the list was cleared, restored or opened: nothing known of hosts and rows holds.
    void listReplaced();
    /// An undo or a redo brought rows back to the list, of which this is the first.
    void rowsReturned(turnstone::RowId first);
    /// Somebody wrote it, or an undo or a redo did.
    void noteChanged(turnstone::RowId row, const QString &note);
    /// How many rows stand where; at most ten times a second.
    void countsChanged(const turnstone::RowCounts &counts);
    /// These rows have new results, readable from the table.
    void resultsApplied(const turnstone::ResultBatch &batch);
    void finished(const turnstone::CrawlSummary &summary);
    /// A stop came before these were checked again: they keep their earlier results, and no run owes them.
    void recheckCutShort(const std::vector<turnstone::RowId> &rows);
    /// Everything that came is in the table and on disk, and nothing more is on its way.
    void settled();
    /// There is another project now, or it has another place.
    void projectChanged();
    /// It is of an older format, which takes a while.
    void openProgressed(const QString &path, int percent);
    void projectOpened();
    void openFailed(const QString &path, const turnstone::Error &error);
    void projectSaved(const QString &path);
    void saveFailed(const turnstone::Error &error);
    /// Nothing can be written: the crawl is held, and nothing is lost.
    void writingFailed(const turnstone::Error &error);
    void writingResumed();

private:
    /// A list that gave way to another one.
    struct SetAside
    {
        CrawlList list;
        ResultRows rows;
    };

    void applySettings();
    void setPhase(Phase phase);
    void updatePhase();
    void beginList();
    void append(const AddressList &more, std::vector<RowId> &rows);
    std::vector<RowId> rowsThat(const std::vector<RowId> &rows,
                                const std::function<bool(RowId)> &holds) const;
    void setListed(const std::vector<RowId> &rows, bool listed);
    void showOtherList();
    void writeNote(RowId row, const QString &note);
    void noteChange(const QString &text, const std::vector<RowId> &rows, bool added);
    void setListAside();
    void bringListBack();
    bool lacksSecrets(const std::vector<RowId> &rows) const;
    std::vector<RowId> listedLacking() const;
    void noteSecrets(RowId first);
    AddressList fillFrom(const AddressList &given);
    void changeAddresses(const AddressList &addresses);
    void showStats(const CrawlStats &stats);
    bool canFetch() const;
    void fetch(const std::vector<RowId> &rows);
    void alsoFetch(const std::vector<RowId> &rows);
    void fetchDue();
    void goOn();
    void noteInterruption();
    int unfinishedRows() const;
    void showWaiting(const std::vector<RowId> &rows);
    std::vector<RowId> startable() const;
    void completeList(std::vector<RowId> &rows) const;
    std::vector<RowId> unfinishedOf(const std::vector<RowId> &rows) const;
    std::vector<RowStart> rowStarts(const std::vector<RowId> &wanted) const;
    AddressList unsentAddresses() const;

    // what comes from the crawler and the disk
    void enqueue(TableFeed::News news);
    void onCrawlerState(Crawler::State state);
    void onCrawlerFinished(const CrawlSummary &summary);
    void onWriteFailed(const Error &error);
    void onWritten();
    void settle();

    // the project
    void useProject(std::unique_ptr<SessionProject> project);
    CrawlList takeList();
    static void letGo(CrawlList list, bool discards = false);
    void dropSetAside();
    void showList();
    void openRun(RunId earlier, ListRuns::Takes takes, const std::vector<RowId> &rows);
    void openNextRun(std::vector<RowId> rows);
    void closeRun();
    void onProjectOpened();
    void takeAddresses(const ProjectLoader::BlockPointer &block);
    void onLoaded(const ProjectLoader::Ending &ending);
    void takeSettings(const std::vector<RunInfo> &runs);
    void finishLoading(const ProjectLoader::Ending &ending);

    Autosave m_autosave;
    Crawler m_crawler;
    ResultTableModel m_table;
    TableFeed m_feed;
    CrawlList m_list;
    std::optional<SetAside> m_setAside;
    QUndoStack m_changes;
    std::unique_ptr<SessionProject> m_opening; // to take the place of the list
    CrawlSettings m_settings;                  // the user's own
    Phase m_phase = Phase::Empty;
    ProjectLoader m_loader;
    std::optional<ProjectLoader::Ending> m_loaded;
    RunEnding m_ending = RunEnding::Finished;
    bool m_isInterrupted = false; // what the run does not get to is owed
    QTimer m_countsTimer;
};

} // namespace turnstone
