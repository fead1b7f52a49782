# SPDX-License-Identifier: GPL-3.0-or-later
"""Project files at size: what keeping every result costs in memory and time, and how quick the commands are."""
import os

import process
from figures import Figure

SHORT = 1_000


def counted(bench):
    """Addresses of the long list; 5,000,000 take some ten minutes."""
    return int(os.environ.get("TURNSTONE_BENCH_ADDRESSES", 200_000 if bench.quick else 1_000_000))


def crawl_into(bench, name, addresses):
    """A crawl that only writes the project; the answer is how it ended, and its file."""
    nginx = bench.nginx
    path = bench.write_list("projects.txt", (f"http://{nginx.hosts[i % 64]}:{nginx.port}/tiny?address={i:07}"
                                             for i in range(addresses)))
    project = bench.path(name)
    ended = process.run([bench.cli, "crawl", "--quiet", "--project", project, "--concurrency", 64, path],
                        bench.log, limit=3600)
    if ended.status != 0:
        raise RuntimeError(f"turnstone-cli ended with status {ended.status}")
    size = os.path.getsize(project)
    bench.say(f"projects: {addresses:,} addresses, {ended.peak_bytes / 1e6:.1f} MB of memory, {ended.seconds:.0f} s, "
              f"{size / 1e6:.0f} MB on disk")
    return ended, project


def command(bench, name, project, *options, wanted=0):
    ended = process.run([bench.cli, name, "--project", project, *options], bench.log, limit=1800)
    if ended.status != wanted:
        raise RuntimeError(f"turnstone-cli {name} ended with status {ended.status}")
    bench.say(f"projects: {name} {' '.join(options)}: {ended.seconds:.1f} s, {ended.peak_bytes / 1e6:.0f} MB")
    return ended


def measure(bench):
    count = counted(bench)
    short, _ = crawl_into(bench, "short.turnstone", SHORT)
    long, project = crawl_into(bench, "long.turnstone", count)
    size = os.path.getsize(project)
    each = (long.peak_bytes - short.peak_bytes) / (count - SHORT)

    resumed = command(bench, "crawl", project, "--resume", "--quiet")
    listed = command(bench, "runs", project)
    output = bench.path("project.csv")
    exported = command(bench, "export", project, "--output", output)
    with open(output, "rb") as file:
        rows = sum(1 for _ in file) - 1
    if rows != count:
        raise RuntimeError(f"{rows:,} rows were exported, not {count:,}")
    command(bench, "crawl", project, "--quiet", "--concurrency", "64")
    compared = process.run([bench.cli, "diff", "--project", project, "--output", bench.path("diff.csv")],
                           bench.log, limit=1800)
    if compared.status not in (0, 1):
        raise RuntimeError(f"turnstone-cli diff ended with status {compared.status}")
    for name in (project, output):
        os.remove(name)
    return [
        Figure("memory for each finished address, project", "at most 400 bytes", f"{each:.0f} bytes", each <= 400,
               [f"peak {long.peak_bytes / 1e6:.0f} MB with {count:,} addresses, {short.peak_bytes / 1e6:.0f} MB "
                f"with {SHORT:,}; {count / long.seconds:,.0f} addresses/s, {size / count:.0f} bytes on disk each"]),
        Figure(f"opening a finished project of {count:,}, to say so", "none", f"{resumed.seconds:.1f} s", "-",
               [f"its list of runs {listed.seconds:.2f} s"]),
        Figure(f"export of {count:,} rows as CSV", "none", f"{exported.seconds:.1f} s", "-",
               [f"{count / exported.seconds:,.0f} rows/s, {exported.peak_bytes / 1e6:.0f} MB"]),
        Figure(f"two runs of {count:,} compared", "none", f"{compared.seconds:.1f} s", "-",
               [f"{compared.peak_bytes / 1e6:.0f} MB"]),
    ]
