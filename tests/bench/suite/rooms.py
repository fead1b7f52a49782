# SPDX-License-Identifier: GPL-3.0-or-later
"""The small programs in C++: reading lists and reading pages."""
import re
import subprocess

from figures import Figure


def words(bench, program):
    """What a measuring program prints, one line each."""
    return subprocess.run([f"{bench.build}/bench/{program}"], check=True, capture_output=True, text=True,
                          timeout=600).stdout.splitlines()


def measure_input(bench):
    lines = words(bench, "bench_input")
    plain = float(re.search(r"plain addresses\s+([\d.]+) s", lines[0]).group(1))
    return [Figure("a list of 1,000,000 lines read", "under 2 s", f"{plain:.2f} s CPU", plain < 2,
                   [re.sub(r"\s{2,}", "  ", line) for line in lines])]


def measure_parse(bench):
    lines = words(bench, "bench_parse")
    speed = float(re.search(r"links, 10 KB.*?parsePage\s+[\d.]+ us\s+([\d.]+) MB/s", lines[0]).group(1))
    return [Figure("pages read on one core", "at least 150 MB/s", f"{speed:.0f} MB/s", speed >= 150,
                   [re.sub(r"\s{2,}", "  ", line) for line in lines])]
