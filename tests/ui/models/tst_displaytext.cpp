// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/displaytext.h"

#include <QTest>

using namespace turnstone;
using namespace std::chrono_literals;

class TestDisplayText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreMadeVisible_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"新浪新闻 – Home"_qs << u"新浪新闻 – Home"_qs;
        QTest::newRow("white space") << u"  a\r\n\t b  "_qs << u"a b"_qs;
        QTest::newRow("control") << u"a\u0000b\u001B[1m\u007F"_qs << u"a\u2400b\u241B[1m\u2421"_qs;
        QTest::newRow("override") << u"gpj.\u202Eexe"_qs << u"gpj.\u27E8202E\u27E9exe"_qs;
        QTest::newRow("isolate") << u"\u2066x\u2069"_qs << u"\u27E82066\u27E9x\u27E82069\u27E9"_qs;
        QTest::newRow("marks") << u"a\u200F\u200Bb"_qs << u"a\u27E8200F\u27E9\u27E8200B\u27E9b"_qs;
        QTest::newRow("separator") << u"a\u2028b"_qs << u"a\u27E82028\u27E9b"_qs;
        QTest::newRow("joiner stays") << u"\u0915\u094D\u200D\u0937"_qs << u"\u0915\u094D\u200D\u0937"_qs;
        QTest::newRow("astral stays") << u"\U0001F426 bird"_qs << u"\U0001F426 bird"_qs;
        QTest::newRow("tag characters") << u"a\U000E0041"_qs << u"a\u27E8E0041\u27E9"_qs;
        QTest::newRow("half a pair") << (u"a"_qs + QChar(0xD83D)) << u"a\u27E8D83D\u27E9"_qs;
    }
    void linesAreMadeVisible()
    {
        QFETCH(QString, text);
        QTEST(visibleLine(text), "shown");
    }

    void linesAreBounded()
    {
        const QString line = visibleLine(QString(10'000'000, u'x'), 100);
        QCOMPARE(line.size(), 101);
        QVERIFY(line.endsWith(u'\u2026'));
        QCOMPARE(visibleLine(QByteArray(10'000'000, 'x'), 100).size(), 101);
        QCOMPARE(visibleLine(QByteArrayView("\xff")), u"\uFFFD"_qs);
    }

    void textsKeepTheirLines()
    {
        QCOMPARE(visibleText(u"a\r\nb\tc\u202E\u0000"_qs), u"a\nb\tc\u27E8202E\u27E9\u2400"_qs);
        QCOMPARE(visibleText(u"plain\n"_qs), u"plain\n"_qs);
    }

    void toolTipsAreNeverMarkup()
    {
        QVERIFY(!plainToolTip(u"<b>x</b><img src=file:///etc/passwd>"_qs).contains(u"<img"_qs));
        QVERIFY(plainToolTip({}).isEmpty());
    }

    void durations_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("text");
        QTest::newRow("not known") << qint64(-1) << u"–"_qs;
        QTest::newRow("nothing") << qint64(0) << u"0 ms"_qs;
        QTest::newRow("under") << qint64(400) << u"< 1 ms"_qs;
        QTest::newRow("ms") << qint64(41'200) << u"41 ms"_qs;
        QTest::newRow("rounds up to a second") << qint64(999'600) << u"1.00 s"_qs;
        QTest::newRow("seconds") << qint64(1'524'000) << u"1.52 s"_qs;
        QTest::newRow("ten seconds") << qint64(15'000'000) << u"15.0 s"_qs;
        QTest::newRow("minutes") << qint64(200'000'000) << u"3:20"_qs;
    }
    void durations()
    {
        QFETCH(qint64, us);
        QFETCH(QString, text);
        QCOMPARE(durationText(us).replace(u'\u00A0', u' '), text);
    }

    void otherNumbers()
    {
        QCOMPARE(countdownText(3001ms), u"0:04"_qs);
        QCOMPARE(countdownText(-5ms), u"0:00"_qs);
        QCOMPARE(countdownText(3599s), u"59:59"_qs);
        QCOMPARE(countdownText(3600s), u"1:00:00"_qs);
        QCOMPARE(countdownText(3720s), u"1:02:00"_qs);
        QCOMPARE(bytesText(120), u"120\u00A0B"_qs);
        QCOMPARE(bytesText(1'254), u"1.3\u00A0kB"_qs);
        QCOMPARE(bytesText(412'000), u"412\u00A0kB"_qs);
        QCOMPARE(bytesText(999'960), u"1.0\u00A0MB"_qs);
        QCOMPARE(rateText(812.4), u"812\u00A0/s"_qs);
        QCOMPARE(rateText(14.23), u"14.2\u00A0/s"_qs);
        QCOMPARE(percentText(0.99999), u"99.9\u00A0%"_qs);
        QCOMPARE(percentText(1), u"100\u00A0%"_qs);
        QCOMPARE(percentText(0), u"0\u00A0%"_qs);
        QCOMPARE(statusText(404, "Not Found"), u"404 Not Found"_qs);
        QCOMPARE(statusText(200, ""), u"200"_qs);
    }
};

QTEST_GUILESS_MAIN(TestDisplayText)
#include "tst_displaytext.moc"
