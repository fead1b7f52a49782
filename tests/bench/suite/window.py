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


def addresses(nginx, count):
    """Small pages, larger ones with a thousand titles, and some that are missing."""
    for i in range(count):
        site = f"http://{nginx.hosts[i % 64]}:{nginx.port}"
        kind = i % 10
        path = f"page/{i % 1000}.html" if kind == 3 else f"missing/{i:07}" if kind == 7 else "tiny"
        yield f"{site}/{path}?address={i:07}"


def drive(bench, display, count, fetched, seconds):
    """The window of `count` addresses, used by keys and clicks while results arrive; what each step took."""
    path = bench.write_list("window.txt", addresses(bench.nginx, count))
    output = bench.path("window.jsonl")
    with open(output, "wb") as file:
        ended = process.run([f"{bench.build}/bench/bench_window", path, fetched, RATE, seconds], bench.log, limit=900,
                            env=display.environment, stdout=file)
    if ended.status != 0:
        raise RuntimeError(f"bench_window ended with status {ended.status}")
    with open(output, encoding="utf-8") as file:
        steps = [json.loads(line) for line in file]
    for step in steps:
        bench.say(json.dumps(step))
    return steps


def lag_figure(what, steps):
    p99 = max(step["p99_ms"] for step in steps)
    worst = max(steps, key=lambda step: step["max_ms"])
    rates = [max(0, step["requests_per_second"]) for step in steps]  # the count begins anew with another list
    return Figure(f"window's lag, {what}: p99, worst", "at most 16, 100 ms",
                  f"{p99:.1f}, {worst['max_ms']:.0f} ms", p99 <= 16 and worst["max_ms"] <= 100,
                  [f"{len(steps)} steps, {min(rates):,} to {max(rates):,} requests/s meanwhile; the worst of them in "
                   f"\"{worst['step']}\""])


def shown_figure(what, steps):
    slowest = max(steps, key=lambda step: step["shown_ms"])
    return Figure(f"{what} is on the screen", "within 1 s", f"{slowest['shown_ms'] / 1000:.2f} s",
                  slowest["shown_ms"] <= 1000,
                  [f"the slowest: \"{slowest['step']}\"; all: " +
                   ", ".join(f"{step['shown_ms']}" for step in steps) + " ms"])


def steps_of(steps, *beginnings):
    return [step for step in steps if step["step"].startswith(beginnings)]


def measure(bench):
    if not os.path.exists(bench.gui):
        return [Figure("window", "", "not built", "-")]
    display = Display(bench)
    try:
        count = 100_000 if bench.quick else 1_000_000
        # What is left arrives at RATE until the last step has ended.
        steps = drive(bench, display, count, count - (50_000 if bench.quick else 350_000), 1 if bench.quick else 2)
        short, _ = crawl(bench, display, SHORT)
        long, lag = crawl(bench, display, count)
    finally:
        display.close()
    each = (long.peak_bytes - short.peak_bytes) / (count - SHORT)
    figures = [lag_figure(what, steps_of(steps, *names)) for what, names in {
        "loading and at full speed": ("load the list", "full"),
        "Stop and Start again": ("stop", "start"),
        f"scrolling at {RATE:,} results/s": ("scroll",),
        "sorting, any column": ("sort",),
        "filtering": ("filter",),
        "select all, copy all": ("select", "copy"),
        "opening the project": ("open", "load the project"),
    }.items()]
    figures[0].notes.insert(0, f"{count:,} addresses in all of these")
    return figures + [
        shown_figure("a sort", steps_of(steps, "sort")),
        shown_figure("a filter", steps_of(steps, "filter")),
        shown_figure("the first page of a project", steps_of(steps, "open the project")),
        Figure("memory for each finished address, window", "at most 500 bytes", f"{each:.0f} bytes",
               each <= 500, [f"peak {long.peak_bytes / 1e6:.0f} MB with {count:,} addresses, "
                             f"{short.peak_bytes / 1e6:.0f} MB with {SHORT:,}; exported at the end",
                             f"{count / long.seconds:,.0f} results/s, lag p99 {lag['p99_ms']:.1f} ms, worst "
                             f"{lag['max_ms']:.0f} ms"]),
    ]
