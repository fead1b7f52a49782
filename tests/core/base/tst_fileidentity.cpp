// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fileidentity.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// Which names lead to one file.
class TestFileIdentity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(u"real/deep"_s));
        for (const char *name : {"real/a", "real/A", "b"}) {
            QFile file(path(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const std::pair<const char *, const char *> links[] = {
            {"folder", "real"},    {"link", "real/a"},       {"chain", "link"},
            {"new", "real/none"},  {"newchain", "new"},      {"loop", "loop"},
            {"deep", "real/deep"}, {"nowhere", "missing/x"}, {"newbeside", "./none"},
        };
        for (const auto &[name, target] : links)
            QCOMPARE(::symlink(target, QFile::encodeName(path(QString::fromLatin1(name))).constData()), 0);
        QCOMPARE(::link(QFile::encodeName(path(u"real/a")).constData(),
                        QFile::encodeName(path(u"hard")).constData()),
                 0);
        QVERIFY(QDir::setCurrent(path(u"real")));
    }

    void namesOfOneFile_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        const auto add = [](const char *name, const QString &one, const QString &other, bool same = true) {
            QTest::newRow(name) << one << other << same;
        };
        add("itself", u"real/a"_s, u"real/a"_s);
        add("a link", u"link"_s, u"real/a"_s);
        add("a chain of links", u"chain"_s, u"real/a"_s);
        add("a hard link", u"hard"_s, u"real/a"_s);
        add("through a linked folder", u"folder/a"_s, u"real/a"_s);
        add("dots", u"real/../real/./a"_s, u"real/a"_s);
        add("dots behind a link", u"deep/../a"_s, u"real/a"_s);
        add("another file", u"b"_s, u"real/a"_s, false);
        add("another case", u"real/A"_s, u"real/a"_s, false);
        add("new", u"real/none"_s, u"real/none"_s);
        add("new, dots", u"real/../real/none"_s, u"real/none"_s);
        add("new, dots behind a link", u"deep/../none"_s, u"real/none"_s);
        add("new, through a linked folder", u"folder/none"_s, u"real/none"_s);
        add("new, by a link that leads to nothing yet", u"new"_s, u"real/none"_s);
        add("new, by a chain of links", u"newchain"_s, u"folder/none"_s);
        add("new, by a link to its side", u"newbeside"_s, u"none"_s);
        add("another new one", u"real/none"_s, u"real/nothing"_s, false);
        add("new in another folder", u"none"_s, u"real/none"_s, false);
        add("new and there", u"real/none"_s, u"real/a"_s, false);
        add("a new one and its folder", u"real/none"_s, u"real"_s, false);
        add("no such folder", u"missing/x"_s, u"missing/x"_s);
        add("a link into no folder", u"nowhere"_s, u"missing/x"_s);
        add("a loop", u"loop"_s, u"real/a"_s, false);
    }

    void namesOfOneFile()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(bool, same);
        QCOMPARE(FileIdentity::of(path(one)) == FileIdentity::of(path(other)), same);
        QCOMPARE(FileIdentity::of(path(other)) == FileIdentity::of(path(one)), same);
        if (same && one != u"hard")
            QCOMPARE(resolvedPath(path(one)), resolvedPath(path(other)));
    }

    void relativePathsBeginHere()
    {
        QVERIFY(FileIdentity::of(u"a"_s) == FileIdentity::of(path(u"link")));
        QVERIFY(FileIdentity::of(u"none"_s) == FileIdentity::of(path(u"new")));
        QCOMPARE(resolvedPath(u"../link"_s), resolvedPath(path(u"real/a")));
    }

    void nothingIsNoFile()
    {
        QVERIFY(FileIdentity::of({}) == FileIdentity());
        QVERIFY(FileIdentity::ofDescriptor(-1) == FileIdentity());
        QVERIFY(!FileIdentity().exists() && !FileIdentity().canHold());
        QVERIFY(!FileIdentity::of(path(u"real/none")).exists());
        QVERIFY(FileIdentity::of(path(u"real/a")).exists());
    }

    void whatCanHoldSomething()
    {
        QVERIFY(FileIdentity::of(path(u"real/a")).canHold());
        QVERIFY(FileIdentity::of(path(u"real/none")).canHold());
        QVERIFY(!FileIdentity::of(path(u"real")).canHold());
        QVERIFY(!FileIdentity::of(u"/dev/null"_s).canHold());
    }

    void anOpenFileIsTheFileOfItsName()
    {
        const int descriptor = ::open(QFile::encodeName(path(u"b")).constData(), O_RDONLY | O_CLOEXEC);
        QVERIFY(descriptor >= 0);
        const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
        QVERIFY(FileIdentity::ofDescriptor(descriptor) == FileIdentity::of(path(u"b")));
    }

private:
    QString path(QStringView name) const { return m_folder.filePath(name.toString()); }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestFileIdentity)
#include "tst_fileidentity.moc"
