#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The crawler that people write for themselves with asyncio, aiohttp and uvloop, doing what they want of it.

A semaphore for all requests and one for each host, a timeout, retries with exponential backoff, Retry-After, the title by
a regular expression, the time of each request, a count of what is done, a CSV. Everything as the libraries' documentation
shows it; rival.py beside it is the same with all of that left out that costs time.
"""
import argparse
import asyncio
import collections
import csv
import html
import random
import re
import sys
import time
from urllib.parse import urlsplit

import aiohttp
import uvloop

TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
RETRY_STATUS = {408, 425, 429, 500, 502, 503, 504}
COLUMNS = ["url", "final_url", "status", "title", "content_type", "bytes", "attempts", "total_ms", "error"]


class Crawler:
    def __init__(self, options):
        self.options = options
        self.everywhere = asyncio.Semaphore(options.concurrency)
        self.at_host = collections.defaultdict(lambda: asyncio.Semaphore(options.per_host))
        self.done = 0
        self.latencies = []

    async def once(self, session, url):
        async with self.at_host[urlsplit(url).netloc], self.everywhere:
            started = time.perf_counter()
            async with session.get(url) as response:
                body = await response.read()
                milliseconds = (time.perf_counter() - started) * 1000
                self.latencies.append(milliseconds)
                return response, body, milliseconds

    async def fetch(self, session, url):
        row = {"url": url, "error": ""}
        for attempt in range(1 + self.options.retries):
            row["attempts"] = attempt + 1
            wait = random.uniform(0, 0.5 * 2 ** attempt)
            try:
                response, body, milliseconds = await self.once(session, url)
                text = body.decode(response.charset or "utf-8", "replace")
                found = TITLE.search(text)
                row.update(final_url=str(response.url), status=response.status, error="",
                           title=" ".join(html.unescape(found.group(1)).split()) if found else "",
                           content_type=response.content_type, bytes=len(body), total_ms=f"{milliseconds:.1f}")
                if response.status not in RETRY_STATUS:
                    break
                after = response.headers.get("Retry-After", "")
                wait = float(after) if after.isdigit() else wait
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                row["error"] = repr(error)
            if attempt < self.options.retries:
                await asyncio.sleep(wait)
        self.done += 1
        return row

    async def run(self, urls, output):
        connector = aiohttp.TCPConnector(limit=self.options.concurrency, limit_per_host=self.options.per_host)
        timeout = aiohttp.ClientTimeout(total=15, connect=10)
        rows = csv.DictWriter(output, COLUMNS)
        rows.writeheader()
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            tasks = [asyncio.create_task(self.fetch(session, url)) for url in urls]
            for task in asyncio.as_completed(tasks):
                rows.writerow(await task)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list")
    parser.add_argument("--output", required=True)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--per-host", type=int, default=6)
    parser.add_argument("--retries", type=int, default=2)
    options = parser.parse_args()
    uvloop.install()
    with open(options.list, encoding="utf-8") as lines:
        urls = [line.strip() for line in lines if line.strip()]
    with open(options.output, "w", encoding="utf-8", newline="") as output:
        asyncio.run(start(options, urls, output))
    return 0


async def start(options, urls, output):
    await Crawler(options).run(urls, output)


if __name__ == "__main__":
    sys.exit(main())
