// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/resultrecord.h"

#include <QDataStream>

#include <algorithm>
#include <type_traits>

namespace turnstone {

namespace {

constexpr quint8 RecordVersion = 2;
constexpr quint32 MaxItems = 100'000; // of a list; more than any limit of a crawl allows

/// Numbers travel as one block: a call of the stream for each costs more than all of them. The file never
/// leaves the machine, nor even the process.
template <typename Numbers>
void writeBlock(QDataStream &stream, const Numbers &numbers)
{
    static_assert(std::is_trivially_copyable_v<Numbers>);
    stream.writeRawData(reinterpret_cast<const char *>(&numbers), sizeof numbers);
}

template <typename Numbers>
void readBlock(QDataStream &stream, Numbers &numbers)
{
    if (stream.readRawData(reinterpret_cast<char *>(&numbers), sizeof numbers) != int(sizeof numbers))
        stream.setStatus(QDataStream::ReadPastEnd);
}

struct HopNumbers
{
    qint64 startedAtMs = 0, queuedUs = 0;
    Phases phases;
    quint16 status = 0;
    quint8 sends = 0;
    bool secure = false;
    bool hasHeaders = false;
    qint8 reused = -1; // -1: not known
    bool hasConnection = false;
    bool hasCertificate = false; // no byte is left to chance
};
static_assert(sizeof(HopNumbers) == 8 * sizeof(qint64) + 8);

QDataStream &operator<<(QDataStream &stream, const ConnectionFacts &facts)
{
    stream << facts.remoteAddress << facts.tlsVersion << facts.cipher;
    if (const CertificateFacts *certificate = facts.certificate.get())
        stream << certificate->sha256 << certificate->subject << certificate->issuer << certificate->names
               << certificate->validFromMs << certificate->expiresMs;
    return stream;
}

void readConnection(QDataStream &stream, ConnectionFacts &facts, bool hasCertificate)
{
    stream >> facts.remoteAddress >> facts.tlsVersion >> facts.cipher;
    if (!hasCertificate)
        return;
    auto certificate = std::make_shared<CertificateFacts>();
    stream >> certificate->sha256 >> certificate->subject >> certificate->issuer >> certificate->names >>
        certificate->validFromMs >> certificate->expiresMs;
    facts.certificate = std::move(certificate);
}

QDataStream &operator<<(QDataStream &stream, const Hop &hop)
{
    HopNumbers numbers{hop.startedAtMs, hop.queuedUs, hop.phases, hop.status, hop.sends, hop.secure};
    numbers.reused = hop.reused ? qint8(*hop.reused) : qint8(-1);
    numbers.hasConnection = hop.connection != nullptr;
    numbers.hasCertificate = hop.connection && hop.connection->certificate;
    numbers.hasHeaders = !hop.requestHeaders.isEmpty() || !hop.responseHeaders.isEmpty();
    writeBlock(stream, numbers);
    stream << hop.url << hop.method << hop.reasonPhrase << hop.location << hop.httpVersion;
    if (numbers.hasConnection)
        stream << *hop.connection;
    if (numbers.hasHeaders)
        stream << hop.requestHeaders << hop.responseHeaders;
    return stream;
}

QDataStream &operator>>(QDataStream &stream, Hop &hop)
{
    HopNumbers numbers;
    readBlock(stream, numbers);
    hop.startedAtMs = numbers.startedAtMs;
    hop.queuedUs = numbers.queuedUs;
    hop.phases = numbers.phases;
    hop.status = numbers.status;
    hop.sends = numbers.sends;
    hop.secure = numbers.secure;
    if (numbers.reused >= 0)
        hop.reused = numbers.reused != 0;
    stream >> hop.url >> hop.method >> hop.reasonPhrase >> hop.location >> hop.httpVersion;
    if (numbers.hasConnection) {
        auto connection = std::make_shared<ConnectionFacts>();
        readConnection(stream, *connection, numbers.hasCertificate);
        hop.connection = std::move(connection);
    }
    if (numbers.hasHeaders)
        stream >> hop.requestHeaders >> hop.responseHeaders;
    return stream;
}

// the lists of attempts and hops nest
QDataStream &operator<<(QDataStream &stream, const FetchAttempt &attempt);
QDataStream &operator>>(QDataStream &stream, FetchAttempt &attempt);

template <typename Item>
void writeList(QDataStream &stream, const std::vector<Item> &list)
{
    const quint32 size = quint32(std::min<size_t>(list.size(), MaxItems));
    stream << size;
    for (quint32 i = 0; i < size; ++i)
        stream << list[i];
}

template <typename Item>
void readList(QDataStream &stream, std::vector<Item> &list)
{
    quint32 size = 0;
    stream >> size;
    if (size > MaxItems)
        stream.setStatus(QDataStream::ReadCorruptData);
    for (quint32 i = 0; i < size && stream.status() == QDataStream::Ok; ++i)
        stream >> list.emplace_back();
}

QDataStream &operator<<(QDataStream &stream, const FetchAttempt &attempt)
{
    stream << quint8(attempt.error) << attempt.errorText << attempt.challenge << attempt.waitUs
           << attempt.retryAfterMs;
    writeList(stream, attempt.hops);
    return stream;
}

QDataStream &operator>>(QDataStream &stream, FetchAttempt &attempt)
{
    quint8 error = 0;
    stream >> error >> attempt.errorText >> attempt.challenge >> attempt.waitUs >> attempt.retryAfterMs;
    attempt.error = FetchError(error);
    readList(stream, attempt.hops);
    return stream;
}

QDataStream &operator<<(QDataStream &stream, const PageFacts &facts)
{
    return stream << facts.charset << facts.title << facts.description << facts.h1 << facts.canonical
                  << facts.robots << facts.links;
}

QDataStream &operator>>(QDataStream &stream, PageFacts &facts)
{
    return stream >> facts.charset >> facts.title >> facts.description >> facts.h1 >> facts.canonical >>
           facts.robots >> facts.links;
}

} // namespace

void writeResult(QDataStream &stream, const FetchResult &result, bool withBody)
{
    stream << RecordVersion << result.row << quint8(result.verdict) << result.reason;
    writeList(stream, result.attempts);
    stream << result.facts << result.contentType << result.httpVersion << result.bytes << result.contentHash
           << (withBody ? result.body : QByteArray());
}

bool readResult(QDataStream &stream, FetchResult &result)
{
    quint8 version = 0, verdict = 0;
    stream >> version >> result.row >> verdict >> result.reason;
    if (version != RecordVersion || verdict >= VerdictCount)
        return false;
    result.verdict = Verdict(verdict);
    readList(stream, result.attempts);
    stream >> result.facts >> result.contentType >> result.httpVersion >> result.bytes >>
        result.contentHash >> result.body;
    return stream.status() == QDataStream::Ok;
}

} // namespace turnstone
