# SPDX-License-Identifier: GPL-3.0-or-later
"""What the measurements share: the programs, the scratch folder, the servers, the ways to run a crawl."""
import csv
import os
import shutil
import subprocess
import sys
import tempfile

import process
import servers

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = 1000


class Bench:
    def __init__(self, build, quick):
        self.build = build
        self.quick = quick
        self.cli = f"{build}/bin/turnstone-cli"
        self.gui = f"{build}/bin/turnstone"
        # Not /tmp: where that lives in memory, files would count as if they were free.
        self.home = tempfile.mkdtemp(prefix="turnstone-bench-", dir="/var/tmp")
        self.log = open(f"{self.home}/log", "wb")
        self._nginx = None
        self._demo = None
        self._help = None

    def close(self):
        process.end_all()  # before the folder goes: a server may still write to it
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def demo(self):
        if not self._demo:
            self._demo = servers.DemoSite(self.cli, self.log)
        return self._demo

    @property
    def nginx(self):
        if not self._nginx:
            self.say("starting nginx with %d pages of the demo site" % PAGES)
            self._nginx = servers.Nginx(f"{self.home}/nginx", servers.loopback_hosts(64),
                                        self.demo.pages(PAGES), self.log)
        return self._nginx

    def last_words(self):
        """The end of what the programs said, for a failure."""
        self.log.flush()
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            return "".join(file.readlines()[-10:])

    def say(self, text):
        print(f"  {text}", file=sys.stderr, flush=True)

    def path(self, name):
        return f"{self.home}/{name}"

    def write_list(self, name, addresses):
        path = self.path(name)
        with open(path, "w", encoding="ascii") as file:
            for address in addresses:
                file.write(address + "\n")
        return path

    def crawl(self, list_path, *options, output="turnstone.csv", **more):
        """One run of the command line; the answer says how it ended and what it used."""
        command = [self.cli, "crawl", "--quiet", "--output", self.path(output), *options, list_path]
        return process.run(command, self.log, **more)

    def knows(self, option):
        """Whether this build's crawl has the option: an older one is measured without it."""
        if self._help is None:
            self._help = subprocess.run([self.cli, "crawl", "--help"], capture_output=True, text=True,
                                        check=False).stdout.split()
        return option in self._help

    def rival(self, list_path, *options, output="rival.csv", program="rival.py", **more):
        command = ["/usr/bin/python3", f"{HERE}/../rival/{program}", "--output", self.path(output), *options,
                   list_path]
        return process.run(command, self.log, **more)

    def script(self, list_path, *options, **more):
        return self.rival(list_path, *options, output="script.csv", program="script.py", **more)

    def rows(self, output):
        """The rows of a CSV that a run wrote, one dictionary each."""
        with open(self.path(output), encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
