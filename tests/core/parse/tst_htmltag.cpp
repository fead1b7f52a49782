// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/parse/htmltag.h"

#include <QByteArray>
#include <QTest>

using namespace turnstone::parse;

namespace {

struct Read
{
    TagName name;
    qsizetype length;
    bool operator==(const Read &) const = default;
};

template <typename Reader>
Read read(const QByteArray &text, Reader reader)
{
    const char *p = text.constBegin();
    const TagName name = reader(p, text.constEnd());
    return {name, p - text.constBegin()};
}

} // namespace

class TestHtmlTag final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownNamesAreKnown_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("tag");
#define T(id, name, traits) QTest::newRow(name) << QByteArray(name) << int(Tag::id);
        TURNSTONE_TAGS(T)
#undef T
    }

    void knownNamesAreKnown()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, tag);
        const Read expected{{Tag(tag), 0}, name.size()};
        for (const QByteArray &each : {name, name.toUpper()}) {
            for (const char *after : {">", " ", "/>", "\n", "\t a=b>", ">and much more text", ""})
                QCOMPARE(read(each + after, readTagName), expected);
            QCOMPARE(read(each + "9x>", readTagName).name.tag, Tag::Other);
        }
    }

    /// Whatever is quick about them must not show.
    void shortNamesAreReadAsAnyOther()
    {
        for (int first = 0; first < 256; ++first) {
            for (int second = 0; second < 256; ++second) {
                for (const char *after : {"", ">", " a", "/", "\r", "x>", "5 ", ">0123456789abcdef"}) {
                    const QByteArray text = QByteArray(1, char(first)) + char(second) + after;
                    if (!(read(text, readTagName) == read(text, readAnyTagName)))
                        QFAIL(text.toHex().constData());
                }
            }
            const QByteArray alone(1, char(first));
            QVERIFY(read(alone, readTagName) == read(alone, readAnyTagName));
        }
    }
};

QTEST_GUILESS_MAIN(TestHtmlTag)
#include "tst_htmltag.moc"
