// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "tests/app/cli/cliprogram.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/testsite.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace turnstone;
using namespace Qt::StringLiterals;
using test::Ran;
using test::runCli;

/// Rows that the window took out of the list of a project, on the command line.
class TestCliRemoved final : public QObject
{
    Q_OBJECT

    TestSite m_site;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_project;

    QString url(int page) const { return m_site.address(u"/page/%1"_s.arg(page)).toString(); }
    QStringList urls(const QList<int> &pages) const
    {
        QStringList all;
        for (const int page : pages)
            all << url(page);
        return all;
    }
    Ran crawl(const QStringList &arguments) const
    {
        return runCli(QStringList{u"crawl"_s, u"--project"_s, m_project, u"--output"_s, u"-"_s} + arguments);
    }
    Ran onProject(const QString &command, const QStringList &arguments = {}) const
    {
        return runCli(QStringList{command, u"--project"_s, m_project} + arguments);
    }
    static QStringList urlsOf(const Ran &ran)
    {
        QStringList all;
        for (const test::CsvRow &row : ran.rows())
            all << QString::fromUtf8(row.value(0));
        return all;
    }
    qint64 ask(const QString &select) const { return askSqlite(m_project, select).toLongLong(); }
    bool remove(const std::vector<RowId> &rows) const
    {
        const auto store = openProject(m_project, OpenMode::Write);
        return store && store.value()->removeRows(rows);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_project = m_folder->filePath(u"a.turnstone"_s);
        QCOMPARE(crawl(urls({0, 1, 2, 3})).status, 0);
        QVERIFY(remove({1, 3}));
        m_site.resetCounters();
    }

    void anExportLeavesThemOut()
    {
        const Ran current = onProject(u"export"_s);
        QCOMPARE(current.status, 0);
        QCOMPARE(urlsOf(current), urls({0, 2}));
    }

    void whatARunFoundStays()
    {
        const Ran ofRun = onProject(u"export"_s, {u"--run"_s, u"1"_s});
        QCOMPARE(ofRun.status, 0);
        QCOMPARE(urlsOf(ofRun), urls({0, 1, 2, 3}));
    }

    void aNewRunIsOfTheOthers()
    {
        const Ran ran = crawl({});
        QCOMPARE(ran.status, 0);
        QCOMPARE(urlsOf(ran), urls({0, 2}));
        QCOMPARE(m_site.counters().requests(), quint64(2));
        QVERIFY2(ran.err.contains("2 addresses: 2 ok"), ran.err.constData());
        // what only the run before has is gone
        const Ran compared = onProject(u"diff"_s);
        QCOMPARE(compared.status, 1);
        QCOMPARE(urlsOf(compared), urls({1, 3}));
        for (const test::CsvRow &row : compared.rows())
            QCOMPARE(row.value(1), QByteArray("gone"));
    }

    /// They may be sent again by whoever does not know.
    void itIsToldWhereTheyCannotBeRead()
    {
        const QString into = m_folder->filePath(u"saved.turnstone"_s);
        const Ran sound = onProject(u"repair"_s, {u"--into"_s, into});
        QVERIFY2(sound.status == 0 && !sound.err.contains("were removed"), sound.err.constData());
        QVERIFY(QFile::remove(into));
        const qint64 size = ask(u"PRAGMA page_size"_s);
        const qint64 page = ask(u"SELECT rootpage FROM sqlite_master WHERE name = 'removed'"_s);
        QVERIFY(size > 0 && page > 1);
        QFile file(m_project);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((page - 1) * size));
        QCOMPARE(file.write(QByteArray(size, '\0')), size);
        file.close();
        const Ran written = onProject(u"export"_s);
        QCOMPARE(written.status, 1);
        QCOMPARE(urlsOf(written), urls({0, 1, 2, 3}));
        QVERIFY2(written.err.contains("Which rows were removed from the list cannot be read"),
                 written.err.constData());
        QVERIFY(!onProject(u"export"_s, {u"--run"_s, u"1"_s}).err.contains("were removed"));
        const Ran saved = onProject(u"repair"_s, {u"--into"_s, into});
        QCOMPARE(saved.status, 1);
        QVERIFY2(saved.err.contains("some may be in it again"), saved.err.constData());
    }

    void whatIsGivenAgainIsBack()
    {
        const Ran ran = crawl(urls({0, 1, 4}));
        QCOMPARE(ran.status, 0);
        QCOMPARE(urlsOf(ran), urls({0, 1, 4}));
        QCOMPARE(m_site.counters().requests(), quint64(3));
        QCOMPARE(urlsOf(onProject(u"export"_s)), urls({0, 1, 2, 4}));
        QCOMPARE(ask(u"SELECT count(*) FROM addresses"_s), 5);
        QCOMPARE(ask(u"SELECT group_concat(address_id) FROM removed"_s), 3);
    }

    void onlyDoesNotKnowThem()
    {
        const Ran ran = crawl(QStringList{u"--only"_s} + urls({0, 3}));
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(QByteArray(url(3).toUtf8() + " is not in the project")),
                 ran.err.constData());
        const Ran two = crawl(QStringList{u"--only"_s} + urls({1, 0, 7}));
        QCOMPARE(two.status, 2);
        QVERIFY2(two.err.contains("2 of these addresses"), two.err.constData());
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }

    void resumeFetchesAndPrintsNoneOfThem()
    {
        const auto owe = [this](const std::vector<RowId> &rows) {
            const auto store = openProject(m_project, OpenMode::Write);
            return store && store.value()->restoreRows(store.value()->removedRows().value()) &&
                   store.value()->continueRun(1, {}) && store.value()->owe(rows) &&
                   store.value()->endRun(RunEnding::Stopped, false);
        };
        QVERIFY(owe({0, 1}));
        QVERIFY(remove({1, 3}));
        const Ran ran = crawl({u"--resume"_s});
        QCOMPARE(ran.status, 0);
        QCOMPARE(m_site.counters().requests(), quint64(1));
        QCOMPARE(urlsOf(ran), urls({0, 2}));
        // brought back, it is owed as before
        const auto store = openProject(m_project, OpenMode::Write);
        QVERIFY(store && store.value()->restoreRows(std::vector<RowId>{1}));
        QCOMPARE(store.value()->owedRows(1).value(), std::vector<RowId>{1});
    }

    void ofAListWithoutRowsNothingIsFetched()
    {
        QVERIFY(remove({0, 2}));
        const Ran ran = crawl({});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains("no addresses"), ran.err.constData());
        QCOMPARE(urlsOf(onProject(u"export"_s)), QStringList());
        QCOMPARE(m_site.counters().requests(), quint64(0));
    }
};

QTEST_GUILESS_MAIN(TestCliRemoved)
#include "tst_cliremoved.moc"
