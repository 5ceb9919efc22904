"""Clients of one user who means harm to a daemon: hostile_clients.py SOCKET SECONDS UID.

Becomes that user first.

Tries at once to take all connections, to leave requests unfinished and answers unread, to join
more groups than a node may, to let messages wait that are never read, to make every message be
compared with many groups, to connect again and again, and to direct the node's agents. Says "ready"
when everything that stays has been tried; ends after SECONDS or at SIGUSR1, with what was done and
what was refused.
"""

import collections
import os
import signal
import socket
import struct
import sys
import threading
import time

HELLO, OPEN, JOIN, MULTICAST, GROUPS = 1, 2, 4, 6, 9
WELCOME, ERROR, DONE, OPENED, EVENTS = 0x80, 0x81, 0x82, 0x84, 0x90
AGREED = 2
counts = collections.Counter()
kept = []
ended = threading.Event()


def frame(kind, number, body=b""):
    return struct.pack("<IBI", 5 + len(body), kind, number) + body


def name(text):
    return struct.pack("<H", len(text)) + text


def groups(names):
    return struct.pack("<B", len(names)) + b"".join(name(each) for each in names)


class Client:
    """One connection; blocking, with a limit."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(5)
        self.socket.connect(path)
        who = struct.pack("<HI", 1, os.getpid()) + name(b"hostile")
        self.socket.sendall(frame(HELLO, 0, b"EVS1" + who))
        if self.next()[0] != WELCOME:
            raise ConnectionError("refused")

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the daemon hung up")
            data += more
        return data

    def next(self):
        length, kind, number = struct.unpack("<IBI", self.exactly(9))
        return kind, number, self.exactly(length - 5)

    def ask(self, kind, number, body):
        """The answer to a request, past events."""
        self.socket.sendall(frame(kind, number, body))
        while True:
            answer = self.next()
            if answer[1] == number and answer[0] < EVENTS or answer[0] == ERROR:
                return answer

    def open(self, window):
        kind, _, body = self.ask(OPEN, 1, struct.pack("<I", window))
        return struct.unpack_from("<I", body)[0] if kind == OPENED else None

    def join(self, handle, names, number):
        return self.ask(JOIN, number, struct.pack("<I", handle) + groups(names))[0] == DONE

    def multicast(self, handle, names, payload):
        body = struct.pack("<B", AGREED) + groups(names) + payload
        self.socket.sendall(frame(MULTICAST, handle, body))
        return True


def attempt(what, action):
    """Counts what was done and what was refused."""
    try:
        counts[what + (" done" if action() else " refused")] += 1
    except OSError:
        counts[what + " refused"] += 1


def stopped_readers(path):
    """Handles that take nothing, and what fills their queues."""
    readers = Client(path)
    kept.append(readers)
    for number in range(8):
        handle = readers.open(65536)
        readers.join(handle, [b"stopped%d" % number], 2)
    sender = Client(path)
    handle = sender.open(0)
    for number in range(8):
        for _ in range(31):
            group = [b"stopped%d" % number]
            attempt("message that waits", lambda: sender.multicast(handle, group, bytes(1 << 20)))
    kept.append(sender)


def memberships(path):
    client = Client(path)
    kept.append(client)
    handle = client.open(65536)
    for call in range(82):
        names = [b"m%d-%d" % (call, i) for i in range(50)]
        attempt("fifty memberships", lambda: client.join(handle, names, 2))


def many_groups(path):
    """A thousand messages a second to fifty groups that nobody has joined."""
    client = Client(path)
    client.socket.settimeout(None)
    handle = client.open(0)
    names = [b"none%d" % i for i in range(50)]
    while not ended.is_set():
        for _ in range(10):
            client.multicast(handle, names, b"")
            counts["message to fifty groups done"] += 1
        time.sleep(0.01)


def half_frame(path):
    client = Client(path)
    client.socket.sendall(struct.pack("<I", 1 << 20) + bytes(200 << 10))
    kept.append(client)
    return True


def unread_answer(path):
    """All groups of the ring, which are many by now, for nobody."""
    client = Client(path)
    client.socket.sendall(frame(GROUPS, 1))
    kept.append(client)
    return True


def again_and_again(path):
    while not ended.is_set():
        attempt("connect and hang up", lambda: Client(path).socket.close() is None)
        time.sleep(0.002)


def direct(path):
    client = Client(path)
    handle = client.open(0)
    client.multicast(handle, [b"~evs-keys"], b"use 9223372036854775807 deadbeef")
    kind, _, _ = client.next()
    while kind != ERROR:
        kind, _, _ = client.next()
    return False


def connection(path):
    kept.append(Client(path))
    return True


def in_background(action, path):
    def run():
        try:
            action(path)
        except OSError as end:
            print(f"{action.__name__} ended: {end}", file=sys.stderr)

    threading.Thread(target=run, daemon=True).start()


def main(path, seconds):
    for action in (stopped_readers, memberships):
        try:
            action(path)
        except OSError as end:
            print(f"{action.__name__} ended: {end}", file=sys.stderr)
    in_background(many_groups, path)
    in_background(again_and_again, path)
    for _ in range(20):
        attempt("direct the agents", lambda: direct(path))
    for _ in range(200):
        attempt("answer that is not read", lambda: unread_answer(path))
    for _ in range(200):
        attempt("half a frame", lambda: half_frame(path))
    for _ in range(1200):
        attempt("connection", lambda: connection(path))
    print("ready", flush=True)
    ended.wait(seconds)
    ended.set()
    for what in sorted(counts):
        print(f"    {what}: {counts[what]}")


user = int(sys.argv[3])
os.setgroups([])
os.setgid(user)
os.setuid(user)
signal.signal(signal.SIGUSR1, lambda *_: ended.set())
main(sys.argv[1], float(sys.argv[2]))
