// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/contentdecoder.h"

#include <QList>

#include <algorithm>
#include <array>
#include <brotli/decode.h>
#include <utility>
#include <zlib.h>
#include <zstd.h>

namespace turnstone {

namespace {

constexpr qsizetype Most = 64 * 1024; // at once
constexpr int MostCodings = 5;        // of one body, as with libcurl

using State = ContentDecoder::State;

/// gzip and deflate. The latter is zlib's format by its definition, and bare deflate with some servers: as
/// browsers do, the first bytes decide.
class ZlibDecoder final : public ContentDecoder
{
public:
    explicit ZlibDecoder(bool isGzip)
        : m_isGzip(isGzip)
    {
        m_isSound = inflateInit2(&m_stream, isGzip ? MAX_WBITS + 16 : MAX_WBITS) == Z_OK;
    }
    ~ZlibDecoder() override { inflateEnd(&m_stream); }

protected:
    Step step(QByteArrayView in, char *out, qsizetype room) override
    {
        if (!m_isSound)
            return {0, 0, State::Broken};
        const bool isFirst = m_stream.total_in == 0 && !m_isBare && !m_isGzip;
        if (isFirst && !in.isEmpty() && (in[0] & 0x0f) != Z_DEFLATED) {
            m_isBare = true;
            inflateReset2(&m_stream, -MAX_WBITS);
        }
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(in.data()));
        m_stream.avail_in = uInt(in.size());
        m_stream.next_out = reinterpret_cast<Bytef *>(out);
        m_stream.avail_out = uInt(room);
        const int said = inflate(&m_stream, Z_NO_FLUSH);
        const Step done{in.size() - qsizetype(m_stream.avail_in), room - qsizetype(m_stream.avail_out),
                        State::Open};
        if (said == Z_STREAM_END)
            return {done.taken, done.given, State::Over};
        const bool isFine = said == Z_OK || said == Z_BUF_ERROR;
        return {done.taken, done.given, isFine ? State::Open : State::Broken};
    }

    /// Members may follow one another (RFC 1952, 2.2).
    bool goesOn(char first) override { return m_isGzip && first == 0x1f && inflateReset(&m_stream) == Z_OK; }

private:
    z_stream m_stream = {};
    bool m_isGzip;
    bool m_isSound;
    bool m_isBare = false;
};

class BrotliDecoder final : public ContentDecoder
{
public:
    ~BrotliDecoder() override { BrotliDecoderDestroyInstance(m_decoder); }

protected:
    Step step(QByteArrayView in, char *out, qsizetype room) override
    {
        if (!m_decoder)
            return {0, 0, State::Broken};
        size_t left = size_t(in.size());
        size_t free = size_t(room);
        auto *from = reinterpret_cast<const quint8 *>(in.data());
        auto *to = reinterpret_cast<quint8 *>(out);
        const BrotliDecoderResult said =
            BrotliDecoderDecompressStream(m_decoder, &left, &from, &free, &to, nullptr);
        const State state = said == BROTLI_DECODER_RESULT_SUCCESS ? State::Over
                            : said == BROTLI_DECODER_RESULT_ERROR ? State::Broken
                                                                  : State::Open;
        return {in.size() - qsizetype(left), room - qsizetype(free), state};
    }

private:
    BrotliDecoderState *m_decoder = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
};

class ZstdDecoder final : public ContentDecoder
{
public:
    ZstdDecoder()
    {
        // What RFC 9659 allows in a content coding: a window of 8 MB.
        if (m_decoder)
            ZSTD_DCtx_setParameter(m_decoder, ZSTD_d_windowLogMax, 23);
    }
    ~ZstdDecoder() override { ZSTD_freeDStream(m_decoder); }

protected:
    Step step(QByteArrayView in, char *out, qsizetype room) override
    {
        if (!m_decoder)
            return {0, 0, State::Broken};
        ZSTD_inBuffer from{in.data(), size_t(in.size()), 0};
        ZSTD_outBuffer to{out, size_t(room), 0};
        const size_t said = ZSTD_decompressStream(m_decoder, &to, &from);
        // 0: a frame is over.
        const State state = ZSTD_isError(said) ? State::Broken : said == 0 ? State::Over : State::Open;
        return {qsizetype(from.pos), qsizetype(to.pos), state};
    }

    /// Frames may follow one another, and skippable ones too (RFC 8878, 3.1).
    bool goesOn(char first) override { return first == 0x28 || (first & 0xf0) == 0x50; }

private:
    ZSTD_DStream *m_decoder = ZSTD_createDStream();
};

/// Codings one upon the other: `last`, the one that was put on last, comes off first.
class StackedDecoder final : public ContentDecoder
{
public:
    StackedDecoder(std::unique_ptr<ContentDecoder> last, std::unique_ptr<ContentDecoder> rest)
        : m_last(std::move(last))
        , m_rest(std::move(rest))
    {}

protected:
    Step step(QByteArrayView in, char *out, qsizetype room) override
    {
        Step done;
        if (!in.isEmpty()) { // all that was there before has been read
            m_last->feed(in.toByteArray());
            done.taken = in.size();
        }
        QByteArray all; // `out` is where the others unpack, too
        while (all.size() < room && (m_rest->hasMore() || m_last->hasMore())) {
            const bool isDry = !m_rest->hasMore();
            const QByteArray piece = isDry ? m_last->read(Most) : QByteArray();
            m_rest->feed(piece);
            const QByteArray plain = m_rest->read(room - all.size());
            if (piece.isEmpty() && plain.isEmpty() && (isDry || m_rest->hasMore()))
                break; // nothing moves
            all += plain;
        }
        std::copy(all.cbegin(), all.cend(), out);
        done.given = all.size();
        const auto is = [this](State state) { return m_last->state() == state || m_rest->state() == state; };
        done.state = is(State::Broken) ? State::Broken : is(State::Open) ? State::Open : State::Over;
        return done;
    }

    /// The one that was put on last knows.
    bool goesOn(char) override { return true; }

private:
    std::unique_ptr<ContentDecoder> m_last;
    std::unique_ptr<ContentDecoder> m_rest;
};

std::unique_ptr<ContentDecoder> decoderOf(const QByteArray &coding)
{
    if (coding == "gzip" || coding == "x-gzip")
        return std::make_unique<ZlibDecoder>(true);
    if (coding == "deflate")
        return std::make_unique<ZlibDecoder>(false);
    if (coding == "br")
        return std::make_unique<BrotliDecoder>();
    if (coding == "zstd")
        return std::make_unique<ZstdDecoder>();
    return nullptr;
}

} // namespace

ContentDecoder::~ContentDecoder() = default;

bool ContentDecoder::goesOn(char)
{
    return false;
}

std::unique_ptr<ContentDecoder> ContentDecoder::make(QByteArrayView contentEncoding)
{
    std::unique_ptr<ContentDecoder> all;
    int count = 0;
    for (const QByteArray &each : contentEncoding.toByteArray().toLower().split(',')) {
        const QByteArray coding = each.trimmed();
        if (coding.isEmpty() || coding == "identity")
            continue;
        std::unique_ptr<ContentDecoder> decoder = decoderOf(coding);
        if (!decoder || ++count > MostCodings)
            return nullptr;
        all = all ? std::make_unique<StackedDecoder>(std::move(decoder), std::move(all)) : std::move(decoder);
    }
    return all;
}

void ContentDecoder::feed(QByteArray piece)
{
    if (piece.isEmpty())
        return;
    m_wasFed = true;
    m_input = std::move(piece);
    m_at = 0;
    if (m_state == State::Over && goesOn(m_input[0]))
        m_state = State::Open;
}

QByteArray ContentDecoder::read(qint64 most)
{
    // Unpacked where it costs nothing, then copied to a piece that is as large as what there is.
    thread_local std::array<char, Most> room;
    const auto size = qsizetype(std::min<qint64>(most, Most));
    while (hasMore()) {
        const Step done = step(QByteArrayView(m_input).sliced(m_at), room.data(), size);
        m_at += done.taken;
        m_state = done.state;
        if (m_state == State::Over && m_at < m_input.size() && goesOn(m_input[m_at]))
            m_state = State::Open;
        m_hasOutput = done.given == size;
        if (m_state == State::Broken) // what it gave with that is not to be trusted either
            return {};
        if (done.given > 0)
            return QByteArray(room.data(), done.given);
        if (done.taken == 0 && m_state == State::Open)
            return {};
    }
    return {};
}

} // namespace turnstone
