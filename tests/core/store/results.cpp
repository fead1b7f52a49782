// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/store/results.h"

#include "core/store/resultrecord.h"

#include <QDataStream>
#include <QIODevice>

using namespace Qt::StringLiterals;

namespace turnstone {

namespace {

std::shared_ptr<const ConnectionFacts> makeConnection(int seed)
{
    auto connection = std::make_shared<ConnectionFacts>();
    connection->remoteAddress = "192.0.2." + QByteArray::number(seed);
    if (seed % 2 == 0)
        return connection;
    connection->tlsVersion = "TLSv1.3";
    connection->cipher = "TLS_AES_256_GCM_SHA384";
    auto certificate = std::make_shared<CertificateFacts>();
    certificate->sha256 = QByteArray::number(seed).rightJustified(64, 'a');
    certificate->subject = u"CN=\u4f8b %1"_s.arg(seed);
    certificate->issuer = u"CN=authority"_s;
    certificate->names = {u"a.example"_s, u"*.a.example"_s};
    certificate->validFromMs = 1700000000000;
    certificate->expiresMs = 1800000000000 + seed;
    connection->certificate = certificate;
    return connection;
}

Hop makeHop(int seed, int number)
{
    Hop hop;
    hop.url = "http://a.example/" + QByteArray::number(seed) + '/' + QByteArray::number(number);
    hop.method = "GET";
    hop.status = 301;
    hop.reasonPhrase = "Moved";
    hop.location = "http://b.example/";
    hop.startedAtMs = 1700000000000 + seed;
    hop.queuedUs = 5 + number;
    hop.phases = {5 + seed, -1, 2, 3, 4 + seed};
    hop.sends = 2;
    hop.secure = number % 2;
    hop.httpVersion = "1.1";
    if (number != 2)
        hop.connection = makeConnection(seed + number);
    if (number > 0)
        hop.reused = seed % 2 == 0;
    hop.phases.tlsUs = number == 0 ? 1 + seed : -1;
    if (number == 1) {
        hop.requestHeaders = {{"A", "1"}};
        hop.responseHeaders = {{"B", "2"}, {"B", "\xFF"}};
    }
    return hop;
}

QString hostileText(const char *name)
{
    QString text = QString::fromLatin1(name) + u" \0 \xD800 \xDFFF\xDC00 \xFFFE \xFFFF \" ' \\ \n"_s;
    text.prepend(QChar(0xFEFF));
    return text;
}

QByteArray hostileBytes(const char *name)
{
    return QByteArray(name) + QByteArray("\0\x80\xFF\xFE\xC3(\xED\xA0\x80", 9);
}

} // namespace

FetchResult makeResult(RowId row, int seed)
{
    FetchResult result;
    result.row = row;
    result.verdict = Verdict(seed % VerdictCount);
    result.reason = u"Reason %1 \u4f8b"_s.arg(seed);
    for (int i = 0; i < seed % 4; ++i) {
        FetchAttempt attempt;
        attempt.error = FetchError(seed % (int(FetchError::Forbidden) + 1));
        attempt.errorText = u"error"_s;
        attempt.challenge = u"wall"_s;
        attempt.waitUs = seed;
        attempt.retryAfterMs = i - 1;
        for (int j = 0; j <= i; ++j)
            attempt.hops.push_back(makeHop(seed, j));
        result.attempts.push_back(attempt);
    }
    result.facts = {u"UTF-8"_s, u"Title %1"_s.arg(seed), u"d"_s, u"h"_s, u"c"_s, u"r"_s, quint32(seed)};
    result.contentType = "text/html";
    result.httpVersion = "1.1";
    result.bytes = seed * 10;
    result.contentHash = quint64(seed) * 0x9E3779B97F4A7C15;
    return result;
}

FetchResult makePage(RowId row)
{
    FetchResult result;
    result.row = row;
    result.verdict = Verdict::Ok;
    result.reason = u"The page answered 200 OK."_s;
    Hop hop;
    hop.url = "http://host-" + QByteArray::number(row % 1000) + ".example/page-" + QByteArray::number(row);
    hop.method = "GET";
    hop.status = 200;
    hop.reasonPhrase = "OK";
    hop.startedAtMs = 1767225599123 + row;
    hop.queuedUs = 1200;
    hop.phases = {-1, 950, 12345, 951, 15446};
    hop.sends = 1;
    hop.httpVersion = "1.1";
    hop.reused = true;
    hop.connection = makeConnection(row % 100 * 2);
    FetchAttempt attempt;
    attempt.hops.push_back(hop);
    result.attempts.push_back(attempt);
    result.facts = {u"UTF-8"_s,
                    u"Page %1, a title of usual length - Example"_s.arg(row),
                    u"What this page is about, said in one sentence for those who search."_s,
                    u"Page %1"_s.arg(row),
                    {},
                    {},
                    57};
    result.contentType = "text/html";
    result.httpVersion = "1.1";
    result.bytes = 10240;
    result.contentHash = 0x123456789abcdef + row;
    return result;
}

FetchResult makeHostile(RowId row)
{
    FetchResult result = makeResult(row, 7);
    result.verdict = Verdict::BadResponse;
    result.reason = hostileText("reason");
    result.facts = {hostileText("charset"), hostileText("title"),  QString(QChar(u'\0')),
                    QString(QChar(0xDC00)), QString(40'000, u'x'), u"\U0001F426 \uFFFD"_s,
                    4'000'000'000};
    result.contentType = hostileBytes("type");
    result.httpVersion = "\xFF";
    result.contentHash = 0xFFFFFFFFFFFFFFFF;
    result.bytes = 5'000'000'000'000;
    result.body = QByteArray("<html>\0\xFF", 8).repeated(5000);
    FetchAttempt &attempt = result.attempts.back();
    attempt.errorText = hostileText("error");
    attempt.challenge = hostileText("wall");
    attempt.hops.emplace_back(); // with nothing known
    Hop &hop = attempt.hops.front();
    hop.url = hostileBytes("http://a.example/");
    hop.method = hostileBytes("M");
    hop.reasonPhrase = hostileBytes("phrase");
    hop.location = "\xEF\xBB\xBFhttp://b.example/\xEF\xBF\xBF";
    hop.requestHeaders = {{"A", QByteArray(10'240, 'v')}, {hostileBytes("N"), ""}};
    hop.responseHeaders = {{"", ""}, {"Set-Cookie", hostileBytes("v")}, {"X", "{\"base64\":\"\"}"}};
    return result;
}

FetchResult asOfVersion3(FetchResult result)
{
    for (FetchAttempt &attempt : result.attempts) {
        for (Hop &hop : attempt.hops) {
            hop.connection = nullptr;
            hop.reused = std::nullopt;
            hop.phases.tlsUs = -1;
            hop.httpVersion = &hop == result.lastHop() ? result.httpVersion : QByteArray();
        }
    }
    return result;
}

ResultBatch batchOf(std::vector<FetchResult> results)
{
    return std::make_shared<const std::vector<FetchResult>>(std::move(results));
}

AddressList makeAddresses(int count)
{
    AddressBlockBuilder builder;
    for (int i = 0; i < count; ++i)
        builder.add(QByteArray("http://host-" + QByteArray::number(i % 1000) + ".example/page-" +
                               QByteArray::number(i)));
    AddressList addresses;
    addresses.append(std::move(builder).build());
    return addresses;
}

QByteArray bytesOf(const FetchResult &result)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    writeResult(stream, result, true);
    return bytes;
}

} // namespace turnstone
