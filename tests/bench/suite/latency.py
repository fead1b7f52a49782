# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand requests at once, each answered 200 ms late: what waiting costs."""
from figures import Figure, median, spread

AT_ONCE = 1000
LATE = 0.2  # seconds, as servers.py has nginx wait


def measure(bench):
    count = 15_000 if bench.quick else 40_000
    nginx = bench.nginx
    addresses = (f"http://{nginx.hosts[i % 64]}:{nginx.port}/late/{i}" for i in range(count))
    path = bench.write_list("late.txt", addresses)
    per_host = 16  # 64 hosts with 16 each have room for the thousand
    rates, rival_rates, cores, all_cores, rival_cores = [], [], [], [], []
    for turn in range(3):
        before = nginx.cpu()
        ended = bench.crawl(path, "--concurrency", AT_ONCE, "--per-host", per_host)
        if ended.status != 0:
            raise RuntimeError(f"turnstone-cli ended with status {ended.status}")
        rates.append(count / ended.seconds)
        cores.append(ended.cores)
        all_cores.append(ended.cores + (nginx.cpu() - before) / ended.seconds)
        rival = bench.rival(path, "--concurrency", AT_ONCE, "--per-host", per_host)
        rival_rates.append(count / rival.seconds)
        rival_cores.append(rival.cores)
        bench.say(f"latency {turn + 1}/3: {rates[-1]:,.0f}/s with {cores[-1]:.2f} cores, "
                  f"{all_cores[-1]:.2f} with the server; rival {rival_rates[-1]:,.0f}/s")
    share = median(rates) / (AT_ONCE / LATE)
    met = True if share >= 0.8 else "CPU is the limit" if median(all_cores) > 1.8 else False
    return [Figure("1,000 at once, answers 200 ms late / 5,000 a second", "at least 0.80", f"{share:.2f}", met,
                   [f"{spread(rates)} answers/s, starting and writing included; turnstone-cli uses "
                    f"{median(cores):.2f} cores, with the server {median(all_cores):.2f} of the machine",
                    f"the rival with the same limits: {spread(rival_rates)} answers/s, "
                    f"{median(rival_cores):.2f} cores"])]
