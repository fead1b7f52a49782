// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runclosing.h"
#include "core/session/runopening.h"
#include "core/session/runplan.h"
#include "core/store/project.h"
#include "core/store/projectwriter.h"
#include "core/types/crawlsettingsjson.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using Owes = RunOpening::Owes;

/// How the beginning and the end of a run stand in a project.
class TestRunRecord final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("a.turnstone"));
        AddressBlockBuilder builder;
        for (const char *url : {"http://a/", "http://b/", "http://c/"})
            builder.add(url);
        AddressList list;
        list.append(std::move(builder).build());
        m_writer = std::make_unique<ProjectWriter>();
        QVERIFY(m_writer->create(m_path));
        m_writer->addAddresses(list, 0);
    }

    void cleanup() { m_writer.reset(); }

    void aNewRun()
    {
        CrawlSettings settings;
        settings.userAgent = "Sandpiper/1";
        RunOpening{.settings = settings}.writeTo(*m_writer);
        QCOMPARE(owed(1), (std::vector<RowId>{0, 1, 2}));
        QCOMPARE(runs().front().scope, RunScope::List);
        QCOMPARE(crawlSettingsFromJson(runs().front().settings).value().userAgent, QByteArray("Sandpiper/1"));
        RunOpening{.scope = RunScope::Rows, .owes = Owes::Rows, .rows = {1}}.writeTo(*m_writer);
        QCOMPARE(owed(2), std::vector<RowId>{1});
        QCOMPARE(runs().back().scope, RunScope::Rows);
    }

    void goingOn()
    {
        RunOpening{.owes = Owes::Rows, .rows = {1, 2}}.writeTo(*m_writer);
        RunClosing{RunEnding::Stopped}.writeTo(*m_writer);
        QCOMPARE(state(1).runs.front().ending, RunEnding::Stopped);
        CrawlSettings settings;
        settings.userAgent = "Sandpiper/2";
        RunOpening{.earlier = 1, .owes = Owes::AsBefore, .settings = settings}.writeTo(*m_writer);
        QCOMPARE(owed(1), (std::vector<RowId>{1, 2}));
        QCOMPARE(runs().size(), size_t(1));
        QCOMPARE(runs().front().ending, RunEnding::Open);
        QCOMPARE(crawlSettingsFromJson(runs().front().settings).value().userAgent, QByteArray("Sandpiper/2"));
        RunOpening{.earlier = 1, .owes = Owes::Rows, .rows = {0}}.writeTo(*m_writer);
        QCOMPARE(owed(1), (std::vector<RowId>{0, 1, 2}));
    }

    void removedRowsThatAreBack()
    {
        RunOpening().writeTo(*m_writer);
        RunClosing{RunEnding::Stopped}.writeTo(*m_writer);
        m_writer->removeRows({0, 1});
        QCOMPARE(state(1).removed, (std::vector<RowId>{0, 1}));
        QCOMPARE(owed(1), std::vector<RowId>{2});
        RunOpening{.owes = Owes::All}.writeTo(*m_writer);
        QCOMPARE(owed(2), std::vector<RowId>{2});
        RunOpening{.back = {1}, .owes = Owes::Rows, .rows = {1}}.writeTo(*m_writer);
        QCOMPARE(state(3).removed, std::vector<RowId>{0});
        QCOMPARE(owed(3), std::vector<RowId>{1});
        RunOpening{.back = {0}, .owes = Owes::All}.writeTo(*m_writer);
        QCOMPARE(owed(4), (std::vector<RowId>{0, 1, 2}));
        QVERIFY(state(4).removed.empty());
    }

    void theEnd()
    {
        RunOpening().writeTo(*m_writer);
        FetchResult result;
        result.row = 1;
        result.verdict = Verdict::Ok;
        result.attempts.resize(1);
        m_writer->append(std::make_shared<const std::vector<FetchResult>>(1, result));
        RunClosing{RunEnding::FailedFast, {0}}.writeTo(*m_writer);
        QCOMPARE(owed(1), std::vector<RowId>{2});
        QCOMPARE(runs().front().ending, RunEnding::FailedFast);
        const ProjectState read = state(0);
        QCOMPARE(read.rows.results(), 1);
        QVERIFY(!read.rows.hasStrangers());
        const std::vector<RowStart> &starts = read.rows.starts();
        QCOMPARE(starts.size(), size_t(3));
        QVERIFY(starts[0].isLeftOut() && starts[1].verdict() == Verdict::Ok && starts[2].isWanted());
    }

    void endings_data()
    {
        QTest::addColumn<bool>("stopped");
        QTest::addColumn<bool>("failedFast");
        QTest::addColumn<int>("expected");
        QTest::newRow("by itself") << false << false << int(RunEnding::Finished);
        QTest::newRow("stopped") << true << false << int(RunEnding::Stopped);
        QTest::newRow("by the first failure") << true << true << int(RunEnding::FailedFast);
    }

    void endings()
    {
        QFETCH(bool, stopped);
        QFETCH(bool, failedFast);
        CrawlSummary summary;
        summary.stopped = stopped;
        summary.failedFast = failedFast;
        QTEST(int(endingOf(summary)), "expected");
    }

private:
    ProjectState state(RunId wanted)
    {
        if (!m_writer->isDrained() && !QSignalSpy(m_writer.get(), &ProjectWriter::drained).wait())
            return {};
        const Result<std::unique_ptr<Store>> store = openProject(m_path, OpenMode::Read);
        const Result<ProjectState> read =
            store ? readProjectToGoOn(*store.value(), wanted) : Result<ProjectState>(store.error());
        return read ? read.value() : ProjectState();
    }
    std::vector<RunInfo> runs() { return state(0).runs; }
    std::vector<RowId> owed(RunId run)
    {
        const std::vector<RowStart> starts = state(run).rows.starts();
        std::vector<RowId> rows;
        for (RowId row = 0; row < RowId(starts.size()); ++row) {
            if (starts[row].isWanted())
                rows.push_back(row);
        }
        return rows;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<ProjectWriter> m_writer;
};

QTEST_GUILESS_MAIN(TestRunRecord)
#include "tst_runrecord.moc"
