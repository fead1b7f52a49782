// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exportfile.h"
#include "core/report/xlsxfile.h"
#include "core/types/fetchresult.h"
#include "tests/core/report/xlsxreader.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

FetchResult page(const QString &title)
{
    Hop hop;
    hop.url = "http://a.example/";
    hop.status = 200;
    hop.startedAtMs = 1767225599123; // 2025-12-31T23:59:59.123Z
    hop.phases = {-1, 2150, 12345, 951, 15446};
    FetchAttempt attempt;
    attempt.hops = {hop};
    FetchResult result;
    result.verdict = Verdict::Ok;
    result.attempts = {attempt};
    result.facts.title = title;
    result.contentType = "text/html";
    result.bytes = 9800;
    return result;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

} // namespace

class TestXlsx final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QStringList filesBeside(const QString &name) const
    {
        return QDir(m_folder.path()).entryList({name + u'*'}, QDir::Files | QDir::Hidden);
    }

    std::unique_ptr<ExportFile> opened(const QString &name)
    {
        auto result = ExportFile::open(path(name));
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        return std::move(result).value();
    }

    /// A workbook of one row; its cells.
    QHash<QString, XlsxReader::Cell> cellsOf(const FetchResult &result,
                                             const QByteArray &url = "http://a.example/")
    {
        auto file = opened(u"one.xlsx"_s);
        if (!file->write(url, result) || !file->commit())
            qFatal("not written");
        return XlsxReader(path(u"one.xlsx"_s)).sheet(1);
    }

private Q_SLOTS:
    void numbersAreNumbersAndTimesAreDates()
    {
        const auto cells = cellsOf(page(u"Títle"_s));
        QCOMPARE(cells[u"A1"_s].value, u"url"_s);
        QCOMPARE(cells[u"W1"_s].value, u"links"_s);
        QCOMPARE(cells[u"AB1"_s].value, u"cert_expires"_s);
        QCOMPARE(cells[u"A2"_s].value, u"http://a.example/"_s);
        QCOMPARE(cells[u"C2"_s].value, u"ok"_s);
        QCOMPARE(cells[u"D2"_s].value, u"200"_s);
        QCOMPARE(cells[u"D2"_s].type, QString());
        QCOMPARE(cells[u"F2"_s].value, u"Títle"_s);
        QCOMPARE(cells[u"F2"_s].type, u"inlineStr"_s);
        QCOMPARE(cells[u"I2"_s].value, u"9800"_s);
        QCOMPARE(cells[u"N2"_s].value, u"12.345"_s);
        QVERIFY(!cells.contains(u"R2"_s)); // not known: an empty cell
        // 2025-12-31 is day 46022 of a spreadsheet
        QCOMPARE(qRound64((cells[u"Q2"_s].value.toDouble() - 46022) * 86'400'000), 86'399'123);
        QVERIFY(!cells[u"Q2"_s].style.isEmpty());
        const XlsxReader reader(path(u"one.xlsx"_s));
        QVERIFY(reader.part(u"xl/styles.xml"_s).contains("yyyy-mm-dd hh:mm:ss.000"));
        const QByteArray sheet = reader.part(u"xl/worksheets/sheet1.xml"_s);
        QVERIFY(sheet.contains("state=\"frozen\""));
        QVERIFY(sheet.contains("<autoFilter ref=\"A1:AB2\"/>"));
        QVERIFY(sheet.contains("<cols>"));
    }

    void nothingIsAFormulaAndNothingIsLost_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("cell");
        QTest::newRow("formula") << u"=1+1"_s << u"=1+1"_s;
        QTest::newRow("command") << u"=cmd|' /C calc'!A0"_s << u"=cmd|' /C calc'!A0"_s;
        QTest::newRow("array") << u"{=1}"_s << u"{=1}"_s;
        QTest::newRow("number") << u"0123"_s << u"0123"_s;
        QTest::newRow("address") << u"mailto:a@b"_s << u"mailto:a@b"_s;
        QTest::newRow("markup") << u"</t></is><b>&amp;"_s << u"</t></is><b>&amp;"_s;
        QTest::newRow("spaces") << u"  a  "_s << u"  a  "_s;
        QTest::newRow("escape") << u"_x0041_"_s << u"_x005F_x0041_"_s;
        QTest::newRow("control") << u"a\u0001b"_s << u"a\uFFFDb"_s;
        QTest::newRow("NUL") << QString(u"a"_s + QChar(u'\0') + u'b') << u"a\uFFFDb"_s;
        QTest::newRow("lone surrogate") << QString(u"a"_s + QChar(0xD800)) << u"a\uFFFD"_s;
        QTest::newRow("pair") << u"\U0001F426"_s << u"\U0001F426"_s;
        QTest::newRow("no character") << QString(QChar(0xFFFE)) << u"\uFFFD"_s;
        QTest::newRow("longest") << QString(32'767, u'x') << QString(32'767, u'x');
        QTest::newRow("too long") << QString(40'000, u'x') << QString(QString(32'766, u'x') + u'\u2026');
    }

    void nothingIsAFormulaAndNothingIsLost()
    {
        QFETCH(QString, title);
        QFETCH(QString, cell);
        const auto cells = cellsOf(page(title));
        QCOMPARE(cells[u"F2"_s].value, cell);
        QCOMPARE(cells[u"F2"_s].type, u"inlineStr"_s);
        QVERIFY(!cells[u"F2"_s].formula);
    }

    void bytesThatAreNoUtf8AreReadAsLatin1()
    {
        QCOMPARE(cellsOf(page({}), "http://a.example/\xE9")[u"A2"_s].value, u"http://a.example/é"_s);
    }

    void aFullSheetIsFollowedByAnother()
    {
        auto sink = XlsxFile::open(ExportTarget(path(u"sheets.xlsx"_s)), 3);
        QVERIFY(sink);
        for (int i = 0; i < 7; ++i)
            QVERIFY(sink.value()->write(QByteArray::number(i), page(u"t"_s)));
        QVERIFY(sink.value()->commit([] { return true; }));
        const XlsxReader reader(path(u"sheets.xlsx"_s));
        QVERIFY(reader.isIntact());
        QCOMPARE(reader.sheet(1)[u"A4"_s].value, u"2"_s);
        QVERIFY(!reader.sheet(1).contains(u"A5"_s));
        QCOMPARE(reader.sheet(2)[u"A2"_s].value, u"3"_s);
        QCOMPARE(reader.sheet(3)[u"A1"_s].value, u"url"_s);
        QCOMPARE(reader.sheet(3)[u"A2"_s].value, u"6"_s);
        QVERIFY(reader.part(u"xl/workbook.xml"_s).contains("name=\"Results 3\""));
    }

    void theTargetStaysUntilCommit()
    {
        QFile old(path(u"kept.xlsx"_s));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        old.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const auto permissions = QFileInfo(old.fileName()).permissions();
        for (const bool cancels : {true, false}) {
            auto file = opened(u"kept.xlsx"_s);
            QVERIFY(file->write("http://a.example/", page(u"t"_s)));
            QCOMPARE(contentOf(old.fileName()), QByteArray("old"));
            if (cancels)
                file->cancel();
        }
        QCOMPARE(contentOf(old.fileName()), QByteArray("old"));
        QCOMPARE(filesBeside(u"kept"_s), {u"kept.xlsx"_s});
        QVERIFY(opened(u"kept.xlsx"_s)->commit());
        QVERIFY(XlsxReader(old.fileName()).isIntact());
        QCOMPARE(QFileInfo(old.fileName()).permissions(), permissions);
        QCOMPARE(filesBeside(u"kept"_s), {u"kept.xlsx"_s});
    }

    void completingItCanBeCancelled()
    {
        auto file = opened(u"cancelled.xlsx"_s);
        for (int i = 0; i < 20'000; ++i)
            QVERIFY(file->write("http://a.example/", page(QString::number(i))));
        const auto ending = file->commit([] { return false; });
        QVERIFY(ending);
        QCOMPARE(ending.value(), ExportEnding::Cancelled);
        QTRY_COMPARE(filesBeside(u"cancelled"_s), QStringList());
        QVERIFY(!file->commit());
    }

    void onlyAFileCanBecomeAWorkbook()
    {
        ExportOptions options;
        options.format = ExportFormat::Xlsx;
        for (const QString &name : {u"-"_s, u"/dev/null"_s}) {
            const auto file = ExportFile::open(name, options);
            QVERIFY(!file);
            QVERIFY2(file.error().message.contains(u".xlsx"_s), qPrintable(file.error().message));
        }
        const auto missing = ExportFile::open(path(u"missing/a.xlsx"_s));
        QVERIFY(!missing);
        QVERIFY(missing.error().message.contains(u"missing"_s));
    }

    /// A limit on the size of files stands in for the disk.
    void aDiskThatFillsUpLeavesTheTargetAsItWas_data()
    {
        QTest::addColumn<int>("rows");
        QTest::newRow("while rows come") << 100'000;
        QTest::newRow("at the end") << 1'100; // after the last look, before the next
    }

    void aDiskThatFillsUpLeavesTheTargetAsItWas()
    {
        QFETCH(int, rows);
        QVERIFY(opened(u"full.xlsx"_s)->commit());
        const QByteArray before = contentOf(path(u"full.xlsx"_s));
        auto file = opened(u"full.xlsx"_s);
        rlimit old{};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit tight{900'000, old.rlim_max};
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &tight);
        Outcome outcome = success();
        int written = 0;
        for (; written < rows && outcome; ++written)
            outcome = file->write("http://a.example/",
                                  page(written < 1'050 ? u"A title"_s : QString(20'000, u'x')));
        const auto ending = file->commit();
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QCOMPARE(written == rows, rows < 2'000);
        QVERIFY(!ending);
        QCOMPARE(ending.error().code, Error::Code::DiskFull);
        QVERIFY(ending.error().message.contains(u"full.xlsx"_s));
        QCOMPARE(contentOf(path(u"full.xlsx"_s)), before);
        file.reset();
        QCOMPARE(filesBeside(u"full"_s), {u"full.xlsx"_s});
    }
};

QTEST_APPLESS_MAIN(TestXlsx)
#include "tst_xlsx.moc"
