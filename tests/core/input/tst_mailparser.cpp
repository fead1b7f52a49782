// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/urllistreader.h"

#include <QBuffer>
#include <QTest>
#include <QThread>

using namespace turnstone;
using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView Head = "From: a@x.example\nSubject: x\nMIME-Version: 1.0\n";

struct Found
{
    QByteArrayList addresses;
    QList<qint64> lines; // of the first eight
    bool isMail = false;
};

Found found(QByteArray text)
{
    QBuffer buffer(&text);
    buffer.open(QIODevice::ReadOnly);
    UrlListReader reader;
    Found found;
    if (!reader.readDevice(buffer))
        return found;
    const AddressList list = reader.takeAddresses();
    for (int row = 0; row < list.size(); ++row)
        found.addresses += list.at(RowId(row)).toByteArray();
    const InputSource &source = reader.report().sources.front();
    for (const TakenRow &row : source.first)
        found.lines += row.line;
    found.isMail = source.kind == ListKind::Mail;
    return found;
}

/// "1", "2": multiparts within each other, with a text in the innermost.
QByteArray nested(int depth)
{
    QByteArray text = Head.toByteArray();
    for (int i = 0; i < depth; ++i) {
        const QByteArray name = QByteArray::number(i);
        text += "Content-Type: multipart/mixed; boundary=\"b" + name + "\"\n\n--b" + name + "\n";
    }
    return text + "Content-Type: text/plain\n\nhttps://a.example/deep\n";
}

QByteArray forwarded(int depth)
{
    return Head + QByteArray("Content-Type: message/rfc822\n\n").repeated(depth) +
           "Subject: x\n\nhttps://a.example/deep\n";
}

/// Mails within each other, all but the innermost encoded.
QByteArray encoded(QByteArray mail, int depth)
{
    for (int i = 0; i < depth; ++i)
        mail = Head + "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" +
               mail.toBase64() + '\n';
    return mail;
}

QByteArray withPart(const QByteArray &fields, const QByteArray &text)
{
    return Head + "Content-Type: multipart/mixed; boundary=b1\n\n--b1\n" + fields + "\n" + text +
           "\n--b1--\n";
}

} // namespace

class TestMailParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A row has the line of the file in which its address stands, or in which its part begins to be counted.
    void rowsHaveTheirLines_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<qint64>>("lines");
        const QByteArray mail = Head +
                                "Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\nhttps://a.example/1\n"
                                "--b1\nContent-Type: text/html\n\n<p>\n<a href='https://a.example/2'>x</a>"
                                "\n--b1\nContent-Type: message/rfc822\n\nSubject: y\n\nhttps://a.example/3"
                                "\n--b1--\n";
        const QList<qint64> lines{8, 13, 19};
        QTest::newRow("LF") << mail << lines;
        QTest::newRow("CRLF") << QByteArray(mail).replace("\n", "\r\n") << lines;
        QTest::newRow("blank lines above") << "\n\r\n" + mail << QList<qint64>{10, 15, 21};
        QTest::newRow("mbox") << "From x Thu Feb  1 10:00:00 2024\n" + Head +
                                     "\nhttps://a.example/0\n\nFrom x Thu Feb  1 10:00:00 2024\n" + mail
                              << QList<qint64>{6, 16, 21, 27};
        QTest::newRow("a long line above")
            << Head + "\n" + QByteArray("many words ").repeated(20'000) + "\nhttps://a.example/1\n"
            << QList<qint64>{6};
        QTest::newRow("wrapped in brackets")
            << Head + "\n<https://a.example/1/\n  2/\r\n  3> https://a.example/4\nhttps://a.example/5\n"
            << QList<qint64>{5, 7, 8};
        QTest::newRow("no boundary") << Head +
                                            "Content-Type: multipart/mixed\n\n--b1\n\nhttps://a.example/1\n"
                                     << QList<qint64>{8};
        QTest::newRow("no mail")
            << "From x Thu Feb  1 10:00:00 2024\n" + Head +
                   "\nx\nFrom x Thu Feb  1 10:00:00 2024\nno header\nhttps://a.example/1\n"
            << QList<qint64>{9};
    }

    void rowsHaveTheirLines()
    {
        QFETCH(QByteArray, text);
        QFETCH(QList<qint64>, lines);
        const Found rows = found(text);
        QVERIFY(rows.isMail);
        QCOMPARE(rows.lines, lines);
    }

    /// The second mail of those that are divided is not quoted-printable.
    void separators_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("next");
        QTest::addColumn<bool>("separates");
        const auto row = [](const char *line, bool separates, const char *next = "Subject: y") {
            QTest::addRow("%s / %s", line, next) << QByteArray(line) << QByteArray(next) << separates;
        };
        row("From x Thu Feb  1 10:00:00 2024", true);
        row("From x at a.example  Thu Feb  1 10:00 2024 +0100", true);
        row("From Thu Feb  1 10:00:00 CET 2024", true);
        row("From Thu Feb 1 to Sun Feb 4 in 2024", false);
        row("from x Thu Feb  1 10:00:00 2024", false);
        row("From x Thu Feb  1 10:00:00 2024", true, "no field");
        // Only where a header follows: Thunderbird writes neither sender nor date, others other dates.
        for (const char *line :
             {"From ", "From -", "From a@b Thu, 1 Feb 2024 10:00:00 +0000", "From a@b 2024-02-01 10:00:00",
              "From a@b 2024-02-01T10:00:00Z", "From a@b Thu Feb  1 10:00:00 24",
              "From x Thu Feb 1 10:00:00 on", "From \"Ann: B\" <a@b> Thu, 1 Feb 2024 10:00:00 +0000",
              "From x@[IPv6:::1] 2024-02-01 10:00:00"}) {
            row(line, true);
            row(line, false, "no field");
            row(line, false, "https://a.example/x");
        }
        row("From here on it is text", false);
        row("From 9 to 5: work", false);
        row("From 10:x on", false);
    }

    void separators()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, next);
        QFETCH(bool, separates);
        Found rows = found("From x Thu Feb  1 10:00:00 2024\n" + Head +
                           "Content-Transfer-Encoding: quoted-printable\n\na\n\n" + line + '\n' + next +
                           "\n\nhttps://a.example/?n=3D1\n");
        QVERIFY(rows.isMail);
        rows.addresses.removeAll("https://a.example/x"); // what follows, as a text
        QCOMPARE(rows.addresses,
                 QByteArrayList{separates ? "https://a.example/?n=3D1" : "https://a.example/?n=1"});
    }

    /// That is read as it stands.
    void whatIsBeyondTheBounds_data()
    {
        QTest::addColumn<QByteArray>("before"); // the field of the part
        QTest::addColumn<bool>("isBeyond");
        const QByteArray part = "Y: z\n\n--b1\n", field = "X: y\n";
        const QByteArray large = "Content-X: " + QByteArray(3000, 'x') + '\n';
        QTest::newRow("19,000 parts") << part.repeated(19'000) << false;
        QTest::newRow("21,000 parts") << part.repeated(21'000) << true;
        QTest::newRow("90,000 fields") << field.repeated(90'000) << false;
        QTest::newRow("110,000 fields") << field.repeated(110'000) << true;
        QTest::newRow("0.9 MB of fields") << large.repeated(300) << false;
        QTest::newRow("1.2 MB of fields") << large.repeated(400) << true;
    }

    void whatIsBeyondTheBounds()
    {
        QFETCH(QByteArray, before);
        QFETCH(bool, isBeyond);
        const Found rows =
            found(withPart(before + "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n",
                           "https://a.example/?n=3D1"));
        QCOMPARE(rows.addresses,
                 QByteArrayList{isBeyond ? "https://a.example/?n=3D1" : "https://a.example/?n=1"});
    }

    void encodedMails()
    {
        const QByteArray text =
            Head + "Content-Transfer-Encoding: quoted-printable\n\nhttps://a.example/?n=3D1\n";
        const Found two = found(encoded(text, 2)), three = found(encoded(text, 3));
        QCOMPARE(two.addresses, QByteArrayList{"https://a.example/?n=1"});
        QCOMPARE(three.addresses, QByteArrayList{"https://a.example/?n=3D1"}); // too deep: as it stands
        QCOMPARE(found(encoded(text, 1)).lines, QList<qint64>{12});
        QByteArray lines = Head + "Content-Type: multipart/mixed\n\n--b1\n\nhttps://a.example/1\n";
        lines.replace("\n", "\r\n");
        QCOMPARE(found(encoded(lines, 1)).addresses, QByteArrayList{"https://a.example/1"});
    }

    /// Whatever a mail would have a reader do, it is over soon, and the address in it is found.
    void hostileMails_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("10,000 multiparts within each other") << nested(10'000);
        QTest::newRow("10,000 mails within each other") << forwarded(10'000);
        QTest::newRow("100,000 parts")
            << withPart({}, QByteArray("\n--b1\n").repeated(100'000) + "\nhttps://a.example/deep");
        QTest::newRow("300,000 fields")
            << withPart(QByteArray("X: y\n").repeated(300'000), "https://a.example/deep");
        QTest::newRow("300,000 fields of parts")
            << withPart({}, QByteArray("\n--b1\nContent-Type: text/plain\n").repeated(100'000) +
                                "\nhttps://a.example/deep");
        QTest::newRow("a long field")
            << withPart("X: " + QByteArray(1'000'000, 'x') + "\n", "https://a.example/deep");
        QTest::newRow("a long charset")
            << withPart("Content-Type: text/plain; charset*=" + QByteArray(10'000'000, 'x') + "''\n",
                        "https://a.example/deep");
        QTest::newRow("a long boundary")
            << withPart("Content-Type: multipart/mixed; boundary=" + QByteArray(200'000, 'x') + "\n",
                        "https://a.example/deep");
        QTest::newRow("comments that do not end")
            << withPart("Content-Type: text/plain" + QByteArray("; a=(").repeated(200'000) + "\n",
                        "https://a.example/deep");
        QTest::newRow("groups of addresses within each other")
            << withPart("Content-Type: message/rfc822\n\nTo: " + QByteArray("a:").repeated(500'000) + "\n",
                        "https://a.example/deep");
        QTest::newRow("NULs") << withPart(QByteArray("Content-Type: text/plain; \0=\0\n\0: \0\n", 35),
                                          QByteArray(100, '\0') + "\nhttps://a.example/deep " +
                                              QByteArray(100, '\0'));
        QTest::newRow("a body of one line") << withPart(
            "Content-Transfer-Encoding: base64\n",
            QByteArray("nothing to see ").repeated(100'000).append("https://a.example/deep").toBase64());
        QTest::newRow("no body")
            << Head + "X: https://a.example/no\nContent-Type: text/plain; x=https://a.example/no";
    }

    void hostileMails()
    {
        QFETCH(QByteArray, text);
        const Found rows = found(text);
        QVERIFY(rows.isMail);
        const bool hasBody = text.contains("\n\n");
        QCOMPARE(rows.addresses, hasBody ? QByteArrayList{"https://a.example/deep"} : QByteArrayList());
    }

    /// Lists are read on threads of their own.
    void manyAtATime()
    {
        const QByteArray mail =
            withPart("Content-Type: text/plain; charset*0=ut; charset*1=f-8\n", "https://a.example/deep");
        std::array<QByteArrayList, 4> taken;
        std::vector<std::unique_ptr<QThread>> threads;
        for (QByteArrayList &addresses : taken) {
            threads.emplace_back(QThread::create([&addresses, mail] {
                for (int i = 0; i < 100; ++i)
                    addresses += found(mail).addresses;
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            thread->wait();
        for (const QByteArrayList &addresses : taken)
            QCOMPARE(addresses, QByteArrayList(100, "https://a.example/deep"));
    }
};

QTEST_APPLESS_MAIN(TestMailParser)
#include "tst_mailparser.moc"
