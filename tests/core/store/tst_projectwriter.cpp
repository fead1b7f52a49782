// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"
#include "core/store/projectresults.h"
#include "core/store/projectwriter.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

class TestProjectWriter final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString pathOf(const char *name) { return m_folder.filePath(QString::fromLatin1(name) + u".turnstone"); }

private Q_SLOTS:
    void everythingIsWrittenInOrder()
    {
        const QString path = pathOf("order");
        ProjectResults results;
        {
            ProjectWriter writer;
            QVERIFY(writer.create(path));
            QCOMPARE(writer.path(), path);
            QVERIFY(results.open(path));
            QSignalSpy written(&writer, &ProjectWriter::written), drained(&writer, &ProjectWriter::drained),
                begun(&writer, &ProjectWriter::runBegun);
            writer.addAddresses(makeAddresses(3000), 0);
            writer.beginRun(RunScope::List, "{}");
            writer.oweAll();
            std::vector<ResultBatch> batches;
            for (RowId row = 0; row < 3000; row += 100) {
                std::vector<FetchResult> batch;
                for (RowId i = row; i < row + 100; ++i)
                    batch.push_back(makePage(i));
                batches.push_back(batchOf(std::move(batch)));
                writer.append(batches.back());
            }
            QCOMPARE(writer.backlog(), qsizetype(3000));
            QTRY_VERIFY(writer.isDrained());
            QCOMPARE(drained.size(), 1);
            QCOMPARE(begun.size(), 1);
            QCOMPARE(begun[0][0].value<RunId>(), RunId(1));
            QCOMPARE(writer.backlog(), qsizetype(0));
            QCOMPARE(written.size(), 30);
            for (int i = 0; i < 30; ++i)
                QVERIFY(written[i][0].value<ResultBatch>() == batches[size_t(i)]);
            QCOMPARE(bytesOf(*results.read(1234)), bytesOf(makePage(1234)));
            QVERIFY(results.has(2999) && !results.has(3000));
            writer.setNote(7, u"seven"_s);
            writer.endRun(RunEnding::Finished, false);
        } // finishes what it holds
        const auto store = openProject(path, OpenMode::Read);
        QVERIFY(store);
        QCOMPARE(store.value()->note(7).value(), u"seven"_s);
        QCOMPARE(store.value()->runs().value().front().results, qint64(3000));
        QCOMPARE(integrityOf(path), u"ok"_s);
    }
};

QTEST_GUILESS_MAIN(TestProjectWriter)
#include "tst_projectwriter.moc"
