// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demosite/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

namespace turnstone {

namespace {

constexpr int ZlibWindow = 15;
constexpr int GzipWindow = ZlibWindow + 16;

QByteArray zlibStream(const QByteArray &bytes, int window)
{
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(bytes.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    deflate(&stream, Z_FINISH);
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

} // namespace

QByteArray gzipped(const QByteArray &bytes)
{
    return zlibStream(bytes, GzipWindow);
}

QByteArray deflated(const QByteArray &bytes)
{
    return zlibStream(bytes, ZlibWindow);
}

QByteArray brotlied(const QByteArray &bytes)
{
    constexpr int quality = 5; // what servers use for pages made on request
    size_t size = BrotliEncoderMaxCompressedSize(size_t(bytes.size()));
    QByteArray packed(qsizetype(size), Qt::Uninitialized);
    BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, size_t(bytes.size()),
                          reinterpret_cast<const uint8_t *>(bytes.constData()), &size,
                          reinterpret_cast<uint8_t *>(packed.data()));
    packed.truncate(qsizetype(size));
    return packed;
}

} // namespace turnstone
