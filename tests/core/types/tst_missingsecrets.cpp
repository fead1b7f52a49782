// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/missingsecrets.h"

#include <QTest>

#include <array>

using namespace turnstone;

namespace {

AddressList listOf(const std::vector<QByteArray> &addresses)
{
    AddressBlockBuilder builder;
    for (const QByteArray &address : addresses)
        builder.add(address);
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

RequestSpec posted(const QByteArray &key, const QByteArray &body)
{
    RequestSpec request;
    request.method = "POST";
    request.headers = {{"X-Api-Key", key}};
    request.body = body;
    request.hasBody = true;
    return request;
}

AddressList listOfRequests(const std::vector<RequestSpec> &requests)
{
    AddressBlockBuilder builder;
    for (const RequestSpec &request : requests)
        builder.add("http://a/", request);
    AddressList list;
    list.append(std::move(builder).build());
    return list;
}

} // namespace

class TestMissingSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyAreTakenInTheirOrder()
    {
        const AddressList list = listOf({"http://me:***@a/", "http://b/", "http://me:***@a/"});
        const AddressList given = listOf({"http://me:one@a/", "http://me:two@a/", "http://me:three@a/"});
        SecretRows rows(list);
        QCOMPARE(rows.take(given, 0), std::optional<RowId>(0));
        QCOMPARE(rows.ambiguous(), std::optional<RowId>(0)); // whose it is, cannot be told
        QVERIFY(rows.isAmbiguous(list, 2));
        QVERIFY(!rows.isAmbiguous(list, 1));
        QCOMPARE(rows.take(given, 1), std::optional<RowId>(2));
        QCOMPARE(rows.ambiguous(), std::optional<RowId>());
        QCOMPARE(rows.take(given, 2), std::optional<RowId>());
        const AddressList filled = rows.filled(list);
        QCOMPARE(filled.text(0), QStringLiteral("http://me:one@a/"));
        QCOMPARE(filled.text(1), QStringLiteral("http://b/"));
        QCOMPARE(filled.text(2), QStringLiteral("http://me:two@a/"));
    }

    void rowsThatAreLeftAloneTakeNone()
    {
        const AddressList list = listOf({"http://me:***@a/", "http://b/", "http://me:***@a/"});
        const std::array<RowId, 2> without{0, 1};
        SecretRows rows(list, without);
        const AddressList given = listOf({"http://me:one@a/", "http://me:two@a/"});
        QCOMPARE(rows.take(given, 0), std::optional<RowId>(2));
        QCOMPARE(rows.take(given, 1), std::optional<RowId>());
        QCOMPARE(rows.ambiguous(), std::optional<RowId>());
        QCOMPARE(rows.filled(list).text(0), QStringLiteral("http://me:***@a/"));
    }

    void whatIsThereWithItsSecretTakesNone()
    {
        const AddressList list = listOf({"http://me:one@a/", "http://me:***@a/"});
        SecretRows rows(list);
        const AddressList given = listOf({"http://me:one@a/", "http://me:two@a/", "http://a/"});
        QCOMPARE(rows.take(given, 0), std::optional<RowId>());
        QCOMPARE(rows.take(given, 2), std::optional<RowId>()); // brings none
        QCOMPARE(rows.take(given, 1), std::optional<RowId>(1));
    }

    void anotherBodyIsAnotherRequest()
    {
        const AddressList list = listOfRequests({posted("***", "one"), posted("***", "two")});
        QCOMPARE(rowsLackingSecret(list), (std::vector<RowId>{0, 1})); // though no address has stars
        SecretRows rows(list);
        const AddressList given = listOfRequests({posted("key", "two"), posted("key", "three")});
        QCOMPARE(rows.take(given, 0), std::optional<RowId>(1));
        QCOMPARE(rows.take(given, 1), std::optional<RowId>());
        QCOMPARE(rows.ambiguous(), std::optional<RowId>());
        const AddressList filled = rows.filled(list);
        QCOMPARE(filled.request(1)->headers.front().second, QByteArray("key"));
        QCOMPARE(filled.request(0)->headers.front().second, QByteArray("***"));
    }
};

QTEST_GUILESS_MAIN(TestMissingSecrets)
#include "tst_missingsecrets.moc"
