# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages fetched, titles read and rows written in a second, against two rivals on the same server."""
from figures import Figure, median, spread

CONCURRENCY = 64
TURNS = 5


def titles(bench, output):
    return {row["url"]: row["title"] for row in bench.rows(output)}


def measure(bench):
    count = 10_000 if bench.quick else 40_000
    nginx = bench.nginx
    addresses = [f"http://{nginx.hosts[i % 64]}:{nginx.port}/page/{i // 64}.html" for i in range(count)]
    path = bench.write_list("throughput.txt", addresses)
    limits = ["--concurrency", CONCURRENCY, "--per-host", 6]
    programs = {"turnstone": bench.crawl, "script": bench.script, "rival": bench.rival}
    runs = {name: [] for name in programs}
    server = {name: [] for name in programs}
    for turn in range(TURNS):
        for name, program in programs.items():
            before = nginx.cpu()
            ended = program(path, *limits)
            server[name].append(nginx.cpu() - before)
            if ended.status != 0:
                raise RuntimeError(f"{name} ended with status {ended.status}")
            runs[name].append(ended)
            bench.say(f"throughput {turn + 1}/{TURNS} {name}: {count / ended.seconds:,.0f}/s, CPU {ended.cpu:.1f} s "
                      f"({ended.cores:.2f} cores), server {server[name][-1]:.1f} s")
    ours = titles(bench, "turnstone.csv")
    if len(ours) != count or not all(ours.values()) or any(ours != titles(bench, f"{name}.csv") for name in programs):
        raise RuntimeError("the programs do not agree on the titles")

    rate = {name: [count / ended.seconds for ended in list_] for name, list_ in runs.items()}
    cost = {name: [ended.cpu / count * 1e6 for ended in list_] for name, list_ in runs.items()}
    # Of each turn: what the machine does besides changes slower than that.
    ratio = {name: median([ours / theirs for ours, theirs in zip(rate["turnstone"], rate[name])]) for name in programs}
    notes = [f"{name}: {spread(rate[name])} pages/s; {median(cost[name]):.0f} us CPU a page; "
             f"{median([e.cores for e in runs[name]]):.2f} cores; "
             f"server {median(server[name]) / count * 1e6:.0f} us a page; "
             f"{median([e.peak_bytes for e in runs[name]]) / 1e6:.0f} MB" for name in runs]
    notes.append(f"{count:,} addresses, {TURNS} runs of each, in turns; the titles of all agree")
    cpu = {name: median([theirs / ours for ours, theirs in zip(cost["turnstone"], cost[name])]) for name in programs}
    return [Figure("throughput / an asyncio + aiohttp + uvloop crawler", "at least 4", f"{ratio['script']:.2f}",
                   ratio["script"] >= 4, notes),
            Figure("pages per CPU second / the same", "none", f"{cpu['script']:.2f}", "-"),
            Figure("throughput / its fetch loop alone, tuned", "none", f"{ratio['rival']:.2f}", "-"),
            Figure("pages per CPU second / the same", "none", f"{cpu['rival']:.2f}", "-")]
