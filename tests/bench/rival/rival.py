#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program that many write for themselves: asyncio, aiohttp and uvloop fetch a list and note each title.

It is what Turnstone is measured against, so nothing in it is slower than it needs to be: a fixed number of
workers share one session and one iterator over the list, connections are kept alive, cookies are off,
addresses are taken as they are, and rows go through one buffered writer.
"""
import argparse
import asyncio
import csv
import html
import re
import sys
import time

import aiohttp
import uvloop
import yarl

TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
COLUMNS = ["url", "status", "reason", "title", "content_type", "bytes", "total_ms"]


def title_of(body, charset):
    found = TITLE.search(body)
    if not found:
        return ""
    text = found.group(1).decode(charset, "replace")
    return " ".join(html.unescape(text).split())


async def fetch(session, url):
    started = time.monotonic()
    try:
        async with session.get(yarl.URL(url, encoded=True), allow_redirects=True) as response:
            body = await response.read()
            title = title_of(body, response.charset or "utf-8")
            milliseconds = (time.monotonic() - started) * 1000
            return [url, response.status, response.reason, title, response.content_type, len(body),
                    f"{milliseconds:.1f}"]
    except (aiohttp.ClientError, asyncio.TimeoutError, LookupError) as error:
        milliseconds = (time.monotonic() - started) * 1000
        return [url, "", type(error).__name__, "", "", 0, f"{milliseconds:.1f}"]


async def work(session, urls, rows):
    for url in urls:
        rows.writerow(await fetch(session, url))


async def crawl(options):
    connector = aiohttp.TCPConnector(limit=options.concurrency, limit_per_host=options.per_host,
                                     keepalive_timeout=30)
    timeout = aiohttp.ClientTimeout(total=15)
    with open(options.list, encoding="utf-8") as lines, \
            open(options.output, "w", encoding="utf-8", newline="", buffering=1 << 18) as output:
        rows = csv.writer(output)
        rows.writerow(COLUMNS)
        urls = (line.strip() for line in lines if line.strip())
        async with aiohttp.ClientSession(connector=connector, timeout=timeout,
                                         cookie_jar=aiohttp.DummyCookieJar()) as session:
            await asyncio.gather(*(work(session, urls, rows) for _ in range(options.concurrency)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list")
    parser.add_argument("--output", required=True)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--per-host", type=int, default=6)
    options = parser.parse_args()
    uvloop.install()
    asyncio.run(crawl(options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
