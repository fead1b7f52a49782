// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/urllistreader.h"

#include <QBuffer>
#include <QFile>
#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList texts(const AddressList &list)
{
    QByteArrayList all;
    for (int row = 0; row < list.size(); ++row)
        all += list.at(RowId(row)).toByteArray();
    return all;
}

/// A text and then many a letter, before it breaks.
class OddDevice final : public QIODevice
{
public:
    OddDevice(const QByteArray &text, qint64 size)
        : m_text(text)
        , m_left(size)
    {
        open(ReadOnly | Unbuffered);
    }
    bool isSequential() const override { return true; }
    bool atEnd() const override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        if (m_left <= 0) {
            setErrorString(u"the cable is out"_s);
            return -1;
        }
        if (!m_text.isEmpty()) {
            const QByteArray text = std::exchange(m_text, {});
            std::copy(text.begin(), text.end(), data);
            return text.size();
        }
        const qint64 size = std::min(maxSize, m_left);
        std::fill_n(data, size, 'x');
        m_left -= size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_text;
    qint64 m_left;
};

} // namespace

class TestUrlListFiles final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no test file");
        return file.fileName();
    }

private Q_SLOTS:
    void encodings_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QString text = u"http://bücher.example/\r\nhttp://b.example/例\r\n"_s;
        QTest::newRow("utf-8") << text.toUtf8();
        QTest::newRow("utf-8, byte-order mark") << "\xEF\xBB\xBF" + text.toUtf8();
        for (const auto encoding : {QStringEncoder::Utf16LE, QStringEncoder::Utf16BE, QStringEncoder::Utf32LE,
                                    QStringEncoder::Utf32BE}) {
            QStringEncoder encoder(encoding, QStringEncoder::Flag::WriteBom);
            const QByteArray bytes = encoder.encode(text);
            QTest::newRow(QStringEncoder::nameForEncoding(encoding)) << bytes;
        }
    }

    void encodings()
    {
        QFETCH(QByteArray, content);
        const QByteArrayList expected = {"http://bücher.example/", "http://b.example/例"};
        UrlListReader whole;
        QVERIFY(whole.readFile(write(u"list.txt"_s, content)));
        QCOMPARE(texts(whole.takeAddresses()), expected);
        UrlListReader bytewise;
        for (const char c : content)
            bytewise.read(QByteArrayView(&c, 1));
        QCOMPARE(texts(bytewise.takeAddresses()), expected);
        QCOMPARE(bytewise.report().lines, 2);
    }

    void pairsOfUtf16AcrossPieces_data()
    {
        QTest::addColumn<int>("ahead");
        for (const int ahead : {0, 1, 2, 3})
            QTest::addRow("%d characters ahead", ahead) << ahead;
    }

    /// Characters beyond U+FFFF take two units, which a read or a step of the decoding may part.
    void pairsOfUtf16AcrossPieces()
    {
        QFETCH(int, ahead);
        QString text(ahead, u'#');
        text += u'\n';
        QByteArrayList expected;
        for (int i = 0; i < 20'000; ++i) {
            const QString address = u"http://a.example/%1/🐦🐦🐦"_s.arg(i);
            text += address + u'\n';
            expected << address.toUtf8();
        }
        QStringEncoder encoder(QStringEncoder::Utf16LE, QStringEncoder::Flag::WriteBom);
        const QByteArray bytes = encoder.encode(text);
        UrlListReader whole;
        QVERIFY(whole.readFile(write(u"birds.txt"_s, bytes)));
        QCOMPARE(texts(whole.takeAddresses()), expected);
    }

    void halfAPairOfUtf16_data()
    {
        QTest::addColumn<QString>("half");
        QTest::newRow("high") << QString(QChar(0xD83D));
        QTest::newRow("low") << QString(QChar(0xDC26));
        QTest::newRow("high, twice") << QString(2, QChar(0xD83D));
    }

    /// Not as a question mark, behind which a query begins.
    void halfAPairOfUtf16()
    {
        QFETCH(QString, half);
        const QString text =
            QChar(QChar::ByteOrderMark) + u"http://a.example/1%1/a\nhttp://a.example/2%1"_s.arg(half);
        const QByteArray bytes(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        UrlListReader bytewise;
        for (const char c : bytes)
            bytewise.read(QByteArrayView(&c, 1));
        const QByteArray mark = QString(half.size(), QChar::ReplacementCharacter).toUtf8();
        QCOMPARE(texts(bytewise.takeAddresses()),
                 (QByteArrayList{"http://a.example/1" + mark + "/a", "http://a.example/2" + mark}));
    }

    void aFileThatIsCutInACharacter_data()
    {
        QTest::addColumn<QStringEncoder::Encoding>("encoding");
        QTest::addColumn<int>("missing");
        QTest::newRow("UTF-16") << QStringEncoder::Utf16LE << 1;
        for (int missing = 1; missing < 4; ++missing)
            QTest::addRow("UTF-32, %d missing", missing) << QStringEncoder::Utf32BE << missing;
    }

    /// What is left of a character does not vanish as if the address ended there.
    void aFileThatIsCutInACharacter()
    {
        QFETCH(QStringEncoder::Encoding, encoding);
        QFETCH(int, missing);
        QStringEncoder encoder(encoding, QStringEncoder::Flag::WriteBom);
        const QByteArray bytes = encoder.encode(u"http://a.example/page"_s);
        UrlListReader reader;
        reader.read(QByteArrayView(bytes).chopped(missing));
        QCOMPARE(texts(reader.takeAddresses()), QByteArrayList{"http://a.example/pag\uFFFD"});
    }

    void piecesOfAnySizeGiveTheSame()
    {
        const QByteArray text = "http://a.example/1\r\n\r\n# comment\rhttp://a.example/2\nx y\n\r\nftp://b\r"
                                "see http://a.example/3, (http://a.example/4)\nhttp://a.example/1";
        UrlListReader whole;
        whole.read(text);
        const QByteArrayList expected = texts(whole.takeAddresses());
        QCOMPARE(expected.size(), 6);
        QCOMPARE(whole.report().lines, 9);
        for (int size = 1; size < text.size(); ++size) {
            UrlListReader reader;
            for (qsizetype at = 0; at < text.size(); at += size)
                reader.read(QByteArrayView(text).sliced(at, std::min<qsizetype>(size, text.size() - at)));
            QCOMPARE(texts(reader.takeAddresses()), expected);
            QCOMPARE(reader.report().lines, whole.report().lines);
            QCOMPARE(reader.report().found, 4);
            QCOMPARE(reader.report().duplicates, 1);
            QCOMPARE(reader.report().bad, 2);
            QCOMPARE(reader.report().badLines[0].line, 5);
            QCOMPARE(reader.report().badLines[1].line, 7);
        }
    }

    void tablesByTheirName()
    {
        UrlListReader csv;
        QVERIFY(csv.readFile(
            write(u"t.csv"_s, "1,https://a.example/x,200\n2,\"https://a.example/a,b\",b.org\n,,\n3,,\n")));
        QCOMPARE(texts(csv.takeAddresses()),
                 QByteArrayList({"https://a.example/x", "https://a.example/a,b"}));
        QCOMPARE(csv.report().sources.at(0).empty, 1);
        UrlListReader tsv;
        QVERIFY(tsv.readFile(write(u"t.tsv"_s, "id\tlink\n1\thttps://a.example/a,b.\n2\ta.example\n3\t\n")));
        QCOMPARE(texts(tsv.takeAddresses()),
                 QByteArrayList({"https://a.example/a,b.", "https://a.example/"}));
    }

    void whatCannotBeReadIsASentence()
    {
        UrlListReader reader;
        const Outcome missing = reader.readFile(m_folder.filePath(u"missing.txt"_s));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, Error::Code::Unreadable);
        QVERIFY(missing.error().message.contains(u"missing.txt"_s));
        const Outcome folder = reader.readFile(m_folder.path());
        QVERIFY(!folder);
        QVERIFY(folder.error().message.contains(m_folder.path()));
        QVERIFY(!folder.error().message.contains(u'%'));
        QVERIFY(reader.takeAddresses().isEmpty());
    }

    void whatCameBeforeAnErrorIsKept()
    {
        UrlListReader reader;
        reader.read("http://a.example/\n");
        OddDevice broken("http://b.example/\n", 100);
        const Outcome outcome = reader.readDevice(broken);
        QVERIFY(!outcome);
        QVERIFY(outcome.error().message.contains(u"the cable is out"_s));
        QCOMPARE(texts(reader.takeAddresses()).mid(0, 2),
                 QByteArrayList({"http://a.example/", "http://b.example/"}));
    }

    /// As a disk does that fails: a list that is cut short must not pass for a whole one.
    void aFileThatCannotBeReadToItsEndIsAnError()
    {
        UrlListReader reader;
        const Outcome outcome = reader.readFile(u"/proc/self/mem"_s); // nothing is at its first address
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, Error::Code::Unreadable);
        QVERIFY2(outcome.error().message.contains(u"to the end"_s), qPrintable(outcome.error().message));
    }

    void aLineWithoutEndCostsNoMemory()
    {
        UrlListReader reader;
        OddDevice endless("http://a.example/", 300'000'000);
        (void)reader.readDevice(endless);
        const AddressList list = reader.takeAddresses();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.problem(0), AddressProblem::TooLong);
        QVERIFY(list.memoryBytes() < 2000);
        QCOMPARE(reader.report().badLines.at(0).text.size(), 200);
    }

    void longLinesDoNotHideTheNextOnes()
    {
        for (const qsizetype size : {16384, 16385, 100000}) {
            UrlListReader reader;
            const QByteArray text =
                "http://a.example/" + QByteArray(size - 17, 'x') + "\nhttp://b.example/\n";
            reader.read(text);
            const AddressList list = reader.takeAddresses();
            QCOMPARE(list.size(), 2);
            QCOMPARE(list.problem(0), size > 16384 ? AddressProblem::TooLong : AddressProblem::None);
            QCOMPARE(list.at(1).toByteArray(), QByteArray("http://b.example/"));
        }
    }

    void manyAddressesSpanBlocks()
    {
        QByteArray text;
        for (int i = 0; i < 300000; ++i)
            text += "http://host" + QByteArray::number(i % 1000) +
                    ".example/a/path/that/takes/some/room/in/the/block/" + QByteArray::number(i) + '\n';
        UrlListReader reader;
        reader.read(text);
        reader.read(text);
        const AddressList list = reader.takeAddresses();
        QCOMPARE(list.size(), 300000);
        QCOMPARE(reader.report().duplicates, 300000);
        QCOMPARE(list.at(299999).toByteArray(),
                 QByteArray("http://host999.example/a/path/that/takes/some/room/in/the/block/299999"));
        UrlListReader again(list);
        again.read(text);
        QVERIFY(again.takeAddresses().isEmpty());
        QCOMPARE(again.report().duplicates, 300000);
    }

    void aMillionBadLinesAreCountedNotListed()
    {
        UrlListReader reader;
        const QByteArray piece = QByteArray("no address here\n").repeated(10000);
        for (int i = 0; i < 100; ++i)
            reader.read(piece);
        QCOMPARE(reader.takeAddresses().size(), 1'000'000);
        QCOMPARE(reader.report().bad, 1'000'000);
        QCOMPARE(reader.report().badLines.size(), size_t(1000));
    }
};

QTEST_APPLESS_MAIN(TestUrlListFiles)
#include "tst_urllistfiles.moc"
