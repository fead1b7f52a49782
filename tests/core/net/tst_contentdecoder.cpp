// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/contentdecoder.h"

#include <QTest>

#include <brotli/encode.h>
#include <functional>
#include <zlib.h>
#include <zstd.h>

using namespace turnstone;
using State = ContentDecoder::State;

namespace {

QByteArray deflated(const QByteArray &plain, int windowBits)
{
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(plain.size())) + 64), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.data()));
    stream.avail_in = uInt(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    deflate(&stream, Z_FINISH);
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray gzipped(const QByteArray &plain)
{
    return deflated(plain, MAX_WBITS + 16);
}

QByteArray brotlied(const QByteArray &plain)
{
    size_t size = BrotliEncoderMaxCompressedSize(size_t(plain.size())) + 64;
    QByteArray packed(qsizetype(size), Qt::Uninitialized);
    BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, size_t(plain.size()),
                          reinterpret_cast<const uint8_t *>(plain.constData()), &size,
                          reinterpret_cast<uint8_t *>(packed.data()));
    packed.truncate(qsizetype(size));
    return packed;
}

QByteArray zstandard(const QByteArray &plain)
{
    QByteArray packed(qsizetype(ZSTD_compressBound(size_t(plain.size()))), Qt::Uninitialized);
    packed.truncate(qsizetype(
        ZSTD_compress(packed.data(), size_t(packed.size()), plain.constData(), size_t(plain.size()), 3)));
    return packed;
}

/// As from a server that does not know how long it will be: it tells the window.
QByteArray zstandardWithWindow(const QByteArray &plain, int windowLog)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
    QByteArray packed(qsizetype(ZSTD_compressBound(size_t(plain.size()))) + 64, Qt::Uninitialized);
    ZSTD_inBuffer in{plain.constData(), size_t(plain.size()), 0};
    ZSTD_outBuffer out{packed.data(), size_t(packed.size()), 0};
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
    ZSTD_freeCCtx(context);
    packed.truncate(qsizetype(out.pos));
    return packed;
}

QByteArray page()
{
    QByteArray text;
    for (int i = 0; i < 20'000; ++i)
        text += "<p>Turnstone " + QByteArray::number(i * 7919) + "</p>\n";
    return text;
}

/// All that comes of it, fed and read in pieces of these sizes.
QByteArray decodedWith(ContentDecoder &decoder, const QByteArray &packed, qsizetype fed, qsizetype read)
{
    QByteArray plain;
    for (qsizetype at = 0; at < packed.size(); at += fed) {
        decoder.feed(packed.mid(at, fed));
        for (QByteArray piece = decoder.read(read); !piece.isEmpty(); piece = decoder.read(read)) {
            if (piece.size() > read)
                return "more than was asked for";
            plain += piece;
        }
    }
    return plain;
}

} // namespace

class TestContentDecoder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodingInAnyPieces_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("packed");
        QTest::addColumn<int>("fed");
        QTest::addColumn<int>("read");
        const QByteArray plain = page();
        const std::pair<const char *, QByteArray> all[] = {
            {"gzip", gzipped(plain)},
            {"X-GZip ", gzipped(plain)},
            {"deflate", deflated(plain, MAX_WBITS)},
            {"deflate", deflated(plain, -MAX_WBITS)},
            {"br", brotlied(plain)},
            {"zstd", zstandard(plain)},
            {"gzip", gzipped(plain.first(1000)) + gzipped(plain.sliced(1000))},
            {"gzip", gzipped(plain) + "and some more"},
            {"zstd", zstandard(plain.first(1000)) + zstandard(plain.sliced(1000))},
            {"gzip, gzip", gzipped(gzipped(plain))},
            {"gzip,br", brotlied(gzipped(plain))},
            {"Identity, zstd ,, deflate,", deflated(zstandard(plain), MAX_WBITS)},
            {"br, gzip, zstd", zstandard(gzipped(brotlied(plain)))},
            {"gzip, deflate, gzip, br, gzip",
             gzipped(brotlied(gzipped(deflated(gzipped(plain), MAX_WBITS))))},
            {"gzip, gzip", gzipped(gzipped(plain.first(1000)) + gzipped(plain.sliced(1000, 500))) +
                               gzipped(gzipped(plain.sliced(1500))) + "and some more"},
        };
        const std::pair<int, int> pieces[] = {{1'000'000, 1'000'000}, {1, 1000}, {1000, 7}, {4096, 4096}};
        int number = 0;
        for (const auto &[coding, packed] : all) {
            ++number;
            for (const auto &[fed, read] : pieces)
                QTest::addRow("%d %s, %d by %d", number, coding, fed, read)
                    << QByteArray(coding) << packed << fed << read;
        }
    }

    void everyCodingInAnyPieces()
    {
        QFETCH(QByteArray, coding);
        QFETCH(QByteArray, packed);
        QFETCH(int, fed);
        QFETCH(int, read);
        const auto decoder = ContentDecoder::make(coding);
        QVERIFY(decoder);
        QCOMPARE(decodedWith(*decoder, packed, fed, read), page());
        QCOMPARE(decoder->state(), State::Over);
        QVERIFY(!decoder->isCut());
        QVERIFY(!decoder->hasMore());
    }

    void whatBreaksOffIsCut_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::newRow("gzip") << gzipped(page());
        QTest::newRow("deflate") << deflated(page(), MAX_WBITS);
        QTest::newRow("br") << brotlied(page());
        QTest::newRow("zstd") << zstandard(page());
        QTest::newRow("br, gzip") << gzipped(brotlied(page()));
    }

    void whatIsCutWithinAWhole()
    {
        const auto decoder = ContentDecoder::make("gzip, br");
        const QByteArray packed = gzipped(page());
        const QByteArray plain =
            decodedWith(*decoder, brotlied(packed.chopped(packed.size() / 3)), 1000, 1000);
        QVERIFY(page().startsWith(plain) && !plain.isEmpty());
        QVERIFY(decoder->isCut());
    }

    void whatBreaksOffIsCut()
    {
        QFETCH(QByteArray, packed);
        const auto decoder = ContentDecoder::make(QTest::currentDataTag());
        QVERIFY2(!decoder->isCut(), "a body of no bytes at all is whole");
        const QByteArray plain = decodedWith(*decoder, packed.chopped(packed.size() / 3), 1000, 1000);
        QVERIFY(page().startsWith(plain) && !plain.isEmpty());
        QCOMPARE(decoder->state(), State::Open);
        QVERIFY(decoder->isCut());
    }

    void whatIsNotSoCodedIsBroken_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QByteArray damaged = gzipped(page());
        for (qsizetype i = damaged.size() / 2; i < damaged.size() / 2 + 100; ++i)
            damaged[i] = char(~damaged[i]);
        QByteArray summed = gzipped("in one piece");
        summed[summed.size() - 8] = char(~summed[summed.size() - 8]);
        QTest::newRow("gzip  ") << summed;
        QTest::newRow("gzip") << QByteArray("<html>not packed at all</html>");
        QTest::newRow("gzip ") << damaged;
        QTest::newRow(" gzip") << deflated(page(), MAX_WBITS);
        QTest::newRow("gzip, br") << brotlied("<html>not packed at all</html>");
        QTest::newRow("br, gzip") << QByteArray("<html>not packed at all</html>");
        QTest::newRow("deflate") << QByteArray("<html>not packed at all</html>");
        QTest::newRow("br") << QByteArray("<html>not packed at all</html>");
        QTest::newRow("zstd") << QByteArray("<html>not packed at all</html>");
    }

    void whatIsNotSoCodedIsBroken()
    {
        QFETCH(QByteArray, packed);
        const auto decoder = ContentDecoder::make(QTest::currentDataTag());
        const QByteArray plain = decodedWith(*decoder, packed, 4096, 4096);
        QCOMPARE(decoder->state(), State::Broken);
        QVERIFY2(packed.size() > 100 || plain.isEmpty(), "what came with the failure counts for nothing");
        decoder->feed("more");
        QVERIFY(decoder->read(1000).isEmpty());
    }

    void noMoreIsUnpackedThanIsAskedFor_data()
    {
        QTest::addColumn<bool>("isTwice");
        QTest::newRow("once") << false;
        QTest::newRow("twice") << true;
    }

    /// However much a few bytes can become.
    void noMoreIsUnpackedThanIsAskedFor()
    {
        const QByteArray once = gzipped(QByteArray(50'000'000, '\0'));
        QFETCH(bool, isTwice);
        const QByteArray bomb = isTwice ? gzipped(once) : once;
        QVERIFY(bomb.size() < 60'000);
        const auto decoder = ContentDecoder::make(isTwice ? "gzip, gzip" : "gzip");
        decoder->feed(bomb);
        qint64 plain = 0;
        for (int i = 0; i < 10; ++i)
            plain += decoder->read(1000).size();
        QCOMPARE(plain, 10'000);
        QVERIFY(decoder->hasMore());
    }

    /// 8 MB, as RFC 9659 has it: less would refuse proper bodies, more is memory for whoever asks for it.
    void aWindowIsBounded()
    {
        const auto decoder = ContentDecoder::make("zstd");
        QCOMPARE(decodedWith(*decoder, zstandardWithWindow(page(), 23), 4096, 4096), page());
        QCOMPARE(decoder->state(), State::Over);
        const auto another = ContentDecoder::make("zstd");
        QCOMPARE(decodedWith(*another, zstandardWithWindow(page(), 24), 4096, 4096), QByteArray());
        QCOMPARE(another->state(), State::Broken);
    }

    void theyAreNotOurs_data()
    {
        QTest::addColumn<QByteArray>("coding");
        for (const char *coding : {"", "identity", "identity,", "compress", "gzip, lzma", "compress, gzip",
                                   "lzma", "gzip,gzip,gzip,gzip,gzip,gzip"})
            QTest::newRow(coding) << QByteArray(coding);
    }

    void theyAreNotOurs()
    {
        QFETCH(QByteArray, coding);
        QVERIFY(!ContentDecoder::make(coding));
    }
};

QTEST_APPLESS_MAIN(TestContentDecoder)
#include "tst_contentdecoder.moc"
