// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exporter.h"
#include "tests/support/filecalls.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <map>
#include <numeric>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

class MemoryResults final : public ResultSource
{
public:
    std::map<RowId, FetchResult> results;
    std::set<RowId> damaged;
    Error::Code code = Error::Code::Unreadable;
    bool has(RowId row) const override { return results.contains(row); }
    using ResultSource::read;
    Result<std::optional<FetchResult>> read(RowId row) const override
    {
        const auto it = results.find(row);
        if (damaged.contains(row))
            return Error{code, u"damaged"_s};
        return it == results.end() ? std::optional<FetchResult>() : std::optional(it->second);
    }
};

AddressList addresses(int count)
{
    AddressBlockBuilder builder;
    for (int i = 0; i < count; ++i)
        builder.add(QByteArray("http://a.example/").append(QByteArray::number(i)));
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

MemoryResults finished(const std::vector<RowId> &rows)
{
    MemoryResults results;
    for (const RowId row : rows) {
        FetchResult result;
        result.row = row;
        result.verdict = Verdict::Ok;
        results.results[row] = result;
    }
    return results;
}

/// The first cells of all rows but the header.
QByteArrayList urlsIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {"no file"};
    QByteArrayList urls;
    const QByteArrayList lines = file.readAll().split('\n').mid(1);
    for (const QByteArray &line : lines) {
        if (!line.isEmpty())
            urls += line.left(line.indexOf(',')).mid(17);
    }
    return urls;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

} // namespace

class TestExporter final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const QString &name) const { return m_folder.filePath(name); }

    std::unique_ptr<ExportFile> opened(const QString &name, const ExportOptions &options = {})
    {
        auto result = ExportFile::open(path(name), options);
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        return std::move(result).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        // others may look
        QCOMPARE(::chmod(QFile::encodeName(m_folder.path()).constData(), 0755), 0);
    }

    void finishedRowsInListOrder()
    {
        auto file = opened(u"all.csv"_s);
        const auto summary = exportAll(addresses(6), finished({4, 0, 3}), *file);
        QVERIFY(summary);
        QCOMPARE(summary.value().rows, 3);
        QVERIFY(!summary.value().cancelled);
        QCOMPARE(urlsIn(path(u"all.csv"_s)), QByteArrayList({"0", "3", "4"}));
    }

    void chosenRowsInTheirOrder()
    {
        auto file = opened(u"some.csv"_s);
        const std::vector<RowId> rows = {5, 1, 2, 99, 1};
        const auto summary = exportRows(addresses(6), finished({0, 1, 2, 5, 99}), rows, *file);
        QVERIFY(summary);
        QCOMPARE(summary.value().rows, 4);
        QCOMPARE(urlsIn(path(u"some.csv"_s)), QByteArrayList({"5", "1", "2", "1"}));
    }

    void theFormatFollowsTheNameOrTheOption()
    {
        QVERIFY(opened(u"a.jsonl"_s)->commit());
        QCOMPARE(contentOf(path(u"a.jsonl"_s)), QByteArray());
        ExportOptions options;
        options.format = ExportFormat::Csv;
        options.writer.byteOrderMark = true;
        QVERIFY(opened(u"a.txt"_s, options)->commit());
        QVERIFY(contentOf(path(u"a.txt"_s)).startsWith("\xEF\xBB\xBFurl,"));
    }

    void theTargetStaysUntilCommit()
    {
        QFile old(path(u"kept.csv"_s));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        {
            auto file = opened(u"kept.csv"_s);
            QVERIFY(file->write("http://a.example/", FetchResult()));
            QCOMPARE(contentOf(old.fileName()), QByteArray("old"));
        }
        QCOMPARE(contentOf(old.fileName()), QByteArray("old"));
        auto file = opened(u"kept.csv"_s);
        file->cancel();
        QVERIFY(!file->write("http://a.example/", FetchResult()) || !file->commit());
        QCOMPARE(contentOf(old.fileName()), QByteArray("old"));
        QCOMPARE(QDir(m_folder.path()).entryList({u"kept*"_s}, QDir::Files).size(), 1);
        QVERIFY(opened(u"kept.csv"_s)->commit());
        QVERIFY(contentOf(old.fileName()).startsWith("url,"));
    }

    void whatIsRemovedMeanwhileIsWrittenAnew_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isOthers");
        QTest::newRow("text") << u"x.csv"_s << false;
        QTest::newRow("text, and somebody has put another file there") << u"x.jsonl"_s << true;
        QTest::newRow("a report") << u"x.html"_s << false;
        QTest::newRow("a workbook") << u"x.xlsx"_s << false;
    }

    /// As by `rm x.csv.*`, which README advises after a kill.
    void whatIsRemovedMeanwhileIsWrittenAnew()
    {
        QFETCH(QString, name);
        QFETCH(bool, isOthers);
        const QTemporaryDir folder;
        const QString target = folder.filePath(name);
        QFile old(target);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("as it was") == 9);
        old.close();
        const auto file = ExportFile::open(target);
        QVERIFY(file);
        QVERIFY(file.value()->write("http://a.example/", FetchResult()));
        QVERIFY(file.value()->flush());
        const QStringList pieces = QDir(folder.path()).entryList({name + u".*"}, QDir::Files);
        QCOMPARE(pieces.size(), 1);
        QFile piece(folder.filePath(pieces.first()));
        QVERIFY(piece.remove());
        if (isOthers)
            QVERIFY(piece.open(QIODevice::WriteOnly) && piece.write("another's") == 9);
        QVERIFY(file.value()->write("http://b.example/", FetchResult()));
        const auto ending = file.value()->commit();
        QVERIFY2(ending, ending ? "" : qPrintable(ending.error().message));
        QVERIFY(old.open(QIODevice::ReadOnly));
        const QByteArray written = old.readAll();
        QVERIFY(written.size() > 100);
        if (!name.endsWith(u"xlsx") && !name.endsWith(u"html"))
            QVERIFY(written.contains("http://a.example/") && written.contains("http://b.example/"));
        const QStringList left = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(left, isOthers ? (QStringList{name, pieces.first()}) : QStringList{name});
    }

    void aLinkStaysOne_data()
    {
        QTest::addColumn<bool>("isThere");
        QTest::newRow("to a file") << true;
        QTest::newRow("to nothing yet") << false;
    }

    void aLinkStaysOne()
    {
        QFETCH(bool, isThere);
        QDir(m_folder.path()).mkdir(u"elsewhere"_s);
        const QString target = path(u"elsewhere/%1.csv"_s.arg(isThere)),
                      link = path(u"link%1.csv"_s.arg(isThere));
        if (isThere)
            QVERIFY(QFile(target).open(QIODevice::WriteOnly));
        QVERIFY(QFile::link(target, link));
        QVERIFY(opened(QFileInfo(link).fileName())->commit());
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(contentOf(target).startsWith("url,"));
        QCOMPARE(QDir(m_folder.path()).entryList({u"link?.csv.*"_s}).size(), 0);
    }

    void progressCanCancel()
    {
        auto file = opened(u"cancelled.csv"_s);
        std::vector<RowId> rows(5000);
        qint64 last = -1, calls = 0;
        const auto summary =
            exportRows(addresses(1), finished({0}), rows, *file, [&last, &calls](qint64 done, qint64 total) {
                ++calls;
                last = done;
                return total == 5000 && done < 2000;
            });
        QVERIFY(summary);
        QVERIFY(summary.value().cancelled);
        QVERIFY(last >= 2000 && last < 3000 && calls > 4);
        QVERIFY(!QFileInfo::exists(path(u"cancelled.csv"_s)));
        auto again = opened(u"cancelled.csv"_s);
        QVERIFY(exportRows(addresses(1), finished({0}), rows, *again, [&last](qint64 done, qint64) {
            last = done;
            return true;
        }));
        QCOMPARE(last, 5000);
        QCOMPARE(urlsIn(path(u"cancelled.csv"_s)).size(), 5000);
    }

    void whatCannotBeWrittenIsASentence_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("word");
        QTest::newRow("no format") << u"export.xyz"_s << u".jsonl"_s;
        QTest::newRow("no ending") << u"export"_s << u".jsonl"_s;
        QTest::newRow("folder") << u"folder.csv"_s << u"folder"_s;
        QTest::newRow("missing folder") << u"missing/export.csv"_s << u"missing"_s;
        QTest::newRow("file as folder") << u"file/export.csv"_s << u"file"_s;
        QTest::newRow("percent signs") << u"%1%2/export.csv"_s << u"%1%2"_s;
    }

    void whatCannotBeWrittenIsASentence()
    {
        QFETCH(QString, name);
        QFETCH(QString, word);
        QDir(m_folder.path()).mkdir(u"folder.csv"_s);
        QFile plain(path(u"file"_s));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        const auto file = ExportFile::open(path(name));
        QVERIFY(!file);
        QCOMPARE(file.error().code, Error::Code::Unwritable);
        QVERIFY2(file.error().message.contains(word), qPrintable(file.error().message));
        QVERIFY(file.error().message.endsWith(u'.'));
    }

    void aFolderWithoutPermissionIsASentence()
    {
        QDir(m_folder.path()).mkdir(u"locked"_s);
        QFile::setPermissions(path(u"locked"_s),
                              QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
        const bool isRoot = ::geteuid() == 0; // who may write anywhere
        if (isRoot)
            QCOMPARE(::setresuid(65534, 65534, 0), 0);
        const auto file = ExportFile::open(path(u"locked/x.csv"_s));
        if (isRoot)
            QCOMPARE(::setresuid(0, 0, 0), 0);
        QFile::setPermissions(path(u"locked"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(!file);
        QVERIFY(file.error().message.contains(u"locked"_s));
        QVERIFY2(file.error().message.contains(u"Permission denied"_s), qPrintable(file.error().message));
    }

    /// Its folder would let it be replaced, but whoever took the permission away did not want that.
    void aFileWithoutPermissionStays()
    {
        QVERIFY(QDir(m_folder.path()).mkdir(u"open"_s));
        QCOMPARE(::chmod(QFile::encodeName(path(u"open"_s)).constData(), 0777), 0);
        QVERIFY(opened(u"open/kept.csv"_s)->commit());
        QCOMPARE(::chmod(QFile::encodeName(path(u"open/kept.csv"_s)).constData(), 0444), 0);
        const bool isRoot = ::geteuid() == 0;
        if (isRoot)
            QCOMPARE(::setresuid(65534, 65534, 0), 0);
        const auto file = ExportFile::open(path(u"open/kept.csv"_s));
        const auto beside = ExportFile::open(path(u"open/new.csv"_s));
        if (isRoot)
            QCOMPARE(::setresuid(0, 0, 0), 0);
        QVERIFY(!file);
        QVERIFY(file.error().message.contains(u"kept.csv"_s));
        QVERIFY2(file.error().message.contains(u"Permission denied"_s), qPrintable(file.error().message));
        QVERIFY(beside);
    }

    void aFullDiskIsASentence()
    {
        if (!QFileInfo::exists(u"/dev/full"_s))
            QSKIP("needs /dev/full");
        ExportOptions options;
        options.format = ExportFormat::Csv;
        auto opening = ExportFile::open(u"/dev/full"_s, options);
        QVERIFY(opening);
        auto file = std::move(opening).value();
        std::vector<RowId> rows(100000);
        const auto summary = exportRows(addresses(1), finished({0}), rows, *file);
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, Error::Code::DiskFull);
        QVERIFY(summary.error().message.contains(u"/dev/full"_s));
        QVERIFY(!summary.error().message.contains(u"still there"_s)); // nobody here knows whether they are
        QCOMPARE(file->commit().error().message, summary.error().message);

        auto small = ExportFile::open(u"/dev/full"_s, options); // fails only when the buffer is written
        QVERIFY(small);
        QCOMPARE(small.value()->commit().error().code, Error::Code::DiskFull);
    }

    /// A limit on the size of files stands in for the disk.
    void aDiskThatFillsUpLeavesTheTargetAsItWas()
    {
        QVERIFY(opened(u"full.csv"_s)->commit());
        const QByteArray before = contentOf(path(u"full.csv"_s));
        auto file = opened(u"full.csv"_s);
        std::vector<RowId> rows(100000);
        rlimit old{};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit tight{1'000'000, old.rlim_max};
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &tight);
        const auto summary = exportRows(addresses(1), finished({0}), rows, *file);
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, Error::Code::DiskFull);
        QCOMPARE(contentOf(path(u"full.csv"_s)), before);
        QCOMPARE(QDir(m_folder.path()).entryList({u"full*"_s}, QDir::Files).size(), 1);
    }

    /// Whoever does not look at what a write says, as when there is room again, gets no half of it.
    void whatCouldNotBeWrittenIsNotCommitted()
    {
        QVERIFY(opened(u"half.csv"_s)->commit());
        const QByteArray before = contentOf(path(u"half.csv"_s));
        auto file = opened(u"half.csv"_s);
        rlimit old{};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit nothing{0, old.rlim_max};
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &nothing);
        const Outcome written = file->flush();
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(!written);
        const auto ending = file->commit();
        QVERIFY(!ending);
        QCOMPARE(ending.error().message, written.error().message);
        QCOMPARE(contentOf(path(u"half.csv"_s)), before);
        QCOMPARE(QDir(m_folder.path()).entryList({u"half*"_s}, QDir::Files).size(), 1);
    }

    void whatTakesItsPlaceIsOnTheDisk_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"new.csv", "new.xlsx"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    /// Else a power cut may leave an empty file in the place of the one that was there.
    void whatTakesItsPlaceIsOnTheDisk()
    {
        QFETCH(QString, name);
        QVERIFY(opened(name)->commit());
        auto file = opened(name);
        QVERIFY(file->write("http://a.example/0", FetchResult()));
        takeFileCalls();
        QVERIFY(file->commit());
        QVERIFY(isSyncedBeforeItsName(takeFileCalls(), FileIdentity::of(path(name))));
    }

    void whatIsDamagedIsLeftOutAndCounted()
    {
        std::vector<RowId> rows(600);
        std::iota(rows.begin(), rows.end(), 0);
        MemoryResults results = finished(rows);
        results.damaged = {0, 299, 300, 599};
        auto file = opened(u"damaged.csv"_s);
        const auto summary = exportAll(addresses(600), results, *file);
        QVERIFY(summary);
        QCOMPARE(summary.value().lost, 4);
        QCOMPARE(summary.value().rows, 596);
        QCOMPARE(urlsIn(path(u"damaged.csv"_s)).size(), 596);
        const QByteArray content = contentOf(path(u"damaged.csv"_s));
        QVERIFY(content.contains("http://a.example/298,") && content.contains("http://a.example/301,"));
        QVERIFY(!content.contains("http://a.example/299,") && !content.contains("http://a.example/300,"));
    }

    void whatCannotBeReadForAnotherReasonIsAnError()
    {
        MemoryResults results = finished({0, 1, 2});
        results.damaged = {1};
        results.code = Error::Code::InUse;
        auto file = opened(u"in-use.csv"_s);
        const auto summary = exportAll(addresses(3), results, *file);
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, Error::Code::InUse);
        QVERIFY(!QFileInfo::exists(path(u"in-use.csv"_s)));
    }

    void devicesAreWrittenNotReplaced()
    {
        ExportOptions options;
        options.format = ExportFormat::JsonLines;
        auto file = ExportFile::open(u"/dev/null"_s, options);
        QVERIFY(file);
        QVERIFY(file.value()->write("http://a.example/", FetchResult()));
        QVERIFY(file.value()->commit());
        QVERIFY(!QFileInfo(u"/dev/null"_s).isFile());
    }
};

QTEST_APPLESS_MAIN(TestExporter)
#include "tst_exporter.moc"
