"""Three hosts of their own: network namespaces on one bridge, named after this process."""

import os
import re
import subprocess

COUNT = 3
PREFIX = "evs-compare-"


def address(index):
    """Of host 1, 2 or 3."""
    return f"10.77.0.{index}"


def _quietly(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


class Hosts:
    """Made by up(), removed by down(); loss() drops a share of what each of them receives."""

    def __init__(self):
        self._stem = f"{PREFIX}{os.getpid()}-"

    def up(self):
        remove_left_over()
        bridge = self._stem + "br"
        self._ip("netns", "add", bridge)
        self._ip("-n", bridge, "link", "add", "br0", "type", "bridge",
                 "mcast_snooping", "0", "stp_state", "0", "forward_delay", "0")
        self._ip("-n", bridge, "link", "set", "br0", "up")
        for index in range(1, COUNT + 1):
            host = self.name(index)
            self._ip("netns", "add", host)
            self._ip("-n", host, "link", "set", "lo", "up")
            self._ip("link", "add", "eth0", "netns", host, "type", "veth",
                     "peer", "name", f"p{index}", "netns", bridge)
            self._ip("-n", bridge, "link", "set", f"p{index}", "master", "br0", "up")
            self._ip("-n", host, "addr", "add", address(index) + "/24", "dev", "eth0")
            self._ip("-n", host, "link", "set", "eth0", "up")
            self._ip("-n", host, "route", "add", "224.0.0.0/4", "dev", "eth0")

    def down(self):
        for last in [*range(1, COUNT + 1), "br"]:
            _quietly("ip", "netns", "del", f"{self._stem}{last}")

    def name(self, index):
        return f"{self._stem}{index}"

    def on(self, index, command):
        """The command line that runs `command` on that host."""
        return ["ip", "netns", "exec", self.name(index), *command]

    def loss(self, percent):
        """Drops that share of the datagrams that arrive at each host, at random; 0 ends it."""
        for index in range(1, COUNT + 1):
            tables = self.on(index, ["iptables", "-w"])
            _quietly(*tables, "-F", "INPUT")
            if percent and _quietly(
                *tables, "-A", "INPUT", "-p", "udp", "-m", "statistic", "--mode", "random",
                "--probability", str(percent / 100), "-j", "DROP"
            ):
                raise RuntimeError("iptables cannot drop at random here; leave --loss out")

    def cut(self, index, off):
        """Takes a host off the network, or puts it back."""
        self._ip("-n", self._stem + "br", "link", "set", f"p{index}", "down" if off else "up")

    @staticmethod
    def _ip(*arguments):
        done = subprocess.run(["ip", *arguments], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


def remove_left_over():
    """Hosts of a process that was killed before it could remove them."""
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        found = re.match(PREFIX + r"(\d+)-\w+", line)
        if found and not os.path.exists(f"/proc/{found[1]}"):
            _quietly("ip", "netns", "del", found[0])
