// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bodypreview.h"
#include "ui/models/jsonindent.h"

#include <QBuffer>
#include <QTest>

#include <algorithm>

using namespace turnstone;
using Kind = BodyPreview::Kind;

namespace {

FetchResult page(const QByteArray &body, const QByteArray &type, const QString &charset = {})
{
    FetchResult result;
    result.body = body;
    result.bytes = body.size();
    result.contentType = type;
    result.facts.charset = charset;
    return result;
}

qsizetype longestLine(const QString &text)
{
    qsizetype longest = 0;
    for (const QStringView line : QStringView(text).split(u'\n'))
        longest = std::max(longest, line.size());
    return longest;
}

QByteArray picture(int width, int height, const char *format = "png")
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

} // namespace

class TestBodyPreview final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesWhatItIs_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<Kind>("kind");
        QTest::newRow("nothing") << QByteArray() << QByteArray("text/html") << Kind::Empty;
        QTest::newRow("page") << QByteArray("<title>x</title>") << QByteArray("text/html") << Kind::Text;
        QTest::newRow("no type") << QByteArray("hello\n") << QByteArray() << Kind::Text;
        QTest::newRow("json") << QByteArray("{}") << QByteArray("application/json") << Kind::Json;
        QTest::newRow("problem json")
            << QByteArray("{}") << QByteArray("application/problem+json") << Kind::Json;
        QTest::newRow("picture") << picture(4, 3) << QByteArray("image/png") << Kind::Picture;
        QTest::newRow("picture called a page") << picture(4, 3) << QByteArray("text/html") << Kind::Picture;
        QTest::newRow("broken picture") << picture(4, 3).first(20) << QByteArray("image/png") << Kind::Binary;
        QTest::newRow("pdf") << QByteArray("%PDF-1.4\n\0\1\2", 12) << QByteArray("application/pdf")
                             << Kind::Binary;
        QTest::newRow("nul in a page") << QByteArray("<p>\0", 4) << QByteArray("text/html") << Kind::Binary;
        QTest::newRow("svg is text") << QByteArray("<svg><image href='file:///x'/></svg>")
                                     << QByteArray("image/svg+xml") << Kind::Text;
    }
    void judgesWhatItIs()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QTEST(previewOf(page(body, type)).kind, "kind");
    }

    void decodesByTheEncodingOfThePage()
    {
        const FetchResult gbk = page("\xd0\xc2\xce\xc5", "text/html", u"GBK"_qs);
        QCOMPARE(previewOf(gbk).text, u"新闻"_qs);
        const FetchResult utf16 = page(QByteArray("a\0b\0", 4), "text/plain", u"UTF-16LE"_qs);
        QCOMPARE(previewOf(utf16).text, u"ab"_qs);
        QCOMPARE(previewOf(page("caf\xc3\xa9", "text/plain", u"no-such-charset"_qs)).text, u"café"_qs);
    }

    void saysWhatWasLeftOut()
    {
        FetchResult result = page("abc", "text/plain");
        result.bytes = 5'000'000;
        QVERIFY(previewOf(result).notes.contains(u"of 5.0\u00A0MB"_qs));
        result.body.clear();
        QCOMPARE(previewOf(result).kind, Kind::NotKept);
    }

    void hugeTextsAreBounded()
    {
        const BodyPreview oneLine = previewOf(page(QByteArray(10'000'000, 'x'), "text/html"));
        QVERIFY(oneLine.text.size() < 270'000);
        QCOMPARE(longestLine(oneLine.text), qsizetype(2'000));
        QVERIFY(oneLine.notes.contains(u"beginning"_qs));
        const BodyPreview allLines = previewOf(page(QByteArray(10'000'000, '\n'), "text/html"));
        QCOMPARE(allLines.text.count(u'\n'), qsizetype(20'000));
    }

    void controlCharactersAreMadeVisible()
    {
        const BodyPreview preview = previewOf(page("a\x1b[31m\xe2\x80\xae\r\nb", "text/plain", u"UTF-8"_qs));
        QCOMPARE(preview.text, u"a\u241B[31m\u27E8202E\u27E9\nb"_qs);
    }

    void jsonKeepsOrderAndNumbers()
    {
        const QByteArray json = "{\"z\":1.10,\"a\":[ ],\"s\":\"a,\\\"{]\","
                                "\"n\":{\"k\":[1,12345678901234567890]}}";
        const QByteArray expected = "{\n  \"z\": 1.10,\n  \"a\": [],\n  \"s\": \"a,\\\"{]\",\n  \"n\": {\n"
                                    "    \"k\": [\n      1,\n      12345678901234567890\n    ]\n  }\n}";
        QCOMPARE(indentedJson(json, 10'000).value(), expected);
        QCOMPARE(previewOf(page(json, "application/json")).text, QString::fromUtf8(expected));
    }

    void brokenJsonIsShownAsItCame_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("broken") << QByteArray("{\"a\":");
        QTest::newRow("deep") << QByteArray(100'000, '[') + QByteArray(100'000, ']');
        QTest::newRow("large") << "[" + QByteArray("1,").repeated(1'100'000) + "1]";
    }
    void brokenJsonIsShownAsItCame()
    {
        QFETCH(QByteArray, json);
        const BodyPreview preview = previewOf(page(json, "application/json"));
        QCOMPARE(preview.kind, Kind::Json);
        QVERIFY(preview.notes.contains(u"as received"_qs));
        QVERIFY(preview.text.startsWith(QString::fromLatin1(json.first(5))));
        QVERIFY(preview.text.size() < 270'000);
    }

    void deepJsonDoesNotBecomeSpaces()
    {
        const QByteArray json =
            QByteArray(1'000, '[') + QByteArray("1,").repeated(50'000) + "1" + QByteArray(1'000, ']');
        const std::optional<QByteArray> indented = indentedJson(json, 100'000'000);
        QVERIFY(indented);
        QVERIFY(indented->size() < 5'000'000);
        QVERIFY(indentedJson(json, 10'000)->size() < 11'000);
    }

    void picturesAreBounded()
    {
        const BodyPreview wide = previewOf(page(picture(5'000, 10), "image/png"));
        QCOMPARE(wide.kind, Kind::Picture);
        QCOMPARE(wide.picture.width(), 2'048);
        QVERIFY(wide.summary.contains(u"5000 × 10"_qs));
        QByteArray bomb = picture(4, 4, "bmp"); // claims 100,000 x 100,000
        bomb.replace(18, 8, QByteArray("\xa0\x86\x01\x00\xa0\x86\x01\x00", 8));
        const BodyPreview preview = previewOf(page(bomb, "image/bmp"));
        QCOMPARE(preview.kind, Kind::Binary);
        QVERIFY(preview.picture.isNull());
    }

    void binaryIsDumped()
    {
        const BodyPreview preview = previewOf(
            page(QByteArray("PK\3\4\0\0", 6) + QByteArray(9'000, '\xee'), "application/octet-stream"));
        QVERIFY(preview.text.startsWith(u"000000  50 4b 03 04"_qs));
        QVERIFY(preview.text.contains(u" PK"_qs));
        QCOMPARE(preview.text.count(u'\n'), qsizetype(128));
        QVERIFY(preview.notes.contains(u"first"_qs));
    }
};

QTEST_GUILESS_MAIN(TestBodyPreview)
#include "tst_bodypreview.moc"
