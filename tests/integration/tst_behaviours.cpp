// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkfactory.h"
#include "core/net/networksetup.h"
#include "core/report/csvwriter.h"
#include "core/report/jsonlineswriter.h"
#include "core/store/resultspool.h"
#include "tests/core/crawl/crawlrun.h"
#include "tests/core/report/csvreader.h"
#include "tests/integration/behaviour.h"
#include "tests/support/resultat.h"

#include <QTemporaryDir>

using namespace turnstone;

namespace {

enum Column { Url, FinalUrl, VerdictName, Status, Reason, Title, Type, Charset, Bytes, Attempts, Redirects };

int sendsOf(const FetchResult &result)
{
    int sends = 0;
    for (const FetchAttempt &attempt : result.attempts) {
        for (const Hop &hop : attempt.hops)
            sends += hop.sends;
    }
    return sends;
}

int readBy(const Stage &stage)
{
    return int(stage.site.counters().requests()) + (stage.raw ? stage.raw->requests() : 0) +
           (stage.tls ? stage.tls->requests() : 0);
}

/// Collects what is not as it should be.
class Differences final
{
public:
    template <typename T>
    void compare(const char *what, const T &actual, const T &wanted)
    {
        if (!(actual == wanted))
            m_list += QByteArray(what) + " is " + text(actual) + ", not " + text(wanted);
    }
    void verify(const QByteArray &what, bool holds)
    {
        if (!holds)
            m_list += "does not hold: " + what;
    }
    const QByteArrayList &list() const { return m_list; }

private:
    static QByteArray text(int value) { return QByteArray::number(value); }
    static QByteArray text(qint64 value) { return QByteArray::number(value); }
    static QByteArray text(const QByteArray &value) { return '"' + value + '"'; }
    static QByteArray text(const QString &value) { return '"' + value.toUtf8() + '"'; }

    QByteArrayList m_list;
};

void compareResult(Differences &differences, const Behaviour &wanted, const Played &played)
{
    const FetchResult &result = played.result;
    differences.compare("verdict", QByteArray(verdictId(result.verdict).data()),
                        QByteArray(verdictId(wanted.verdict).data()));
    differences.compare("status", int(result.status()), wanted.status);
    differences.compare("number of attempts", int(result.attempts.size()), wanted.attempts);
    if (const FetchAttempt *last = result.lastAttempt())
        differences.compare("error", int(last->error), int(wanted.error));
    differences.compare("number of redirects", result.redirects(), wanted.redirects);
    if (wanted.title)
        differences.compare("title", result.facts.title, *wanted.title);
    if (wanted.charset)
        differences.compare("charset", result.facts.charset, *wanted.charset);
    if (wanted.bytes)
        differences.compare("bytes", result.bytes, *wanted.bytes);
    differences.verify("the reason is a sentence", result.reason.endsWith(u'.'));
    differences.verify("the reason says \"" + wanted.reason.toUtf8() + '"',
                       result.reason.contains(wanted.reason));
    for (const auto &[what, test] : wanted.checks)
        differences.verify(what, test(played));
}

/// What holds for every attempt, whatever the server does.
void checkEvidence(Differences &differences, const FetchResult &result)
{
    for (const FetchAttempt &attempt : result.attempts) {
        differences.verify("an attempt has hops", !attempt.hops.empty());
        for (const Hop &hop : attempt.hops) {
            const Phases &phases = hop.phases;
            differences.verify("an answer was sent for", hop.status == 0 || hop.sends > 0);
            // Of these Qt tells nothing before their end.
            const bool isHidden = engineOf({}) == Engine::Qt && (hop.status == 401 || hop.status == 407);
            const bool isTold = hop.status != 0 && !isHidden;
            differences.verify("an answer has its first byte", isTold <= (phases.ttfbUs >= 0));
            differences.verify("phases add up", std::max<qint64>(phases.connectUs, 0) +
                                                        std::max<qint64>(phases.ttfbUs, 0) +
                                                        std::max<qint64>(phases.downloadUs, 0) <=
                                                    phases.totalUs);
            differences.verify("a hop has its moment", hop.startedAtMs > 0 && hop.queuedUs >= 0);
        }
        for (size_t i = 1; i < attempt.hops.size(); ++i)
            differences.compare("the chain", attempt.hops[i].url, attempt.hops[i - 1].location);
    }
}

void compareRow(Differences &differences, const QByteArray &address, const Played &played)
{
    const QByteArrayList &row = played.row;
    const FetchResult &result = played.result;
    differences.compare("url in the row", row[Url], address);
    differences.compare("final_url in the row", row[FinalUrl],
                        result.lastHop() ? result.lastHop()->url : QByteArray());
    differences.compare("verdict in the row", row[VerdictName], QByteArray(verdictId(result.verdict).data()));
    differences.compare("status in the row", row[Status].toInt(), int(result.status()));
    differences.compare("reason in the row", row[Reason], result.reason.toUtf8());
    if (!result.facts.title.startsWith(u'='))
        differences.compare("title in the row", row[Title], result.facts.title.toUtf8());
    differences.compare("content type in the row", row[Type], result.contentType);
    differences.compare("charset in the row", row[Charset], result.facts.charset.toUtf8());
    differences.compare("attempts in the row", row[Attempts].toInt(), int(result.attempts.size()));
    differences.compare("redirects in the row", row[Redirects].toInt(), result.redirects());
    if (result.status() != 0)
        differences.compare("bytes in the row", row[Bytes].toLongLong(), result.bytes);
}

} // namespace

/// Every behaviour, played from the crawler through the spool into a CSV file.
class TestBehaviours final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        TlsServer::trust();
        QVERIFY(m_behaviours.size() >= 60);
        for (Behaviour &behaviour : m_behaviours) {
            if (behaviour.qtDifference && engineOf(behaviour.settings) == Engine::Qt)
                behaviour.qtDifference(behaviour);
        }
    }

    void behaviour_data()
    {
        QTest::addColumn<const Behaviour *>("wanted");
        for (const Behaviour &behaviour : m_behaviours)
            QTest::newRow(behaviour.name.constData()) << &behaviour;
    }

    void behaviour()
    {
        QFETCH(const Behaviour *, wanted);
        m_site.resetCounters();
        Stage stage{m_site, {}, {}, {}, {}};
        const QByteArray address = wanted->open(stage);
        Played played{stage, {}, {}};
        fetch(*wanted, address, played);
        if (QTest::currentTestFailed())
            return;

        Differences differences;
        compareResult(differences, *wanted, played);
        checkEvidence(differences, played.result);
        compareRow(differences, address, played);
        differences.compare("requests that the server read", readBy(stage),
                            wanted->requests.value_or(sendsOf(played.result)));
        QByteArray evidence;
        if (!differences.list().isEmpty())
            JsonLinesWriter().row(evidence, address, played.result);
        QVERIFY2(differences.list().isEmpty(),
                 QByteArray(differences.list().join("\n    ") + "\n    " + evidence).constData());
    }

private:
    void fetch(const Behaviour &wanted, const QByteArray &address, Played &played)
    {
        AddressBlockBuilder builder;
        if (wanted.request)
            builder.add(address, *wanted.request);
        else
            builder.add(address);
        AddressList list;
        list.append(std::move(builder).build());
        CrawlSettings settings = wanted.settings;
        settings.limits.backoff = std::chrono::milliseconds(5);

        ResultSpool spool(m_folder.path());
        QVERIFY(spool.open());
        CrawlRun run;
        connect(&run.crawler, &Crawler::resultsReady, &run,
                [&spool](const ResultBatch &batch) { QVERIFY(spool.append(*batch)); });
        run.crawler.start({list, settings});
        QVERIFY2(run.wait(), "the crawl does not end");
        QCOMPARE(run.finishes, 1);
        QCOMPARE(run.counts[0], 1);
        const auto result = resultAt(spool, 0);
        QVERIFY(result.has_value());
        played.result = *result;

        QByteArray text;
        CsvWriter writer;
        writer.begin(text);
        writer.row(text, list.at(0), *result);
        const auto rows = test::readCsv(text);
        QVERIFY2(rows && rows->size() == 2 && rows->at(1).size() == rows->at(0).size(), text.constData());
        played.row = rows->at(1);
    }

    static Behaviours all()
    {
        Behaviours list;
        for (const Behaviours &some :
             {statusBehaviours(), redirectBehaviours(), retryBehaviours(), timeoutBehaviours(),
              wireBehaviours(), contentBehaviours(), tlsBehaviours(), requestBehaviours()})
            list.insert(list.end(), some.begin(), some.end());
        return list;
    }

    TestSite m_site;
    QTemporaryDir m_folder;
    Behaviours m_behaviours = all();
};

int main(int argc, char **argv)
{
    prepareNetwork();
    QCoreApplication app(argc, argv);
    TestBehaviours test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_behaviours.moc"
