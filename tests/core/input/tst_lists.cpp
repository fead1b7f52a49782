// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/urllistreader.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

class PiecewiseFile final : public QFile
{
public:
    PiecewiseFile(const QString &path, qint64 size)
        : QFile(path)
        , m_size(size)
    {}

protected:
    qint64 readData(char *data, qint64 size) override
    {
        return QFile::readData(data, std::min(size, m_size));
    }

private:
    const qint64 m_size;
};

} // namespace

/// Lists as people have them: beside each file of data/ stand the addresses that a person would take from it.
class TestLists final : public QObject
{
    Q_OBJECT

    static QDir folder() { return QDir(QStringLiteral(TURNSTONE_LISTS)); }

    static QByteArray contentOf(const QString &name)
    {
        QFile file(folder().filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static QByteArrayList expectedOf(const QString &name)
    {
        QByteArrayList lines = contentOf(name + u".expected").split('\n');
        lines.removeLast(); // what stands behind the last line feed
        return lines;
    }

    static QByteArrayList goodOf(const AddressList &list)
    {
        QByteArrayList texts;
        for (RowId row = 0; row < RowId(list.size()); ++row) {
            if (list.problem(row) == AddressProblem::None)
                texts.append(list.at(row).toByteArray());
        }
        return texts;
    }

    static QStringList names()
    {
        QStringList names = folder().entryList(QDir::Files, QDir::Name);
        names.removeIf([](const QString &name) { return name.endsWith(u".expected"); });
        return names;
    }

private Q_SLOTS:
    void thereAreTwoHundred()
    {
        QVERIFY(names().size() >= 200);
        QCOMPARE(folder().entryList({u"*.expected"_s}, QDir::Files).size(), names().size());
    }

    /// Wherever the pieces end in which a file comes, the same is found.
    void piecesOfAnySize_data() { list_data(); }

    void piecesOfAnySize()
    {
        QFETCH(QString, name);
        for (const qint64 size : {1, 3, 64}) {
            PiecewiseFile file(folder().filePath(name), size);
            QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
            UrlListReader reader;
            QVERIFY(reader.readDevice(file));
            QCOMPARE(goodOf(reader.takeAddresses()), expectedOf(name));
        }
    }

    void list_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : names())
            QTest::newRow(qPrintable(name)) << name;
    }

    void list()
    {
        QFETCH(QString, name);
        const QByteArrayList expected = expectedOf(name);
        QVERIFY(!expected.isEmpty());
        UrlListReader reader;
        const Outcome outcome = reader.readFile(folder().filePath(name));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        const QByteArrayList found = goodOf(reader.takeAddresses());
        if (found != expected)
            qWarning("taken:\n%s", found.join('\n').constData());
        QCOMPARE(found, expected);
    }
};

QTEST_APPLESS_MAIN(TestLists)
#include "tst_lists.moc"
