# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window keeps its user waiting while results pour in, and what a row costs there."""
import json
import os
import tempfile

import process
from figures import Figure

RATE = 3000
SHORT = 1_000


class Display:
    """A screen of its own that nobody sees."""

    def __init__(self, bench):
        reader, writer = os.pipe()
        self.child = process.start(["Xvfb", "-displayfd", writer, "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
                                   bench.log, pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as file:
            number = file.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb did not start")
        # Settings of the user at hand must neither be used nor changed.
        home = tempfile.mkdtemp(dir=bench.home)
        self.environment = dict(os.environ, DISPLAY=f":{number}", HOME=home, XDG_CONFIG_HOME=home,
                                XDG_RUNTIME_DIR=home, QT_QPA_PLATFORM="xcb", LC_ALL="C.UTF-8")

    def close(self):
        process.end(self.child)


def crawl(bench, display, count, *options):
    """One run of the window over `count` small pages, and what it says about its own lag."""
    nginx = bench.nginx
    path = bench.write_list("window.txt", (f"http://{nginx.hosts[i % 64]}:{nginx.port}/tiny?address={i:07}"
                                           for i in range(count)))
    report = bench.path("lag.json")
    output = bench.path("window.csv")
    command = [bench.gui, path, "--start", "--quit-when-done", "--concurrency", 64, "--lag-report", report,
               "--export", output, *options]
    ended = process.run(command, bench.log, limit=900, env=display.environment)
    if ended.status != 0:
        raise RuntimeError(f"turnstone ended with status {ended.status}")
    rows = sum(1 for row in bench.rows("window.csv") if row["verdict"] == "ok")
    if rows != count:
        raise RuntimeError(f"{rows:,} rows are ok, not {count:,}")
    with open(report, encoding="utf-8") as file:
        lag = json.load(file)
    bench.say(f"window: {count:,} addresses in {ended.seconds:.1f} s, {ended.peak_bytes / 1e6:.0f} MB, {lag}")
    return ended, lag


def measure(bench):
    if not os.path.exists(bench.gui):
        return [Figure("window", "", "not built", "-")]
    display = Display(bench)
    try:
        count = 30_000 if bench.quick else 100_000
        ended, lag = crawl(bench, display, count, "--rate", RATE)
        short, _ = crawl(bench, display, SHORT)
        many = 50_000 if bench.quick else 200_000
        long, lag_long = crawl(bench, display, many)
    finally:
        display.close()
    each = (long.peak_bytes - short.peak_bytes) / (many - SHORT)
    arrived = count / ended.seconds
    return [
        Figure(f"window's lag at {RATE:,} results/s, p99", "at most 16 ms", f"{lag['p99_ms']:.1f} ms",
               lag["p99_ms"] <= 16,
               [f"{count:,} addresses, {arrived:,.0f} results/s from start to end (reading the list, exporting "
                f"included), {lag['samples']:,} looks, p50 {lag['p50_ms']:.1f} ms, {ended.cores:.2f} cores",
                f"at full speed ({many / long.seconds:,.0f}/s): p99 {lag_long['p99_ms']:.1f} ms, worst "
                f"{lag_long['max_ms']:.0f} ms"]),
        Figure("the same, worst", "at most 100 ms", f"{lag['max_ms']:.0f} ms", lag["max_ms"] <= 100),
        Figure("memory for each finished address, window", "at most 500 bytes", f"{each:.0f} bytes",
               each <= 500, [f"peak {long.peak_bytes / 1e6:.0f} MB with {many:,} addresses, "
                             f"{short.peak_bytes / 1e6:.0f} MB with {SHORT:,}; exported at the end"]),
    ]
