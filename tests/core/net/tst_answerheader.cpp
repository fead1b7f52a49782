// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl/answerheader.h"

#include <QTest>

#include <limits>

using namespace turnstone;

/// What header lines are believed, and why others are not.
class TestAnswerHeader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isBelieved_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<qint64>("length");
        QTest::addColumn<QByteArray>("fields");
        const auto row = [](const char *name, const QByteArray &lines, int status, const char *version,
                            const char *reason, qint64 length, const QByteArray &fields) {
            QTest::newRow(name) << lines + "\r\n"
                                << status << QByteArray(version) << QByteArray(reason) << length << fields;
        };
        row("plain", "HTTP/1.1 200 OK\r\nA: b\r\n", 200, "1.1", "OK", -1, "A=b");
        row("HTTP/1.0", "HTTP/1.0 404 Not Found\r\n", 404, "1.0", "Not Found", -1, "");
        row("HTTP/2", "HTTP/2 200 \r\n", 200, "2", "", -1, "");
        row("no reason", "HTTP/1.1 200 \r\n", 200, "1.1", "", -1, "");
        row("no reason, no space", "HTTP/1.1 200\r\n", 200, "1.1", "", -1, "");
        row("the highest status", "HTTP/1.1 999 Odd\r\n", 999, "1.1", "Odd", -1, "");
        row("bare line feeds", "HTTP/1.1 200 OK\nA: b\n", 200, "1.1", "OK", -1, "A=b");
        row("spaces around a value", "HTTP/1.1 200 OK\r\nA: \t b c \t\r\n", 200, "1.1", "OK", -1, "A=b c");
        row("no space after a colon", "HTTP/1.1 200 OK\r\nA:b\r\n", 200, "1.1", "OK", -1, "A=b");
        row("an empty value", "HTTP/1.1 200 OK\r\nA:\r\n", 200, "1.1", "OK", -1, "A=");
        row("a colon in a value", "HTTP/1.1 200 OK\r\nA: b:c\r\n", 200, "1.1", "OK", -1, "A=b:c");
        row("a folded line", "HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n", 200, "1.1", "OK", -1, "A=b c");
        row("repeated fields", "HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\na: 3\r\n", 200, "1.1", "OK", -1,
            "A=1|B=2|a=3");
        row("a line without a colon", "HTTP/1.1 200 OK\r\nnothing\r\nA: b\r\n", 200, "1.1", "OK", -1, "A=b");
        row("a space before the colon", "HTTP/1.1 200 OK\r\nA : b\r\nC: d\r\n", 200, "1.1", "OK", -1, "C=d");
        row("a length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", 200, "1.1", "OK", 10,
            "Content-Length=10");
        row("a length of zero", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n", 200, "1.1", "OK", 0,
            "content-length=0");
        row("a length beyond numbers", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n", 200,
            "1.1", "OK", std::numeric_limits<qint64>::max(), "Content-Length=99999999999999999999");
        row("the same target twice", "HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /a\r\n", 302, "1.1",
            "Found", -1, "Location=/a|Location=/a");
        row("a folded line of no field",
            "HTTP/1.1 200 OK\r\nContent-Length: 18\r\nSet Cookie: a=b;\r\n path=/\r\n", 200, "1.1", "OK", 18,
            "Content-Length=18");
        row("an empty target beside one", "HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation:\r\n", 302, "1.1",
            "Found", -1, "Location=/a|Location=");
        row("two targets of a 304", "HTTP/1.1 304 No\r\nLocation: /a\r\nLocation: /b\r\n", 304, "1.1", "No",
            -1, "Location=/a|Location=/b");
        row("two targets of no redirect", "HTTP/1.1 201 Created\r\nLocation: /a\r\nLocation: /b\r\n", 201,
            "1.1", "Created", -1, "Location=/a|Location=/b");
        row("the same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n", 200,
            "1.1", "OK", 5, "Content-Length=5|Content-Length=5");
        row("the same length in a list", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n", 200, "1.1", "OK", 5,
            "Content-Length=5, 5");
        row("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n", 200, "1.1", "OK", -1,
            "Transfer-Encoding=Chunked");
        row("chunks and a length", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n",
            200, "1.1", "OK", -1, "Content-Length=9|Transfer-Encoding=chunked");
        row("identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 4\r\n", 200, "1.1",
            "OK", 4, "Transfer-Encoding=identity|Content-Length=4");
        row("as many fields as there may be",
            QByteArray("HTTP/1.1 200 OK\r\n" + QByteArray("A: b\r\n").repeated(AnswerHeader::MostFields)),
            200, "1.1", "OK", -1, QByteArray("A=b|").repeated(AnswerHeader::MostFields).chopped(1));
        row("100 first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n", 200, "1.1", "OK", -1,
            "A=b");
        row("early hints first", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 404 No\r\n", 404,
            "1.1", "No", -1, "");
        row("a trailer", "HTTP/1.1 200 OK\r\nA: b\r\n\r\nTrailer: late\r\n", 200, "1.1", "OK", -1, "A=b");
    }

    void isBelieved()
    {
        QFETCH(QByteArray, lines);
        AnswerHeader header;
        QVERIFY2(addAll(header, lines), header.problem().constData());
        QVERIFY(header.isComplete());
        QTEST(header.status(), "status");
        QTEST(header.version(), "version");
        QTEST(header.reason(), "reason");
        QTEST(header.length(), "length");
        QByteArrayList fields;
        for (const auto &[name, value] : header.fields())
            fields << name + '=' + value;
        QTEST(fields.join('|'), "fields");
    }

    void isNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("why");
        const auto row = [](const char *name, const QByteArray &lines, const char *why) {
            QTest::newRow(name) << lines + "\r\n" << QByteArray(why);
        };
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        row("no status line", "hello\r\n", "status line");
        row("no status", "HTTP/1.1\r\n", "status line");
        row("a status of two digits", "HTTP/1.1 20 OK\r\n", "three digits");
        row("a status of four digits", "HTTP/1.1 2000 OK\r\n", "three digits");
        row("a status with a letter", "HTTP/1.1 2x0 OK\r\n", "three digits");
        row("a status below 100", "HTTP/1.1 099 OK\r\n", "three digits");
        row("two spaces", "HTTP/1.1  200 OK\r\n", "three digits");
        row("another protocol", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n", "another protocol");
        row("a NUL", ok + QByteArray("A: b\0c\r\n", 8), "control character");
        row("a bare CR", ok + "A: b\rC: d\r\n", "control character");
        row("a folded line first", ok + " A: b\r\n", "folded");
        row("a folded line behind another of no field", ok + "Content-Length: x\r\nS C: a\r\n b\r\n",
            "not a number");
        row("a folded length", ok + "Content-Length:\r\n 5\r\n", "folded");
        row("a folded coding", ok + "transfer-encoding:\r\n\tchunked\r\n", "folded");
        row("a space before the colon of a length", ok + "Content-Length : 5\r\n", "space before");
        row("a space before the colon of a coding", ok + "Transfer-Encoding\t: chunked\r\n", "space before");
        row("two targets", "HTTP/1.1 302 Found\r\nLocation: /a\r\nlocation: /b\r\n", "two different targets");
        row("a length that is none", ok + "Content-Length: ten\r\n", "not a number");
        row("a negative length", ok + "Content-Length: -1\r\n", "not a number");
        row("a length with a sign", ok + "Content-Length: +1\r\n", "not a number");
        row("an empty length", ok + "Content-Length:\r\n", "not a number");
        row("two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n", "two different");
        row("two lengths in a list", ok + "Content-Length: 1, 2\r\n", "two different");
        row("an unknown coding", ok + "Transfer-Encoding: cow\r\n", "where the body ends");
        row("chunked twice", ok + "Transfer-Encoding: chunked, chunked\r\n", "where the body ends");
        row("chunked, but not last", ok + "Transfer-Encoding: chunked, gzip\r\n", "where the body ends");
        row("a coding besides", ok + "Transfer-Encoding: gzip, chunked\r\n", "not asked for");
        row("codings in two fields", ok + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            "not asked for");
        row("a long line", ok + "A: " + QByteArray(AnswerHeader::MostBytes, 'a') + "\r\n", "256 KiB");
        QByteArray many = ok;
        for (int i = 0; i <= AnswerHeader::MostFields; ++i)
            many += "A: b\r\n";
        row("many fields", many, "1,000 fields");
    }

    void isNotBelieved()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QByteArray, why);
        AnswerHeader header;
        QVERIFY(!addAll(header, lines));
        QVERIFY(!header.isComplete());
        QVERIFY2(header.problem().contains(why), header.problem().constData());
    }

    void interimAnswersAreCounted()
    {
        AnswerHeader header;
        const QByteArray one = "HTTP/1.1 102 Processing\r\nA: b\r\n\r\n";
        QVERIFY(addAll(header, one + one));
        QVERIFY(!header.isComplete());
        QCOMPARE(header.interimAnswers(), 2);
        QVERIFY(addAll(header, "HTTP/1.1 200 OK\r\n\r\n"));
        QVERIFY(header.isComplete());
        QVERIFY(header.fields().isEmpty());
    }

    /// What came before says nothing of the block that counts.
    void eachBlockHasItsOwnBounds()
    {
        AnswerHeader header;
        const QByteArray half = "A: " + QByteArray(AnswerHeader::MostBytes / 2, 'a') + "\r\n";
        for (int i = 0; i < 4; ++i)
            QVERIFY(addAll(header, "HTTP/1.1 103 Early Hints\r\n" + half + "\r\n"));
        QVERIFY(addAll(header, "HTTP/1.1 200 OK\r\n" + half + "\r\n"));
        QVERIFY(header.isComplete());
    }

private:
    static bool addAll(AnswerHeader &header, const QByteArray &lines)
    {
        qsizetype from = 0;
        while (from < lines.size()) {
            const qsizetype end = lines.indexOf('\n', from) + 1;
            if (!header.add(QByteArrayView(lines).sliced(from, end - from)))
                return false;
            from = end;
        }
        return true;
    }
};

QTEST_GUILESS_MAIN(TestAnswerHeader)
#include "tst_answerheader.moc"
