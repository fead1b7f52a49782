# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits hold in both directions: what may run together does, and nothing more. Counted by the server."""
from figures import Figure


def many_at_one_host(bench, count, per_host, milliseconds):
    """Seconds of one-host crawl, and the most requests that its server saw open."""
    path = bench.write_list("limits.txt", (f"http://127.0.0.1:{bench.demo.port}/slow?ms={milliseconds}&n={i}"
                                           for i in range(count)))
    bench.demo.reset()
    ended = bench.crawl(path, "--concurrency", 1000, "--per-host", per_host)
    if ended.status != 0:
        raise RuntimeError(f"turnstone-cli ended with status {ended.status}")
    return ended.seconds, bench.demo.counters()["hosts"]["127.0.0.1"]["max_open"]


def measure(bench):
    thirty, open_thirty = many_at_one_host(bench, 30, 30, 1000)
    _, open_two = many_at_one_host(bench, 60, 2, 50)

    count, rate = 41, 5
    path = bench.write_list("rate.txt", (f"http://127.0.0.{1 + i % 8}:{bench.demo.port}/fast?{i}"
                                         for i in range(count)))
    bench.demo.reset()
    ended = bench.crawl(path, "--rate", rate)
    seen = bench.demo.counters()["requests"] - 1
    if ended.status != 0 or seen != count:
        raise RuntimeError(f"status {ended.status}, {seen} requests instead of {count}")
    measured = (count - 1) / ended.seconds
    return [
        Figure("30 one-second answers of one host, --per-host 30", "about 1 s", f"{thirty:.2f} s", thirty < 1.5,
               [f"the server saw {open_thirty} open at once; starting the program included"]),
        Figure("most open at one host, --per-host 2", "2", f"{open_two}", open_two == 2,
               ["60 answers, each 50 ms late, counted by the server"]),
        Figure("requests a second, --rate 5", "5", f"{measured:.2f}", 4.5 <= measured <= 5.3,
               [f"{count} addresses on 8 hosts in {ended.seconds:.1f} s, starting the program included"]),
    ]
