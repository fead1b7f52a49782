// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/encodingsniffer.h"
#include "core/parse/mediatype.h"
#include "core/parse/textdecoder.h"
#include "core/parse/utf8check.h"

#include <QStringEncoder>
#include <QTest>

using namespace turnstone::parse;

namespace {

QByteArray in(const char *encoding, const QString &text)
{
    return QStringEncoder(encoding)(text);
}

} // namespace

class TestEncodingSniffer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labels_data();
    void labels();
    void sniffing_data();
    void sniffing();
    void xmlSniffing_data();
    void xmlSniffing();
    void contentTypes_data();
    void contentTypes();
    void kinds_data();
    void kinds();
    void utf8_data();
    void utf8();
    void everyEncodingDecodes();
    void singleBytes();
};

void TestEncodingSniffer::labels_data()
{
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QString>("name"); // empty: unknown
    const auto row = [](const char *label, const char *name) {
        QTest::newRow(label) << QByteArray(label) << QString::fromLatin1(name);
    };
    row("utf8", "UTF-8");
    row(" UTF-8\n", "UTF-8");
    row("unicode-1-1-utf-8", "UTF-8");
    row("gb2312", "GBK");
    row("GB_2312-80", "GBK");
    row("gb18030", "gb18030");
    row("iso-8859-1", "windows-1252");
    row("Latin1", "windows-1252");
    row("us-ascii", "windows-1252");
    row("iso-8859-9", "windows-1254");
    row("iso-8859-11", "windows-874");
    row("tis-620", "windows-874");
    row("ks_c_5601-1987", "EUC-KR");
    row("x-sjis", "Shift_JIS");
    row("windows-31j", "Shift_JIS");
    row("big5-hkscs", "Big5");
    row("x-euc-jp", "EUC-JP");
    row("csiso2022jp", "ISO-2022-JP");
    row("koi8-ru", "KOI8-U");
    row("koi", "KOI8-R");
    row("mac", "macintosh");
    row("visual", "ISO-8859-8");
    row("logical", "ISO-8859-8-I");
    row("utf-16", "UTF-16LE");
    row("unicodefffe", "UTF-16BE");
    row("hz-gb-2312", "replacement");
    row("x-user-defined", "x-user-defined");
    row("utf-7", "");
    row("utf-32", "");
    row("none", "");
    row("", "");
    row("a label that is longer than any label of the standard", "");
}

void TestEncodingSniffer::labels()
{
    QFETCH(QByteArray, label);
    QFETCH(QString, name);
    const auto encoding = encodingOfLabel(label);
    QCOMPARE(encoding ? encodingName(*encoding) : QString(), name);
}

void TestEncodingSniffer::sniffing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *what, const QByteArray &body, const char *header, const char *name) {
        QTest::newRow(what) << body << QByteArray(header) << QString::fromLatin1(name);
    };
    const QByteArray meta = "<meta charset=koi8-r>";
    row("mark beats header", "\xEF\xBB\xBF" + meta, "windows-1251", "UTF-8");
    row("UTF-16LE mark", QByteArray("\xFF\xFE<\0", 4), "", "UTF-16LE");
    row("UTF-16BE mark", QByteArray("\xFE\xFF\0<", 4), "utf-8", "UTF-16BE");
    row("header beats meta", meta, "windows-1251", "windows-1251");
    row("unknown header label", meta, "bogus", "KOI8-R");
    row("meta charset", meta, "", "KOI8-R");
    row("meta charset, quoted", "<META CHARSET = 'Big5' >", "", "Big5");
    row("meta with slash", "<meta/charset=big5/>", "", "windows-1252"); // the label is "big5/"
    row("meta with slashes around", "<meta/charset=\"big5\"/>", "", "Big5");
    row("pragma", "<meta http-equiv=Content-Type content='text/html; charset=euc-kr'>", "", "EUC-KR");
    row("pragma, content first", "<meta content=\"text/html;charset=euc-kr;x\" http-equiv=content-type>", "",
        "EUC-KR");
    row("pragma, inner quotes", "<meta http-equiv=content-type content='charset=\"euc-jp\" x'>", "",
        "EUC-JP");
    row("content without pragma", "<meta content='text/html; charset=euc-kr'>", "", "windows-1252");
    row("charset twice in content", "<meta http-equiv=content-type content='charset charset = euc-kr'>", "",
        "EUC-KR");
    row("second meta", "<meta name=x content='charset=big5'><meta charset=gbk>", "", "GBK");
    row("unknown label goes on", "<meta charset=bogus><meta charset=gbk>", "", "GBK");
    row("first charset attribute", "<meta charset=gbk charset=big5>", "", "GBK");
    row("in a comment", "<!-- <meta charset=gbk> --><meta charset=big5>", "", "Big5");
    row("short comment", "<!--><meta charset=big5>", "", "Big5");
    row("unclosed comment", "<!-- <meta charset=gbk>", "", "windows-1252");
    row("in an attribute", "<p title='<meta charset=gbk>'><meta charset=big5>", "", "Big5");
    row("in an end tag", "</p title='<meta charset=gbk>'><meta charset=big5>", "", "Big5");
    row("after a declaration", "<!doctype html><?php x ?><meta charset=big5>", "", "Big5");
    row("not a meta", "<metal charset=gbk><meta charset=big5>", "", "Big5");
    row("UTF-16 by meta is UTF-8", "<meta charset=utf-16be>", "", "UTF-8");
    row("user-defined by meta", "<meta charset=x-user-defined>", "", "windows-1252");
    row("within 1,024 bytes", QByteArray(1024 - meta.size(), ' ') + meta, "", "KOI8-R");
    row("beyond 1,024 bytes", QByteArray(1025 - meta.size(), ' ') + meta, "", "windows-1252");
    row("XML declaration", "<?xml version='1.0' encoding='windows-1251'?><html>", "", "windows-1251");
    row("meta beats XML declaration", "<?xml version='1.0' encoding='windows-1251'?><meta charset=gbk>", "",
        "GBK");
    row("ASCII", "<title>plain</title>", "", "windows-1252");
    row("empty", "", "", "windows-1252");
    row("valid UTF-8", "<title>\xC3\xA9t\xC3\xA9</title>", "", "UTF-8");
    row("valid UTF-8, cut", "<title>\xC3\xA9t\xC3", "", "UTF-8");
    row("late UTF-8", QByteArray(200000, 'a') + "\xE7\xBF\xBB", "", "UTF-8");
    row("UTF-16LE without mark", in("UTF-16LE", QStringLiteral("<html><title>Plain</title></html>")), "",
        "UTF-16LE");
    row("UTF-16BE without mark", in("UTF-16BE", QStringLiteral("<html><title>Plain</title></html>")), "",
        "UTF-16BE");
    row("guess: Russian",
        in("windows-1251",
           QStringLiteral(
               "<title>Птицы</title><p>Камнешарка живёт на берегу моря и переворачивает камни, чтобы "
               "найти корм. Она гнездится на севере, а зимует далеко на юге.")),
        "", "windows-1251");
    row("guess: Japanese",
        in("Shift_JIS",
           QStringLiteral("<title>海辺の鳥</title><p>キョウジョシギは石をひっくり返して餌を探す鳥です。")),
        "", "Shift_JIS");
    row("guess: ISO-2022-JP",
        in("ISO-2022-JP", QStringLiteral("<title>海辺の鳥</title><p>石をひっくり返して餌を探す")), "",
        "ISO-2022-JP");
    row("guess: late bytes",
        QByteArray(100000, ' ') +
            in("EUC-JP", QStringLiteral("<p>キョウジョシギは石をひっくり返して餌を探す海辺の鳥です。")),
        "", "EUC-JP");
}

void TestEncodingSniffer::sniffing()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    QFETCH(QString, name);
    QCOMPARE(encodingName(sniffHtmlEncoding(body, header).encoding), name);
}

void TestEncodingSniffer::xmlSniffing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("name");
    QTest::newRow("default") << QByteArray("<svg/>") << QByteArray() << QStringLiteral("UTF-8");
    QTest::newRow("declaration") << QByteArray("<?xml version=\"1.0\" encoding = \"gbk\"?>") << QByteArray()
                                 << QStringLiteral("GBK");
    QTest::newRow("header beats it") << QByteArray("<?xml version=\"1.0\" encoding=\"gbk\"?>")
                                     << QByteArray("big5") << QStringLiteral("Big5");
    QTest::newRow("UTF-16") << QByteArray("<\0?\0x\0m\0l\0", 10) << QByteArray()
                            << QStringLiteral("UTF-16LE");
    QTest::newRow("meta does not count")
        << QByteArray("<meta charset='gbk'/>") << QByteArray() << QStringLiteral("UTF-8");
}

void TestEncodingSniffer::xmlSniffing()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    QFETCH(QString, name);
    QCOMPARE(encodingName(sniffXmlEncoding(body, header).encoding), name);
}

void TestEncodingSniffer::contentTypes_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("essence");
    QTest::addColumn<QByteArray>("charset");
    const auto row = [](const char *header, const char *essence, const char *charset) {
        QTest::newRow(header) << QByteArray(header) << QByteArray(essence) << QByteArray(charset);
    };
    row("text/html", "text/html", "");
    row(" Text/HTML ; Charset = UTF-8 ", "text/html", "UTF-8");
    row("text/html;charset=\"gb2312\"", "text/html", "gb2312");
    row("text/html; charset='gb2312'", "text/html", "gb2312");
    row("text/html; boundary=x; charset=big5; charset=gbk", "text/html", "big5");
    row("text/html; charset", "text/html", "");
    row("text/html;;charset=koi8-r;", "text/html", "koi8-r");
    row("text/html, text/plain", "text/html", "");
    row("html", "", "");
    row("*/*", "", "");
    row("", "", "");
    row(";charset=utf-8", "", "utf-8");
}

void TestEncodingSniffer::contentTypes()
{
    QFETCH(QByteArray, header);
    const MediaType type = mediaTypeOf(header);
    QTEST(type.essence, "essence");
    QTEST(type.charset, "charset");
}

void TestEncodingSniffer::kinds_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    const auto row = [](const QByteArray &body, PageKind kind) {
        QTest::newRow(body.constData()) << body << int(kind);
    };
    row("<!DOCTYPE html>", PageKind::Html);
    row("\n  <HTML>", PageKind::Html);
    row("\xEF\xBB\xBF<head >", PageKind::Html);
    row("<!-- c --><p>", PageKind::Html);
    row("<a href=x>", PageKind::Html);
    row("<abc>", PageKind::None);
    row("<p", PageKind::None);
    row("<?xml version='1.0'?>", PageKind::Xml);
    row("<svg xmlns='x'>", PageKind::Xml);
    row("{\"a\": \"<html>\"}", PageKind::None);
    row("%PDF-1.4", PageKind::None);
    row("plain words", PageKind::None);
    row("", PageKind::None);
}

void TestEncodingSniffer::kinds()
{
    QFETCH(QByteArray, body);
    QTEST(int(sniffPageKind(body)), "kind");
}

void TestEncodingSniffer::utf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isValid");
    QTest::addColumn<int>("first");
    const auto row = [](const char *what, const QByteArray &text, bool isValid, int first) {
        QTest::newRow(what) << text << isValid << first;
    };
    row("ASCII", QByteArray(100, 'a'), true, -1);
    row("empty", "", true, -1);
    row("two bytes", "abc\xC3\xA9", true, 3);
    row("in the second block", QByteArray(20, 'a') + "\xC3\xA9" + QByteArray(20, 'b'), true, 20);
    row("four bytes", "\xF0\x9F\x90\xA6", true, 0);
    row("cut at the end", "a\xF0\x9F", true, 1);
    row("cut by ASCII", "\xE2\x82 a", false, 0);
    row("lone continuation", "a\x80", false, 1);
    row("overlong", "\xC0\x80", false, 0);
    row("overlong, three bytes", "\xE0\x80\x80", false, 0);
    row("surrogate", "\xED\xA0\x80", false, 0);
    row("beyond Unicode", "\xF4\x90\x80\x80", false, 0);
    row("Latin-1", "caf\xE9 noir", false, 3);
}

void TestEncodingSniffer::utf8()
{
    QFETCH(QByteArray, text);
    const Utf8Check check = checkUtf8(text);
    QTEST(check.isValid, "isValid");
    QTEST(int(check.firstNonAscii), "first");
}

void TestEncodingSniffer::everyEncodingDecodes()
{
    for (int i = 0; i <= int(Encoding::UserDefined); ++i) {
        const auto encoding = Encoding(i);
        if (!TextDecoder::isAsciiCompatible(encoding) || encoding == Encoding::Replacement)
            continue;
        // ASCII is ASCII in all of them, next to other bytes too; what is cut off is no reason to lose the
        // rest.
        const QString text = TextDecoder(encoding).decode("abc <\xE0");
        QVERIFY2(text.startsWith(QStringLiteral("abc <")), qPrintable(encodingName(encoding)));
        QVERIFY2(text.size() > 5, qPrintable(encodingName(encoding)));
        QCOMPARE(encodingOfLabel(encodingName(encoding).toLatin1()), std::optional(encoding));
    }
}

void TestEncodingSniffer::singleBytes()
{
    QCOMPARE(TextDecoder(Encoding::Windows1252).decode("\x80\x9F\xE9"), QStringLiteral("€Ÿé"));
    QCOMPARE(TextDecoder(Encoding::Iso8859_16).decode("\xA1\xA4\xAA\xFE\xFF"), QStringLiteral("Ą€Șțÿ"));
    QCOMPARE(TextDecoder(Encoding::UserDefined).decode("a\x80\xFF"), QStringLiteral(u"a\uF780\uF7FF"));
    QCOMPARE(TextDecoder(Encoding::Koi8R).decode("\xF0\xD4\xC9\xC3\xC1"), QStringLiteral("Птица"));
    QCOMPARE(TextDecoder(Encoding::Iso8859_8I).decode("\xE0\xE1"), QStringLiteral("אב"));
    QCOMPARE(TextDecoder(Encoding::Replacement).decode("abc\xFF"), QString(QChar(0xFFFD)));
    // gb18030 reaches all of Unicode, and GBK is decoded by it.
    QCOMPARE(TextDecoder(Encoding::Gbk).decode("\x94\x39\xDA\x33"), QStringLiteral("💩"));
}

QTEST_GUILESS_MAIN(TestEncodingSniffer)
#include "tst_encodingsniffer.moc"
