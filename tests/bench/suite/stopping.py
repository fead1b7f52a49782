# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C at full load: a thousand in flight, a million waiting."""
import signal
import threading
import time

from figures import Figure

AT_ONCE = 1000


class Watcher:
    """Asks the server what is still open, from the moment of the signal on."""

    def __init__(self, bench):
        self.bench = bench
        self.ready_since = self.signalled = self.quiet = None
        self.thread = None

    def open_now(self):
        return self.bench.demo.counters()["open"] - 1  # the one that asks

    def __call__(self, child, seconds):
        if self.signalled:
            return
        if self.open_now() < AT_ONCE:
            self.ready_since = None
        elif self.ready_since is None:
            self.ready_since = seconds
        elif seconds - self.ready_since > 1:
            self.signalled = time.monotonic()
            child.send_signal(signal.SIGINT)
            self.thread = threading.Thread(target=self.wait_for_quiet)
            self.thread.start()

    def wait_for_quiet(self):
        while time.monotonic() - self.signalled < 60:
            if self.open_now() == 0:
                self.quiet = time.monotonic() - self.signalled
                return
            time.sleep(0.01)


def measure(bench):
    count = 200_000 if bench.quick else 1_000_000
    port = bench.demo.port
    path = bench.write_list("stop.txt", (f"http://127.0.{i % 250}.{1 + i // 250 % 4}:{port}/slow?ms=60000&n={i}"
                                         for i in range(count)))
    watcher = Watcher(bench)
    ended = bench.crawl(path, "--concurrency", AT_ONCE, "--timeout", 120, watch=watcher, limit=300)
    end = time.monotonic()
    if not watcher.signalled:
        raise RuntimeError(f"there never were {AT_ONCE} requests open; status {ended.status}")
    watcher.thread.join()
    until_exit = end - watcher.signalled
    rows = cancelled = 0
    for row in bench.rows("turnstone.csv"):
        rows += 1
        cancelled += row["verdict"] == "cancelled"
    quiet = "never" if watcher.quiet is None else f"{watcher.quiet:.2f} s"
    return [
        Figure("Stop: nothing open any more", "within 1 s", quiet, (watcher.quiet or 99) <= 1,
               [f"{AT_ONCE:,} in flight on 1,000 hosts, {count - AT_ONCE:,} waiting; counted by the server"]),
        Figure("Stop: rows written", f"{count:,}", f"{rows:,}", rows == count and cancelled == count,
               [f"the program ends {until_exit:.2f} s after the signal, with status {ended.status}; what is "
                f"over {quiet} is spent on writing {rows:,} rows"]),
    ]
