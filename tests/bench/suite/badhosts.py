# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that are down must not slow down those that are not, and get few requests for it."""
import collections
import datetime
import http.client
import json
import os
import signal
import time

import process
import servers
from figures import Figure, median

HERE = os.path.dirname(os.path.abspath(__file__))
GOOD, SILENT, BUSY, REFUSING = 35, 5, 5, 5
PATIENCE = 20       # seconds that rows wait for a host that is down
AFTER_PATIENCE = 60  # and until all has ended
WORST = 200         # requests of a bad host
TURNS = 3           # each alone, then beside them


class BadHosts:
    """The servers, and what they counted."""

    def __init__(self, log):
        names = servers.loopback_hosts(GOOD + SILENT + BUSY + REFUSING, first=257)
        self.order = names
        # Bad ones stand among good ones, as in a list of the world.
        kinds = ["good"] * GOOD + ["silent"] * SILENT + ["busy"] * BUSY + ["refusing"] * REFUSING
        mixed = [kinds[i * 37 % len(kinds)] for i in range(len(kinds))]  # 37 and 50 have no common divisor
        self.kind = dict(zip(names, mixed))
        self.port = servers.free_port()
        groups = [",".join(self.of(kind)) for kind in ("good", "silent", "busy")]
        self.child = process.start(["/usr/bin/python3", "-B", f"{HERE}/badserver.py", self.port, *groups], log)
        self.ready = self.of("good")[0]
        for _ in range(500):
            try:
                self.counters()
                return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("badserver.py does not listen")

    def of(self, kind):
        return [name for name in self.order if self.kind[name] == kind]

    def counters(self):
        connection = http.client.HTTPConnection(self.ready, self.port, timeout=30)
        try:
            connection.request("GET", "/counters")
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


def host_of(url):
    return url.split("/")[2].rpartition(":")[0]


def seconds_since(epoch, row):
    """When a row was finished, from its last try and how long that took."""
    started = datetime.datetime.fromisoformat(row["started_at"].replace("Z", "+00:00")).timestamp()
    return started + float(row["total_ms"] or 0) / 1000 - epoch


def crawl(bench, hosts, names, count, limit):
    """How it ended, the last good row's seconds, the good rows that are ok, the tries of each host, cut short?"""
    path = bench.write_list("badhosts.txt", (f"http://{names[i % len(names)]}:{hosts.port}/page/{i}"
                                             for i in range(len(names) * count)))
    signalled = []

    def watch(child, seconds):
        if seconds > limit and not signalled:
            signalled.append(seconds)
            child.send_signal(signal.SIGINT)

    options = ["--timeout", 3, "--concurrency", 64]
    if bench.knows("--host-patience"):
        options += ["--host-patience", PATIENCE]
    epoch = time.time()
    ended = bench.crawl(path, *options, watch=watch, limit=limit + 120)
    last = 0.0
    fine = 0
    tries = collections.Counter()
    for row in bench.rows("turnstone.csv"):
        host = host_of(row["url"])
        tries[host] += int(row["attempts"] or 0)
        if hosts.kind[host] == "good" and row["verdict"] == "ok":
            fine += 1
            last = max(last, seconds_since(epoch, row))
    return ended, last, fine, tries, bool(signalled)


def measure(bench):
    count = 400 if bench.quick else 2_000
    # Without patience of any kind each row of a silent host takes three tries of 3 s: hours. It is cut short then.
    limit = PATIENCE + AFTER_PATIENCE + (40 if bench.quick else 120)
    hosts = BadHosts(bench.log)
    wanted = GOOD * count
    times = []
    try:
        for turn in range(1 if bench.quick else TURNS):
            _, last_alone, fine_alone, _, _ = crawl(bench, hosts, hosts.of("good"), count, limit)
            if fine_alone != wanted:
                raise RuntimeError(f"without bad hosts {fine_alone:,} rows of {wanted:,} are ok")
            before = hosts.counters()
            ended, last, fine, tries, cut = crawl(bench, hosts, hosts.order, count, limit)
            after = hosts.counters()
            bench.say(f"badhosts {turn + 1}: {wanted:,} good rows in {last_alone:.1f} s alone; "
                      f"{fine:,} in {last:.1f} s beside bad hosts")
            times.append((last_alone, last))
            if fine != wanted or cut:
                break
    finally:
        process.end(hosts.child)
    ratio = median([alone / beside for alone, beside in times]) if fine == wanted else 0.0

    def most(kind, counted):
        return max(counted.get(name, 0) for name in hosts.of(kind))
    seen = {name: after.get(name, 0) - before.get(name, 0) for name in hosts.order}
    worst = {"silent": most("silent", seen), "429": most("busy", seen), "refusing": most("refusing", tries)}
    notes = [f"{count:,} addresses each on {GOOD} good hosts, {SILENT} silent, {BUSY} answering 429, "
             f"{REFUSING} refusing; --timeout 3 --concurrency 64"
             + (f" --host-patience {PATIENCE}" if bench.knows("--host-patience") else
                "; this build does not know --host-patience")]
    if cut:
        notes.append(f"cut short after {limit} s; {fine:,} of {wanted:,} good rows were ok by then")
    return [
        Figure("good hosts beside bad ones: speed to their last row", "at least 0.9 of alone",
               f"{ratio:.2f}" if fine == wanted else f"{wanted - fine:,} rows short", ratio >= 0.9,
               notes + ["the median of " + ", ".join(f"{alone:.1f} s alone to {beside:.1f} s beside them"
                                                for alone, beside in times)]),
        Figure("most requests that one bad host got", f"under {WORST}",
               ", ".join(f"{kind} {number:,}" for kind, number in worst.items()),
               all(number < WORST for number in worst.values()) and not cut,
               ["counted by the servers; where connections are refused, the tries that the rows tell of"]),
        Figure("end of a crawl with bad hosts", f"within {PATIENCE} s patience + {AFTER_PATIENCE} s",
               f"not within {limit} s" if cut else f"{ended.seconds:.1f} s",
               not cut and ended.seconds <= last + PATIENCE + AFTER_PATIENCE,
               [f"the last good row after {last:.1f} s; the patience is counted from there"]),
    ]
