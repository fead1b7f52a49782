// SPDX-License-Identifier: GPL-3.0-or-later
// A session and its project file: what is kept, what is gone on with, and what happens when the disk fails.
#include "app/demosite/demosite.h"
#include "core/net/networksetup.h"
#include "core/session/runchoice.h"
#include "core/store/projectlock.h"
#include "core/types/crawlsettingsjson.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/resultat.h"
#include "ui/session/crawlsession.h"
#include "ui/session/sessionproject.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <numeric>

using namespace turnstone;
using Phase = CrawlSession::Phase;

class TestCrawlSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aCrawlIsKeptInAnUnnamedProject();
    void addressesThatComeLaterBelongToTheRun();
    void whatAKillInterruptedIsGoneOnWith();
    void whatIsAskedAtTheLastMomentIsWritten();
    void aStoppedRunIsGoneOnWithAfterReopening();
    void aRecheckIsARunOfItsOwn();
    void aRecheckOfAllThatAreAddressesIsOverTheList();
    void aRecheckMayEndARunThatIsAsGoodAsOver();
    void whatIsNoAddressIsLeftToARunAsWell();
    void whatWasStoppedWaitsWhenItIsStartedAgain();
    void aStoppedRecheckKeepsTheResults();
    void anInterruptedRecheckIsOwed_data();
    void anInterruptedRecheckIsOwed();
    void aRecheckOfAnOpenedProjectLeavesTheRestAlone();
    void savingMovesToTheNewPlace();
    void savingWhereItIsLeavesItThere();
    void bodiesStayInTheSession();
    void bodiesGoIntoTheProjectOnRequest();
    void anInterruptedRunBringsItsSettings();
    void whatIsNoProjectLeavesTheListAsItIs();
    void aProjectInUseCanBeRead();
    void aProjectThatIsGoneHoldsTheCrawl();
    void writingIsTriedAgainByItself();
    void whatCouldNotBeginIsTriedAgainByItself();
    void savingElsewhereIsAWayOut();
    void aPlaceThatCannotBeSavedAtIsForgotten();
    void startTriesOnceMoreToWrite();
    void whatIsPausedStaysSoWhenWritingIsBack();
    void whatCouldNotBeginIsTriedAtTheEnd();
    void savingAtOnceSavesTheList();
    void anOpeningHoldsTheListAsItIs();
    void whatIsNoRowIsNotCheckedAgain();
    void aClearedListIsClosedWhenTheNextBegins();
    void aProjectMayBeStartedAsSoonAsItIsOpen();
    void nothingIsSentWhileNoRunTakesIt();
    void whatIsDueCanBePausedAndAddedTo();
    void whatIsDueCanBeStopped();
    void whatIsDueTakesTheLatestLimits();
    void whatIsDueWaitsForItsRunThoughResumed();
    void whatIsAddedWhilePausedIsFetched();
    void theFirstBadAnswerMayEndTheRun();
    void aProjectKnowsNoPasswords();
    void secretsStayOutOfTheProject_data();
    void secretsStayOutOfTheProject();
    void aSecretThatComesLaterIsSent();
    void ofRunsThatOweTheOneOfTheListGoesOn();
    void ofRunsOfRowsThatOweTheLastGoesOn();
    void aRunOfRowsIsGoneOnWithUntilItOwesNothing();
    void aFewAddressesAreNoRunOverTheList();
    void settingsThatCannotBeReadAreTold();
    void resultsThatAreLostAreTold();
    void onlySecretsThatAreNeededAreAskedFor();
    void theKeyOfAProxyIsNeverMadeUp();
    void aSecretThatMayBeAnothersIsNotTaken();
    void whatIsNoAddressIsKnownAtOnce();
    void anOlderProjectTellsHowFarItIs();

private:
    AddressList pages(int from, int count, const QString &path = QStringLiteral("/page/%1")) const;
    void crawl(int count);
    void finish() { QTRY_COMPARE(m_session->phase(), Phase::Finished); }
    std::vector<RunInfo> runs(const QString &path) const;
    std::vector<RowId> owed(const QString &path) const;
    QString path() const { return m_session->project()->path(); }
    void open(const QString &path);
    void makeSession();
    int count(RowClass rowClass) const
    {
        return m_session->table()->rows().counts()[size_t(rowClass.index())];
    }

    std::unique_ptr<DemoSite> m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CrawlSession> m_session;
};

void TestCrawlSession::initTestCase()
{
    Result<std::unique_ptr<DemoSite>> site = DemoSite::start({});
    QVERIFY(site);
    m_site = std::move(site).value();
}

void TestCrawlSession::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    makeSession();
}

void TestCrawlSession::cleanup()
{
    m_session.reset();
}

void TestCrawlSession::makeSession()
{
    m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(QStringLiteral("autosave"))));
}

AddressList TestCrawlSession::pages(int from, int count, const QString &path) const
{
    AddressBlockBuilder builder;
    for (int i = from; i < from + count; ++i)
        builder.add(m_site->address(path.arg(i)).toEncoded());
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

void TestCrawlSession::crawl(int count)
{
    m_session->add(pages(0, count));
    m_session->start();
    finish();
}

std::vector<RunInfo> TestCrawlSession::runs(const QString &path) const
{
    const Result<std::unique_ptr<Store>> store = turnstone::openProject(path, OpenMode::Read);
    const Result<std::vector<RunInfo>> found =
        store ? store.value()->runs() : Result<std::vector<RunInfo>>(store.error());
    return found ? found.value() : std::vector<RunInfo>();
}

std::vector<RowId> TestCrawlSession::owed(const QString &path) const
{
    const Result<std::unique_ptr<Store>> store = turnstone::openProject(path, OpenMode::Read);
    const Result<std::vector<RowId>> found =
        store ? store.value()->owedRows() : Result<std::vector<RowId>>(store.error());
    return found ? found.value() : std::vector<RowId>();
}

void TestCrawlSession::open(const QString &path)
{
    QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
    m_session->openProject(path);
    QTRY_COMPARE(opened.size(), 1);
}

void TestCrawlSession::aCrawlIsKeptInAnUnnamedProject()
{
    crawl(3);
    QVERIFY(m_session->project()->isAutosaved());
    QVERIFY(QFileInfo::exists(path()));
    const std::vector<RunInfo> found = runs(path());
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found[0].scope, RunScope::List);
    QCOMPARE(found[0].ending, RunEnding::Finished);
    QCOMPARE(found[0].results, 3);
    QVERIFY(owed(path()).empty());
    QCOMPARE(resultAt(*m_session->results(), 2)->status(), quint16(200));
}

void TestCrawlSession::addressesThatComeLaterBelongToTheRun()
{
    crawl(2);
    m_session->add(pages(2, 2));
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_session->start();
    finish();
    const std::vector<RunInfo> found = runs(path());
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found[0].results, 4);
}

void TestCrawlSession::whatAKillInterruptedIsGoneOnWith()
{
    QSignalSpy resultsApplied(m_session.get(), &CrawlSession::resultsApplied);
    m_session->add(pages(0, 300, QStringLiteral("/slow?ms=60&n=%1")));
    m_session->start();
    QTRY_VERIFY(!resultsApplied.isEmpty());
    QTRY_VERIFY(m_session->results()->has(0));
    // What a process that is killed now leaves behind.
    const QString left = m_folder->filePath(QStringLiteral("left.turnstone"));
    QVERIFY(QFile::copy(path(), left));
    QVERIFY(QFile::copy(path() + u"-wal", left + u"-wal"));
    makeSession();

    open(left);
    QCOMPARE(m_session->phase(), Phase::Ready);
    const int rest = m_session->startableRows();
    QVERIFY(rest > 0 && rest < 300);
    QCOMPARE(count(Verdict::Ok), 300 - rest);
    QCOMPARE(m_session->stats().finished, 300 - rest);
    m_session->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->phase(), Phase::Finished, 20'000);
    QCOMPARE(m_session->stats().requests, rest);
    QCOMPARE(count(Verdict::Ok), 300);
    const std::vector<RunInfo> found = runs(left);
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found[0].ending, RunEnding::Finished);
    QCOMPARE(found[0].results, 300);
    QVERIFY(owed(left).empty());
}

void TestCrawlSession::whatIsAskedAtTheLastMomentIsWritten()
{
    m_session->add(pages(0, 5));
    m_session.reset(); // the file was not even there yet
    const std::vector<LeftProject> left =
        Autosave(m_folder->filePath(QStringLiteral("autosave"))).leftBehind();
    QCOMPARE(left.size(), size_t(1));
    QCOMPARE(left[0].addresses, 5);
}

void TestCrawlSession::aStoppedRunIsGoneOnWithAfterReopening()
{
    QSignalSpy resultsApplied(m_session.get(), &CrawlSession::resultsApplied);
    m_session->add(pages(0, 200, QStringLiteral("/slow?ms=60&n=%1")));
    m_session->start();
    QTRY_VERIFY(!resultsApplied.isEmpty());
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const int rest = m_session->startableRows();
    const QString file = path();
    QCOMPARE(runs(file).at(0).ending, RunEnding::Stopped);
    QCOMPARE(int(owed(file).size()), rest);
    QCOMPARE(m_session->stats().finished, 200 - rest);

    makeSession();
    open(file);
    QCOMPARE(m_session->startableRows(), rest);
    QCOMPARE(m_session->stats().finished, 200 - rest);
    m_session->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->phase(), Phase::Finished, 20'000);
    QCOMPARE(runs(file).size(), size_t(1));
    QCOMPARE(runs(file).at(0).results, 200);
}

void TestCrawlSession::aRecheckIsARunOfItsOwn()
{
    crawl(3);
    m_session->recheck({1});
    finish();
    std::vector<RunInfo> found = runs(path());
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[1].scope, RunScope::Rows);
    QCOMPARE(found[1].results, 1);
    m_session->recheck({0, 1, 2});
    finish();
    found = runs(path());
    QCOMPARE(found.size(), size_t(3));
    QCOMPARE(found[2].scope, RunScope::List);
    // What is added later belongs to the list.
    m_session->add(pages(3, 1));
    m_session->start();
    finish();
    found = runs(path());
    QCOMPARE(found.size(), size_t(3));
    QCOMPARE(found[2].results, 4);
}

void TestCrawlSession::aRecheckOfAllThatAreAddressesIsOverTheList()
{
    AddressBlockBuilder builder;
    builder.addInvalid("no address", AddressProblem::BadHost);
    builder.add(m_site->address(QStringLiteral("/page/1")).toEncoded());
    builder.addInvalid("http://", AddressProblem::BadHost);
    builder.add(m_site->address(QStringLiteral("/page/2")).toEncoded());
    AddressList list;
    list.append(std::move(builder).build());
    m_session->add(list);
    m_session->start();
    finish();
    const quint64 before = m_site->counters().requests();
    m_session->recheck({1, 3});
    finish();
    QCOMPARE(m_site->counters().requests(), before + 2);
    std::vector<RunInfo> found = runs(path());
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[1].scope, RunScope::List);
    QCOMPARE(found[1].results, found[0].results); // or else the lines would be gone in it
    QCOMPARE(found[1].ending, RunEnding::Finished);
    QCOMPARE(count(Verdict::InvalidUrl), 2);
    m_session->recheck({1});
    finish();
    found = runs(path());
    QCOMPARE(found[2].scope, RunScope::Rows);
    QCOMPARE(found[2].results, 1);
}

void TestCrawlSession::aRecheckMayEndARunThatIsAsGoodAsOver()
{
    AddressList list = pages(0, 3);
    list.append(pages(0, 1, QStringLiteral("/slow?ms=600&n=%1")));
    m_session->add(list);
    m_session->start();
    QTRY_COMPARE(count(Verdict::Ok), 3);
    m_session->recheck({0}); // one of them is left as well: it joins
    QTRY_COMPARE(count(Verdict::Ok), 3);
    m_session->recheck({0, 1, 2});
    finish();
    const std::vector<RunInfo> found = runs(path());
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[0].ending, RunEnding::Stopped);
    QCOMPARE(found[0].results, 3);
    QCOMPARE(found[1].scope, RunScope::List);
    QCOMPARE(found[1].ending, RunEnding::Finished);
    QCOMPARE(found[1].results, 4);
    QVERIFY(owed(path()).empty());
}

/// Though it looks done.
void TestCrawlSession::whatIsNoAddressIsLeftToARunAsWell()
{
    AddressList list = pages(0, 2);
    list.append(pages(0, 1, QStringLiteral("/slow?ms=600&n=%1")));
    m_session->add(list);
    m_session->start();
    QTRY_COMPARE(count(Verdict::Ok), 2);
    AddressBlockBuilder builder;
    builder.addInvalid("http://", AddressProblem::BadHost);
    AddressList bad;
    bad.append(std::move(builder).build());
    m_session->add(bad);
    m_session->recheck({0, 1}); // as many as are left: it joins
    finish();
    QCOMPARE(runs(path()).size(), size_t(1));
}

void TestCrawlSession::whatWasStoppedWaitsWhenItIsStartedAgain()
{
    CrawlSettings settings;
    settings.limits.concurrency = 2;
    m_session->setSettings(settings);
    m_session->add(pages(0, 6, QStringLiteral("/slow?ms=60000&n=%1")));
    const quint64 before = m_site->counters().requests();
    m_session->start();
    QTRY_COMPARE(m_site->counters().requests() - before, quint64(2));
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive() && m_session->isSettled());
    QCOMPARE(count(Verdict::Cancelled), 2);
    QCOMPARE(m_session->startableRows(), 6);
    QVERIFY2(m_session->stats().eta.count() < 0, "nobody knows when they are started again");
    settings.limits.concurrency = 1; // so that one of the two has to wait
    m_session->setSettings(settings);
    m_session->start();
    QTRY_COMPARE(m_site->counters().requests() - before, quint64(3));
    QTRY_COMPARE(count(Verdict::Cancelled), 0);
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive() && m_session->isSettled());
    QVERIFY(count(Verdict::Cancelled) >= 2); // those of the first run among them, whatever was asked for now
    QCOMPARE(count(Verdict::Cancelled) + count(RowProgress::State::Waiting), 6);
    QCOMPARE(m_session->startableRows(), 6);
}

void TestCrawlSession::aStoppedRecheckKeepsTheResults()
{
    CrawlSettings settings;
    settings.limits.concurrency = 2;
    m_session->setSettings(settings);
    m_session->add(pages(0, 12, QStringLiteral("/slow?ms=40&n=%1")));
    m_session->start();
    finish();
    std::vector<RowId> rows;
    for (RowId row = 0; row < 12; ++row)
        rows.push_back(row);
    const quint64 before = m_site->counters().requests();
    m_session->recheck(rows);
    QTRY_VERIFY(m_site->counters().requests() > before); // some are in flight
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive() && m_session->isSettled());
    QCOMPARE(count(RowProgress::State::Waiting), 0);
    QCOMPARE(count(Verdict::Ok), 12);
    QVERIFY(owed(path()).empty());
}

void TestCrawlSession::anInterruptedRecheckIsOwed_data()
{
    QTest::addColumn<int>("wanted");
    QTest::addColumn<bool>("isPaused");
    QTest::addColumn<bool>("isEnded");
    QTest::newRow("all of the list, the window closed") << 40 << false << false;
    QTest::newRow("some rows, paused, the window closed") << 30 << true << false;
    QTest::newRow("all of the list, the program ended") << 40 << false << true;
    QTest::newRow("all of the list, paused, the program ended") << 40 << true << true;
}

/// Nobody stopped it: it is gone on with here, after reopening and by the command line.
void TestCrawlSession::anInterruptedRecheckIsOwed()
{
    QFETCH(int, wanted);
    QFETCH(bool, isPaused);
    QFETCH(bool, isEnded);
    CrawlSettings settings;
    settings.limits.concurrency = 2;
    m_session->setSettings(settings);
    m_session->add(pages(0, 40, QStringLiteral("/slow?ms=20&n=%1")));
    m_session->start();
    finish();
    std::vector<RowId> rows(static_cast<size_t>(wanted));
    std::iota(rows.begin(), rows.end(), RowId(0));
    const quint64 before = m_site->counters().requests();
    m_session->recheck(rows);
    QTRY_VERIFY(m_site->counters().requests() > before + 4);
    QTRY_VERIFY(m_session->isActive() && runs(path()).back().results > 0);
    if (isPaused)
        m_session->pause();
    const QString file = path();
    QSignalSpy cutShort(m_session.get(), &CrawlSession::recheckCutShort);
    if (!isEnded) {
        m_session->interrupt();
        m_session->stop(); // too late to be meant
        QTRY_VERIFY(!m_session->isActive() && m_session->isSettled());
        QCOMPARE(m_session->phase(), Phase::Ready);
        QCOMPARE(m_session->startableRows(), int(owed(file).size()));
        QVERIFY(cutShort.isEmpty()); // Start fetches them
    }
    m_session.reset();
    const auto left = qint64(owed(file).size());
    QVERIFY(left > 0);
    std::vector<RunInfo> found = runs(file);
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[1].ending, RunEnding::Stopped);
    QCOMPARE(found[1].owed, left);
    QCOMPARE(found[1].results, wanted - left);
    QCOMPARE(runToGoOn(found)->id, found[1].id); // as --resume does

    makeSession();
    open(file);
    QCOMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(m_session->startableRows(), int(left));
    QCOMPARE(m_session->fetchedRows(), 40 - int(left));
    m_session->start();
    finish();
    QCOMPARE(count(Verdict::Ok), 40);
    found = runs(file);
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[1].results, wanted);
    QCOMPARE(found[1].ending, RunEnding::Finished);
    QVERIFY(owed(file).empty());
}

void TestCrawlSession::aRecheckOfAnOpenedProjectLeavesTheRestAlone()
{
    crawl(5);
    m_session->add(pages(5, 2));
    QTRY_VERIFY(m_session->isSettled());
    const QString file = path();
    makeSession();
    open(file);
    QCOMPARE(m_session->startableRows(), 2);
    m_session->recheck({2});
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(m_session->stats().requests, 1);
    QCOMPARE(judgedOf(m_session->stats().ofRun), 1);
    QCOMPARE(m_session->startableRows(), 2);
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().requests, 2); // of this run
    QCOMPARE(count(Verdict::Ok), 7);
    QCOMPARE(runs(file).size(), size_t(2));
    QCOMPARE(runs(file).at(0).results, 7);
}

void TestCrawlSession::savingMovesToTheNewPlace()
{
    crawl(3);
    const QString unnamed = path();
    const QString named = m_folder->filePath(QStringLiteral("named.turnstone"));
    QSignalSpy saved(m_session.get(), &CrawlSession::projectSaved);
    m_session->saveProjectAs(named);
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(path(), named);
    QVERIFY(!m_session->project()->isAutosaved());
    QVERIFY(!QFileInfo::exists(unnamed));
    QVERIFY(m_session->results()->has(1));
    m_session->recheck({1});
    finish();
    QCOMPARE(runs(named).size(), size_t(2));
}

void TestCrawlSession::savingWhereItIsLeavesItThere()
{
    crawl(3);
    const QString unnamed = path();
    QSignalSpy saved(m_session.get(), &CrawlSession::projectSaved);
    QSignalSpy failed(m_session.get(), &CrawlSession::saveFailed);
    m_session->saveProjectAs(unnamed);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(saved.isEmpty());
    QVERIFY(QFileInfo::exists(unnamed));
    QCOMPARE(runs(unnamed).at(0).results, 3);
}

void TestCrawlSession::bodiesStayInTheSession()
{
    CrawlSettings settings;
    settings.keepBodyBytes = 100;
    m_session->setSettings(settings);
    crawl(1);
    QTRY_COMPARE(resultAt(*m_session->results(), 0)->body.size(), 100);
    const Result<std::unique_ptr<Store>> store = turnstone::openProject(path(), OpenMode::Read);
    QVERIFY(store);
    const RowId first = 0;
    const Result<std::vector<FetchResult>> kept = store.value()->readResults({&first, 1});
    QVERIFY(kept);
    QCOMPARE(kept.value().size(), size_t(1));
    QVERIFY(kept.value()[0].body.isEmpty());
    // Another answer is not shown with the body of the one before.
    settings.keepBodyBytes = 0;
    m_session->setSettings(settings);
    m_session->recheck({0});
    finish();
    QVERIFY(resultAt(*m_session->results(), 0)->body.isEmpty());
}

void TestCrawlSession::bodiesGoIntoTheProjectOnRequest()
{
    CrawlSettings settings;
    settings.keepBodyBytes = 100;
    settings.storeBodies = true;
    m_session->setSettings(settings);
    crawl(1);
    const QString file = path();
    makeSession();
    open(file);
    QCOMPARE(resultAt(*m_session->results(), 0)->body.size(), 100);
}

void TestCrawlSession::anInterruptedRunBringsItsSettings()
{
    CrawlSettings settings;
    settings.userAgent = "Sandpiper/1";
    m_session->setSettings(settings);
    m_session->add(pages(0, 100, QStringLiteral("/slow?ms=500&n=%1")));
    m_session->start();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const QString file = path();
    makeSession();
    settings.userAgent = "Mine/1";
    QByteArrayList told;
    connect(m_session.get(), &CrawlSession::settingsChanged, this,
            [&told](const CrawlSettings &changed) { told.append(changed.userAgent); });
    m_session->setSettings(settings);
    open(file);
    QCOMPARE(m_session->settings().userAgent, QByteArray("Sandpiper/1"));
    m_session->clear();
    QCOMPARE(m_session->settings().userAgent, QByteArray("Mine/1"));
    QCOMPARE(told, QByteArrayList({"Mine/1", "Sandpiper/1", "Mine/1"}));
    m_session->restore();
    QVERIFY(m_session->hasRunSettings());
    QCOMPARE(told.size(), 4);
    QCOMPARE(told.back(), QByteArray("Sandpiper/1"));
    QCOMPARE(m_session->settings().userAgent, QByteArray("Sandpiper/1"));
    settings.userAgent = "Turnstone/1";
    m_session->setSettings(settings); // of this run
    QCOMPARE(m_session->settings().userAgent, QByteArray("Turnstone/1"));
    m_session->useOwnSettings();
    QVERIFY(!m_session->hasRunSettings());
    QCOMPARE(m_session->settings().userAgent, QByteArray("Mine/1"));
    QCOMPARE(told.size(), 6);
    QCOMPARE(told.back(), QByteArray("Mine/1"));
}

void TestCrawlSession::whatIsNoProjectLeavesTheListAsItIs()
{
    crawl(2);
    const QString foreign = m_folder->filePath(QStringLiteral("foreign.turnstone"));
    QFile file(foreign);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("http://127.0.0.1/ is a list");
    file.close();
    QSignalSpy failed(m_session.get(), &CrawlSession::openFailed);
    m_session->openProject(foreign);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_session->addresses().size(), 2);
    QVERIFY(!QFileInfo::exists(foreign + u"-wal"));
}

void TestCrawlSession::aProjectInUseCanBeRead()
{
    crawl(2);
    CrawlSession second(Autosave(m_folder->path()));
    QSignalSpy failed(&second, &CrawlSession::openFailed);
    second.openProject(path());
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][1].value<Error>().code, Error::Code::InUse);
    second.openProject(path(), OpenMode::Read);
    QTRY_COMPARE(second.phase(), Phase::Finished);
    QVERIFY(second.isReadOnly());
    QVERIFY(second.results()->has(1));
    second.recheck({1});
    second.add(pages(5, 1));
    QCOMPARE(second.phase(), Phase::Finished);
    QCOMPARE(second.addresses().size(), 2);
}

void TestCrawlSession::aProjectThatIsGoneHoldsTheCrawl()
{
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    QSignalSpy resumed(m_session.get(), &CrawlSession::writingResumed);
    m_session->add(pages(0, 2));
    QTRY_VERIFY(m_session->isSettled());
    const QString away = path() + u".away";
    QVERIFY(QFile::rename(path(), away));
    m_session->start();
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE(m_session->phase(), Phase::Paused);
    m_session->resume(); // in vain
    QTRY_COMPARE(failed.size(), 2);
    QVERIFY(QFile::rename(away, path()));
    m_session->resume();
    QTRY_COMPARE(resumed.size(), 1);
    finish();
    QCOMPARE(count(Verdict::Ok), 2);
    QCOMPARE(runs(path()).at(0).results, 2);
}

/// Nobody is there at night.
void TestCrawlSession::writingIsTriedAgainByItself()
{
    using namespace std::chrono_literals;
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    QSignalSpy resumed(m_session.get(), &CrawlSession::writingResumed);
    m_session->add(pages(0, 2));
    QTRY_VERIFY(m_session->isSettled());
    m_session->project()->setRetryPause(10ms);
    const QString away = path() + u".away";
    QVERIFY(QFile::rename(path(), away));
    m_session->start();
    QTRY_VERIFY(!failed.isEmpty());
    QTimer tries;
    tries.setSingleShot(true);
    tries.start(200ms);
    QTRY_VERIFY(!tries.isActive());
    for (qsizetype i = 1; i < failed.size(); ++i) // what is known is not told again
        QVERIFY(failed[i][0].value<Error>().message != failed[i - 1][0].value<Error>().message);
    QVERIFY(failed.size() <= 2);
    QVERIFY(m_session->project()->isStuck());
    QCOMPARE(m_session->phase(), Phase::Paused);
    QVERIFY(QFile::rename(away, path()));
    QTRY_COMPARE(resumed.size(), 1);
    finish();
    QCOMPARE(runs(path()).at(0).results, 2);
    QVERIFY(!m_session->project()->isStuck());

    QVERIFY(QFile::rename(path(), away));
    failed.clear();
    m_session->recheck({0});
    QTRY_VERIFY(!failed.isEmpty()); // another time
    m_session->stop();
    QCOMPARE(m_session->phase(), Phase::Stopping);
    QVERIFY(QFile::rename(away, path()));
    finish();
    QCOMPARE(resumed.size(), 2);
}

void TestCrawlSession::whatCouldNotBeginIsTriedAgainByItself()
{
    using namespace std::chrono_literals;
    QFile block(m_folder->filePath(QStringLiteral("blocked")));
    QVERIFY(block.open(QIODevice::WriteOnly));
    m_session = std::make_unique<CrawlSession>(Autosave(block.fileName() + u"/deep"));
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    m_session->add(pages(0, 3));
    m_session->project()->setRetryPause(10ms);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(block.remove());
    QTRY_VERIFY(m_session->isSettled());
    m_session->start();
    finish();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(runs(path()).at(0).results, 3);
}

void TestCrawlSession::savingElsewhereIsAWayOut()
{
    // A folder that cannot be made: not even the first file is there.
    QFile block(m_folder->filePath(QStringLiteral("blocked")));
    QVERIFY(block.open(QIODevice::WriteOnly));
    m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(QStringLiteral("blocked/deep"))));
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    m_session->add(pages(0, 3));
    QTRY_COMPARE(failed.size(), 1);
    QFile other(m_folder->filePath(QStringLiteral("elsewhere.turnstone"))); // whoever chose it was asked
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("something else") > 0);
    other.close();
    m_session->saveProjectAs(other.fileName());
    QTRY_VERIFY(m_session->isSettled());
    QVERIFY(QDir(m_folder->path())
                .entryList({QStringLiteral(".turnstone*")}, QDir::AllEntries | QDir::Hidden)
                .isEmpty());
    m_session->start();
    finish();
    QCOMPARE(runs(path()).at(0).results, 3);
    QCOMPARE(QFileInfo(path()).fileName(), QStringLiteral("elsewhere.turnstone"));
}

void TestCrawlSession::aPlaceThatCannotBeSavedAtIsForgotten()
{
    QFile block(m_folder->filePath(QStringLiteral("blocked")));
    QVERIFY(block.open(QIODevice::WriteOnly));
    m_session = std::make_unique<CrawlSession>(Autosave(block.fileName() + u"/deep"));
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    QSignalSpy saveFailed(m_session.get(), &CrawlSession::saveFailed);
    m_session->add(pages(0, 3));
    QTRY_COMPARE(failed.size(), 1);
    m_session->saveProjectAs(block.fileName() + u"/there.turnstone");
    QTRY_COMPARE(failed.size(), 2); // still
    QCOMPARE(saveFailed.size(), 1);
    QVERIFY(block.remove());
    m_session->retryWriting();
    QTRY_VERIFY(m_session->isSettled());
    QVERIFY(m_session->project()->isAutosaved());
    const Result<std::unique_ptr<Store>> store = turnstone::openProject(path(), OpenMode::Read);
    QVERIFY(store);
    QCOMPARE(store.value()->info().addresses, 3);
}

void TestCrawlSession::startTriesOnceMoreToWrite()
{
    QFile block(m_folder->filePath(QStringLiteral("blocked")));
    QVERIFY(block.open(QIODevice::WriteOnly));
    m_session = std::make_unique<CrawlSession>(Autosave(block.fileName() + u"/deep"));
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    m_session->add(pages(0, 3));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(block.remove());
    m_session->start();
    finish();
    QCOMPARE(runs(path()).at(0).results, 3);
}

void TestCrawlSession::whatIsPausedStaysSoWhenWritingIsBack()
{
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    QSignalSpy resumed(m_session.get(), &CrawlSession::writingResumed);
    m_session->add(pages(0, 2));
    QTRY_VERIFY(m_session->isSettled());
    const QString away = path() + u".away";
    QVERIFY(QFile::rename(path(), away));
    m_session->start();
    m_session->pause(); // before it fails
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(QFile::rename(away, path()));
    m_session->retryWriting();
    QTRY_COMPARE(resumed.size(), 1);
    QCOMPARE(m_session->phase(), Phase::Paused);
    m_session->resume();
    finish();
    QCOMPARE(runs(path()).at(0).results, 2);
}

void TestCrawlSession::whatCouldNotBeginIsTriedAtTheEnd()
{
    const QString blocked = m_folder->filePath(QStringLiteral("blocked"));
    QFile block(blocked);
    QVERIFY(block.open(QIODevice::WriteOnly));
    const Autosave autosave(blocked + u"/deep");
    for (const bool isReplaced : {false, true}) {
        m_session = std::make_unique<CrawlSession>(autosave);
        QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
        m_session->add(pages(0, 3));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(QFile::remove(blocked));
        if (isReplaced) {
            m_session->clear();
            m_session->add(pages(7, 1));
        }
        m_session.reset();
        std::vector<qint64> kept;
        for (const LeftProject &left : autosave.leftBehind())
            kept.push_back(left.addresses);
        std::sort(kept.begin(), kept.end());
        QCOMPARE(kept, isReplaced ? std::vector<qint64>({1, 3}) : std::vector<qint64>({3}));
        QVERIFY(QDir(blocked).removeRecursively());
        block.close();
        QVERIFY(block.open(QIODevice::WriteOnly));
    }
}

/// Its first file is not there yet.
void TestCrawlSession::savingAtOnceSavesTheList()
{
    const QString named = m_folder->filePath(QStringLiteral("named.turnstone"));
    QSignalSpy saved(m_session.get(), &CrawlSession::projectSaved);
    m_session->add(pages(0, 30));
    m_session->saveProjectAs(named);
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(path(), named);
    m_session->start();
    finish();
    m_session.reset();
    makeSession();
    open(named);
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(m_session->addresses().size(), 30);
    QVERIFY(m_session->autosave().leftBehind().empty());
}

void TestCrawlSession::anOpeningHoldsTheListAsItIs()
{
    crawl(2);
    const QString kept = path();
    m_session->add(pages(2, 1));
    const QSignalSpy failed(m_session.get(), &CrawlSession::openFailed);
    m_session->openProject(m_folder->filePath(QStringLiteral("none.turnstone")));
    QCOMPARE(m_session->phase(), Phase::Opening);
    QCOMPARE(m_session->add(pages(3, 1)), 0);
    m_session->start();
    m_session->recheck({0});
    m_session->restore();
    QCOMPARE(m_session->phase(), Phase::Opening);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(m_session->addresses().size(), 3);
    QCOMPARE(path(), kept);
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().requests, 1);
}

void TestCrawlSession::whatIsNoRowIsNotCheckedAgain()
{
    crawl(2);
    const auto run = m_session->stats().run;
    m_session->recheck({2, 4'000'000});
    QCOMPARE(m_session->phase(), Phase::Finished);
    m_session->recheck({1, 2, 4'000'000});
    finish();
    QCOMPARE(m_session->stats().run, run + 1);
}

void TestCrawlSession::aClearedListIsClosedWhenTheNextBegins()
{
    crawl(2);
    const QString first = path();
    m_session->clear();
    QCOMPARE(m_session->phase(), Phase::Empty);
    m_session->restore();
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(path(), first);
    m_session->recheck({0});
    finish();
    m_session->clear();
    m_session->add(pages(0, 1));
    QVERIFY(!m_session->canRestore());
    QTRY_VERIFY(!ProjectLock::isTaken(first));
    QCOMPARE(runs(first).size(), size_t(2));
}

void TestCrawlSession::aProjectMayBeStartedAsSoonAsItIsOpen()
{
    m_session->add(pages(0, 40, QStringLiteral("/slow?ms=60&n=%1")));
    QSignalSpy resultsApplied(m_session.get(), &CrawlSession::resultsApplied);
    m_session->start();
    QTRY_VERIFY(!resultsApplied.isEmpty());
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const QString file = path();
    makeSession();
    connect(m_session.get(), &CrawlSession::projectOpened, m_session.get(), &CrawlSession::start);
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    open(file);
    QVERIFY(m_session->isActive());
    finish();
    QVERIFY(failed.isEmpty());
    QVERIFY(m_session->isSettled());
    QCOMPARE(runs(file).size(), size_t(1));
    QCOMPARE(runs(file)[0].results, 40);
    QCOMPARE(runs(file)[0].ending, RunEnding::Finished);
    QVERIFY(owed(file).empty());
}

void TestCrawlSession::nothingIsSentWhileNoRunTakesIt()
{
    m_session->add(pages(0, 3));
    QTRY_VERIFY(m_session->isSettled());
    const QString away = path() + u".away";
    QVERIFY(QFile::rename(path(), away));
    const quint64 before = m_site->counters().requests();
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    m_session->start();
    QTRY_COMPARE(failed.size(), 1);
    m_session->resume();
    QTRY_COMPARE(failed.size(), 2);
    QCOMPARE(m_session->phase(), Phase::Paused);
    QCOMPARE(m_site->counters().requests(), before);
    QVERIFY(QFile::rename(away, path()));
    m_session->resume();
    finish();
    QCOMPARE(m_site->counters().requests(), before + 3);
    QCOMPARE(runs(path())[0].results, 3);
}

void TestCrawlSession::whatIsDueCanBePausedAndAddedTo()
{
    crawl(2);
    m_session->add(pages(2, 1));
    m_session->start();
    m_session->pause(); // before the project has the run
    QCOMPARE(m_session->phase(), Phase::Paused);
    const quint64 before = m_site->counters().requests();
    m_session->add(pages(3, 2));
    m_session->recheck({0});
    QTRY_VERIFY(m_session->project()->isDrained());
    QCOMPARE(owed(path()), std::vector<RowId>({0, 2, 3, 4}));
    QCOMPARE(m_site->counters().requests(), before);
    m_session->resume();
    finish();
    QCOMPARE(m_site->counters().requests(), before + 4);
    QCOMPARE(runs(path()).size(), size_t(1));
    QCOMPARE(runs(path())[0].results, 5);
    QVERIFY(owed(path()).empty());
}

void TestCrawlSession::whatIsDueCanBeStopped()
{
    crawl(2);
    m_session->add(pages(2, 2));
    const quint64 before = m_site->counters().requests();
    m_session->start();
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(m_site->counters().requests(), before);
    QCOMPARE(runs(path())[0].ending, RunEnding::Stopped);
    QCOMPARE(owed(path()), std::vector<RowId>({2, 3}));
    QVERIFY(!m_session->isCutShort()); // they wait
    QSignalSpy cutShort(m_session.get(), &CrawlSession::recheckCutShort);
    m_session->recheck({1});
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(cutShort.size(), 1);
    QCOMPARE(cutShort[0][0].value<std::vector<RowId>>(), std::vector<RowId>{1});
    QVERIFY(m_session->isCutShort());
    QCOMPARE(count(Verdict::Ok), 2);
    QCOMPARE(owed(path()), std::vector<RowId>({2, 3}));
    m_session->start();
    finish();
    QCOMPARE(m_site->counters().requests(), before + 2);
    QCOMPARE(count(Verdict::Ok), 4);
}

void TestCrawlSession::whatIsDueTakesTheLatestLimits()
{
    CrawlSettings settings;
    settings.limits.hostDelay = std::chrono::hours(1);
    m_session->setSettings(settings);
    m_session->add(pages(0, 3));
    m_session->start();
    settings.limits.hostDelay = {};
    m_session->setSettings(settings); // before the project has the run
    finish();
    QCOMPARE(count(Verdict::Ok), 3);
}

void TestCrawlSession::whatIsDueWaitsForItsRunThoughResumed()
{
    m_session->add(pages(0, 3));
    QTRY_VERIFY(m_session->isSettled());
    const QString away = path() + u".away";
    QVERIFY(QFile::rename(path(), away));
    const quint64 before = m_site->counters().requests();
    QSignalSpy failed(m_session.get(), &CrawlSession::writingFailed);
    m_session->start();
    m_session->pause();
    m_session->resume();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(QFile::rename(away, path()));
    QSignalSpy ended(m_session.get(), &CrawlSession::finished);
    m_session->stop();
    QCOMPARE(ended.size(), 1); // nothing had begun that would have to end
    m_session->resume();       // the project tries again
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(m_session->fetchedRows(), 0);
    QCOMPARE(m_site->counters().requests(), before);
}

void TestCrawlSession::whatIsAddedWhilePausedIsFetched()
{
    const quint64 before = m_site->counters().requests();
    m_session->add(pages(0, 2, QStringLiteral("/slow?ms=300&n=%1")));
    m_session->start();
    QTRY_VERIFY(m_site->counters().requests() > before);
    m_session->pause();
    QTRY_COMPARE(m_session->phase(), Phase::Paused);
    m_session->add(pages(2, 2));
    m_session->resume();
    finish();
    QCOMPARE(count(Verdict::Ok), 4);
    QCOMPARE(runs(path()).size(), size_t(1));
    QCOMPARE(runs(path())[0].results, 4);
}

void TestCrawlSession::theFirstBadAnswerMayEndTheRun()
{
    CrawlSettings settings;
    settings.failFast = true;
    m_session->setSettings(settings);
    m_session->add(pages(404, 1, QStringLiteral("/status/%1")));
    m_session->add(pages(0, 1, QStringLiteral("/slow?ms=3000&n=%1")));
    m_session->start();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(runs(path())[0].ending, RunEnding::FailedFast);
}

void TestCrawlSession::aProjectKnowsNoPasswords()
{
    CrawlSettings settings;
    settings.proxy = QUrl(QStringLiteral("http://me:shell@127.0.0.1:9"));
    m_session->setSettings(settings);
    m_session->add(pages(0, 2));
    m_session->start();
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const QString file = path();
    makeSession();
    m_session->setSettings(settings);
    open(file);
    QCOMPARE(m_session->settings().proxy, settings.proxy); // the one that is known here
    settings.proxy.setHost(QStringLiteral("127.0.0.2"));
    makeSession();
    m_session->setSettings(settings);
    open(file);
    QCOMPARE(m_session->settings().proxy, QUrl(QStringLiteral("http://me@127.0.0.1:9")));
}

void TestCrawlSession::secretsStayOutOfTheProject_data()
{
    QTest::addColumn<bool>("keeps");
    QTest::newRow("unless wanted") << false;
    QTest::newRow("but when wanted") << true;
}

void TestCrawlSession::secretsStayOutOfTheProject()
{
    QFETCH(bool, keeps);
    CrawlSettings settings;
    settings.keepHeaders = true;
    settings.keepSecrets = keeps;
    settings.request.headers = {{"X-Key", "k3yh0le"}, {"X-Trace", "1"}};
    m_session->setSettings(settings);
    AddressBlockBuilder builder;
    const auto with = [this](const QString &path, const QString &user) {
        QUrl url = m_site->address(path);
        url.setUserInfo(user);
        return url.toEncoded();
    };
    builder.add(with(QStringLiteral("/basic-auth/tide/s3cr3t"), QStringLiteral("tide:s3cr3t")));
    builder.add(with(QStringLiteral("/slow?ms=20000"), QStringLiteral("tide:s3cr3t")));
    AddressList list;
    list.append(std::move(builder).build());
    m_session->add(list);
    m_session->start();
    QTRY_COMPARE(count(Verdict::Ok), 1);
    QTRY_VERIFY(m_session->results()->has(0));
    const QString file = path();
    const auto holds = [&file] {
        QByteArray bytes;
        for (const char *ending : {"", "-wal", "-shm"}) {
            QFile part(file + QLatin1StringView(ending));
            if (part.open(QIODevice::ReadOnly))
                bytes += part.readAll();
        }
        return bytes.contains("tide:s3cr3t") || bytes.contains("k3yh0le") ||
               bytes.contains(QByteArray("tide:s3cr3t").toBase64());
    };
    QCOMPARE(holds(), keeps); // in the midst of it, log and all
    QVERIFY(m_session->shownAddress(0).contains(QStringLiteral("tide:***@")));
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    QVERIFY(m_session->missingSecrets().isEmpty()); // what is in memory stays
    makeSession();
    QCOMPARE(holds(), keeps);

    open(file);
    const SecretQuestions questions = m_session->missingSecrets();
    QCOMPARE(questions.all().size(), size_t(keeps ? 0 : 2));
    if (keeps) {
        QCOMPARE(m_session->settings().request.headers, settings.request.headers);
        return;
    }
    const quint64 before = m_site->counters().requests();
    m_session->start();
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_session->recheck({0});
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_session->giveSecrets(questions, {QStringLiteral("k3yh0le"), QStringLiteral("s3cr3t")});
    QVERIFY(m_session->missingSecrets().isEmpty());
    QCOMPARE(m_session->settings().request.headers, settings.request.headers);
    QCOMPARE(m_site->counters().requests(), before);
    for (RowId row = 0; row < RowId(m_session->addresses().size()); ++row)
        QCOMPARE(m_session->table()->rows().address(row), m_session->addresses().at(row));
    m_session->recheck({0});
    QTRY_COMPARE(m_site->counters().requests(), before + 1);
    QTRY_VERIFY(!m_session->isActive());
    QCOMPARE(count(Verdict::Ok), 1);
    QVERIFY(!holds());

    makeSession(); // the list once more brings them, too
    open(file);
    const int known = m_session->addresses().size();
    AddressList again = list;
    again.append(pages(7, 1));
    QCOMPARE(m_session->add(again), 1);
    QCOMPARE(m_session->addresses().size(), known + 1);
    QCOMPARE(m_session->addresses().at(0), list.at(0));
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(1)); // that of the header field

    makeSession(); // whoever has set the same header fields is not asked for them
    m_session->setSettings(settings);
    open(file);
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(1));
}

/// To a crawler that knows the address without.
void TestCrawlSession::aSecretThatComesLaterIsSent()
{
    const quint64 before = m_site->counters().requests();
    m_session->add(pages(0, 1, QStringLiteral("/slow?ms=400&n=%1")));
    m_session->start();
    QTRY_COMPARE(m_site->counters().requests(), before + 1);
    QUrl url = m_site->address(QStringLiteral("/basic-auth/tide/s3cr3t"));
    url.setUserInfo(QStringLiteral("tide:***"));
    AddressBlockBuilder builder;
    builder.add(url.toEncoded());
    AddressList hidden;
    hidden.append(std::move(builder).build());
    m_session->add(hidden);
    QTRY_VERIFY(!m_session->isActive());
    QCOMPARE(count(Verdict::Ok), 1);
    const SecretQuestions questions = m_session->missingSecrets();
    QCOMPARE(questions.all().size(), size_t(1));
    m_session->giveSecrets(questions, {QStringLiteral("s3cr3t")});
    m_session->recheck({1});
    m_session->start(); // where it was left out
    QTRY_COMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(count(Verdict::Ok), 2);
}

void TestCrawlSession::ofRunsThatOweTheOneOfTheListGoesOn()
{
    const QString file = m_folder->filePath(QStringLiteral("two.turnstone"));
    {
        const Result<std::unique_ptr<Store>> store = turnstone::createProject(file);
        QVERIFY(store && store.value()->addAddresses(pages(0, 3), 0));
        CrawlSettings settings;
        for (const RunScope scope : {RunScope::List, RunScope::Rows}) {
            settings.userAgent = scope == RunScope::List ? "List/1" : "Rows/1";
            QVERIFY(store.value()->beginRun(scope, crawlSettingsToJson(settings)));
            QVERIFY(scope == RunScope::List ? store.value()->oweAll()
                                            : store.value()->owe(std::vector<RowId>{1}));
            QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        }
    }
    open(file);
    QCOMPARE(m_session->settings().userAgent, QByteArray("List/1"));
    m_session->start();
    finish();
    QCOMPARE(runs(file).size(), size_t(2));
    QCOMPARE(runs(file)[0].results, 3);
}

void TestCrawlSession::ofRunsOfRowsThatOweTheLastGoesOn()
{
    crawl(3);
    const QString file = path();
    makeSession();
    {
        const Result<std::unique_ptr<Store>> store = turnstone::openProject(file, OpenMode::Write);
        QVERIFY(store);
        CrawlSettings settings;
        for (const RowId row : {RowId(0), RowId(1)}) {
            settings.userAgent = "Rows/" + QByteArray::number(row);
            QVERIFY(store.value()->beginRun(RunScope::Rows, crawlSettingsToJson(settings)));
            QVERIFY(store.value()->owe(std::vector<RowId>{row}));
            QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
        }
    }
    open(file);
    QCOMPARE(m_session->settings().userAgent, QByteArray("Rows/1"));
    m_session->start();
    finish();
    const std::vector<RunInfo> found = runs(file);
    QCOMPARE(found.size(), size_t(3));
    QCOMPARE(found[0].results, 3);
    QCOMPARE(found[2].results, 2);
}

/// What an earlier run found of them stays what it found.
void TestCrawlSession::aRunOfRowsIsGoneOnWithUntilItOwesNothing()
{
    m_session->add(pages(0, 3, QStringLiteral("/slow?ms=300&n=%1")));
    m_session->start();
    finish();
    const QString file = path();
    makeSession();
    {
        const Result<std::unique_ptr<Store>> store = turnstone::openProject(file, OpenMode::Write);
        QVERIFY(store && store.value()->beginRun(RunScope::Rows, crawlSettingsToJson({})) &&
                store.value()->owe(std::vector<RowId>{1, 2}) &&
                store.value()->endRun(RunEnding::Stopped, false));
    }
    open(file);
    const quint64 before = m_site->counters().requests();
    m_session->start();
    QTRY_VERIFY(m_site->counters().requests() > before);
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive() && m_session->isSettled());
    QCOMPARE(owed(file), (std::vector<RowId>{1, 2}));
    m_session->start();
    finish();
    const std::vector<RunInfo> found = runs(file);
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[1].results, 2);
    QCOMPARE(found[1].scope, RunScope::Rows);
}

/// Else all others would be gone in it.
void TestCrawlSession::aFewAddressesAreNoRunOverTheList()
{
    crawl(2);
    const QString file = path();
    makeSession();
    {
        const Result<std::unique_ptr<Store>> store = turnstone::openProject(file, OpenMode::Write);
        QVERIFY(store && store.value()->continueRun(1, {}) && store.value()->oweAll());
        QVERIFY(store.value()->beginRun(RunScope::Rows, crawlSettingsToJson({})) && store.value()->oweAll());
        QVERIFY(store.value()->endRun(RunEnding::Stopped, false));
    }
    open(file);
    m_session->start();
    finish();
    m_session->add(pages(2, 1));
    m_session->start();
    finish();
    const std::vector<RunInfo> found = runs(file);
    QCOMPARE(found.size(), size_t(3));
    QCOMPARE(found[2].results, 1);
    QCOMPARE(found[2].scope, RunScope::Rows);
}

void TestCrawlSession::settingsThatCannotBeReadAreTold()
{
    const QString file = m_folder->filePath(QStringLiteral("odd.turnstone"));
    for (const QByteArray settings : {"{\"concurrency\": 0}", "{}"}) {
        QFile::remove(file);
        {
            const Result<std::unique_ptr<Store>> store = turnstone::createProject(file);
            QVERIFY(store && store.value()->addAddresses(pages(0, 2), 0));
            QVERIFY(store.value()->beginRun(RunScope::List, settings) && store.value()->oweAll() &&
                    store.value()->endRun(RunEnding::Stopped, false));
        }
        CrawlSettings mine;
        mine.userAgent = "Mine/1";
        m_session->setSettings(mine);
        open(file);
        const bool isLost = settings != "{}";
        QCOMPARE(m_session->losses().settings, isLost);
        QCOMPARE(m_session->hasRunSettings(), !isLost);
        QCOMPARE(m_session->settings().userAgent == mine.userAgent, isLost);
        makeSession();
    }
}

void TestCrawlSession::resultsThatAreLostAreTold()
{
    crawl(4);
    const QString file = path();
    makeSession();
    {
        const Result<std::unique_ptr<Store>> store = turnstone::openProject(file, OpenMode::Write);
        QVERIFY(store && store.value()->continueRun(1, {}) && store.value()->owe(std::vector<RowId>{3}) &&
                store.value()->endRun(RunEnding::Stopped, false));
    }
    open(file);
    QCOMPARE(m_session->losses().results, 0);
    makeSession();
    askSqlite(file, QStringLiteral("DELETE FROM result_rows WHERE address_id > 0"));
    open(file);
    QCOMPARE(m_session->losses().results, 2); // the last one is to be fetched again anyway
    m_session->remove({1});
    QTRY_VERIFY(m_session->project()->isDrained());
    makeSession();
    open(file);
    QCOMPARE(m_session->losses().results, 1); // nobody would fetch what is out of the list
    m_session->clear();
    QCOMPARE(m_session->losses().results, 0);
}

/// A password that is not sent is nobody's business.
void TestCrawlSession::onlySecretsThatAreNeededAreAskedFor()
{
    QUrl url = m_site->address(QStringLiteral("/basic-auth/tide/s3cr3t"));
    url.setUserInfo(QStringLiteral("tide:s3cr3t"));
    AddressBlockBuilder builder;
    builder.add(url.toEncoded());
    builder.add(m_site->address(QStringLiteral("/slow?ms=1500")).toEncoded());
    AddressList list;
    list.append(std::move(builder).build());
    m_session->add(list);
    m_session->start();
    QTRY_COMPARE(count(Verdict::Ok), 1);
    m_session->stop();
    QTRY_COMPARE(m_session->phase(), Phase::Ready);
    const QString file = path();
    makeSession();
    open(file);
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(1));
    QCOMPARE(m_session->missingSecrets({1, 0}).all().size(), size_t(1));
    QVERIFY(m_session->missingToStart().isEmpty());
    const quint64 before = m_site->counters().requests();
    m_session->recheck({0});
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_session->start();
    QTRY_COMPARE(m_site->counters().requests(), before + 1);
    m_session->recheck({0}); // nobody can be asked now
    finish();
    QCOMPARE(m_site->counters().requests(), before + 1);
    QCOMPARE(count(Verdict::Ok), 2);
    const SecretQuestions questions = m_session->missingSecrets({0});
    QCOMPARE(questions.all().size(), size_t(1));
    m_session->giveSecrets(questions, {QStringLiteral("s3cr3t")});
    m_session->recheck({0});
    QTRY_COMPARE(m_site->counters().requests(), before + 2);
    finish();
    QCOMPARE(count(Verdict::Ok), 2);
}

void TestCrawlSession::theKeyOfAProxyIsNeverMadeUp()
{
    CrawlSettings settings;
    settings.proxy = QUrl(QStringLiteral("http://***@127.0.0.1:9"));
    m_session->setSettings(settings);
    m_session->add(pages(0, 1));
    m_session->start();
    QCOMPARE(m_session->phase(), Phase::Ready);
}

/// Of two that differ in their passwords only, one was given: whichever that is, it becomes another row.
void TestCrawlSession::aSecretThatMayBeAnothersIsNotTaken()
{
    const auto listOf = [](const QByteArrayList &urls) {
        AddressBlockBuilder builder;
        for (const QByteArray &url : urls)
            builder.add(url);
        AddressList list;
        list.append(std::move(builder).build());
        return list;
    };
    m_session->add(listOf({"http://u:***@127.0.0.1:9/", "http://u:***@127.0.0.1:9/"}));
    QCOMPARE(m_session->add(listOf({"http://u:p@127.0.0.1:9/"})), 1);
    QCOMPARE(m_session->addresses().at(0), QByteArrayView("http://u:***@127.0.0.1:9/"));
    QCOMPARE(m_session->add(listOf({"http://u:q@127.0.0.1:9/", "http://u:r@127.0.0.1:9/"})), 0);
    QCOMPARE(m_session->addresses().at(1), QByteArrayView("http://u:r@127.0.0.1:9/"));
    QVERIFY(m_session->missingSecrets().isEmpty());
}

void TestCrawlSession::whatIsNoAddressIsKnownAtOnce()
{
    AddressList list = pages(0, 2);
    AddressBlockBuilder builder;
    builder.addInvalid("http://", AddressProblem::BadHost);
    list.append(std::move(builder).build());
    m_session->add(list);
    const auto check = [this] {
        QCOMPARE(count(Verdict::InvalidUrl), 1);
        QCOMPARE(count(RowProgress::State::Waiting), 2);
        QCOMPARE(m_session->startableRows(), 3); // the project is to know it, too
        QCOMPARE(m_session->fetchedRows(), 0);
        QCOMPARE(m_session->stats().addresses, 3);
        QCOMPARE(m_session->stats().finished, 0);
        m_session->recheck({2});
        QCOMPARE(m_session->phase(), Phase::Ready);
    };
    check();
    QTRY_VERIFY(m_session->isSettled());
    const QString file = path();
    makeSession();
    open(file);
    check();
    m_session->start();
    finish();
    QCOMPARE(count(Verdict::InvalidUrl), 1);
    QCOMPARE(m_session->fetchedRows(), 2);
    QCOMPARE(m_session->stats().finished, 3);
    QCOMPARE(resultAt(*m_session->results(), 2)->verdict, Verdict::InvalidUrl);
    QCOMPARE(runs(file)[0].results, 3);
    const Result<std::unique_ptr<Store>> store = turnstone::openProject(file, OpenMode::Read);
    QVERIFY(store);
    QCOMPARE(store.value()->finishedAddresses().value(), 2);
}

void TestCrawlSession::anOlderProjectTellsHowFarItIs()
{
    const QString file = m_folder->filePath(QStringLiteral("old.turnstone"));
    QVERIFY(QFile::copy(QStringLiteral(TURNSTONE_STORE_DATA "/version1.turnstone"), file));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
    QSignalSpy progressed(m_session.get(), &CrawlSession::openProgressed);
    open(file);
    QVERIFY(!m_session->isReadOnly());
    QVERIFY(progressed.size() >= 2);
    QCOMPARE(progressed.front().at(1).toInt(), 0);
    QCOMPARE(progressed.back().at(1).toInt(), 100);
    QVERIFY(m_session->results()->has(0)); // by a reader that knows the new format
    makeSession();
    QSignalSpy again(m_session.get(), &CrawlSession::openProgressed);
    open(file);
    QVERIFY(again.isEmpty());
}

int main(int argc, char *argv[])
{
    prepareNetwork();
    QCoreApplication application(argc, argv);
    TestCrawlSession test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawlsession.moc"
