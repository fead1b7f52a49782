// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/contenthash.h"

#include <QTest>

using namespace turnstone;

namespace {

quint64 hashOf(std::initializer_list<QByteArrayView> pieces)
{
    ContentHash hash;
    for (const QByteArrayView piece : pieces)
        hash.add(piece);
    return hash.value();
}

} // namespace

class TestContentHash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingHasNone() { QCOMPARE(hashOf({"", ""}), quint64(0)); }

    void isTheSameOnEveryMachine() { QCOMPARE(hashOf({"shingle"}), quint64(0x9caae867f697285a)); }

    void piecesDoNotMatter() { QCOMPARE(hashOf({"shin", "", "gle"}), hashOf({"shingle"})); }

    void everyByteMatters()
    {
        QByteArray body(100'000, 'x');
        const quint64 before = hashOf({body});
        body[77'777] = 'y';
        QVERIFY(hashOf({body}) != before);
    }
};

QTEST_APPLESS_MAIN(TestContentHash)
#include "tst_contenthash.moc"
