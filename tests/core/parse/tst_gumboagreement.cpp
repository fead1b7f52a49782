// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/pageparser.h"
#include "core/parse/textdecoder.h"
#include "tests/core/parse/gumboreference.h"
#include "tests/core/parse/pagemutator.h"

#include <QDir>
#include <QStringEncoder>
#include <QTest>

using namespace turnstone;

namespace {

const QUrl PageUrl(QStringLiteral("http://host.example/dir/page"));

PageFacts referenceFacts(const QByteArray &page, parse::Encoding encoding)
{
    PageFacts facts = gumboFacts(parse::TextDecoder(encoding).decode(page).toUtf8(), PageUrl);
    facts.charset = parse::encodingName(encoding);
    return facts;
}

QByteArray contentType(parse::Encoding encoding)
{
    return "text/html; charset=" + parse::encodingName(encoding).toLatin1();
}

QList<QByteArray> handwrittenPages(const QStringList &names = {})
{
    const QDir dir(QStringLiteral(PAGES_DIR));
    QList<QByteArray> pages;
    for (const QString &name : names.isEmpty() ? dir.entryList({QStringLiteral("*.html")}) : names) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            pages.append(file.readAll());
    }
    return pages;
}

QList<QByteArray> encoded(const QList<QByteArray> &pages, const char *encoding)
{
    QList<QByteArray> result;
    for (const QByteArray &page : pages)
        result.append(QStringEncoder(encoding)(QString::fromUtf8(page)));
    return result;
}

} // namespace

class TestGumboAgreement final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handwritten_data();
    void handwritten();
    void mutated();
};

void TestGumboAgreement::handwritten_data()
{
    QTest::addColumn<QByteArray>("page");
    const QDir dir(QStringLiteral(PAGES_DIR));
    const QStringList names = dir.entryList({QStringLiteral("*.html")});
    QVERIFY(!names.isEmpty());
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << handwrittenPages({name}).first();
}

void TestGumboAgreement::handwritten()
{
    QFETCH(QByteArray, page);
    const PageFacts ours = parsePage(page, contentType(parse::Encoding::Utf8), PageUrl);
    const PageFacts gumbo = referenceFacts(page, parse::Encoding::Utf8);
    QCOMPARE(difference(ours, gumbo), QString());
}

void TestGumboAgreement::mutated()
{
    // 100,000 in all where they are quick; a sample of them in a debug build, which is many times slower.
#ifdef NDEBUG
    constexpr int Scale = 1000;
#else
    constexpr int Scale = 100;
#endif
    constexpr quint32 Seed = 20240229;
    const QString cyrillic = QStringLiteral("cyrillic.html"), chinese = QStringLiteral("chinese.html"),
                  japanese = QStringLiteral("japanese.html");
    using parse::Encoding;
    struct Share
    {
        Encoding encoding;
        QList<QByteArray> pages;
        int count;
    };
    const Share shares[] = {
        {Encoding::Utf8, handwrittenPages(), 80 * Scale},
        {Encoding::Windows1251, encoded(handwrittenPages({cyrillic}), "windows-1251"), 5 * Scale},
        {Encoding::Gbk, encoded(handwrittenPages({chinese}), "GBK"), 5 * Scale},
        {Encoding::ShiftJis, encoded(handwrittenPages({japanese}), "Shift_JIS"), 5 * Scale},
        {Encoding::Utf16Le, encoded(handwrittenPages({cyrillic, chinese, japanese}), "UTF-16LE"), 5 * Scale},
    };
    int total = 0;
    int disagreements = 0;
    for (const Share &share : shares) {
        PageMutator mutator(share.pages, Seed);
        const QByteArray type = contentType(share.encoding);
        for (int i = 0; i < share.count; ++i) {
            const QByteArray page = mutator.next();
            const QString found =
                difference(parsePage(page, type, PageUrl), referenceFacts(page, share.encoding));
            if (!found.isEmpty() && ++disagreements <= 5)
                qInfo("%s page %d: %s", type.constData(), i, qPrintable(found));
        }
        total += share.count;
    }
    qInfo("%d mutated pages, %d disagreements (%.3f %%)", total, disagreements,
          100.0 * disagreements / total);
    QVERIFY(disagreements * 1000.0 <= total);
}

QTEST_GUILESS_MAIN(TestGumboAgreement)
#include "tst_gumboagreement.moc"
