# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts programs, watches what they use while they run, and sees to it that none is left behind."""
import atexit
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass

_alive = []
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Ended:
    """How a program ended and what it used."""
    status: int
    seconds: float
    cpu: float          # CPU seconds, user and system
    peak_bytes: int     # largest resident memory
    descriptors: int    # most open descriptors seen

    @property
    def cores(self):
        return self.cpu / self.seconds if self.seconds else 0.0


def start(command, log, **more):
    """Starts a program whose words go to the file `log`."""
    child = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                             stdout=more.pop("stdout", log), stderr=log, **more)
    _alive.append(child)
    return child


def end(child, wait=10):
    """Ends a program that start() began; kills it where it does not listen."""
    if child in _alive:
        _alive.remove(child)
    if child.returncode is None and child.poll() is None:
        child.terminate()
        try:
            child.wait(wait)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def cpu_seconds(pid):
    """CPU seconds that a process and its waited-for children used so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


def peak_memory(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def run(command, log, limit=900, count_descriptors=False, watch=None, **more):
    """Runs a program to its end. `watch(child, seconds)` is called some twenty times a second."""
    began = time.monotonic()
    child = start(command, log, **more)
    peak = descriptors = turns = 0
    ended = select.poll()
    ended.register(pidfd := os.pidfd_open(child.pid), select.POLLIN)
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        seconds = time.monotonic() - began
        if pid:
            break
        try:
            peak = max(peak, peak_memory(child.pid))
            if count_descriptors and turns % 4 == 0:
                descriptors = max(descriptors, len(os.listdir(f"/proc/{child.pid}/fd")))
        except OSError:
            pass  # it ended in between
        if watch:
            watch(child, seconds)
        if seconds > limit:
            end(child)
            raise TimeoutError(f"{command[0]} did not end within {limit} s")
        turns += 1
        ended.poll(10 if seconds < 1 or watch else 50)  # ms; less where it ends
    os.close(pidfd)
    child.returncode = os.waitstatus_to_exitcode(status)
    _alive.remove(child)
    return Ended(child.returncode, seconds, usage.ru_utime + usage.ru_stime, peak, descriptors)


def end_all():
    for child in list(_alive):
        end(child, wait=3)


atexit.register(end_all)
for _signal in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(_signal, lambda number, frame: exit(128 + number))
