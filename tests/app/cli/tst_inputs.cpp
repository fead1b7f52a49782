// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;

class TestInputs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir::setCurrent(m_folder->path()));
    }

    void cleanup() { QDir::setCurrent(QDir::rootPath()); }

    void addressesAndFilesInTheirOrder()
    {
        write(u"a.txt"_qs, "http://a/1\nhttp://a/2");
        write(u"b.csv"_qs, "url\nhttp://b/1\n");
        const Result<GivenAddresses> given = readInputs(
            {u"http://first/"_qs, u"a.txt"_qs, u"localhost:8080/x"_qs, u"b.csv"_qs, u"last.example"_qs});
        QVERIFY(given);
        QStringList all;
        for (RowId row = 0; row < RowId(given.value().addresses.size()); ++row)
            all.append(given.value().addresses.text(row));
        const QStringList wanted{u"http://first/"_qs,           u"http://a/1"_qs, u"http://a/2"_qs,
                                 u"http://localhost:8080/x"_qs, u"http://b/1"_qs, u"https://last.example"_qs};
        for (QString &address : all) {
            if (address.endsWith(u"example/"))
                address.chop(1);
        }
        QCOMPARE(all, wanted);
    }

    void duplicatesAndBadLinesAreCountedAcrossAll()
    {
        write(u"a.txt"_qs, "http://a/1\nftp://a/2\n");
        const Result<GivenAddresses> given = readInputs({u"http://a/1"_qs, u"a.txt"_qs});
        QVERIFY(given);
        QCOMPARE(given.value().report.duplicates, 1);
        QCOMPARE(given.value().report.bad, 1);
        QCOMPARE(given.value().addresses.size(), 2);
        QCOMPARE(given.value().addresses.problem(1), AddressProblem::UnsupportedScheme);
    }

    void eachListHasItsOwnLayout()
    {
        write(u"a.json"_qs, "[\n\"http://a/1\",\n\"http://a/2\"\n]\n");
        write(u"b.csv"_qs, "name,address\nfoo,http://b/1\nbar,nonsense\n");
        write(u"c.txt"_qs, "http://c/1 and http://c/2, they say");
        const Result<GivenAddresses> given =
            readInputs({u"a.json"_qs, u"b.csv"_qs, u"c.txt"_qs, u"http://d/"_qs});
        QVERIFY(given);
        QCOMPARE(given.value().addresses.size(), 7);
        const InputReport &report = given.value().report;
        QCOMPARE(report.badLines.size(), size_t(1));
        QCOMPARE(report.sources[size_t(report.badLines[0].source)].name, u"b.csv"_qs);
        QCOMPARE(report.badLines[0].line, 3);
    }

    void aFileWithoutAKnownEnding()
    {
        write(u"addresses"_qs, "http://a/1\n");
        QCOMPARE(readInputs({u"addresses"_qs}).value().addresses.size(), 1);
    }

    void aFolderNamedLikeAHostIsNoList()
    {
        QVERIFY(QDir().mkdir(u"site.example"_qs));
        const Result<GivenAddresses> given = readInputs({u"site.example"_qs});
        QVERIFY2(given, given ? "" : qPrintable(given.error().message));
        QCOMPARE(given.value().addresses.text(0), u"https://site.example/"_qs);
    }

    void anArgumentIsReadAsAWhole()
    {
        const Result<GivenAddresses> given = readInputs({u"http://a/x draft"_qs, u"see http://b/ or so"_qs});
        QVERIFY(given);
        QCOMPARE(given.value().addresses.text(0), u"http://a/x%20draft"_qs);
        QCOMPARE(given.value().addresses.text(1), u"http://b/"_qs);
        QCOMPARE(given.value().report.notes, 2);
    }

    void theColumnCanBeChosen()
    {
        write(u"a.csv"_qs, "url,old\nhttp://new/1,http://old/1\n");
        const Result<GivenAddresses> likeliest = readInputs({u"a.csv"_qs});
        QCOMPARE(likeliest.value().addresses.text(0), u"http://new/1"_qs);
        QCOMPARE(likeliest.value().report.sources.at(0).others, std::vector<int>{1});
        for (const QString &column : {u"Old"_qs, u"2"_qs}) {
            const Result<GivenAddresses> chosen = readInputs({u"a.csv"_qs}, column);
            QCOMPARE(chosen.value().addresses.text(0), u"http://old/1"_qs);
        }
        const Result<GivenAddresses> missing = readInputs({u"a.csv"_qs}, u"oldest"_qs);
        QVERIFY(!missing);
        QVERIFY2(missing.error().message.contains(u"a.csv") && missing.error().message.contains(u"url, old"),
                 qPrintable(missing.error().message));
        write(u"b.txt"_qs, "http://b/1\n");
        QVERIFY(!readInputs({u"b.txt"_qs}, u"url"_qs));
    }

    void twoSpellingsInTwoFilesAreOneRow()
    {
        write(u"a.txt"_qs, "https://b\xC3\xBC"
                           "cher.example/a%2fb\n");
        write(u"b.txt"_qs, "https://xn--bcher-kva.example/a%2Fb\n");
        const Result<GivenAddresses> given = readInputs({u"a.txt"_qs, u"b.txt"_qs});
        QCOMPARE(given.value().addresses.size(), 1);
        const InputNote &note = given.value().report.firstNotes.at(0);
        QVERIFY(note.kind == InputNote::Kind::Respelled);
        QCOMPARE(note.source, 1);
        QCOMPARE(note.text, u"https://xn--bcher-kva.example/a%2Fb"_qs);
        QCOMPARE(note.address, u"https://b\u00FCcher.example/a%2fb"_qs);
    }

    void whatCannotBeReadIsOneSentence_data()
    {
        QTest::addColumn<QString>("argument");
        for (const QString &argument : {u"./missing"_qs, u"missing.txt"_qs, u"missing.csv"_qs,
                                        u"/proc/nonexistent/list"_qs, u"../missing/x.jsonl"_qs, u"."_qs})
            QTest::newRow(qPrintable(argument)) << argument;
    }

    void whatCannotBeReadIsOneSentence()
    {
        QFETCH(QString, argument);
        const Result<GivenAddresses> given = readInputs({u"http://a/"_qs, argument});
        QVERIFY(!given);
        const QString text = given.error().message;
        QVERIFY2(text.contains(argument) && text.endsWith(u'.'), qPrintable(text));
    }

    void nothingInItIsAnError_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("blank lines") << QByteArray("\n \n\t\r\n");
        QTest::newRow("comments") << QByteArray("# one\n# two\n");
    }

    void nothingInItIsAnError()
    {
        QFETCH(QByteArray, content);
        write(u"list.txt"_qs, content);
        const Result<GivenAddresses> given = readInputs({u"list.txt"_qs});
        QVERIFY(!given);
        QVERIFY(given.error().code == Error::Code::Invalid);
    }

private:
    static void write(const QString &name, const QByteArray &content)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestInputs)
#include "tst_inputs.moc"
