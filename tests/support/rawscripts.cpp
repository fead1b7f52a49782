// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rawscripts.h"

#include <QStringBuilder>

#include <zlib.h>

namespace turnstone::rawscripts {

namespace {

const QByteArray Html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

QByteArray htmlAnswer(const QByteArray &fields, const QByteArray &body)
{
    return Html + fields + "\r\n" + body;
}

QByteArray lengthOf(const QByteArray &body)
{
    return "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
}

QByteArray gzippedZeros(int megabytes)
{
    constexpr int gzipWindow = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib cannot start");
    QByteArray zeros(1024 * 1024, '\0');
    QByteArray packed;
    QByteArray room(64 * 1024, Qt::Uninitialized);
    for (int megabyte = 1; megabyte <= megabytes; ++megabyte) {
        stream.next_in = reinterpret_cast<Bytef *>(zeros.data());
        stream.avail_in = uInt(zeros.size());
        do {
            stream.next_out = reinterpret_cast<Bytef *>(room.data());
            stream.avail_out = uInt(room.size());
            deflate(&stream, megabyte == megabytes ? Z_FINISH : Z_NO_FLUSH);
            packed.append(room.constData(), room.size() - qsizetype(stream.avail_out));
        } while (stream.avail_out == 0);
    }
    deflateEnd(&stream);
    return packed;
}

/// Sends the bytes over and over, after a beginning, until the client has had enough.
RawServer::Script repeating(const QByteArray &beginning, const QByteArray &bytes)
{
    return [beginning, bytes](RawConnection &connection) {
        connection.readRequest();
        bool listens = connection.send(beginning);
        while (listens)
            listens = connection.send(bytes);
    };
}

} // namespace

QByteArray soundPage()
{
    return "<!DOCTYPE html><title>Raw</title><p>Raw.</p>";
}

QByteArray soundAnswer()
{
    return htmlAnswer(lengthOf(soundPage()), soundPage());
}

RawServer::Script answering(const QByteArray &bytes)
{
    return [bytes](RawConnection &connection) {
        while (!connection.readRequest().isEmpty()) {
            if (!connection.send(bytes))
                return;
        }
    };
}

RawServer::Script answeringOnce(const QByteArray &bytes)
{
    return [bytes](RawConnection &connection) {
        connection.readRequest();
        connection.send(bytes);
    };
}

RawServer::Script silence()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        connection.waitUntilClosed();
    };
}

RawServer::Script closeAtOnce()
{
    return [](RawConnection &) {};
}

RawServer::Script closeAfterRequest()
{
    return [](RawConnection &connection) { connection.readRequest(); };
}

RawServer::Script resetAtOnce()
{
    return [](RawConnection &connection) { connection.reset(); };
}

RawServer::Script resetAfterRequest()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        connection.reset();
    };
}

RawServer::Script resetInBody()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        connection.send(htmlAnswer("Content-Length: 1000\r\n", "<title>Raw"));
        connection.reset();
    };
}

RawServer::Script garbage()
{
    return answeringOnce(QByteArray("\x16\x03\x01\x02\x00\x01\xfc\x03\x03 not HTTP at all\r\n\r\n", 29));
}

RawServer::Script endlessHeaders()
{
    return repeating(Html, QByteArray("X-Sand: grain upon grain upon grain\r\n").repeated(500));
}

RawServer::Script endlessHeaderLine()
{
    return repeating(Html + "X-Sand: ", QByteArray(16384, 's'));
}

RawServer::Script manyHeaders(int count)
{
    QByteArray fields;
    for (int index = 0; index < count; ++index)
        fields += "X-" + QByteArray::number(index) + ": grain\r\n";
    return answering(htmlAnswer(fields + lengthOf(soundPage()), soundPage()));
}

RawServer::Script halfHeader()
{
    return answeringOnce(Html + "Content-Le");
}

RawServer::Script halfBody()
{
    return answeringOnce(htmlAnswer("Content-Length: 1000\r\n", "<title>Raw"));
}

RawServer::Script stalledBody()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        connection.send(htmlAnswer("Content-Length: 1000\r\n", "<title>Raw"));
        connection.waitUntilClosed();
    };
}

RawServer::Script endlessBody(const QByteArray &statusAndFields)
{
    return repeating("HTTP/1.1 " + statusAndFields + "\r\n", QByteArray(65536, 'x'));
}

RawServer::Script endlessChunks(const QByteArray &statusAndFields)
{
    return repeating("HTTP/1.1 " + statusAndFields + "Transfer-Encoding: chunked\r\n\r\n",
                     "10000\r\n" + QByteArray(65536, 'x') + "\r\n");
}

RawServer::Script stalledAfter(const QByteArray &statusAndFields, const QByteArray &beginning)
{
    return
        [whole = QByteArray("HTTP/1.1 " + statusAndFields + "\r\n" + beginning)](RawConnection &connection) {
            connection.readRequest();
            connection.send(whole);
            connection.waitUntilClosed();
        };
}

RawServer::Script gzipBomb(int megabytes)
{
    const QByteArray bomb = gzippedZeros(megabytes);
    return answering(htmlAnswer("Content-Encoding: gzip\r\n" + lengthOf(bomb), bomb));
}

RawServer::Script brokenGzip()
{
    const QByteArray whole = gzippedZeros(1);
    const QByteArray half = whole.first(whole.size() / 2);
    return answering(htmlAnswer("Content-Encoding: gzip\r\n" + lengthOf(half), half));
}

RawServer::Script badChunkSize()
{
    return answeringOnce(
        htmlAnswer("Transfer-Encoding: chunked\r\n", "shingle\r\n<title>Raw</title>\r\n0\r\n\r\n"));
}

RawServer::Script cutChunks()
{
    return answeringOnce(htmlAnswer("Transfer-Encoding: chunked\r\n", "a\r\n<title>Raw\r\n40\r\n</tit"));
}

RawServer::Script overlongChunk()
{
    return answeringOnce(
        htmlAnswer("Transfer-Encoding: chunked\r\n", "3\r\n<title>Raw</title>\r\n0\r\n\r\n"));
}

RawServer::Script twoLengths()
{
    return answering(htmlAnswer("Content-Length: 10\r\nContent-Length: 43\r\n", soundPage()));
}

RawServer::Script negativeLength()
{
    return answeringOnce(htmlAnswer("Content-Length: -5\r\n", soundPage()));
}

RawServer::Script nulInHeader()
{
    return answering(htmlAnswer(QByteArray("X-Nul: a\0b\r\n", 12) + lengthOf(soundPage()), soundPage()));
}

RawServer::Script colonlessHeader()
{
    return answering(htmlAnswer("This line has no colon\r\n" + lengthOf(soundPage()), soundPage()));
}

RawServer::Script http09()
{
    return answeringOnce(soundPage());
}

RawServer::Script withoutFields(std::chrono::milliseconds later)
{
    return [later](RawConnection &connection) {
        connection.readRequest();
        connection.send("HTTP/1.0 200 OK\r\n\r\n");
        if (connection.pause(later))
            connection.send(soundPage());
    };
}

RawServer::Script byteByByte()
{
    return [](RawConnection &connection) {
        while (!connection.readRequest().isEmpty()) {
            if (!connection.sendByteByByte(soundAnswer()))
                return;
        }
    };
}

RawServer::Script longStatus()
{
    return answeringOnce("HTTP/1.1 2000 Very OK\r\n" + lengthOf(soundPage()) + "\r\n" + soundPage());
}

RawServer::Script noStatus()
{
    return answeringOnce("HTTP/1.1\r\n" + lengthOf(soundPage()) + "\r\n" + soundPage());
}

RawServer::Script oddVersion()
{
    return answeringOnce("HTTP/7.5 200 OK\r\n" + lengthOf(soundPage()) + "\r\n" + soundPage());
}

RawServer::Script continues(int count)
{
    return answering(QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(count) + soundAnswer());
}

RawServer::Script endlessContinues()
{
    return repeating({}, QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(500));
}

RawServer::Script switchesProtocols()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        connection.send(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: semaphore\r\nConnection: Upgrade\r\n\r\n");
        connection.waitUntilClosed();
    };
}

RawServer::Script surplusBody()
{
    return answering(htmlAnswer("Content-Length: 10\r\n", soundPage()));
}

RawServer::Script closeOnReuse()
{
    return [](RawConnection &connection) {
        connection.readRequest();
        connection.send(soundAnswer());
        connection.readRequest();
    };
}

} // namespace turnstone::rawscripts
