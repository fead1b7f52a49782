# SPDX-License-Identifier: GPL-3.0-or-later
"""Many hosts and one host: every row is there, and descriptors stay bounded."""
import servers
from figures import Figure


def crawl(bench, hosts, count):
    names = servers.loopback_hosts(hosts)
    path = bench.write_list("hosts.txt", (f"http://{names[i % hosts]}:{bench.demo.port}/fast?{i}"
                                          for i in range(count)))
    ended = bench.crawl(path, "--concurrency", 64, count_descriptors=True)
    wanted = {f"http://{names[i % hosts]}:{bench.demo.port}/fast?{i}" for i in range(count)}
    verdicts = {row["url"]: row["verdict"] for row in bench.rows("turnstone.csv")}
    right = sum(verdicts.get(url) == "ok" for url in wanted)
    bench.say(f"hosts: {count:,} addresses on {hosts:,}: {right:,} ok, {ended.seconds:.1f} s, at most "
              f"{ended.descriptors} descriptors")
    return Figure(f"{count:,} addresses on {hosts:,} host{'s' if hosts > 1 else ''}: rows with a page",
                  f"{count:,}", f"{right:,}", right == count and len(verdicts) == count,
                  [f"{count / ended.seconds:,.0f} addresses/s, at most {ended.descriptors:,} descriptors and "
                   f"{ended.peak_bytes / 1e6:.0f} MB, 64 at once"]), ended.descriptors


def measure(bench):
    many, descriptors_many = crawl(bench, 5_000, 20_000)
    one, descriptors_one = crawl(bench, 1, 20_000)
    most = max(descriptors_many, descriptors_one)
    return [many, one, Figure("most descriptors meanwhile, 64 at once", "bounded", f"{most:,}", most < 1024,
                              ["bounded is taken as less than 1,024, the usual limit of a process"])]
