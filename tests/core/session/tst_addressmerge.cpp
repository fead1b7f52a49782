// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/addressmerge.h"

#include <QTest>

using namespace turnstone;

class TestAddressMerge final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merge_data()
    {
        QTest::addColumn<QByteArrayList>("list");
        QTest::addColumn<QByteArrayList>("given");
        QTest::addColumn<QByteArrayList>("merged");
        QTest::addColumn<QList<RowId>>("rows");
        const QByteArrayList ab{"http://a/", "http://b/"};
        QTest::newRow("into nothing") << QByteArrayList{} << ab << ab << QList<RowId>{0, 1};
        QTest::newRow("one of them twice")
            << ab << QByteArrayList{"http://b/", "http://a/", "http://b/"} << ab << QList<RowId>{0, 1};
        QTest::newRow("nothing") << ab << QByteArrayList{} << ab << QList<RowId>{};
        QTest::newRow("the same") << ab << ab << ab << QList<RowId>{0, 1};
        QTest::newRow("some of them, in another order")
            << ab << QByteArrayList{"http://c/", "http://b/"}
            << QByteArrayList{"http://a/", "http://b/", "http://c/"} << QList<RowId>{1, 2};
        QTest::newRow("a request of its own is another address")
            << ab << QByteArrayList{"HEAD http://a/", "http://a/"}
            << QByteArrayList{"http://a/", "http://b/", "HEAD http://a/"} << QList<RowId>{0, 2};
        QTest::newRow("bad lines, each a row") << QByteArrayList{"!x"} << QByteArrayList{"!x", "!y", "!y"}
                                               << QByteArrayList{"!x", "!y", "!y"} << QList<RowId>{0, 1, 2};
        const QByteArrayList equal{"!x", "http://a/", "!x", "!x"};
        QTest::newRow("equal bad lines into nothing")
            << QByteArrayList{} << equal << equal << QList<RowId>{0, 1, 2, 3};
        QTest::newRow("equal bad lines once more") << equal << equal << equal << QList<RowId>{0, 1, 2, 3};
        QTest::newRow("fewer of equal bad lines")
            << equal << QByteArrayList{"!x", "!x"} << equal << QList<RowId>{0, 2};
        QTest::newRow("more of equal bad lines")
            << QByteArrayList{"!x", "!x"} << QByteArrayList{"!x", "!x", "!x", "?x"}
            << QByteArrayList{"!x", "!x", "!x", "?x"} << QList<RowId>{0, 1, 2, 3};
        QTest::newRow("bad for another reason") << QByteArrayList{"?x"} << QByteArrayList{"!x", "?x"}
                                                << QByteArrayList{"?x", "!x"} << QList<RowId>{0, 1};
        QTest::newRow("another spelling of the same request")
            << QByteArrayList{"http://a/%2f", "http://bücher.example/"}
            << QByteArrayList{"http://xn--bcher-kva.example/", "http://a/%2F", "http://a/%252f"}
            << QByteArrayList{"http://a/%2f", "http://bücher.example/", "http://a/%252f"}
            << QList<RowId>{0, 1, 2};
        const QByteArrayList hidden{"http://u:***@a/", "http://b/", "http://u:***@a/"};
        QTest::newRow("a password that the list lacks")
            << hidden << QByteArrayList{"http://b/", "http://u:p@a/"}
            << QByteArrayList{"http://u:p@a/", "http://b/", "http://u:***@a/"} << QList<RowId>{0, 1};
        QTest::newRow("passwords of a user, in their order")
            << hidden << QByteArrayList{"http://u:p@a/", "http://u:q@a/", "http://u:r@a/"}
            << QByteArrayList{"http://u:p@a/", "http://b/", "http://u:q@a/", "http://u:r@a/"}
            << QList<RowId>{0, 2, 3};
        QTest::newRow("a password that the list has")
            << QByteArrayList{"http://u:***@a/", "http://u:q@a/"} << QByteArrayList{"http://u:q@a/"}
            << QByteArrayList{"http://u:***@a/", "http://u:q@a/"} << QList<RowId>{1};
        QTest::newRow("a token that the list lacks")
            << QByteArrayList{"http://***@a/"} << QByteArrayList{"http://u:p@a/", "http://t@a/"}
            << QByteArrayList{"http://t@a/", "http://u:p@a/"} << QList<RowId>{0, 1};
        QTest::newRow("no password is another address")
            << QByteArrayList{"http://u:***@a/"} << QByteArrayList{"http://a/"}
            << QByteArrayList{"http://u:***@a/", "http://a/"} << QList<RowId>{1};
        QTest::newRow("a bad line is no address")
            << QByteArrayList{"!http://a/"} << QByteArrayList{"http://a/"}
            << QByteArrayList{"!http://a/", "http://a/"} << QList<RowId>{1};
    }

    void merge()
    {
        QFETCH(QByteArrayList, list);
        QFETCH(QByteArrayList, given);
        QFETCH(QByteArrayList, merged);
        QFETCH(QList<RowId>, rows);
        const MergedAddresses result = mergeAddresses(listOf(list), listOf(given));
        QCOMPARE(textsOf(result.addresses), merged);
        QCOMPARE(QList<RowId>(result.rows.begin(), result.rows.end()), rows);
    }

    void fill_data()
    {
        QTest::addColumn<QByteArrayList>("list");
        QTest::addColumn<QByteArrayList>("given");
        QTest::addColumn<QByteArrayList>("filled");
        QTest::addColumn<QByteArrayList>("left");
        const QByteArrayList hidden{"http://u:***@a/", "http://b/", "http://u:***@a/"};
        QTest::newRow("nothing") << hidden << QByteArrayList{} << hidden << QByteArrayList{};
        QTest::newRow("all, in their order")
            << hidden << QByteArrayList{"http://u:p@a/", "!x", "http://u:q@a/", "http://c/"}
            << QByteArrayList{"http://u:p@a/", "http://b/", "http://u:q@a/"}
            << QByteArrayList{"!x", "http://c/"};
        QTest::newRow("one of two, whichever it is")
            << hidden << QByteArrayList{"http://u:q@a/"} << hidden << QByteArrayList{"http://u:q@a/"};
        QTest::newRow("one of two, and another that is clear")
            << QByteArrayList(hidden + QByteArrayList{"http://v:***@a/"})
            << QByteArrayList{"http://u:q@a/", "http://v:r@a/"}
            << QByteArrayList(hidden + QByteArrayList{"http://v:r@a/"}) << QByteArrayList{"http://u:q@a/"};
    }

    void fill()
    {
        QFETCH(QByteArrayList, list);
        QFETCH(QByteArrayList, given);
        const FilledAddresses result = fillSecrets(listOf(list), listOf(given));
        QTEST(textsOf(result.addresses), "filled");
        QTEST(textsOf(result.left), "left");
    }

    void knownBadLines_data()
    {
        QTest::addColumn<QByteArrayList>("list");
        QTest::addColumn<QByteArrayList>("given");
        QTest::addColumn<QByteArrayList>("left");
        const QByteArrayList list{"!x", "http://a/", "!x", "!y"};
        QTest::newRow("nothing") << list << QByteArrayList{} << QByteArrayList{};
        QTest::newRow("the same") << list << list << QByteArrayList{"http://a/"};
        QTest::newRow("one more of equal ones")
            << list << QByteArrayList{"!x", "!x", "!x", "!z"} << QByteArrayList{"!x", "!z"};
        QTest::newRow("for another reason") << list << QByteArrayList{"?x"} << QByteArrayList{"?x"};
        QTest::newRow("an address") << QByteArrayList{"!http://a/"} << QByteArrayList{"http://a/"}
                                    << QByteArrayList{"http://a/"};
    }

    void knownBadLines()
    {
        QFETCH(QByteArrayList, list);
        QFETCH(QByteArrayList, given);
        QTEST(textsOf(withoutKnownBadLines(listOf(list), listOf(given))), "left");
    }

    void whatWasRemovedIsBackWhenItIsGiven_data()
    {
        QTest::addColumn<QByteArrayList>("given");
        QTest::addColumn<QByteArrayList>("merged");
        QTest::addColumn<QList<RowId>>("rows");
        QTest::addColumn<QList<RowId>>("back");
        // of which 1, 2, 4 and 5 are out of the list
        const QByteArrayList list{"http://a/", "http://b/", "!x", "!x", "http://c/", "http://u:***@a/"};
        QTest::newRow("nothing of it")
            << QByteArrayList{"http://a/"} << list << QList<RowId>{0} << QList<RowId>{};
        QTest::newRow("in its place")
            << QByteArrayList{"http://c/", "http://a/"} << list << QList<RowId>{0, 4} << QList<RowId>{4};
        QTest::newRow("some of them")
            << QByteArrayList{"http://b/", "http://c/"} << list << QList<RowId>{1, 4} << QList<RowId>{1, 4};
        QTest::newRow("a bad line is one of the list, else a new one")
            << QByteArrayList{"!x", "!x"} << QByteArrayList(list + QByteArrayList{"!x"}) << QList<RowId>{3, 6}
            << QList<RowId>{};
        QTest::newRow("whose password nobody knows")
            << QByteArrayList{"http://u:p@a/"} << QByteArrayList(list + QByteArrayList{"http://u:p@a/"})
            << QList<RowId>{6} << QList<RowId>{};
    }

    void whatWasRemovedIsBackWhenItIsGiven()
    {
        QFETCH(QByteArrayList, given);
        QFETCH(QByteArrayList, merged);
        QFETCH(QList<RowId>, rows);
        QFETCH(QList<RowId>, back);
        const QByteArrayList list{"http://a/", "http://b/", "!x", "!x", "http://c/", "http://u:***@a/"};
        const std::vector<RowId> removed{1, 2, 4, 5};
        const MergedAddresses result = mergeAddresses(listOf(list), listOf(given), removed);
        QCOMPARE(textsOf(result.addresses), merged);
        QCOMPARE(QList<RowId>(result.rows.begin(), result.rows.end()), rows);
        QCOMPARE(QList<RowId>(result.back.begin(), result.back.end()), back);
        QVERIFY(!result.ambiguous);
    }

    void whatWasRemovedTakesNoSecretAndKnowsNoLine()
    {
        const AddressList list = listOf({"http://u:***@a/", "!x", "http://u:***@a/", "!x"});
        const std::vector<RowId> removed{0, 1};
        const FilledAddresses filled = fillSecrets(list, listOf({"http://u:p@a/"}), removed);
        QCOMPARE(textsOf(filled.addresses), (QByteArrayList{"http://u:***@a/", "!x", "http://u:p@a/", "!x"}));
        QVERIFY(filled.left.isEmpty());
        QCOMPARE(textsOf(withoutKnownBadLines(list, listOf({"!x", "!x"}), removed)), QByteArrayList{"!x"});
    }

    void keysOfRequestsAreTakenOver()
    {
        const auto listWith = [](const QByteArray &key, const QByteArray &trace) {
            AddressBlockBuilder builder;
            builder.add("http://a/", {"POST", {{"X-Key", key}, {"X-Trace", trace}}, "body", true});
            builder.add("http://a/");
            AddressList list;
            list.append(std::move(builder).build());
            return list;
        };
        const MergedAddresses result = mergeAddresses(listWith("***", "1"), listWith("k", "1"));
        QCOMPARE(result.addresses.size(), 2);
        QCOMPARE(*result.addresses.request(0),
                 (RequestSpec{"POST", {{"X-Key", "k"}, {"X-Trace", "1"}}, "body", true}));
        QVERIFY(!result.addresses.request(1));
        const MergedAddresses other = mergeAddresses(listWith("***", "1"), listWith("k", "2"));
        QCOMPARE(other.addresses.size(), 3);
        QCOMPARE(other.addresses.request(0)->headers.first().second, QByteArray("***"));
    }

    void manyBlocks()
    {
        QByteArrayList texts;
        for (int i = 0; i < 40'000; ++i)
            texts.append(QByteArray("http://a/" + QByteArray::number(i)));
        const MergedAddresses result = mergeAddresses(listOf(texts.mid(20'000)), listOf(texts));
        QCOMPARE(result.addresses.size(), 40'000);
        QCOMPARE(result.rows.size(), size_t(40'000));
        QCOMPARE(textsOf(result.addresses), texts.mid(20'000) + texts.mid(0, 20'000));
    }

private:
    /// "!x" is a bad line, "?x" one with another problem, "HEAD x" an address with a request of its own.
    static AddressList listOf(const QByteArrayList &texts)
    {
        AddressBlockBuilder builder;
        for (const QByteArray &text : texts) {
            if (text.startsWith('!'))
                builder.addInvalid(text.mid(1), AddressProblem::BadSyntax);
            else if (text.startsWith('?'))
                builder.addInvalid(text.mid(1), AddressProblem::NoAddress);
            else if (text.startsWith("HEAD "))
                builder.add(text.mid(5), RequestSpec{"HEAD", {}, {}, false});
            else
                builder.add(text);
        }
        AddressList list;
        list.append(std::move(builder).build());
        return list;
    }
    static QByteArrayList textsOf(const AddressList &list)
    {
        QByteArrayList texts;
        for (RowId row = 0; row < RowId(list.size()); ++row) {
            const QByteArray mark = list.problem(row) == AddressProblem::NoAddress ? "?"
                                    : list.problem(row) != AddressProblem::None    ? "!"
                                    : list.request(row)                            ? "HEAD "
                                                                                   : "";
            texts.append(QByteArray(mark + list.at(row).toByteArray()));
        }
        return texts;
    }
};

QTEST_GUILESS_MAIN(TestAddressMerge)
#include "tst_addressmerge.moc"
