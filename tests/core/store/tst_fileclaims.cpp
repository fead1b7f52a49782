// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/fileclaims.h"
#include "core/store/project.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// What may be written beside what is read.
class TestFileClaims final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString &name : {u"p.turnstone"_s, u"other.turnstone"_s})
            QVERIFY(createProject(path(name)));
        for (const QString &name : {u"list.csv"_s, u"old.csv"_s, u"other.turnstone-wal"_s, u"x-wal"_s}) {
            QFile file(path(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("http://127.0.0.1/\n") > 0);
        }
        const std::pair<QString, QString> links[] = {{u"list.csv"_s, u"listlink.csv"_s},
                                                     {u"p.turnstone"_s, u"plink.csv"_s},
                                                     {u"other.turnstone"_s, u"otherlink.csv"_s},
                                                     {u"new.csv"_s, u"newlink.csv"_s}};
        for (const auto &[target, link] : links)
            QVERIFY(QFile::link(path(target), path(link)));
    }

    void collisions_data()
    {
        QTest::addColumn<QStringList>("inputs");
        QTest::addColumn<QString>("project");
        QTest::addColumn<QStringList>("outputs");
        QTest::addColumn<QString>("says"); // nothing: all may be
        const QStringList none;
        const QString p = u"p.turnstone"_s;
        const auto add = [](const char *name, const QStringList &inputs, const QString &project,
                            const QStringList &outputs, const char *says = "") {
            QTest::newRow(name) << inputs << project << outputs << QString::fromUtf8(says);
        };
        add("all different", {u"list.csv"_s}, p, {u"old.csv"_s, u"new.csv"_s});
        add("a list twice", {u"list.csv"_s, u"listlink.csv"_s}, p, none);
        add("an address is no file", {u"new.csv"_s}, p, {u"new.csv"_s});
        add("a null device twice", none, p, {u"/dev/null"_s, u"/dev/null"_s});
        add("the list", {u"list.csv"_s}, {}, {u"list.csv"_s}, "the input would be lost");
        add("the list by a link", {u"listlink.csv"_s}, {}, {u"list.csv"_s}, "the input would be lost");
        add("a link to the list", {u"list.csv"_s}, {}, {u"listlink.csv"_s}, "the input would be lost");
        add("the project", none, p, {p}, "the project would be lost");
        add("the project by a link", none, p, {u"plink.csv"_s}, "the project would be lost");
        add("by a link to the project", none, u"plink.csv"_s, {p}, "the project would be lost");
        add("a new project", none, u"new.csv"_s, {u"new.csv"_s}, "the project would be lost");
        add("a new project by a link", none, u"newlink.csv"_s, {u"new.csv"_s}, "the project would be lost");
        add("its log", none, p, {u"p.turnstone-wal"_s}, "belongs to the project");
        add("its log, where the project is a link", none, u"plink.csv"_s, {u"p.turnstone-shm"_s},
            "belongs to the project");
        add("the log of a new project", none, u"none.turnstone"_s, {u"none.turnstone-wal"_s},
            "belongs to the project");
        add("the log of a new project by a link", none, u"newlink.csv"_s, {u"new.csv-wal"_s},
            "belongs to the project");
        add("the lock of earlier versions", none, p, {u"p.turnstone.lock"_s}, "belongs to the project");
        add("of another project", none, p, {u"other.turnstone.lock"_s}, "belongs to the project");
        add("of no project", none, p, {u"x.lock"_s});
        add("the lock of earlier versions as the project", none, u"other.turnstone.lock"_s, none,
            "belongs to the project");
        add("an output twice", none, p, {u"new.csv"_s, u"new.csv"_s}, "are the same file");
        add("an output by a link", none, p, {u"new.csv"_s, u"newlink.csv"_s}, "are the same file");
        add("an output there, twice", none, {}, {u"old.csv"_s, u"old.csv"_s}, "are the same file");
        add("another project", none, p, {u"other.turnstone"_s}, "is a Turnstone project");
        add("another project by a link", none, {}, {u"otherlink.csv"_s}, "is a Turnstone project");
        add("another project's log", none, p, {u"other.turnstone-wal"_s}, "belongs to the project");
        add("no project's log", none, p, {u"x-wal"_s});
        add("another project's log as the project", none, u"other.turnstone-wal"_s, none,
            "belongs to the project");
        add("a log that is not there yet as the project", none, u"other.turnstone-shm"_s, none,
            "belongs to the project");
        add("no project's log as the project", none, u"x-wal"_s, none);
        add("the project as a list", {p}, p, none, "Choose another name for the project");
    }

    void collisions()
    {
        QFETCH(QStringList, inputs);
        QFETCH(QString, project);
        QFETCH(QStringList, outputs);
        QFETCH(QString, says);
        FileClaims claims;
        for (const QString &input : inputs)
            claims.addInput(path(input));
        if (!project.isEmpty())
            claims.addProject(path(project));
        for (const QString &output : outputs)
            claims.addOutput(path(output));
        const Outcome checked = claims.check();
        QCOMPARE(bool(checked), says.isEmpty());
        if (checked)
            return;
        QVERIFY2(checked.error().message.contains(says), qPrintable(checked.error().message));
        const QString last = outputs.isEmpty() ? project : outputs.last();
        QVERIFY2(checked.error().message.contains(path(last)), qPrintable(checked.error().message));
    }

    void aProjectIsAFile()
    {
        FileClaims claims;
        claims.addProject(u":memory:"_s);
        const Outcome checked = claims.check();
        QVERIFY(!checked);
        QVERIFY2(checked.error().message.contains(u":memory: cannot be the project"),
                 qPrintable(checked.error().message));
    }

    void whatIsOpenHereIsAProjectStill()
    {
        const auto store = openProject(path(u"p.turnstone"_s), OpenMode::Write);
        QVERIFY(store);
        FileClaims claims;
        claims.addOutput(path(u"plink.csv"_s));
        QVERIFY(!claims.check());
        QVERIFY(store.value()->addAddresses({}, 0));
    }

private:
    QString path(const QString &name) const { return name.startsWith(u'/') ? name : m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestFileClaims)
#include "tst_fileclaims.moc"
