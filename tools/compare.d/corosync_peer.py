"""corosync: real daemons, and a client of each through CPG (cpgload.c)."""

import os
import shutil
import subprocess
import time

import hosts
import processes
from load import measure
from processes import Failed

_CONFIGURATION = """totem {{
  version: 2
  cluster_name: compare
{transport}
}}
nodelist {{
{nodes}
}}
quorum {{
  provider: corosync_votequorum
}}
logging {{
  to_stderr: yes
  to_syslog: no
  to_logfile: no
}}
"""
_UDP = """  transport: udp
  crypto_cipher: none
  crypto_hash: none
  interface {
    linknumber: 0
    mcastaddr: 239.77.0.1
    mcastport: 5405
  }"""
_KNET = """  transport: knet
  crypto_cipher: aes256
  crypto_hash: sha256
  keyfile: {key}"""
# Each daemon has its own sockets and state there.
_OWN_FOLDERS = "for d in /dev/shm /run /var/lib/corosync; do mount -t tmpfs tmpfs $d; done; "


class Corosync:
    """udp multicast without a key, or knet with one."""

    latencies = True

    def __init__(self, name, sealed):
        self.name, self._sealed = name, sealed

    def missing(self):
        if not shutil.which("corosync"):
            return "no corosync; install it (Debian: corosync)"
        if not shutil.which("gcc") or not os.path.exists("/usr/include/corosync/cpg.h"):
            return "no C compiler or no cpg.h for its client; install them (Debian: gcc libcpg-dev)"
        return None

    def prepare(self, folder):
        self._folder = os.path.join(folder, self.name)
        os.makedirs(self._folder)
        self._client = self._folder + "/cpgload"
        source = os.path.join(os.path.dirname(__file__), "cpgload.c")
        processes.run(["gcc", "-O2", "-Wall", "-o", self._client, source, "-lcpg", "-lpthread"])
        transport = _UDP
        if self._sealed:
            key = self._folder + "/key"
            processes.run(["corosync-keygen", "-k", key])
            transport = _KNET.format(key=key)
        nodes = "\n".join(
            f"  node {{\n    name: n{index}\n    nodeid: {index}\n"
            f"    ring0_addr: {hosts.address(index)}\n  }}" for index in range(1, hosts.COUNT + 1))
        with open(self._folder + "/conf", "w") as file:
            file.write(_CONFIGURATION.format(transport=transport, nodes=nodes))

    def rate(self, net, size, runs, seconds):
        return self._load(net, size, 0, runs, seconds)

    def latency(self, net, size, rate, runs, seconds):
        return self._load(net, size, rate, runs, seconds)

    def _load(self, net, size, rate, runs, seconds):
        daemons = []
        try:
            for index in range(1, hosts.COUNT + 1):
                daemons.append(self._daemon(net, index))
            self._wait_for_ring(daemons)

            def client(index):
                return self._beside(daemons[index - 1], [
                    self._client, str(size), f"{rate:g}", f"{seconds:g}", str(runs),
                    str(hosts.COUNT), "1" if index == 1 else "0"])

            return measure(client, self._folder, runs, seconds, beside=daemons)
        finally:
            processes.end(daemons, 1)

    def _daemon(self, net, index):
        script = _OWN_FOLDERS + f"exec corosync -f -c {self._folder}/conf"
        return processes.start(
            net.on(index, ["unshare", "-m", "--propagation", "private", "sh", "-c", script]),
            f"{self._folder}/daemon{index}")

    @staticmethod
    def _beside(daemon, command):
        return ["nsenter", "-t", str(daemon.pid), "-n", "-m", "--", *command]

    def _wait_for_ring(self, daemons):
        limit = time.monotonic() + 30
        for index, daemon in enumerate(daemons, 1):
            while True:
                said = subprocess.run(
                    self._beside(daemon, ["corosync-quorumtool"]), capture_output=True, text=True)
                if any(line.split() == ["Nodes:", str(hosts.COUNT)]
                       for line in said.stdout.splitlines()):
                    break
                if daemon.poll() is not None or time.monotonic() > limit:
                    raise Failed("no ring: " + processes.last_words(f"{self._folder}/daemon{index}"))
                time.sleep(0.2)
