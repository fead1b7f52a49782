// SPDX-License-Identifier: GPL-3.0-or-later
// What comes to the list of a session and leaves it, with what was found of it, and what is taken back.
#include "app/demosite/demosite.h"
#include "core/net/networksetup.h"
#include "tests/support/resultat.h"
#include "ui/models/rowarranger.h"
#include "ui/session/addressintake.h"
#include "ui/session/crawlsession.h"
#include "ui/session/listchange.h"
#include "ui/session/sessionproject.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;
using Phase = CrawlSession::Phase;

namespace {

using RowList = std::vector<RowId>;

} // namespace

class TestListChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_session.reset(); }

    void rangesAreTheirRows_data();
    void rangesAreTheirRows();
    void anAddingIsUndoneAndDoneAgain();
    void whatWasFetchedComesBackWithItsResults();
    void removedRowsAreInNoFigure();
    void whatIsRemovedIsNotFetched();
    void whatIsRemovedIsNotCheckedAgain();
    void theNextRunDoesNotCountWhatIsRemoved();
    void whatIsNoRowIsNotRemoved();
    void undoIsDurable();
    void whatWasStoppedIsOwedAgain();
    void aRunThatOwesNothingAnyMoreIsNotGoneOnWith();
    void changesWaitForTheEndOfACrawl();
    void whatIsAddedWhileACrawlRunsCanBeUndoneAfterIt();
    void anotherChangeEndsWhatCouldBeDoneAgain();
    void whatIsAddedAgainIsBack();
    void whatIsAddedAgainDuringACrawlIsFetched();
    void theIntakeKnowsWhatWasRemoved();
    void clearingIsAChangeAsWell();
    void theNextListHasItsOwnChanges();
    void anotherProjectHasItsOwnChanges();
    void aProjectThatIsOnlyReadIsNotChanged();
    void whatLacksASecretIsNotAskedForWhenItIsRemoved();
    void anAnswerIsForTheRowsThatAreLeft();
    void aLineThatIsNoAddressCanBeRemoved();
    void allRowsCanBeRemoved();

private:
    AddressList pages(int from, int count, const QString &path = u"/page/%1"_s) const;
    void crawl(int count);
    void finish() { QTRY_COMPARE(m_session->phase(), Phase::Finished); }
    void makeSession()
    {
        m_session = std::make_unique<CrawlSession>(Autosave(m_folder->filePath(u"autosave"_s)));
    }
    void open(const QString &path);
    /// As the table shows them when it is arranged.
    QList<RowId> shown() const;
    /// What the project on disk has out of its list, as soon as it is written.
    RowList removedOnDisk() const;
    RowList owedOnDisk() const;
    const ResultRows &rows() const { return m_session->table()->rows(); }
    QString undoText() const { return m_session->changes().undoText(); }
    QString redoText() const { return m_session->changes().redoText(); }

    std::unique_ptr<DemoSite> m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CrawlSession> m_session;
};

void TestListChanges::initTestCase()
{
    Result<std::unique_ptr<DemoSite>> site = DemoSite::start({});
    QVERIFY(site);
    m_site = std::move(site).value();
}

void TestListChanges::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_site->resetCounters();
    makeSession();
}

AddressList TestListChanges::pages(int from, int count, const QString &path) const
{
    AddressBlockBuilder builder;
    for (int i = from; i < from + count; ++i)
        builder.add(m_site->address(path.arg(i)).toEncoded());
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

void TestListChanges::crawl(int count)
{
    m_session->add(pages(0, count));
    m_session->start();
    finish();
}

void TestListChanges::open(const QString &path)
{
    QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
    m_session->openProject(path);
    QTRY_COMPARE(opened.size(), 1);
}

QList<RowId> TestListChanges::shown() const
{
    RowArranger arranger(m_session->table());
    QSignalSpy arranged(&arranger, &RowArranger::arranged);
    arranger.setQuery({});
    while (arranged.isEmpty() && arranged.wait()) {
    }
    QList<RowId> rows;
    for (int place = 0; place < m_session->table()->rowCount(); ++place)
        rows << m_session->table()->rowIdAt(place);
    return rows;
}

RowList TestListChanges::removedOnDisk() const
{
    while (!m_session->project()->isDrained())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const auto store = openProject(m_session->project()->path(), OpenMode::Read);
    return store ? store.value()->removedRows().value() : RowList{4'000'000};
}

RowList TestListChanges::owedOnDisk() const
{
    while (!m_session->project()->isDrained())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const auto store = openProject(m_session->project()->path(), OpenMode::Read);
    return store ? store.value()->owedRows().value() : RowList{4'000'000};
}

void TestListChanges::rangesAreTheirRows_data()
{
    QTest::addColumn<QList<RowId>>("rows");
    QTest::newRow("none") << QList<RowId>();
    QTest::newRow("one") << QList<RowId>{7};
    QTest::newRow("the first") << QList<RowId>{0, 1};
    QTest::newRow("some") << QList<RowId>{0, 2, 3, 4, 9, 11, 12};
    QTest::newRow("the last there can be") << QList<RowId>{4'294'967'293, 4'294'967'294};
}

void TestListChanges::rangesAreTheirRows()
{
    QFETCH(QList<RowId>, rows);
    const RowList given(rows.begin(), rows.end());
    QCOMPARE(RowRanges(given).rows(), given);
}

void TestListChanges::anAddingIsUndoneAndDoneAgain()
{
    QVERIFY(!m_session->changes().canUndo());
    m_session->add(pages(0, 2));
    QCOMPARE(undoText(), u"adding 2 addresses"_s);
    m_session->add(pages(2, 1));
    QCOMPARE(undoText(), u"adding 1 address"_s);
    m_session->undo();
    QCOMPARE(undoText(), u"adding 2 addresses"_s);
    QCOMPARE(redoText(), u"adding 1 address"_s);
    QCOMPARE(shown(), (QList<RowId>{0, 1}));
    QCOMPARE(m_session->startableRows(), 2);
    QCOMPARE(m_session->stats().addresses, 2);
    QCOMPARE(removedOnDisk(), (RowList{2}));
    m_session->undo();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(shown(), QList<RowId>());
    QVERIFY(!m_session->changes().canUndo());
    m_session->redo();
    m_session->redo();
    QVERIFY(!m_session->changes().canRedo());
    QCOMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(shown(), (QList<RowId>{0, 1, 2}));
    QCOMPARE(removedOnDisk(), RowList());
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 3);
    QCOMPARE(m_site->counters().requests(), quint64(3));
}

void TestListChanges::whatWasFetchedComesBackWithItsResults()
{
    crawl(2);
    m_session->add(pages(2, 2));
    m_session->start();
    finish();
    m_session->undo(); // of rows that are fetched
    QCOMPARE(shown(), (QList<RowId>{0, 1}));
    QCOMPARE(m_session->phase(), Phase::Finished);
    m_session->redo();
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(shown(), (QList<RowId>{0, 1, 2, 3}));
    QCOMPARE(resultAt(*m_session->results(), 3)->status(), quint16(200));
    QCOMPARE(rows().row(3).status, quint16(200));
    QVERIFY(!rows().title(3).isEmpty());
    QCOMPARE(m_site->counters().requests(), quint64(4));
}

void TestListChanges::removedRowsAreInNoFigure()
{
    crawl(4);
    QSignalSpy counted(m_session.get(), &CrawlSession::countsChanged);
    QCOMPARE(m_session->remove({3, 1, 3}), 2);
    QCOMPARE(undoText(), u"removing 2 rows"_s);
    QCOMPARE(shown(), (QList<RowId>{0, 2}));
    QCOMPARE(rows().listed(), 2);
    QCOMPARE(rows().size(), 4);
    QCOMPARE(m_session->fetchedRows(), 2);
    QCOMPARE(m_session->stats().addresses, 2);
    QCOMPARE(m_session->stats().finished, 2);
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 2);
    QTRY_VERIFY(!counted.isEmpty());
    QCOMPARE(m_session->remove({1}), 0);
    QCOMPARE(m_session->remove({0}), 1);
    QCOMPARE(undoText(), u"removing 1 row"_s);
    m_session->undo();
    m_session->undo();
    QCOMPARE(shown(), (QList<RowId>{0, 1, 2, 3}));
    QCOMPARE(m_session->stats().finished, 4);
    QCOMPARE(removedOnDisk(), RowList());
}

void TestListChanges::whatIsRemovedIsNotFetched()
{
    m_session->add(pages(0, 4));
    m_session->remove({0, 2});
    m_session->start();
    finish();
    QCOMPARE(m_site->counters().requests(), quint64(2));
    QVERIFY(!m_session->results()->has(0));
    QVERIFY(m_session->results()->has(1));
    QCOMPARE(m_session->stats().addresses, 2);
    m_session->undo();
    QCOMPARE(m_session->phase(), Phase::Ready);
    QCOMPARE(m_session->startableRows(), 2);
    m_session->start();
    finish();
    QCOMPARE(m_site->counters().requests(), quint64(4));
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 4);
}

void TestListChanges::whatIsRemovedIsNotCheckedAgain()
{
    crawl(3);
    m_session->remove({1});
    m_session->recheck({0, 1, 2});
    finish();
    QCOMPARE(m_site->counters().requests(), quint64(5));
    QCOMPARE(m_session->stats().addresses, 2);
    const auto store = openProject(m_session->project()->path(), OpenMode::Read);
    QVERIFY(store);
    const std::vector<RunInfo> runs = store.value()->runs().value();
    QCOMPARE(runs.back().scope, RunScope::List); // of all that is in the list
    QCOMPARE(runs.back().results, 2);
    QCOMPARE(store.value()->history(1).value().size(), size_t(1));
    m_session->recheck({1});
    QCOMPARE(m_session->phase(), Phase::Finished);
}

/// Nor what was removed of what the crawler has fetched already.
void TestListChanges::theNextRunDoesNotCountWhatIsRemoved()
{
    crawl(3);
    m_session->remove({0});
    m_session->add(pages(3, 1));
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().addresses, 3);
    QCOMPARE(m_session->stats().finished, 3);
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 3);
    QCOMPARE(m_site->counters().requests(), quint64(4));
}

void TestListChanges::whatIsNoRowIsNotRemoved()
{
    crawl(1);
    const int before = m_session->changes().count();
    QCOMPARE(m_session->remove({}), 0);
    QCOMPARE(m_session->remove({1, 4'000'000}), 0);
    QCOMPARE(m_session->changes().count(), before);
}

void TestListChanges::undoIsDurable()
{
    crawl(3);
    m_session->remove({1});
    QCOMPARE(removedOnDisk(), (RowList{1}));
    const QString path = m_session->project()->path();
    makeSession();
    open(path);
    QVERIFY(!m_session->changes().canUndo());
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(shown(), (QList<RowId>{0, 2}));
    QCOMPARE(m_session->stats().addresses, 2);
    QCOMPARE(m_session->stats().finished, 2);
    m_session->recheck({0, 1, 2});
    finish();
    QCOMPARE(m_site->counters().requests(), quint64(5));
}

void TestListChanges::whatWasStoppedIsOwedAgain()
{
    m_session->add(pages(0, 60, u"/slow?ms=80&n=%1"_s));
    m_session->start();
    QTRY_VERIFY(m_session->fetchedRows() > 0);
    m_session->stop();
    QTRY_VERIFY(!m_session->isActive());
    const RowList owed = owedOnDisk();
    QVERIFY(owed.size() > 2);
    const int open = m_session->startableRows();
    m_session->remove({owed.front(), owed.back()});
    QCOMPARE(m_session->startableRows(), open - 2);
    QCOMPARE(owedOnDisk(), RowList(owed.begin() + 1, owed.end() - 1));
    m_session->undo();
    QCOMPARE(m_session->startableRows(), open);
    QCOMPARE(owedOnDisk(), owed);
    // one that was in flight then, and one that had not begun
    const RowList removed{owed.front(), owed.back()};
    QCOMPARE(rows().row(removed[0]).rowClass, RowClass(Verdict::Cancelled));
    m_session->remove(removed);
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 58);
    QCOMPARE(rows().row(removed[0]).rowClass, RowClass(Verdict::Cancelled));
}

void TestListChanges::aRunThatOwesNothingAnyMoreIsNotGoneOnWith()
{
    crawl(3);
    QTRY_VERIFY(m_session->isSettled());
    const QString path = m_session->project()->path();
    makeSession();
    {
        const auto store = openProject(path, OpenMode::Write);
        QVERIFY(store && store.value()->beginRun(RunScope::Rows, "{}") && store.value()->owe(RowList{1, 2}) &&
                store.value()->endRun(RunEnding::Stopped, false));
    }
    const auto runs = [&path] { return openProject(path, OpenMode::Read).value()->runs().value(); };
    open(path);
    m_session->remove({1, 2});
    QCOMPARE(owedOnDisk(), RowList());
    m_session->add(pages(3, 1));
    m_session->start();
    finish();
    QTRY_VERIFY(m_session->isSettled());
    QCOMPARE(runs().size(), size_t(2));
    QCOMPARE(runs()[0].results, 4); // as after opening it once more
    QCOMPARE(runs()[1].results, 0);
    // back, they are owed to it again
    m_session->undo();
    m_session->undo();
    QCOMPARE(owedOnDisk(), (RowList{1, 2}));
    m_session->start();
    finish();
    QTRY_VERIFY(m_session->isSettled());
    QCOMPARE(runs()[1].results, 2);
    QCOMPARE(runs()[1].ending, RunEnding::Finished);
}

void TestListChanges::changesWaitForTheEndOfACrawl()
{
    m_session->add(pages(0, 20, u"/slow?ms=60&n=%1"_s));
    m_session->start();
    QVERIFY(!m_session->mayChangeList());
    QCOMPARE(m_session->remove({0}), 0);
    m_session->undo();
    m_session->pause();
    m_session->undo();
    QCOMPARE(rows().listed(), 20);
    m_session->resume();
    finish();
    QVERIFY(m_session->mayChangeList());
    QCOMPARE(m_session->changes().count(), 1);
}

void TestListChanges::whatIsAddedWhileACrawlRunsCanBeUndoneAfterIt()
{
    m_session->add(pages(0, 5, u"/slow?ms=60&n=%1"_s));
    m_session->start();
    QTRY_COMPARE(m_session->phase(), Phase::Running);
    m_session->add(pages(5, 2));
    finish();
    m_session->undo();
    QCOMPARE(rows().listed(), 5);
    QCOMPARE(m_session->stats().finished, 5);
    QCOMPARE(removedOnDisk(), (RowList{5, 6}));
}

void TestListChanges::anotherChangeEndsWhatCouldBeDoneAgain()
{
    m_session->add(pages(0, 3));
    m_session->remove({0});
    m_session->undo();
    QCOMPARE(redoText(), u"removing 1 row"_s);
    m_session->add(pages(3, 1));
    QVERIFY(!m_session->changes().canRedo());
    m_session->undo();
    m_session->undo();
    QCOMPARE(rows().listed(), 0);
}

void TestListChanges::whatIsAddedAgainIsBack()
{
    crawl(3);
    m_session->remove({0, 1});
    QCOMPARE(m_session->add(pages(3, 1), {1, 2, 4'000'000}), 2); // 2 has not been removed
    QCOMPARE(undoText(), u"adding 2 addresses"_s);
    QCOMPARE(shown(), (QList<RowId>{1, 2, 3}));
    QCOMPARE(m_session->phase(), Phase::Ready); // for the new one
    QCOMPARE(rows().row(1).status, quint16(200));
    QCOMPARE(removedOnDisk(), (RowList{0}));
    m_session->undo();
    QCOMPARE(shown(), (QList<RowId>{2}));
    m_session->undo();
    QCOMPARE(shown(), (QList<RowId>{0, 1, 2}));
    QCOMPARE(m_session->phase(), Phase::Finished);
}

void TestListChanges::whatIsAddedAgainDuringACrawlIsFetched()
{
    m_session->add(pages(0, 3));
    m_session->remove({2});
    m_session->start();
    finish();
    m_session->remove({1});
    m_session->add(pages(3, 20, u"/slow?ms=300&n=%1"_s));
    m_session->start();
    QSignalSpy told(m_session.get(), &CrawlSession::statsChanged);
    QTRY_VERIFY(m_site->counters().requests() > 2 && !told.isEmpty());
    QCOMPARE(m_session->stats().addresses, 21); // without them
    QCOMPARE(m_session->add({}, {1, 2}), 2);    // one with a result, one without
    finish();
    QCOMPARE(m_site->counters().requests(), quint64(2 + 20 + 2));
    QCOMPARE(m_session->stats().addresses, 23);
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 23);
    QVERIFY(m_session->results()->has(2));
    QCOMPARE(removedOnDisk(), RowList());
    QCOMPARE(owedOnDisk(), RowList());
}

void TestListChanges::theIntakeKnowsWhatWasRemoved()
{
    crawl(3);
    AddressIntake intake(*m_session);
    QSignalSpy taken(&intake, &AddressIntake::taken);
    const auto text = [this](const QList<int> &which) {
        QStringList lines;
        for (const int i : which)
            lines << m_site->address(u"/page/%1"_s.arg(i)).toString();
        return lines.join(u'\n');
    };
    m_session->remove({1});
    intake.takeText(text({0, 1, 7}));
    QTRY_COMPARE(taken.size(), 1);
    QCOMPARE(taken[0][1].toInt(), 2);
    const auto findings = taken[0][0].value<AddressScan::Findings>();
    QCOMPARE(findings.back, (RowList{1}));
    QCOMPARE(findings.addresses.size(), 1);
    QCOMPARE(findings.report.duplicates, 1);
    QCOMPARE(shown(), (QList<RowId>{0, 1, 2, 3}));
    m_session->undo();
    QCOMPARE(shown(), (QList<RowId>{0, 2}));
    // a line that is no address is a new row, unless it is in the list
    for (int row = 4; row < 6; ++row) {
        intake.takeText(u"http://["_s);
        QTRY_COMPARE(taken.size(), row - 2);
        QCOMPARE(taken.back()[1].toInt(), 1);
        QCOMPARE(m_session->remove({RowId(row)}), 1);
    }
    m_session->undo();
    intake.takeText(u"http://["_s);
    QTRY_COMPARE(taken.size(), 4);
    QCOMPARE(taken.back()[1].toInt(), 0);
}

void TestListChanges::clearingIsAChangeAsWell()
{
    crawl(2);
    m_session->remove({0});
    m_session->clear();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(undoText(), u"New project"_s);
    QVERIFY(!m_session->redoClears());
    m_session->undo();
    QCOMPARE(shown(), (QList<RowId>{1}));
    QCOMPARE(m_session->phase(), Phase::Finished);
    QVERIFY(m_session->redoClears());
    m_session->undo();
    QCOMPARE(shown(), (QList<RowId>{0, 1}));
    m_session->redo();
    m_session->redo();
    QCOMPARE(m_session->phase(), Phase::Empty);
    QVERIFY(!m_session->project());
    m_session->restore();
    QCOMPARE(shown(), (QList<RowId>{1}));
}

void TestListChanges::theNextListHasItsOwnChanges()
{
    crawl(2);
    m_session->clear();
    m_session->add(pages(5, 1));
    QCOMPARE(m_session->changes().count(), 1);
    QCOMPARE(undoText(), u"adding 1 address"_s);
    m_session->undo();
    QVERIFY(!m_session->changes().canUndo());
    QVERIFY(m_session->project());
}

void TestListChanges::anotherProjectHasItsOwnChanges()
{
    crawl(2);
    const QString first = m_session->project()->path();
    m_session->clear();
    m_session->add(pages(5, 1));
    QTRY_VERIFY(m_session->isSettled());
    makeSession();
    m_session->add(pages(9, 1));
    QVERIFY(m_session->changes().canUndo());
    open(first);
    QVERIFY(!m_session->changes().canUndo());
    m_session->remove({0});
    m_session->discard();
    QVERIFY(!m_session->changes().canUndo());
}

void TestListChanges::aProjectThatIsOnlyReadIsNotChanged()
{
    crawl(2);
    QTRY_VERIFY(m_session->isSettled());
    const QString path = m_session->project()->path();
    makeSession();
    QSignalSpy opened(m_session.get(), &CrawlSession::projectOpened);
    m_session->openProject(path, OpenMode::Read);
    QTRY_COMPARE(opened.size(), 1);
    QVERIFY(!m_session->mayChangeList());
    QCOMPARE(m_session->remove({0}), 0);
    QCOMPARE(rows().listed(), 2);
}

void TestListChanges::whatLacksASecretIsNotAskedForWhenItIsRemoved()
{
    AddressBlockBuilder builder;
    builder.add("http://u:***@a.example/");
    builder.add("http://v:***@a.example/");
    AddressList list;
    list.append(std::move(builder).build());
    m_session->add(list);
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(2));
    m_session->remove({0});
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(1));
    m_session->undo();
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(2));
    // what is given with its secret is not a row that is out of the list
    m_session->remove({0});
    AddressBlockBuilder given;
    given.add("http://u:p@a.example/");
    AddressList more;
    more.append(std::move(given).build());
    QCOMPARE(m_session->add(more), 1);
    QCOMPARE(rows().listed(), 2);
    QCOMPARE(m_session->missingSecrets().all().size(), size_t(1));
    m_session->start(); // which waits for what its rows lack, and for nothing else
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_session->remove({1, 2});
    QVERIFY(m_session->missingSecrets().isEmpty() && m_session->missingToStart().isEmpty());
    m_session->add(pages(0, 1));
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::Ok)], 1);
}

void TestListChanges::anAnswerIsForTheRowsThatAreLeft()
{
    AddressBlockBuilder builder;
    builder.add("http://u:***@a.example/1");
    builder.add("http://u:***@a.example/2");
    AddressList list;
    list.append(std::move(builder).build());
    m_session->add(list);
    m_session->remove({0});
    const SecretQuestions questions = m_session->missingToStart();
    QCOMPARE(questions.all().size(), size_t(1));
    QCOMPARE(questions.all().front().rows, 1);
    m_session->giveSecrets(questions, {u"p"_s});
    QCOMPARE(m_session->addresses().at(1).toByteArray(), QByteArray("http://u:p@a.example/2"));
    m_session->undo();
    QCOMPARE(m_session->missingToStart().all().size(), size_t(1));
}

void TestListChanges::aLineThatIsNoAddressCanBeRemoved()
{
    AddressBlockBuilder builder;
    builder.addInvalid("nothing", AddressProblem::NoAddress);
    AddressList list = pages(0, 1);
    list.append(std::move(builder).build());
    m_session->add(list);
    QCOMPARE(m_session->startableRows(), 2);
    m_session->remove({1});
    QCOMPARE(m_session->startableRows(), 1);
    QCOMPARE(rows().foreseen(), 0);
    m_session->undo();
    QCOMPARE(rows().foreseen(), 1);
    m_session->remove({1});
    m_session->start();
    finish();
    m_session->undo();
    QCOMPARE(m_session->phase(), Phase::Ready);
    m_session->start();
    finish();
    QCOMPARE(m_session->stats().byVerdict[size_t(Verdict::InvalidUrl)], 1);
}

void TestListChanges::allRowsCanBeRemoved()
{
    crawl(2);
    m_session->remove({0, 1});
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(m_session->stats().addresses, 0);
    m_session->start();
    m_session->recheck({0});
    QCOMPARE(m_session->phase(), Phase::Empty);
    const QString path = m_session->project()->path();
    QCOMPARE(removedOnDisk(), (RowList{0, 1}));
    m_session->undo();
    QCOMPARE(m_session->phase(), Phase::Finished);
    m_session->redo();
    QCOMPARE(removedOnDisk(), (RowList{0, 1}));
    makeSession();
    QVERIFY(m_session->autosave().leftBehind().empty());
    open(path);
    QCOMPARE(m_session->phase(), Phase::Empty);
    QCOMPARE(m_session->add({}, {1}), 1);
    QCOMPARE(m_session->phase(), Phase::Finished);
    QCOMPARE(shown(), (QList<RowId>{1}));
}

int main(int argc, char **argv)
{
    prepareNetwork();
    QCoreApplication application(argc, argv);
    TestListChanges test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_listchanges.moc"
