// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/autosave.h"
#include "core/store/project.h"
#include "core/store/projectheader.h"
#include "tests/core/store/projectcheck.h"
#include "tests/core/store/results.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// Another process that reads a project and closes it must not take the log away from the one that writes.
class TestProjectLocks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"p.turnstone"_s);
        const auto made = createProject(m_path);
        QVERIFY(made);
        QVERIFY(made.value()->addAddresses(makeAddresses(10), 0));
    }

    void aReaderElsewhereLeavesTheLog_data()
    {
        QTest::addColumn<QString>("look");
        QTest::newRow("nothing else") << QString();
        QTest::newRow("a second store") << u"store"_s;
        QTest::newRow("the header") << u"header"_s;
        QTest::newRow("by another name") << u"link"_s;
        QTest::newRow("what is left behind") << u"autosave"_s;
    }

    void aReaderElsewhereLeavesTheLog()
    {
        QFETCH(QString, look);
        {
            const auto store = openProject(m_path, OpenMode::Write);
            QVERIFY(store);
            QVERIFY(store.value()->beginRun(RunScope::List, "{}"));
            QVERIFY(store.value()->append(std::vector{batchOf({makePage(0)})}));
            lookHere(look);
            for (int reader = 0; reader < 2; ++reader) {
                QCOMPARE(resultsSeenElsewhere(), 1 + reader);
                QVERIFY(QFileInfo::exists(m_path + u"-wal"));
                QVERIFY(store.value()->append(std::vector{batchOf({makePage(RowId(1 + reader))})}));
            }
            QCOMPARE(resultsSeenElsewhere(), 3);
            QVERIFY(store.value()->endRun(RunEnding::Finished, false));
        }
        QCOMPARE(askSqlite(m_path, u"SELECT count(*) FROM current_results"_s).toInt(), 3);
        QCOMPARE(integrityOf(m_path), u"ok"_s);
    }

private:
    /// Looks at the project within this process, as the window does, and closes it again.
    void lookHere(const QString &how)
    {
        if (how == u"store")
            QVERIFY(openProject(m_path, OpenMode::Read));
        else if (how == u"header")
            QVERIFY(checkProjectHeader(m_path));
        else if (how == u"autosave")
            QVERIFY(Autosave(m_folder->path()).leftBehind().empty());
        else if (how == u"link") {
            const QString link = m_folder->filePath(u"link.turnstone"_s);
            QVERIFY(QFile::link(m_path, link));
            QVERIFY(checkProjectHeader(link));
        }
    }
    int resultsSeenElsewhere() const
    {
        QProcess reader;
        reader.start(QCoreApplication::applicationFilePath(), {u"--count"_s, m_path});
        return reader.waitForFinished() ? reader.exitCode() : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == u"--count") // the other process
        return askSqlite(arguments[2], u"SELECT count(*) FROM current_results"_s).toInt();
    TestProjectLocks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_projectlocks.moc"
