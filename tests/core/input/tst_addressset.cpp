// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/addressset.h"

#include <QElapsedTimer>
#include <QTest>

using namespace turnstone;

class TestAddressSet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneRequestIsOneRow_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const char *name, const char *one, const char *other, bool same) {
            QTest::newRow(name) << QByteArray(one) << QByteArray(other) << same;
        };
        row("punycode", "https://bücher.example/", "https://xn--bcher-kva.example/", true);
        row("ß is a letter", "https://straße.example/", "https://xn--strae-oqa.example/", true);
        row("ß is not ss", "https://straße.example/", "https://strasse.example/", false);
        row("case of escapes", "https://a.example/%2fx", "https://a.example/%2Fx", true);
        row("an escaped slash is no slash", "https://a.example/%2Fx", "https://a.example//x", false);
        row("Unicode in a path", "https://a.example/ü", "https://a.example/%c3%bc", true);
        row("Unicode in a query", "https://a.example/?q=ü", "https://a.example/?q=%C3%BC", true);
        row("another encoding", "https://a.example/%FC", "https://a.example/%C3%BC", false);
        row("unreserved", "https://a.example/%7euser", "https://a.example/~user", true);
        row("reserved", "https://a.example/%3Bx", "https://a.example/;x", false);
        row("braces are sent encoded", "https://a.example/{x}|", "https://a.example/%7Bx%7D%7C", true);
        row("a plus is no space", "https://a.example/?q=a+b", "https://a.example/?q=a%20b", false);
        row("case of a path", "https://a.example/A", "https://a.example/a", false);
        row("dots", "https://a.example/x/../y", "https://a.example/y", false);
        row("scheme", "https://a.example/", "http://a.example/", false);
        row("the port is sent", "https://a.example:443/", "https://a.example/", false);
        row("the last dot is sent", "https://a.example./", "https://a.example/", false);
        row("an empty query is sent", "https://a.example/?", "https://a.example/", false);
        row("user", "https://u@a.example/", "https://a.example/", false);
    }

    void oneRequestIsOneRow()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QFETCH(bool, same);
        for (const auto &[first, second] : {std::pair(one, other), std::pair(other, one)}) {
            AddressSet set;
            QVERIFY(set.add(first).isNew);
            const AddressSet::Place place = set.add(second);
            QCOMPARE(place.isNew, !same);
            QCOMPARE(place.row, RowId(same ? 0 : 1));
            QCOMPARE(set.at(0).toByteArray(), first);
            AddressSet later(set.takeNew());
            QVERIFY(!later.add(second).isNew);
        }
    }

    void requestsOfTheirOwnAreRows()
    {
        AddressSet set;
        const RequestSpec post{"POST", {}, "x", true};
        QVERIFY(set.add("https://a.example/%2f").isNew);
        QVERIFY(set.add("https://a.example/%2f", &post).isNew);
        QVERIFY(!set.add("https://a.example/%2F", &post).isNew);
    }

    void badTextsAreNoAddresses()
    {
        AddressSet set;
        QCOMPARE(set.addBad("https://a.example/", AddressProblem::Ambiguous), RowId(0));
        QVERIFY(set.add("https://a.example/").isNew);
        QCOMPARE(set.addBad("x", AddressProblem::NoAddress), RowId(2));
        QCOMPARE(set.addBad("x", AddressProblem::NoAddress), RowId(3));
        AddressSet later(set.takeNew());
        QCOMPARE(later.addBad("x", AddressProblem::NoAddress), RowId(4));
        QVERIFY(later.add("https://x/").isNew);
        QCOMPARE(later.add("https://a.example/").row, RowId(1));
    }
};

QTEST_APPLESS_MAIN(TestAddressSet)
#include "tst_addressset.moc"
