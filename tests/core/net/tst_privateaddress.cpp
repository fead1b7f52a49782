// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/privateaddress.h"

#include <QTest>

using namespace turnstone;

class TestPrivateAddress final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<bool>("isPrivate");
        for (const char *address : {"0.0.0.0",
                                    "0.1.2.3",
                                    "10.0.0.1",
                                    "10.255.255.255",
                                    "100.64.0.0",
                                    "100.127.255.255",
                                    "127.0.0.1",
                                    "127.255.255.254",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.168.0.1",
                                    "198.18.0.1",
                                    "198.19.255.255",
                                    "224.0.0.1",
                                    "239.255.255.250",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "fe80::1",
                                    "febf::1",
                                    "fec0::1",
                                    "fc00::1",
                                    "fdff::1",
                                    "ff02::1",
                                    "::ffff:10.0.0.1",
                                    "::ffff:127.0.0.1",
                                    "::10.0.0.1",
                                    "64:ff9b::10.0.0.1",
                                    "64:ff9b:1::1",
                                    "2002:a00:1::",
                                    "2002:7f00:1::1"})
            QTest::newRow(address) << true;
        for (const char *address :
             {"1.1.1.1",         "9.255.255.255",  "11.0.0.0",         "100.63.255.255",  "100.128.0.0",
              "126.255.255.255", "128.0.0.1",      "169.253.255.255",  "169.255.0.0",     "172.15.255.255",
              "172.32.0.0",      "192.0.1.1",      "192.0.2.1",        "192.167.255.255", "192.169.0.0",
              "198.17.255.255",  "198.20.0.0",     "198.51.100.1",     "223.255.255.255", "2606:4700::1111",
              "2001:db8::1",     "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::",  "fbff::1"})
            QTest::newRow(address) << false;
    }

    void addresses()
    {
        const QString address = QString::fromLatin1(QTest::currentDataTag());
        QVERIFY(!QHostAddress(address).isNull());
        QTEST(isPrivateAddress(QHostAddress(address)), "isPrivate");
        QTEST(isPrivateHost(address), "isPrivate");
    }

    void hosts_data()
    {
        QTest::addColumn<bool>("isPrivate");
        for (const char *host :
             {"localhost", "LOCALHOST", "localhost.", "shop.localhost", "[::1]", "127.1", "0x7f000001",
              "2130706433", "0177.0.0.1", "10.0.0.1.", "localhost.localdomain", "ip6-localhost",
              "ip6-loopback", "4469227530", "0x10a60000a", "localhost6", "localhost4.localdomain4",
              "1.2.3.4.5", "[::ffff:0:10.97.0.10]"})
            QTest::newRow(host) << true;
        for (const char *host : {"example.org", "localhost.example.org", "notlocalhost", "[2606:4700::1111]",
                                 "10.example.org", "", "example.1a", "0xyz.example", "example.0xg"})
            QTest::newRow(host) << false;
    }

    void hosts() { QTEST(isPrivateHost(QString::fromLatin1(QTest::currentDataTag())), "isPrivate"); }

    void nothingIsNotPrivate() { QVERIFY(!isPrivateAddress(QHostAddress())); }
};

QTEST_APPLESS_MAIN(TestPrivateAddress)
#include "tst_privateaddress.moc"
