"""evs: `evs bench` with a configuration file, one process for each member."""

import json
import os
import subprocess

import hosts
import processes
from measured import Run
from processes import Failed


class Evs:
    """One launcher, one Java, with or without a key."""

    latencies = True

    def __init__(self, name, launcher, java, version, sealed):
        self.name = name
        self._launcher, self._java, self._version, self._sealed = launcher, java, version, sealed

    def missing(self):
        if not os.access(self._launcher, os.X_OK):
            return f"{self._launcher} is not there"
        if self._java is None:
            return f"no JDK {self._version}; install one (Debian: openjdk-{self._version}-jdk)," \
                f" or name its folder with JAVA_HOME_{self._version}"
        return None

    def prepare(self, folder):
        """Builds it, if needed, before anything is measured."""
        self._folder = os.path.join(folder, self.name)
        os.makedirs(self._folder)
        # A daemon or a file of the user has no part in this; EVS_JAVA_OPTS and values of totem may.
        self._environment = {
            name: value for name, value in os.environ.items()
            if name not in ("EVS_CONFIG", "EVS_IPC_SOCKET")}
        self._environment.update(
            JAVA_HOME=self._java, XDG_CONFIG_HOME=self._folder, HOME=self._folder)
        processes.run([self._launcher, "--version"],
                      {**self._environment, "HOME": os.environ.get("HOME", "/")}, 900)
        # An older evs measures nothing but what it was asked for.
        said = processes.run([self._launcher, "bench", "--help"], self._environment)
        self._only = ["--at-half", "none"] if "--at-half" in said else []
        if self._sealed:
            processes.run([self._launcher, "keygen", self._folder + "/key"], self._environment)

    def rate(self, net, size, runs, seconds):
        return self._bench(net, size, runs, seconds, [])

    def latency(self, net, size, rate, runs, seconds):
        return self._bench(net, size, runs, seconds, ["--rate", f"{rate:.0f}"])

    def _configuration(self, index):
        path = f"{self._folder}/n{index}.yaml"
        with open(path, "w") as file:
            file.write(
                f"node: {{id: {index}, bind: {hosts.address(index)}, port: 5505,"
                f" state_dir: {self._folder}/state{index}}}\n"
                "transport: multicast\nmulticast: {group: 239.192.77.9, port: 5507}\n"
                + (f"security: {{keyfile: {self._folder}/key}}\n" if self._sealed else ""))
        return path

    def _bench(self, net, size, runs, seconds, options):
        log = self._folder + "/log"
        members = []
        try:
            for index in range(hosts.COUNT, 0, -1):
                command = [self._launcher, "bench", "--config", self._configuration(index)]
                if not self._sealed:
                    command.append("--insecure")
                if index > 1:
                    command.append("--passive")
                else:
                    command += ["--json", "--nodes", str(hosts.COUNT), "--warmup", "0",
                                "--sizes", ",".join([str(size)] * runs),
                                "--duration", f"{seconds * 1000:.0f}ms", *self._only, *options]
                members.append(processes.start(
                    net.on(index, command), log, self._environment,
                    subprocess.PIPE if index == 1 else None))
            # Half a minute for the ring; as long again for what is on its way after each run.
            found = list(processes.lines(members[-1], 30 + runs * (2 * seconds + 30)))
        finally:
            processes.end(members)
        if not found or "runs" not in found[-1]:
            raise Failed(self._complaint(log))
        return [self._run(each) for each in found[-1]["runs"]]

    @staticmethod
    def _complaint(log):
        said = processes.last_words(log)
        try:
            return json.loads(said)["error"]
        except (ValueError, KeyError, TypeError):
            return said

    @staticmethod
    def _run(run):
        latency = run.get("latency_us") or {}
        cpu = run.get("cpu_seconds") or []
        return Run(
            rate=run["writes_per_second"],
            p50=latency.get("p50"), p99=latency.get("p99"),
            cpu=100 * sum(cpu) / len(cpu) / run["seconds"] if cpu else None,
            sent_again=run.get("retransmits"))
