# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the measurements and prints the table of budgets. Started by scripts/bench."""
import argparse
import datetime
import os
import platform
import sys
import traceback

import badhosts
import bodies
import figures
import hosts
import latency
import limits
import memory
import projects
import rooms
import stopping
import throughput
import window
from bench import Bench

MEASUREMENTS = {
    "throughput": throughput.measure,
    "latency": latency.measure,
    "memory": memory.measure,
    "memory-bodies": bodies.measure,
    "projects": projects.measure,
    "limits": limits.measure,
    "hosts": hosts.measure,
    "badhosts": badhosts.measure,
    "stop": stopping.measure,
    "input": rooms.measure_input,
    "parse": rooms.measure_parse,
    "window": window.measure,
}


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "?")
    return (f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, load "
            f"{os.getloadavg()[0]:.1f} at the start, {datetime.date.today()}")


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures Turnstone's budgets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS) + " (all)")
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="smaller loads: a few minutes in all")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"there is no measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")

    where = machine()
    bench = Bench(options.build, options.quick)
    results = []
    failed = False
    try:
        for name in options.names or MEASUREMENTS:
            bench.say(f"{name}:")
            try:
                results += MEASUREMENTS[name](bench)
            except Exception as error:  # one that fails must not hide the others
                traceback.print_exc()
                print(bench.last_words(), file=sys.stderr)
                failed = True
                results.append(figures.Figure(name, "", f"failed: {error}", False))
    finally:
        bench.close()
    print(f"{where}\n\n{figures.table(results)}\n")
    for figure in results:
        if figure.notes:
            print(figure.what)
            for note in figure.notes:
                print(f"  {note}")
    missed = any(figure.met is False for figure in results)
    return 2 if failed else 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
