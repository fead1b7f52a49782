# SPDX-License-Identifier: GPL-3.0-or-later
"""What one more finished address costs in memory: the peak of a long list less that of a short one."""
from figures import Figure

SHORT = 1_000


def measure(bench):
    count = 200_000 if bench.quick else 1_000_000
    nginx = bench.nginx

    def peak(addresses):
        path = bench.write_list("memory.txt", (f"http://{nginx.hosts[i % 64]}:{nginx.port}/tiny?address={i:07}"
                                               for i in range(addresses)))
        ended = bench.crawl(path, "--concurrency", 64, limit=1800)
        if ended.status != 0:
            raise RuntimeError(f"turnstone-cli ended with status {ended.status}")
        bench.say(f"memory: {addresses:,} addresses, {ended.peak_bytes / 1e6:.1f} MB, {ended.seconds:.0f} s")
        return ended

    short, long = peak(SHORT), peak(count)
    rows = sum(1 for row in bench.rows("turnstone.csv") if row["verdict"] == "ok")
    if rows != count:
        raise RuntimeError(f"{rows:,} rows are ok, not {count:,}")
    each = (long.peak_bytes - short.peak_bytes) / (count - SHORT)
    length = len(f"http://127.0.0.10:{nginx.port}/tiny?address=0000000")
    return [Figure("memory for each finished address, command line", "at most 400 bytes", f"{each:.0f} bytes",
                   each <= 400,
                   [f"peak {long.peak_bytes / 1e6:.0f} MB with {count:,} addresses of about {length} "
                    f"characters, {short.peak_bytes / 1e6:.0f} MB with {SHORT:,}; each really fetched and in "
                    f"the CSV; {count / long.seconds:,.0f} addresses/s"])]
