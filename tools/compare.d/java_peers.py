"""JGroups with SEQUENCER (total order) and Aeron (one sender's order only), from Maven."""

import os
import shutil
import zipfile

import hosts
import processes
from load import measure
from processes import Failed

_REPOSITORY = os.path.expanduser(os.environ.get("MAVEN_REPOSITORY", "~/.m2/repository"))


def _jar(coordinates):
    group, artifact, version = coordinates.split(":")
    return os.path.join(
        _REPOSITORY, group.replace(".", "/"), artifact, version, f"{artifact}-{version}.jar")


class _FromMaven:
    """A load program beside this file, and the jars it needs."""

    artifacts = ()
    program = ""

    def __init__(self, java):
        self._java = java

    def missing(self):
        if self._java is None:
            return "no JDK; install one (Debian: openjdk-17-jdk)"
        absent = [each for each in self.artifacts if not os.path.exists(_jar(each))]
        if absent and not shutil.which("mvn"):
            return f"no {absent[0]} and no mvn to get it with; install Maven (Debian: maven)"
        for each in absent:
            try:
                processes.run(["mvn", "-q", "-B", "dependency:get", f"-Dartifact={each}",
                               "-Dtransitive=false", f"-Dmaven.repo.local={_REPOSITORY}"])
            except Failed:
                return f"mvn dependency:get -Dartifact={each} finds nothing; look at Maven's" \
                    " settings, or copy the jar there"
        return None

    def prepare(self, folder):
        self._folder = os.path.join(folder, self.name)
        os.makedirs(self._folder)
        jars = ":".join(map(_jar, self.artifacts))
        source = os.path.join(os.path.dirname(__file__), self.program + ".java")
        processes.run([self._java + "/bin/javac", "-d", self._folder, "-cp", jars, source])
        self._classes = f"{self._folder}:{jars}"

    def _command(self, net, index, options, arguments):
        return net.on(index, [self._java + "/bin/java", "-cp", self._classes, *options,
                              self.program, *map(str, arguments)])


class JGroups(_FromMaven):
    name = "jgroups"
    latencies = True
    artifacts = ("org.jgroups:jgroups:5.5.5.Final",)
    program = "JGroupsLoad"

    def prepare(self, folder):
        super().prepare(folder)
        with zipfile.ZipFile(_jar(self.artifacts[0])) as jar:
            stack = jar.read("udp.xml").decode()
        end = stack.index("/>", stack.index("<pbcast.GMS")) + 2
        with open(self._folder + "/udp.xml", "w") as file:
            file.write(stack[:end] + "\n    <SEQUENCER/>" + stack[end:])

    def rate(self, net, size, runs, seconds):
        return self._load(net, size, 0, runs, seconds)

    def latency(self, net, size, rate, runs, seconds):
        return self._load(net, size, rate, runs, seconds)

    def _load(self, net, size, rate, runs, seconds):
        def member(index):
            return self._command(
                net, index,
                [f"-Djgroups.bind_addr={hosts.address(index)}", "-Djava.net.preferIPv4Stack=true"],
                [self._folder + "/udp.xml", size, rate, seconds, runs, hosts.COUNT,
                 1 if index == 1 else 0])

        return measure(member, self._folder, runs, seconds)


class Aeron(_FromMaven):
    name = "aeron"
    latencies = False  # no member receives what it sends itself
    artifacts = ("io.aeron:aeron-driver:1.44.1", "io.aeron:aeron-client:1.44.1",
                 "org.agrona:agrona:1.21.2")
    program = "AeronLoad"

    def rate(self, net, size, runs, seconds):
        shared = f"/dev/shm/evs-compare-{os.getpid()}-"

        def member(index):
            return self._command(
                net, index, ["--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"],
                [hosts.address(index), f"{shared}{index}", size, seconds, runs,
                 1 if index == 1 else 0])

        try:
            return measure(member, self._folder, runs, seconds)
        finally:
            for index in range(1, hosts.COUNT + 1):
                shutil.rmtree(f"{shared}{index}", ignore_errors=True)
