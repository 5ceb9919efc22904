"""Processes that end with this one, the processor time they use, and what others use."""

import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import time

_running = []
_TICK = os.sysconf("SC_CLK_TCK")
_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class Failed(Exception):
    """A measurement that has no figure; the text says why."""


def _with_this_one():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(command, log, environment=None, output=None):
    """Starts it in a session of its own, so that Ctrl-C reaches this tool alone."""
    with open(log, "ab") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output or errors, stderr=errors,
            env=environment, start_new_session=True, preexec_fn=_with_this_one)
    _running.append(process)
    return process


def run(command, environment=None, timeout=300):
    """Runs it to its end; what it wrote to standard output, or Failed with what it complained of."""
    done = subprocess.run(command, capture_output=True, text=True, env=environment,
                          stdin=subprocess.DEVNULL, timeout=timeout)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no word"]
        raise Failed(f"{command[0]}: {said[-1]}")
    return done.stdout


def end(processes, grace=5):
    """SIGTERM, and after the grace (seconds) SIGKILL."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    limit = time.monotonic() + grace
    for process in processes:
        try:
            process.wait(max(0.01, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process in _running:
            _running.remove(process)


def end_all():
    end(list(_running), 2)


def cpu_seconds(process):
    """User and system time of a process that runs."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def lines(process, timeout):
    """JSON objects that it prints, one a line, until it ends; Failed if that takes too long."""
    limit = time.monotonic() + timeout
    rest = b""
    while True:
        ready = select.select([process.stdout], [], [], max(0, limit - time.monotonic()))[0]
        if not ready:
            raise Failed(f"no end after {timeout:.0f} s")
        data = os.read(process.stdout.fileno(), 65536)
        if not data:
            return
        *whole, rest = (rest + data).split(b"\n")
        for line in whole:
            if line.startswith(b"{"):
                yield json.loads(line)


def last_words(log):
    """The last line of a log, for the user."""
    try:
        with open(log, errors="replace") as text:
            said = [line.strip() for line in text if line.strip()]
    except OSError:
        said = []
    return said[-1] if said else "it said nothing"


class Others:
    """The share of the machine's processors that others used between start and share()."""

    def __init__(self):
        self._begin = self._now()

    def share(self):
        """0 to 1. All processes of this tool that ran in between must have ended."""
        busy, total, ours = (now - then for now, then in zip(self._now(), self._begin))
        return max(0.0, min(1.0, (busy - ours) / total)) if total > 0 else 0.0

    @staticmethod
    def _now():
        with open("/proc/stat") as stat:
            ticks = [int(each) for each in stat.readline().split()[1:9]]
        total = sum(ticks) / _TICK
        # Interrupts are nobody's: what is measured causes most of them.
        idle = (ticks[3] + ticks[4] + ticks[5] + ticks[6]) / _TICK
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return total - idle, total, sum(each.ru_utime + each.ru_stime for each in used)
