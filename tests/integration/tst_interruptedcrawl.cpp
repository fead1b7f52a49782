// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprogram.h"
#include "tests/support/testsite.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace turnstone;
using namespace Qt::StringLiterals;
using test::Ran;

namespace {

constexpr int Interrupts = 5;
constexpr int RequestsBetween = 25; // a fifth of the list, or less

/// The cells of a CSV as they stand there, quotes and all; a record each.
QList<QByteArrayList> rawCells(const QByteArray &csv)
{
    QList<QByteArrayList> records;
    QByteArrayList record;
    QByteArray cell;
    bool isQuoted = false;
    for (const char c : csv) {
        isQuoted = isQuoted != (c == '"');
        if (isQuoted || (c != ',' && c != '\n')) {
            cell += c;
            continue;
        }
        record.append(std::exchange(cell, {}));
        if (c == '\n')
            records.append(std::exchange(record, {}));
    }
    return records;
}

/// Without the columns of times: started_at and all whose names end in _ms.
QByteArray withoutTimes(const QByteArray &csv)
{
    const QList<QByteArrayList> records = rawCells(csv);
    QByteArray rest;
    for (const QByteArrayList &record : records) {
        for (qsizetype i = 0; i < record.size(); ++i) {
            const QByteArray name = records.front().value(i).trimmed();
            if (!name.endsWith("_ms") && name != "started_at")
                rest += record[i] + '|';
        }
        rest += '\n';
    }
    return rest;
}

/// The same of JSON Lines, of attempts and hops, too, and of what was kept alive at the time.
QByteArray withoutTimesOfJson(const QByteArray &json)
{
    static const QRegularExpression times(
        u",?\"(started_at|reused|[a-z_]+_ms)\":(\"[^\"]*\"|[-0-9.]+|true|false|null)"_s);
    return QString::fromUtf8(json).remove(times).toUtf8();
}

} // namespace

/// A crawl that is interrupted again and again, and gone on with, finds what one finds that is left alone.
class TestInterruptedCrawl final : public QObject
{
    Q_OBJECT

    TestSite m_site;
    QTemporaryDir m_folder;
    QByteArray m_list;

    QStringList crawl(const QString &project, const QString &input) const
    {
        return {u"crawl"_s, u"--project"_s, project,   u"--concurrency"_s, u"6"_s, u"--retries"_s,
                u"1"_s,     u"--backoff"_s, u"0.01"_s, u"--quiet"_s,       input};
    }
    static QByteArray exported(const QString &project, const QString &format)
    {
        const Ran ran = test::runCli({u"export"_s, u"--project"_s, project, u"--format"_s, format});
        return ran.status == 0 ? ran.out : ran.err;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QStringList kinds = {u"/page/%1"_s,
                                   u"/random/%1?min=10&max=60"_s,
                                   u"/redirect/%2?n=%1"_s,
                                   u"/redirect-cross/2?n=%1"_s,
                                   u"/status/404?n=%1"_s,
                                   u"/gzip/%1"_s,
                                   u"/slow?ms=40&n=%1"_s,
                                   u"/title-entities?n=%1"_s,
                                   u"/hostile-title?n=%1"_s,
                                   u"/encoding/gbk?declare=header&n=%1"_s,
                                   u"/empty?n=%1"_s,
                                   u"/forbidden?n=%1"_s,
                                   u"/redirect-loop?length=2&n=%1"_s};
        for (int i = 0; i < 15; ++i) {
            for (QString path : kinds)
                m_list +=
                    m_site.text(
                        path.replace(u"%1"_s, QString::number(i)).replace(u"%2"_s, QString::number(i % 4)),
                        u"127.0.0.%1"_s.arg(1 + i % 3)) +
                    '\n';
        }
        m_list += "ftp://a.example/\nhttp://127.0.0.9:bad/\n";
        m_list += m_site.text(u"/close", u"127.0.0.8"_s) + '\n';
    }

    void itFindsTheSame()
    {
        const QString whole = m_folder.filePath(u"whole.turnstone"_s);
        const QString torn = m_folder.filePath(u"torn.turnstone"_s);
        QCOMPARE(test::runCli(crawl(whole, u"-"_s), m_list).status, 1);

        qint64 before = m_list.count('\n'); // so many are left to be fetched
        for (int i = 0; i < Interrupts; ++i) {
            m_site.resetCounters();
            QProcess process;
            const QStringList slowly{u"--rate"_s, u"100"_s}; // or a moment would be enough for all
            test::beginCli(process, crawl(torn, i == 0 ? u"-"_s : u"--resume"_s) + slowly,
                           i == 0 ? m_list : QByteArray());
            QTRY_VERIFY_WITH_TIMEOUT(m_site.counters().requests() > RequestsBetween, test::PatienceMs);
            ::kill(pid_t(process.processId()), SIGINT);
            const Ran ran = test::endCli(process);
            QVERIFY2(ran.status == 130, ran.err.constData());
            const qint64 left = exported(torn, u"csv"_s).count(",cancelled,");
            QVERIFY2(left > 0 && left < before, qPrintable(QString::number(left)));
            before = left;
        }
        QCOMPARE(test::runCli(crawl(torn, u"--resume"_s)).status, 1);

        const QByteArray csv = exported(whole, u"csv"_s);
        QCOMPARE(rawCells(csv).size(), m_list.count('\n') + 1);
        QVERIFY(withoutTimes(csv).contains("|redirected|") && !withoutTimes(csv).contains("cancelled"));
        QCOMPARE(withoutTimes(exported(torn, u"csv"_s)), withoutTimes(csv));
        const QByteArray json = exported(whole, u"jsonl"_s);
        QVERIFY(withoutTimesOfJson(json).contains("\"hops\"") && !withoutTimesOfJson(json).contains("_ms"));
        const QByteArrayList rows = withoutTimesOfJson(json).split('\n');
        const QByteArrayList after = withoutTimesOfJson(exported(torn, u"jsonl"_s)).split('\n');
        for (qsizetype i = 0; i < rows.size(); ++i)
            QCOMPARE(after.value(i), rows[i]);
        QCOMPARE(after.size(), rows.size());
    }
};

QTEST_GUILESS_MAIN(TestInterruptedCrawl)
#include "tst_interruptedcrawl.moc"
