"""Load programs that print an object for each run: the clients of corosync, JGroups and Aeron."""

import json
import subprocess
import time

import hosts
import processes
from measured import Run
from processes import Failed


def measure(command, folder, runs, seconds, environment=None, beside=()):
    """Starts command(index) on each host, the sender (1) last, and reads what they found.

    The processor time is that of the load programs and of the processes beside them.
    """
    members = []
    try:
        for index in range(hosts.COUNT, 0, -1):
            with open(f"{folder}/out{index}", "wb") as output:
                members.append(processes.start(
                    command(index), f"{folder}/log{index}", environment,
                    output if index > 1 else subprocess.PIPE))
        found, cpu = _read_sender(members, beside, runs, 30 + runs * (seconds + 45))
        by_run = {run: [end] for run, end in found.items()}
        if len(by_run) < runs:
            raise Failed(processes.last_words(f"{folder}/log1"))
        # What a receiver lacks it may have to ask for, so that all stay until all have everything.
        for index in range(2, hosts.COUNT + 1):
            _read_receiver(f"{folder}/out{index}", by_run, runs)
    finally:
        processes.end(members)
    return [_run(by_run[run], cpu.get(run)) for run in sorted(by_run)]


def _read_sender(members, beside, runs, timeout):
    found, cpu, before = {}, {}, 0.0
    counted = [*members, *beside]
    for line in processes.lines(members[-1], timeout):
        used = sum(map(processes.cpu_seconds, counted))
        if "begin" in line:
            before = used
        elif "run" in line:
            found[line["run"]] = line
            if line["seconds"] > 0:
                cpu[line["run"]] = 100 * (used - before) / hosts.COUNT / line["seconds"]
            if line["run"] == runs:
                break
    return found, cpu


def _read_receiver(path, by_run, runs):
    """Adds the ends of its runs, which may still come for some time."""
    limit = time.monotonic() + 45
    while True:
        with open(path) as output:
            ends = [json.loads(line) for line in output if line.endswith("}\n")]
        if len(ends) >= runs:
            break
        if time.monotonic() > limit:
            raise Failed("a receiver still lacks messages 45 s after the last was sent")
        time.sleep(0.05)
    for end in ends:
        by_run[end["run"]].append(end)


def _run(ends, cpu):
    for end in ends:
        if end["got"] != end["sent"] or end.get("wrong"):
            raise Failed(f"{end['sent'] - end['got']} of {end['sent']} messages are missing")
    slowest = max(ends, key=lambda end: end["seconds"])
    if slowest["seconds"] <= 0:
        raise Failed("too few messages arrived")
    own = next((end for end in ends if "p50" in end), {})
    return Run(rate=slowest["got"] / slowest["seconds"],
               p50=own.get("p50"), p99=own.get("p99"), cpu=cpu)
