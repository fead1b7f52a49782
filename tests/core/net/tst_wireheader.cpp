// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/wireheader.h"

#include <QNetworkReply>
#include <QTest>

using namespace turnstone;

namespace {

/// Keeps fields as Qt's own replies do.
class PlainReply final : public QNetworkReply
{
public:
    explicit PlainReply(const HeaderList &fields)
    {
        for (const auto &[name, value] : fields)
            setRawHeader(name, value);
    }
    void abort() override {}
    qint64 readData(char *, qint64) override { return -1; }
    void answer(int status, const QByteArray &reason)
    {
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, status);
        setAttribute(QNetworkRequest::HttpReasonPhraseAttribute, reason);
    }
};

/// "A=1|B=2"
HeaderList fieldsOf(const QByteArray &text)
{
    HeaderList fields;
    for (const QByteArray &each : text.split('|')) {
        const qsizetype equals = each.indexOf('=');
        fields.emplace_back(each.first(equals), each.sliced(equals + 1));
    }
    return fields;
}

} // namespace

class TestWireHeader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreJoined_data()
    {
        QTest::addColumn<QByteArray>("came");
        QTest::addColumn<QByteArray>("joined");
        const auto row = [](const char *name, const char *came, const char *joined) {
            QTest::newRow(name) << QByteArray(came) << QByteArray(joined);
        };
        row("all different", "A=1|B=2|C=", "A=1|B=2|C=");
        row("one twice", "A=1|B=2|a=3", "B=2|a=1, 3");
        row("one three times", "A=1|A=2|B=3|A=4", "B=3|A=1, 2, 4");
        row("an empty value", "A=|A=1|A=", "A=, 1, ");
        row("cookies", "Set-Cookie=a=1|set-cookie=b=2", "set-cookie=a=1\nb=2");
        row("the last target", "Location=/a|Location=/b", "Location=/b");
        row("the last type", "Content-Type=text/html|A=1|content-type=text/plain",
            "A=1|content-type=text/plain");
        row("an empty target", "Location=/a|Location=", "Location=/a");
        row("an empty target first", "Location=|Location=/a", "Location=/a");
        row("a part of a name", "Location=/a|Locations=/b|Loc=/c", "Location=/a|Locations=/b|Loc=/c");
    }

    void fieldsAreJoined()
    {
        QFETCH(QByteArray, came);
        QFETCH(QByteArray, joined);
        const HeaderList fields = joinedFields(fieldsOf(came));
        QCOMPARE(fields, fieldsOf(joined));
        QCOMPARE(PlainReply(fields).rawHeaderPairs(), fields); // which has one of each name
    }

    void fieldsAreFound()
    {
        const WireHeader header{200, "OK", fieldsOf("A=1|Retry-After=|a=2")};
        QCOMPARE(header.value("a"), "1");
        QCOMPARE(header.value("RETRY-AFTER"), "");
        QVERIFY(header.find("retry-after"));
        QVERIFY(!header.find("Retry"));
        QVERIFY(!header.find("Retry-After-"));
        QVERIFY(header.value("Retry").isNull());
    }

    void itIsTakenFromQt()
    {
        PlainReply reply(fieldsOf("A=1|B=2"));
        QCOMPARE(WireHeader::of(reply).status, 0);
        reply.answer(203, "Other");
        const WireHeader header = WireHeader::of(reply);
        QCOMPARE(header.status, 203);
        QCOMPARE(header.reason, "Other");
        QCOMPARE(header.fields, fieldsOf("A=1|B=2"));
    }
};

QTEST_GUILESS_MAIN(TestWireHeader)
#include "tst_wireheader.moc"
