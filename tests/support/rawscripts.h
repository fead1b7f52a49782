// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/rawserver.h"

#include <chrono>

/// Ready-made misbehaviours for a RawServer: what no HTTP library will send.
namespace turnstone::rawscripts {

/// Answers every request of the connection with these bytes, and keeps it open.
RawServer::Script answering(const QByteArray &bytes);
/// Answers one request with these bytes, then closes.
RawServer::Script answeringOnce(const QByteArray &bytes);
/// Reads a request and never says a word.
RawServer::Script silence();
/// Accepts and closes, before or after it has read a request.
RawServer::Script closeAtOnce();
RawServer::Script closeAfterRequest();
/// A TCP reset, before or after it has read a request, or half-way through a body.
RawServer::Script resetAtOnce();
RawServer::Script resetAfterRequest();
RawServer::Script resetInBody();
/// Bytes that are nothing like HTTP.
RawServer::Script garbage();
/// Header fields without an end, or one line without an end; as fast as they are read.
RawServer::Script endlessHeaders();
RawServer::Script endlessHeaderLine();
/// A whole answer with that many header fields.
RawServer::Script manyHeaders(int count);
/// A status line and half a header, then a close.
RawServer::Script halfHeader();
/// A header that announces 1,000 bytes, 10 of them, then a close; or silence instead of the close.
RawServer::Script halfBody();
RawServer::Script stalledBody();
/// An answer with these status and header fields whose body never ends, as fast as it is read.
RawServer::Script endlessBody(const QByteArray &statusAndFields);
/// The same, in chunks.
RawServer::Script endlessChunks(const QByteArray &statusAndFields);
/// An answer with these status and header fields, the beginning of a body, then silence.
RawServer::Script stalledAfter(const QByteArray &statusAndFields, const QByteArray &beginning = "<p>");
/// A whole gzip stream of zeros: `megabytes` of them from about a thousandth of that.
RawServer::Script gzipBomb(int megabytes);
/// A gzip stream that breaks off, its Content-Length being true.
RawServer::Script brokenGzip();
/// A chunk size that is no number; chunks that break off; a chunk longer than it says.
RawServer::Script badChunkSize();
RawServer::Script cutChunks();
RawServer::Script overlongChunk();
/// Two Content-Lengths that differ; one that is negative.
RawServer::Script twoLengths();
RawServer::Script negativeLength();
/// A NUL in a header value; a header line without a colon.
RawServer::Script nulInHeader();
RawServer::Script colonlessHeader();
/// A body and nothing else, as before HTTP had headers.
RawServer::Script http09();
/// A status line without a field; the body only after `later`.
RawServer::Script withoutFields(std::chrono::milliseconds later);
/// A sound answer, every byte of it in a packet of its own.
RawServer::Script byteByByte();
/// A status of four digits; none at all; an unknown protocol version.
RawServer::Script longStatus();
RawServer::Script noStatus();
RawServer::Script oddVersion();
/// 100 Continue any number of times, then a sound answer; or 100s without an end.
RawServer::Script continues(int count);
RawServer::Script endlessContinues();
/// 101 Switching Protocols that nobody asked for.
RawServer::Script switchesProtocols();
/// Bytes beyond the announced length, which belong to no answer.
RawServer::Script surplusBody();
/// Answers the first request of each connection soundly and closes orderly on the second: a stale connection.
RawServer::Script closeOnReuse();

/// The page that the sound answers carry, titled "Raw".
QByteArray soundPage();
/// A whole answer with that page.
QByteArray soundAnswer();

} // namespace turnstone::rawscripts
