# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts of the "badhosts" measurement, as a program: good ones, silent ones, and ones that answer 429.

badserver.py PORT GOOD,... SILENT,... BUSY,...   serves until it is told to end; "GET /counters" at a good host
yields the requests that each host has read. Standard library alone, one process.
"""
import asyncio
import collections
import json
import sys

PAGE = b"<!DOCTYPE html><title>A good page</title><p>Quick and sound.</p>\n"
GOOD = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
        % (len(PAGE), PAGE))
BUSY = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"

requests = collections.Counter()


class Host(asyncio.Protocol):
    """One connection; `answer` is empty for a host that reads and says nothing."""

    def __init__(self, host, answer):
        self.host = host
        self.answer = answer
        self.received = b""
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        while b"\r\n\r\n" in self.received:
            request, _, self.received = self.received.partition(b"\r\n\r\n")
            if request.startswith(b"GET /counters "):
                body = json.dumps(requests).encode()
                self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
                continue
            requests[self.host] += 1
            if self.answer:
                self.transport.write(self.answer)


async def serve(port, groups):
    loop = asyncio.get_running_loop()
    for hosts, answer in zip(groups, (GOOD, b"", BUSY)):
        for host in hosts:
            await loop.create_server(lambda h=host, a=answer: Host(h, a), host, port, backlog=1024)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), [text.split(",") for text in sys.argv[2:]]))
