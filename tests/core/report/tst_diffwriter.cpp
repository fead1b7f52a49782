// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/diffwriter.h"
#include "tests/core/report/csvreader.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

HistoryEntry entry(Verdict verdict, quint16 status, const QString &title)
{
    HistoryEntry made;
    made.startedAtMs = 1767225599123;
    made.verdict = verdict;
    made.status = status;
    made.title = title;
    return made;
}

RunDifference changed()
{
    HistoryEntry before = entry(Verdict::Ok, 200, u"=Old, \"title\""_s);
    before.contentHash = 0x1f;
    before.totalUs = 12'345;
    HistoryEntry after = entry(Verdict::Redirected, 200, u"New"_s);
    after.finalUrl = "http://a/b";
    after.redirects = 1;
    after.contentHash = 0xfedcba9876543210;
    after.totalUs = 250'000;
    return {3, Change::Status | Change::Title | Change::Slower, before, after};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestDiffWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csv();
    void jsonLines();
    void aSideThatIsNotThere();
    void neverSent();
    void aBadLineHoldsNoSecret();
    void otherFormatsAreRefused();
    void withoutCommitTheTargetStays();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QByteArray written(const QString &name, const RunDifference &difference,
                       QByteArrayView url = "http://a/") const
    {
        auto writer = DiffWriter::open(file(name), 4, 7);
        if (!writer || !writer.value()->write(url, difference) || !writer.value()->commit())
            return {};
        return contentOf(file(name));
    }

    QTemporaryDir m_folder;
};

void TestDiffWriter::csv()
{
    const auto rows = test::readCsv(written(u"a.csv"_s, changed()));
    QVERIFY(rows);
    QCOMPARE(rows->size(), 2);
    QCOMPARE(rows->at(0).join(','),
             QByteArray("url,changes,before_run,after_run,before_verdict,after_verdict,before_status,"
                        "after_status,before_title,after_title,before_final_url,after_final_url,"
                        "before_redirects,after_redirects,before_content_hash,after_content_hash,"
                        "before_total_ms,after_total_ms"));
    QCOMPARE(rows->at(1),
             (QByteArrayList{"http://a/", "status title slower", "4", "7", "ok", "redirected", "200", "200",
                             "'=Old, \"title\"", "New", "http://a/", "http://a/b", "0", "1",
                             "000000000000001f", "fedcba9876543210", "12.3", "250.0"}));
}

void TestDiffWriter::jsonLines()
{
    const QByteArray text = written(u"a.jsonl"_s, changed());
    QVERIFY(text.endsWith("}\n") && text.count('\n') == 1);
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    QCOMPARE(object.size(), 18);
    QCOMPARE(object["changes"_L1], QJsonArray({u"status"_s, u"title"_s, u"slower"_s}));
    QCOMPARE(object["before_title"_L1], u"=Old, \"title\""_s);
    QCOMPARE(object["after_run"_L1], 7);
    QCOMPARE(object["after_content_hash"_L1], u"fedcba9876543210"_s);
    QCOMPARE(object["before_total_ms"_L1], 12.345);
}

void TestDiffWriter::aSideThatIsNotThere()
{
    RunDifference gone = changed();
    gone.changes = Change::Gone;
    gone.after.reset();
    const auto rows = test::readCsv(written(u"b.csv"_s, gone));
    QVERIFY(rows);
    const test::CsvRow &row = rows->at(1);
    QCOMPARE(row.at(1), QByteArray("gone"));
    QCOMPARE(row.at(3), QByteArray("7"));
    for (const int after : {5, 7, 9, 11, 13, 15, 17})
        QCOMPARE(row.at(after), QByteArray());
    const QJsonObject object = QJsonDocument::fromJson(written(u"b.jsonl"_s, gone)).object();
    QVERIFY(object["after_verdict"_L1].isNull());
    QVERIFY(object["after_redirects"_L1].isNull());
}

void TestDiffWriter::neverSent()
{
    HistoryEntry skipped;
    skipped.verdict = Verdict::Skipped;
    const auto rows = test::readCsv(written(u"c.csv"_s, {0, Change::New, {}, skipped}));
    QVERIFY(rows);
    QCOMPARE(rows->at(1).at(5), QByteArray("skipped"));
    QCOMPARE(rows->at(1).at(7), QByteArray());
    QCOMPARE(rows->at(1).at(11), QByteArray());
    QCOMPARE(rows->at(1).at(13), QByteArray());
}

/// Whichever run found that it is one.
void TestDiffWriter::aBadLineHoldsNoSecret()
{
    const HistoryEntry good = entry(Verdict::Ok, 200, {}), bad = entry(Verdict::InvalidUrl, 0, {});
    using Sides = std::pair<std::optional<HistoryEntry>, std::optional<HistoryEntry>>;
    for (const auto &[before, after] : {Sides(bad, {}), Sides({}, bad), Sides(bad, good), Sides(good, bad)}) {
        const QByteArray text = written(u"s.csv"_s, {0, Change::Status, before, after},
                                        "http://a.example/ and https://ann:secret@b.example/");
        QVERIFY(text.contains("http://a.example/ and") && text.contains("@b.example/"));
        QVERIFY(!text.contains("secret"));
    }
}

void TestDiffWriter::otherFormatsAreRefused()
{
    const auto writer = DiffWriter::open(file(u"a.xlsx"_s), 1, 2);
    QVERIFY(!writer);
    QCOMPARE(writer.error().code, Error::Code::Invalid);
    QVERIFY(!QFile::exists(file(u"a.xlsx"_s)));
    QVERIFY(DiffWriter::open(file(u"d.txt"_s), 1, 2, ExportFormat::Csv));
}

void TestDiffWriter::withoutCommitTheTargetStays()
{
    QVERIFY(!written(u"e.csv"_s, changed()).isEmpty());
    const QByteArray before = contentOf(file(u"e.csv"_s));
    {
        auto writer = DiffWriter::open(file(u"e.csv"_s), 1, 2);
        QVERIFY(writer);
        for (int i = 0; i < 5000; ++i)
            QVERIFY(writer.value()->write("http://a/", changed()));
    }
    QCOMPARE(contentOf(file(u"e.csv"_s)), before);
    QCOMPARE(QDir(m_folder.path()).entryList({u"e.csv*"_s}, QDir::Files).size(), 1);
}

QTEST_APPLESS_MAIN(TestDiffWriter)
#include "tst_diffwriter.moc"
