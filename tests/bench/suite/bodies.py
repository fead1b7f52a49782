# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory while many bodies without an end arrive at once."""
import collections

import process
import servers
from figures import Figure

BUDGET = 612_000_000  # bytes: 512 MB that were allowed, and 100 MB for all else
ENOUGH = 4_000_000_000  # the measurement ends there, before the machine is in need


def measure(bench):
    count = 300 if bench.quick else 1_000
    names = servers.loopback_hosts(10)
    path = bench.write_list("bodies.txt", (f"http://{names[i % 10]}:{bench.demo.port}/endless?html=1&n={i}"
                                           for i in range(count)))
    options = ["--max-body", "10M", "--concurrency", 1000, "--per-host", 100, "--timeout", 300, "--retries", 0]
    bounded = bench.knows("--memory")
    if bounded:
        options += ["--memory", "512M"]
    seen = []

    def watch(child, _):
        seen.append(process.peak_memory(child.pid))
        if seen[-1] > ENOUGH:
            child.kill()

    ended = bench.crawl(path, *options, watch=watch, limit=600)
    stopped = ended.peak_bytes > ENOUGH
    verdicts = collections.Counter() if stopped else collections.Counter(
        row["verdict"] for row in bench.rows("turnstone.csv"))
    said = ", ".join(f"{number:,} {verdict}" for verdict, number in verdicts.most_common()) or "no rows"
    bench.say(f"memory-bodies: {ended.peak_bytes / 1e6:.0f} MB, {ended.seconds:.0f} s, {said}")
    limits = "--max-body 10M --concurrency 1000 --per-host 100" + (" --memory 512M" if bounded else
                                                                   "; this build does not know --memory")
    return [
        Figure(f"{count:,} endless bodies at once: peak memory", f"under {BUDGET / 1e6:.0f} MB",
               f"over {ENOUGH / 1e6:,.0f} MB" if stopped else f"{ended.peak_bytes / 1e6:,.0f} MB",
               ended.peak_bytes < BUDGET,
               [f"on 10 hosts, {limits}" + ("; ended by the measurement" if stopped else f"; {ended.seconds:.0f} s")]),
        Figure(f"{count:,} endless bodies at once: rows that say too_large", f"{count:,}",
               f"{verdicts['too_large']:,}", verdicts["too_large"] == count, [said]),
    ]
