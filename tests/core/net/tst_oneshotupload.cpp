// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/oneshotupload.h"

#include <QTest>

using namespace turnstone;

class TestOneShotUpload final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadAsItIs()
    {
        const QByteArray body = QByteArray("pebble\0shell", 12).repeated(5000);
        OneShotUpload upload(body);
        QCOMPARE(upload.size(), body.size());
        QByteArray read;
        while (!upload.atEnd())
            read += upload.read(1000);
        QCOMPARE(read, body);
        QVERIFY(upload.read(1).isEmpty());
    }

    void cannotBeRewoundOnceReadFrom()
    {
        OneShotUpload upload("shingle");
        QVERIFY(upload.reset());
        QVERIFY(upload.seek(0));
        QCOMPARE(upload.read(1), QByteArray("s"));
        QVERIFY(!upload.reset());
        QVERIFY(!upload.seek(0));
        QCOMPARE(upload.readAll(), QByteArray("hingle"));
        QVERIFY(!upload.reset());
    }

    void anEmptyOneCannotBeRewoundAtAll()
    {
        // Nothing tells whether a request without a body has already gone out.
        OneShotUpload upload({});
        QCOMPARE(upload.size(), 0);
        QVERIFY(!upload.reset());
    }

    void cannotBeWrittenTo()
    {
        OneShotUpload upload("shingle");
        QVERIFY(!upload.isWritable());
    }
};

QTEST_GUILESS_MAIN(TestOneShotUpload)
#include "tst_oneshotupload.moc"
