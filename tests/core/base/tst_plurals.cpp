// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/translation.h"
#include "tests/support/catalogue.h"

#include <QCoreApplication>
#include <QTest>

#include <limits>

using namespace turnstone;
using namespace Qt::StringLiterals;

/// One is a form of its own, in each program and of each sentence with a number.
class TestPlurals final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofCounts_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<QString>("text");
        QTest::newRow("0") << qint64(0) << u"0 rows were removed from the list."_s;
        QTest::newRow("1") << qint64(1) << u"1 row was removed from the list."_s;
        QTest::newRow("2") << qint64(2) << u"2 rows were removed from the list."_s;
        QTest::newRow("11") << qint64(11) << u"11 rows were removed from the list."_s;
        QTest::newRow("2^32 + 1") << qint64(4'294'967'297)
                                  << u"4294967297 rows were removed from the list."_s;
    }

    void ofCounts()
    {
        QFETCH(qint64, count);
        QFETCH(QString, text);
        const QString sentence =
            QCoreApplication::translate("turnstone::MainWindow", "%1 rows were removed from the list.",
                                        nullptr, pluralOf(count))
                .arg(count);
        QCOMPARE(sentence, text);
    }

    void ofFunctionsOfNoClass()
    {
        QCOMPARE(turnstone::tr("%1 results", nullptr, 1), u"%1 result"_s);
        QCOMPARE(turnstone::tr("%1 results", nullptr, 5), u"%1 results"_s);
        QCOMPARE(turnstone::tr("no such sentence"), u"no such sentence"_s);
    }

    /// Other languages look at the last digits.
    void greatCountsKeepTheirLastDigits()
    {
        QCOMPARE(pluralOf(7), 7);
        QCOMPARE(pluralOf(std::numeric_limits<int>::max()), std::numeric_limits<int>::max());
        for (const qint64 count :
             {qint64(5'000'000'021), qint64(4'294'967'297), std::numeric_limits<qint64>::max()}) {
            QVERIFY(pluralOf(count) > 1);
            QCOMPARE(pluralOf(count) % 1000, int(count % 1000));
        }
    }

    void theCatalogueHasEachSentence()
    {
        const Catalogue kept = keptPlurals(), updated = updatedPlurals();
        QVERIFY2(kept.failure.isEmpty(), qPrintable(kept.failure));
        QVERIFY2(updated.failure.isEmpty(), qPrintable(updated.failure));
        QVERIFY(kept.plurals.size() > 40);
        QVERIFY2(kept.unfinished.isEmpty(), qPrintable(kept.unfinished.join(u'\n')));
        QVERIFY2(updated.unfinished.isEmpty(), qPrintable(updated.unfinished.join(u'\n')));
        QStringList gone;
        for (const QString &each : kept.plurals) {
            if (!updated.plurals.contains(each))
                gone.append(each);
        }
        QVERIFY2(gone.isEmpty(), qPrintable(gone.join(u'\n')));
    }

    /// Of a class without a context of its own, what is shown is not what translators get to see.
    void eachSentenceHasItsContext()
    {
        const Catalogue all = extractCatalogue();
        QVERIFY2(all.failure.isEmpty(), qPrintable(all.failure));
        QVERIFY2(all.complaints.isEmpty(), qPrintable(all.complaints.join(u'\n')));
        QVERIFY(all.sentences.size() > 1000);
    }
};

QTEST_GUILESS_MAIN(TestPlurals)
#include "tst_plurals.moc"
