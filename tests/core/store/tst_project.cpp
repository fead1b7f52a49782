// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// What is written into a project comes back, and counts once.
class TestProject final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Store> m_store;

    FetchResult current(RowId row)
    {
        auto results = m_store->readResults(std::vector<RowId>{row});
        return results && results.value().size() == 1 ? results.value().front() : FetchResult();
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".turnstone");
        auto created = createProject(m_path);
        QVERIFY2(created, qPrintable(created ? QString() : created.error().message));
        m_store = std::move(created).value();
    }

    void cleanup()
    {
        const auto runs = m_store->runs();
        QVERIFY(runs);
        for (const RunInfo &run : runs.value()) {
            decltype(run.byVerdict) counted{};
            QVERIFY(m_store->readVerdicts(
                run.id, [&counted](RowId, Verdict verdict) { ++counted[size_t(verdict)]; }));
            QCOMPARE(run.byVerdict, counted);
        }
        m_store.reset();
        QCOMPARE(integrityOf(m_path), u"ok"_s);
        QCOMPARE(QDir(m_folder.path())
                     .entryList({QFileInfo(m_path).fileName() + u"*"}, QDir::Files | QDir::Hidden),
                 QStringList(QFileInfo(m_path).fileName()));
        QVERIFY(QFile::remove(m_path));
    }

    void everyFieldComesBack_data()
    {
        QTest::addColumn<bool>("hostile");
        QTest::addColumn<int>("seed");
        QTest::newRow("hostile") << true << 0;
        for (int seed = 0; seed < 16; ++seed)
            QTest::addRow("seed %d", seed) << false << seed;
    }

    void everyFieldComesBack()
    {
        QFETCH(bool, hostile);
        QFETCH(int, seed);
        FetchResult given = hostile ? makeHostile(3) : makeResult(3, seed);
        if (given.verdict == Verdict::Cancelled)
            given.verdict = Verdict::Ok;
        QVERIFY(m_store->addAddresses(makeAddresses(10), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf({given})}));
        const FetchResult read = current(3);
        QCOMPARE(read.row, RowId(3));
        QCOMPARE(read.reason, given.reason);
        QCOMPARE(read.facts.title, given.facts.title);
        QCOMPARE(read.body, given.body);
        QCOMPARE(read.contentHash, given.contentHash);
        QCOMPARE(read.attempts.size(), given.attempts.size());
        for (size_t i = 0; i < given.attempts.size(); ++i) {
            QCOMPARE(read.attempts[i].hops.size(), given.attempts[i].hops.size());
            for (size_t j = 0; j < given.attempts[i].hops.size(); ++j) {
                QCOMPARE(read.attempts[i].hops[j].url, given.attempts[i].hops[j].url);
                QCOMPARE(read.attempts[i].hops[j].requestHeaders, given.attempts[i].hops[j].requestHeaders);
                QCOMPARE(read.attempts[i].hops[j].responseHeaders, given.attempts[i].hops[j].responseHeaders);
            }
        }
        QCOMPARE(bytesOf(read), bytesOf(given));
    }

    /// Whether a body is packed is told by its size alone.
    void bodiesThatPackingMakesNoSmallerComeBack()
    {
        QByteArray noise;
        quint32 number = 1;
        for (int i = 0; i < 64; ++i) {
            number = number * 1'664'525 + 1'013'904'223;
            noise.append(char(number >> 24));
        }
        QVERIFY(m_store->addAddresses(makeAddresses(64), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        std::vector<FetchResult> given;
        bool hasOneOfTheSameSize = false;
        for (int spaces = 0; spaces < 64; ++spaces) {
            given.push_back(makePage(RowId(spaces)));
            given.back().body = noise + QByteArray(spaces, ' ');
            const QByteArray stream = qCompress(given.back().body, 3).sliced(4);
            hasOneOfTheSameSize = hasOneOfTheSameSize || stream.size() == given.back().body.size();
        }
        QVERIFY(hasOneOfTheSameSize);
        QVERIFY(m_store->append(std::vector{batchOf(given)}));
        for (const FetchResult &result : given)
            QCOMPARE(current(result.row).body, result.body);
    }

    /// What the server asked for belongs to the one attempt there was.
    void aWaitThatWasAskedForComesBack()
    {
        FetchResult given = makePage(3);
        given.verdict = Verdict::Throttled;
        given.attempts.front().hops.front().status = 429;
        given.attempts.front().retryAfterMs = 30'000;
        QVERIFY(m_store->addAddresses(makeAddresses(10), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf({given})}));
        QCOMPARE(current(3).attempts.front().retryAfterMs, qint64(30'000));
        QCOMPARE(bytesOf(current(3)), bytesOf(given));
    }

    void whatSeveralRunsOweIsTheLastOnes()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(3), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->oweAll());
        QVERIFY(m_store->endRun(RunEnding::Stopped, false));
        QVERIFY(m_store->beginRun(RunScope::Rows, "{}"));
        QVERIFY(m_store->owe(std::vector<RowId>{1}));
        QCOMPARE(m_store->owedRows(1).value(), (std::vector<RowId>{0, 2}));
        QCOMPARE(m_store->owedRows(2).value(), std::vector<RowId>{1});
    }

    /// Another program may have written anything.
    /// What a later run takes over, the earlier one will never have.
    void whoeverLosesWhatItOwesIsMarked()
    {
        auto &store = m_store;
        QVERIFY(store->addAddresses(makeAddresses(3), 0));
        QVERIFY(store->beginRun(RunScope::List, "{}"));
        QVERIFY(store->oweAll());
        QVERIFY(store->endRun(RunEnding::Stopped, false));
        QVERIFY(store->beginRun(RunScope::List, "{}"));
        QVERIFY(store->owe(std::vector<RowId>{0}));
        QVERIFY(store->endRun(RunEnding::Stopped, false));
        auto runs = store->runs();
        QVERIFY(runs && runs.value().size() == 2);
        QCOMPARE(runs.value()[0].scope, RunScope::Rows);
        QCOMPARE(runs.value()[1].scope, RunScope::List);
        QVERIFY(store->beginRun(RunScope::List, "{}"));
        QVERIFY(store->oweAll());
        runs = store->runs();
        QVERIFY(runs && runs.value()[1].scope == RunScope::Rows && runs.value()[2].scope == RunScope::List);
    }

    /// Nor is room made for them.
    void hopsOfNoNumberAreDamage()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(10), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf({makeResult(3, 6)})}));
        QCOMPARE(current(3).attempts.size(), size_t(2));
        for (const int number : {0, -1, 2'000'000'000}) {
            askSqlite(m_path, u"UPDATE page_hops SET hop = %1 WHERE attempt = 1"_s.arg(number));
            const auto read = m_store->readResults(std::vector<RowId>{3});
            QVERIFY(!read);
            QCOMPARE(read.error().code, Error::Code::Unreadable);
        }
        askSqlite(m_path, u"UPDATE page_hops SET hop = 1 WHERE attempt = 1"_s);
        QCOMPARE(current(3).attempts.size(), size_t(2));
    }

    void secretsOfAddressesStayOut_data()
    {
        QTest::addColumn<bool>("keeps");
        QTest::newRow("unless told") << false;
        QTest::newRow("but when told") << true;
    }

    void secretsOfAddressesStayOut()
    {
        QFETCH(bool, keeps);
        AddressBlockBuilder builder;
        builder.add("http://u:s3cr3t@a.example/p?q=a@b");
        builder.addInvalid("x,ftp://u:s3cr3t@b.example", AddressProblem::UnsupportedScheme);
        builder.add("http://c.example/", {"", {{"X-Key", "s3cr3t"}, {"X-Trace", "1"}}, "", false});
        AddressList addresses;
        addresses.append(std::move(builder).build());
        QVERIFY(m_store->addAddresses(addresses, 0, keeps));
        const auto shown = [keeps](QByteArray text) { return keeps ? text : text.replace("s3cr3t", "***"); };
        AddressList read;
        QVERIFY(m_store->readAddresses([&read](std::shared_ptr<const AddressBlock> block) {
            read.append(std::move(block));
            return true;
        }));
        QCOMPARE(read.size(), 3);
        for (const RowId row : {0, 1})
            QCOMPARE(read.at(row).toByteArray(), shown(addresses.at(row).toByteArray()));
        QCOMPARE(read.request(2)->headers, (HeaderList{{"X-Key", shown("s3cr3t")}, {"X-Trace", "1"}}));
    }

    void addressesComeBack()
    {
        AddressBlockBuilder builder;
        builder.add("http://a.example/");
        builder.add("http://\xFF.example/\0x");
        builder.addInvalid("", AddressProblem::NoAddress);
        builder.addInvalid("ftp://\xC3", AddressProblem::UnsupportedScheme);
        builder.add("http://b.example/", {"POST", {{"A", "\xFF"}, {"B", "2"}}, QByteArray("b\0d", 3), true});
        builder.add("http://c.example/", {"", {}, "", true});
        AddressList addresses = makeAddresses(40'000);
        addresses.append(std::move(builder).build());
        QVERIFY(m_store->addAddresses(makeAddresses(40'000), 0));
        QVERIFY(m_store->addAddresses(addresses, 40'000));
        QCOMPARE(m_store->info().addresses, qint64(40'006));

        AddressList read;
        QVERIFY(m_store->readAddresses([&read](std::shared_ptr<const AddressBlock> block) {
            read.append(std::move(block));
            return true;
        }));
        QCOMPARE(read.size(), addresses.size());
        for (RowId row = 0; row < RowId(addresses.size()); ++row) {
            QCOMPARE(read.at(row), addresses.at(row));
            QCOMPARE(read.problem(row), addresses.problem(row));
            QCOMPARE(bool(read.request(row)), bool(addresses.request(row)));
            if (addresses.request(row))
                QVERIFY(*read.request(row) == *addresses.request(row));
        }
        QVERIFY(!m_store->addAddresses(makeAddresses(10), 5)); // there already
    }

    void whatIsDoneTogetherIsDoneAsAWhole()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(3), 0));
        const auto beginAndOwe = [this](bool fails) {
            return m_store->together([this, fails]() -> Outcome {
                if (const Outcome begun = m_store->beginRun(RunScope::List, "{}"); !begun)
                    return begun;
                const Outcome owed = m_store->oweAll();
                return fails ? Outcome(Error{Error::Code::Internal, u"not now"_s}) : owed;
            });
        };
        QVERIFY(!beginAndOwe(true));
        QCOMPARE(m_store->currentRun(), RunId(0));
        QVERIFY(m_store->runs().value().empty() && m_store->owedRows().value().empty());
        QVERIFY(beginAndOwe(false));
        QCOMPARE(m_store->currentRun(), RunId(1));
        QCOMPARE(m_store->owedRows().value().size(), size_t(3));
        QVERIFY(m_store->setNote(0, u"transactions end"_s));
    }

    void aResultSettlesWhatIsOwed()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(6), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        const RunId run = m_store->currentRun();
        QVERIFY(m_store->oweAll());
        FetchResult neverReached;
        neverReached.row = 1;
        FetchResult cancelled = makePage(2);
        cancelled.verdict = Verdict::Cancelled;
        QVERIFY(m_store->append(
            std::vector{batchOf({makePage(0), neverReached, cancelled}), batchOf({makePage(5)})}));
        QCOMPARE(m_store->owedRows().value(), (std::vector<RowId>{1, 2, 3, 4}));
        QCOMPARE(m_store->finishedAddresses().value(), qint64(2));

        QStringList states;
        QVERIFY(m_store->readRowStates(0, 6, [&states](const RowState &state) {
            states +=
                u"%1%2%3"_s.arg(state.row).arg(state.hasResult ? u"R" : u"-").arg(state.owed ? u"o" : u"-");
        }));
        QCOMPARE(states.join(u' '), u"0R- 1-o 2Ro 3-o 4-o 5R-"_s);

        QVERIFY(m_store->endRun(RunEnding::Stopped, false));
        QCOMPARE(m_store->currentRun(), RunId(0));
        QVERIFY(!m_store->append(std::vector{batchOf({makePage(1)})}));
        QCOMPARE(m_store->owedRows().value().size(), size_t(4));
        QVERIFY(m_store->owedRows(run + 1).value().empty());
        QCOMPARE(m_store->owedRows(run).value().size(), size_t(4));
        QList<std::pair<RowId, Verdict>> verdicts;
        QVERIFY(m_store->readVerdicts(
            run, [&verdicts](RowId row, Verdict verdict) { verdicts.emplaceBack(row, verdict); }));
        QCOMPARE(verdicts, (QList<std::pair<RowId, Verdict>>{
                               {0, Verdict::Ok}, {2, Verdict::Cancelled}, {5, Verdict::Ok}}));

        QVERIFY(m_store->continueRun(run, {}));
        QVERIFY(m_store->append(std::vector{batchOf({makePage(1), makePage(2)})}));
        QCOMPARE(m_store->owedRows().value(), (std::vector<RowId>{3, 4}));
        QVERIFY(m_store->endRun(RunEnding::Finished, true));
        QVERIFY(m_store->owedRows().value().empty());
        QVERIFY(!m_store->continueRun(77, {}));

        const auto runs = m_store->runs();
        QCOMPARE(runs.value().size(), size_t(1));
        const RunInfo &info = runs.value().front();
        QCOMPARE(info.id, run);
        QCOMPARE(info.ending, RunEnding::Finished);
        QCOMPARE(info.results, qint64(4));
        QCOMPARE(info.byVerdict[size_t(Verdict::Ok)], qint64(4));
        QVERIFY(info.endedAtMs >= info.startedAtMs);
    }

    void theNewerResultReplacesTheOlder()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(3), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(
            std::vector{batchOf({makeHostile(1), makeResult(1, 2)}), batchOf({makeResult(0, 3)})}));
        QCOMPARE(bytesOf(current(1)), bytesOf(makeResult(1, 2)));
        QVERIFY(m_store->append(std::vector{batchOf({makeResult(1, 7)})}));
        QCOMPARE(bytesOf(current(1)), bytesOf(makeResult(1, 7)));
        QCOMPARE(bytesOf(current(0)), bytesOf(makeResult(0, 3)));
        QCOMPARE(m_store->runs().value().front().results, qint64(2));
        QCOMPARE(m_store->runs().value().front().ending, RunEnding::Open);
    }

    void aStopTakesNoResultAway()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(2), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->append(std::vector{batchOf({makePage(0)})}));
        QVERIFY(m_store->endRun(RunEnding::Finished, false));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        QVERIFY(m_store->oweAll());
        FetchResult again = makePage(0), first = makePage(1);
        again.verdict = first.verdict = Verdict::Cancelled;
        QVERIFY(m_store->append(std::vector{batchOf({again, first})}));
        QCOMPARE(current(0).verdict, Verdict::Ok);
        QCOMPARE(current(1).verdict, Verdict::Cancelled); // all that is known of it
        QCOMPARE(m_store->owedRows().value(), (std::vector<RowId>{0, 1}));
    }

    void aRunThatOwesSomethingIsNotFinished_data()
    {
        QTest::addColumn<RunEnding>("ending");
        QTest::addColumn<bool>("fetchesAll");
        QTest::addColumn<bool>("forgets");
        QTest::addColumn<RunEnding>("is");
        QTest::newRow("all is fetched") << RunEnding::Finished << true << false << RunEnding::Finished;
        QTest::newRow("some is not") << RunEnding::Finished << false << false << RunEnding::Stopped;
        QTest::newRow("and is forgotten") << RunEnding::Finished << false << true << RunEnding::Finished;
        QTest::newRow("failed") << RunEnding::FailedFast << false << false << RunEnding::FailedFast;
    }

    /// Some rows alone were fetched, as the window can.
    void aRunThatOwesSomethingIsNotFinished()
    {
        QFETCH(RunEnding, ending);
        QFETCH(bool, fetchesAll);
        QFETCH(bool, forgets);
        QVERIFY(m_store->addAddresses(makeAddresses(2), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}") && m_store->oweAll());
        QVERIFY(m_store->append(std::vector{batchOf({makePage(0)})}));
        if (fetchesAll)
            QVERIFY(m_store->append(std::vector{batchOf({makePage(1)})}));
        QVERIFY(m_store->endRun(ending, forgets));
        QTEST(m_store->runs().value().front().ending, "is");
    }

    void runsKeepTheirResults()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(1000), 0));
        for (int run = 0; run < 2; ++run) {
            QVERIFY(m_store->beginRun(run == 0 ? RunScope::List : RunScope::Rows, "{\"a\":1}"));
            std::vector<FetchResult> results;
            for (RowId row = 0; row < 1000; row += RowId(run + 1))
                results.push_back(makeResult(row, int(row) % 14 + run));
            QVERIFY(m_store->append(std::vector{batchOf(std::move(results))}));
            QVERIFY(m_store->endRun(RunEnding::Finished, true));
        }
        QCOMPARE(bytesOf(current(0)), bytesOf(makeResult(0, 1)));
        QCOMPARE(bytesOf(current(1)), bytesOf(makeResult(1, 1)));
        QCOMPARE(bytesOf(m_store->readResults(std::vector<RowId>{0}, 1).value().front()),
                 bytesOf(makeResult(0, 0)));
        int rows = 0;
        QVERIFY(m_store->readRun(1, [&rows](const FetchResult &result) {
            return bytesOf(result) == bytesOf(makeResult(RowId(rows), rows % 14)) && ++rows;
        }));
        QCOMPARE(rows, 1000);
        // the order asked for, those without a result left out
        const auto some = m_store->readResults(std::vector<RowId>{999, 3, 5000, 4}, 2);
        QCOMPARE(some.value().size(), size_t(1));
        QCOMPARE(some.value().front().row, RowId(4));
        QCOMPARE(m_store->runs().value().back().settings, QByteArray("{\"a\":1}"));
        QCOMPARE(m_store->runs().value().back().scope, RunScope::Rows);
    }

    void notes()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(2), 0));
        QVERIFY(m_store->note(1).value().isEmpty());
        QVERIFY(m_store->setNote(1, u"ask \U0001F426 them"_s));
        QCOMPARE(m_store->note(1).value(), u"ask \U0001F426 them"_s);
        QVERIFY(m_store->setNote(1, {}));
        QVERIFY(m_store->note(1).value().isEmpty());
        QVERIFY(m_store->notes(0, 2).value().empty());
    }

    void notesOfAPieceOfTheList()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(6), 0));
        for (const RowId row : {5, 1, 3})
            QVERIFY(m_store->setNote(row, u"of %1 \U0001F426"_s.arg(row)));
        using Notes = std::vector<std::pair<RowId, QString>>;
        QCOMPARE(m_store->notes(1, 4).value(), (Notes{{1, u"of 1 \U0001F426"_s}, {3, u"of 3 \U0001F426"_s}}));
        QCOMPARE(m_store->notes(5, 100).value(), (Notes{{5, u"of 5 \U0001F426"_s}}));
    }

    void aRowStateCountsRedirects()
    {
        QVERIFY(m_store->addAddresses(makeAddresses(3), 0));
        QVERIFY(m_store->beginRun(RunScope::List, "{}"));
        FetchResult redirected = makePage(1);
        std::vector<Hop> &hops = redirected.attempts.back().hops;
        hops.insert(hops.begin(), 2, hops.back());
        const int earlier = makePage(0).redirects();
        QVERIFY(m_store->append(std::vector{batchOf({makePage(0), redirected})}));
        QList<int> redirects;
        QVERIFY(m_store->readRowStates(
            0, 3, [&redirects](const RowState &state) { redirects << state.redirects; }));
        QCOMPARE(redirects, (QList<int>{earlier, redirected.redirects(), 0}));
        QCOMPARE(redirected.redirects(), makePage(1).redirects() + 2);
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
