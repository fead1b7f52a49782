// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "tests/app/cli/cliprogram.h"
#include "tests/core/store/projectcheck.h"
#include "tests/support/testsite.h"

#include <QFile>
#include <QHash>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace turnstone;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr qint64 Addresses = 500;
constexpr int KillsAtMost = 3; // of one round, then it may come to its end
constexpr milliseconds LongestAnswer{120};
/// What was asked for so long before a kill had its whole answer, was read and kept: a second for keeping it,
/// the longest answer, and the slowness of a busy machine.
constexpr milliseconds Settled = milliseconds(1000) + LongestAnswer + milliseconds(1380);
/// A request that was sent before the kill may be read by the site after it, on a busy machine.
constexpr milliseconds ReadLate{500};

int rounds()
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("TURNSTONE_KILL_ROUNDS", &isGiven);
    return isGiven ? given : 5;
}

} // namespace

/// kill -9 at random moments, then --resume, until everything is fetched: nothing is lost, nothing is there
/// twice, and what was settled before a kill is not asked for again. The site counts. The same where each
/// crawl is process number 1 of a space of its own, as in a container: no number tells the dead from the
/// living.
class TestKilledCrawl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < Addresses; ++i) {
            const QString path = u"/random/%1?min=40&max=%2"_s.arg(i).arg(LongestAnswer.count());
            m_list += m_site.text(path, u"127.0.0.%1"_s.arg(1 + i % 4)) + '\n';
        }
        QProcess probe;
        probe.start(u"unshare"_s, unshared(u"true"_s));
        if (!probe.waitForFinished() || probe.exitStatus() != QProcess::NormalExit || probe.exitCode() != 0)
            m_reasonAgainst =
                u"no space of processes can be made here (%1); root or user namespaces make this "
                "run"_s.arg(QString::fromLocal8Bit(probe.readAllStandardError()).trimmed());
    }

    void nothingIsLost_data()
    {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<bool>("contained");
        const quint32 first = QRandomGenerator::global()->generate();
        for (const bool contained : {false, true}) {
            for (quint32 seed = first; seed < first + quint32(rounds()); ++seed)
                QTest::addRow("%sseed %u", contained ? "contained, " : "", seed) << seed << contained;
        }
    }

    void nothingIsLost()
    {
        QFETCH(quint32, seed);
        QFETCH(bool, contained);
        if (contained && !m_reasonAgainst.isEmpty())
            QSKIP(qPrintable(m_reasonAgainst));
        m_isContained = contained;
        QRandomGenerator random(seed);
        QTemporaryDir folder;
        m_project = folder.filePath(u"a.turnstone"_s);
        m_site.resetCounters();
        std::vector<TimePoint> kills;
        while (kills.size() < KillsAtMost && startAndKill(int(random.bounded(10, 2200)))) {
            kills.push_back(Clock::now());
            if (QFile::exists(m_project))
                QCOMPARE(integrityOf(m_project), u"ok"_s);
        }
        if (kills.size() == KillsAtMost) {
            QProcess process;
            begin(process);
            const test::Ran ran = test::endCli(process);
            QVERIFY2(ran.status == 0, ran.err.constData());
        }
        checkProject();
        checkVisits(kills);
        m_kills += kills.size();
        m_ofNumberOne += contained ? kills.size() : 0;
    }

    void cleanupTestCase()
    {
        qInfo("2 x %d rounds of %lld addresses, %zu kills, %zu of them of a number 1; %zu addresses fetched "
              "twice; the oldest was asked for %lld ms before its kill",
              rounds(), Addresses, m_kills, m_ofNumberOne, m_again, qlonglong(m_oldest.count()));
    }

private:
    qint64 ask(const QString &select) const { return askSqlite(m_project, select).toLongLong(); }

    /// A run with something to fetch stands in the file.
    bool hasBegun() const
    {
        return QFile::exists(m_project) &&
               ask(u"SELECT count(*) FROM owed"_s) + ask(u"SELECT count(*) FROM results"_s) > 0;
    }
    QStringList command() const
    {
        return {u"crawl"_s,
                u"--project"_s,
                m_project,
                u"--concurrency"_s,
                u"16"_s,
                u"--quiet"_s,
                hasBegun() ? u"--resume"_s : u"-"_s};
    }
    void begin(QProcess &process) const
    {
        const QByteArray list = hasBegun() ? QByteArray() : m_list;
        if (m_isContained) {
            process.start(u"unshare"_s, unshared(QStringLiteral(TURNSTONE_CLI)) + command());
            process.write(list);
            process.closeWriteChannel();
        } else {
            test::beginCli(process, command(), list);
        }
    }

    /// False where it came to its end before.
    bool startAndKill(int afterMs)
    {
        QProcess process;
        begin(process);
        if (process.waitForFinished(afterMs))
            return false;
        const qint64 outside = process.processId();
        const qint64 victim = m_isContained ? childOf(outside) : outside;
        if (victim <= 0) // not there yet, or any more
            process.kill();
        else if (m_isContained && numberWithin(victim) != 1)
            qFatal("process %lld is not number 1 of its space", victim);
        else
            ::kill(pid_t(victim), SIGKILL); // unshare follows it
        process.waitForFinished();
        return true;
    }

    static QStringList unshared(const QString &program)
    {
        return {u"--user"_s,       u"--map-root-user"_s,   u"--pid"_s, u"--fork"_s,
                u"--mount-proc"_s, u"--kill-child=KILL"_s, program};
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Its only one; 0: it has none.
    static qint64 childOf(qint64 process)
    {
        return contentOf(u"/proc/%1/task/%1/children"_s.arg(process)).trimmed().toLongLong();
    }
    /// In its own space of processes.
    static int numberWithin(qint64 process)
    {
        for (const QByteArray &line : contentOf(u"/proc/%1/status"_s.arg(process)).split('\n')) {
            if (line.startsWith("NSpid:"))
                return line.mid(line.lastIndexOf('\t') + 1).toInt();
        }
        return 0;
    }

    void checkProject()
    {
        QCOMPARE(integrityOf(m_project), u"ok"_s);
        QCOMPARE(ask(u"SELECT count(*) FROM addresses"_s), Addresses);
        QCOMPARE(ask(u"SELECT count(*) FROM addresses a JOIN results r ON r.run_id = a.current_run AND "
                     "r.address_id = a.id WHERE r.verdict = 'ok'"_s),
                 Addresses);
        QCOMPARE(ask(u"SELECT count(*) FROM owed"_s), qint64(0));
        QCOMPARE(ask(u"SELECT sum(count) FROM run_counts"_s), ask(u"SELECT count(*) FROM results"_s));
        QCOMPARE(askSqlite(m_project, u"SELECT ending FROM runs ORDER BY id DESC"_s).toString(),
                 u"finished"_s);
    }

    void checkVisits(const std::vector<TimePoint> &kills)
    {
        QHash<QByteArray, std::vector<TimePoint>> visits;
        for (const SiteVisit &visit : m_site.counters().recentVisits())
            visits[visit.path].push_back(visit.at);
        QCOMPARE(qint64(visits.size()), Addresses);
        for (auto it = visits.cbegin(); it != visits.cend(); ++it) {
            const std::vector<TimePoint> &times = it.value();
            for (size_t i = 0; i + 1 < times.size(); ++i) {
                const auto kill = std::find_if(kills.begin(), kills.end(), [at = times[i]](TimePoint time) {
                    return time + ReadLate > at;
                });
                QVERIFY2(kill != kills.end(), it.key().constData());
                const auto age = std::chrono::duration_cast<milliseconds>(*kill - times[i]);
                m_oldest = std::max(m_oldest, age);
                QVERIFY2(age < Settled,
                         qPrintable(u"%1, %2 ms"_s.arg(QString::fromLatin1(it.key())).arg(age.count())));
            }
            m_again += times.size() - 1;
        }
    }

    TestSite m_site;
    QByteArray m_list;
    QString m_project;
    QString m_reasonAgainst; // spaces of processes
    bool m_isContained = false;
    size_t m_kills = 0;
    size_t m_ofNumberOne = 0;
    size_t m_again = 0;
    milliseconds m_oldest{0};
};

QTEST_GUILESS_MAIN(TestKilledCrawl)
#include "tst_killedcrawl.moc"
