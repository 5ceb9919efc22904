#!/usr/bin/env python3
"""A client of the evs daemon, with the standard library alone.

    evs_client.py join chat             print what chat is told; lines of standard input are sent
    evs_client.py send chat 'hello'     send one message; ends when it is delivered
    evs_client.py listen chat news      print messages and changes

As a module:

    with Client(path) as client:
        handle = client.open()
        handle.join("chat")
        handle.multicast(["chat"], b"hello")
        for event in client.events():
            ...

The protocol is described in docs/ipc.md. Nothing here is needed but this file.
"""

import argparse
import collections
import os
import selectors
import socket
import struct
import sys
import unicodedata

AGREED, SAFE = 2, 3
REASONS = ("join", "leave", "process_down", "node_down", "node_up")
DEFAULT_WINDOW = 4 << 20

HELLO, OPEN, CLOSE, JOIN, LEAVE, MULTICAST = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
MEMBERSHIP, GROUPS, STATUS, PING, CREDIT = 0x08, 0x09, 0x0A, 0x0B, 0x0C
WELCOME, ERROR, DONE, FAILED, OPENED = 0x80, 0x81, 0x82, 0x83, 0x84
MEMBERSHIP_IS, GROUPS_ARE, STATUS_IS, PONG = 0x85, 0x86, 0x87, 0x88
CONFIGURATION, GROUP_CHANGE, MESSAGE, DISCONNECTED = 0x90, 0x91, 0x92, 0x93

Member = collections.namedtuple("Member", "node process")
Ring = collections.namedtuple("Ring", "representative sequence")
Welcome = collections.namedtuple("Welcome", "pid node name ring max_payload max_handles queue")
Configuration = collections.namedtuple(
    "Configuration", "handle kind ring next members joined left")
GroupChange = collections.namedtuple("GroupChange", "handle group members joined left")
Message = collections.namedtuple(
    "Message", "handle guarantee sender ring sequence groups payload")
Disconnected = collections.namedtuple("Disconnected", "handle code reason")


class EvsError(Exception):
    """What the daemon refused, or why the connection ended."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def default_socket():
    """Where a daemon serves unless the configuration says otherwise."""
    if "EVS_IPC_SOCKET" in os.environ:
        return os.environ["EVS_IPC_SOCKET"]
    if os.getuid() == 0:
        return "/run/evs/evs.sock"
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    runtime = [os.environ.get("XDG_RUNTIME_DIR", ""), "/run/user/%d" % os.getuid()]
    own = [each for each in runtime if os.path.isdir(each) and os.stat(each).st_uid == os.getuid()]
    places = [os.path.join(folder, "evs", "evs.sock") for folder in own + [state]]
    return next((each for each in places if os.path.exists(each)), places[0])


def _text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<H", len(data)) + data


def _groups(names):
    return bytes([len(names)]) + b"".join(_text(name) for name in names)


class _Body:
    """Reads the parts of a body one after the other."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, layout):
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values[0] if len(values) == 1 else values

    def rest(self):
        return self.data[self.at:]

    def text(self):
        length = self.take("H")
        self.at += length
        return self.data[self.at - length:self.at].decode()

    def ring(self):
        return Ring(*self.take("IQ"))

    def member(self):
        return Member(*self.take("II"))

    def groups(self):
        return [self.text() for _ in range(self.take("B"))]

    def nodes(self):
        return [self.take("I") for _ in range(self.take("I"))]

    def members(self):
        return [self.member() for _ in range(self.take("I"))]

    def changes(self):
        return [(self.member(), REASONS[self.take("B")]) for _ in range(self.take("I"))]


class Handle:
    """Groups and events of one user of the connection."""

    def __init__(self, client, number, me):
        self.client, self.number, self.me = client, number, me

    def join(self, *groups):
        body = struct.pack("<I", self.number) + _groups(groups)
        self.client.request(JOIN, body, DONE)

    def leave(self, *groups):
        body = struct.pack("<I", self.number) + _groups(groups)
        self.client.request(LEAVE, body, DONE)

    def multicast(self, groups, payload, guarantee=AGREED):
        """Sends to groups, joined or not; waits while the daemon has no room."""
        body = bytes([guarantee]) + _groups(groups) + payload
        self.client.send(MULTICAST, self.number, body)

    def close(self):
        self.client.request(CLOSE, struct.pack("<I", self.number), DONE)


class Client:
    """A connection, for one thread at a time."""

    def __init__(self, path=None, name="python"):
        self.incoming, self.at = bytearray(), 0
        self.waiting = collections.deque()
        self.owed = {}
        self.next_request = 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(path or default_socket())
        self.socket.setblocking(False)
        self.send(HELLO, 0, b"EVS1" + struct.pack("<HI", 1, os.getpid()) + _text(name))
        kind, _, body = self._frame()
        if kind != WELCOME:
            raise self._error(body)
        version = body.take("H")
        if version != 1:
            raise EvsError(0, "the daemon speaks protocol version %d" % version)
        self.welcome = Welcome(
            body.take("I"), body.take("I"), body.text(), body.text(), *body.take("IIQ"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the connection; the daemon leaves all groups of its handles."""
        try:
            self.request(PING, b"", PONG)
        except (EvsError, OSError):
            pass
        self.socket.close()

    def fileno(self):
        return self.socket.fileno()

    def open(self, window=DEFAULT_WINDOW):
        body = self.request(OPEN, struct.pack("<I", window), OPENED)
        handle = Handle(self, body.take("I"), body.member())
        self.owed[handle.number] = [0, window]
        return handle

    def membership(self):
        body = self.request(MEMBERSHIP, b"", MEMBERSHIP_IS)
        ring, me = body.ring(), body.take("I")
        return ring, me, body.nodes()

    def groups(self):
        body = self.request(GROUPS, b"", GROUPS_ARE)
        return {body.text(): body.members() for _ in range(body.take("I"))}

    def status(self):
        return self.request(STATUS, b"", STATUS_IS).rest().decode()

    def request(self, kind, body, answer):
        """Sends a request and waits for its answer; events that come meanwhile are kept."""
        self.next_request += 1
        number = self.next_request
        self.send(kind, number, body)
        while True:
            got, identity, content = self._frame()
            if got >= CONFIGURATION:
                self.waiting.append((got, identity, content))
            elif identity == number and got == FAILED:
                raise self._error(content)
            elif identity == number and got == answer:
                return content

    def send(self, kind, identity, body):
        """Writes a frame. While the daemon does not take it, what the daemon sends is read."""
        data = memoryview(struct.pack("<IBI", 5 + len(body), kind, identity) + body)
        while data:
            try:
                data = data[self.socket.send(data):]
            except BlockingIOError:
                self._wait(selectors.EVENT_READ | selectors.EVENT_WRITE)
            except BrokenPipeError:
                self._read_error()
                raise

    def events(self, timeout=None):
        """Yields events as they come; ends after so many seconds without one."""
        while True:
            event = self.event(timeout)
            if event is None:
                return
            yield event

    def event(self, timeout=None):
        """The next event, or None after so many seconds."""
        while True:
            if self.waiting:
                return self._decode(*self.waiting.popleft())
            frame = self._frame(timeout)
            if frame is None:
                return None
            if frame[0] >= CONFIGURATION:
                return self._decode(*frame)

    def _decode(self, kind, handle, body):
        if kind == MESSAGE:
            guarantee, sender, ring = body.take("B"), body.member(), body.ring()
            event = Message(
                handle, guarantee, sender, ring, body.take("I"), body.groups(), body.rest())
            self._taken(handle, 256 + len(event.payload))
        elif kind == CONFIGURATION:
            regular, ring, has_next, following = (
                body.take("B") == 0, body.ring(), body.take("B"), body.ring())
            event = Configuration(
                handle, "regular" if regular else "transitional", ring,
                following if has_next else None, body.nodes(), body.nodes(), body.nodes())
            self._taken(handle, 256 + 64 * len(event.members))
        elif kind == GROUP_CHANGE:
            event = GroupChange(
                handle, body.text(), body.members(), body.changes(), body.changes())
            entries = len(event.members) + len(event.joined) + len(event.left)
            self._taken(handle, 256 + 96 * entries)
        else:
            event = Disconnected(handle, body.take("H"), body.text())
        return event

    def _taken(self, handle, cost):
        """Tells the daemon what was dispatched, a quarter of the window at a time."""
        owed = self.owed.get(handle)
        if owed is None or owed[1] == 0:
            return
        owed[0] += cost
        if owed[0] >= owed[1] // 4:
            self.send(CREDIT, handle, struct.pack("<I", owed[0]))
            owed[0] = 0

    def _frame(self, timeout=None):
        """The next frame: type, id, body. None after the time-out."""
        while True:
            end = self.at + 4
            if len(self.incoming) >= end:
                end += struct.unpack_from("<I", self.incoming, self.at)[0]
                if len(self.incoming) >= end:
                    kind, identity = struct.unpack_from("<BI", self.incoming, self.at + 4)
                    body = _Body(bytes(self.incoming[self.at + 9:end]))
                    self.at = end
                    if kind == ERROR:
                        raise self._error(body)
                    return kind, identity, body
            if not self._wait(selectors.EVENT_READ, timeout):
                return None

    def _wait(self, what, timeout=None):
        """Waits until the socket can be read, which it then is, or written."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, what)
            ready = selector.select(timeout)
        if not ready:
            return False
        if ready[0][1] & selectors.EVENT_READ:
            self._read()
        return True

    def _read(self):
        data = self.socket.recv(1 << 18)
        if not data:
            raise EvsError(2, "the evs daemon closed the connection")
        del self.incoming[:self.at]
        self.at = 0
        self.incoming += data

    def _read_error(self):
        """After a write failed: the reason is among what can still be read."""
        while True:
            try:
                self._frame(0.5)
            except BlockingIOError:
                return

    @staticmethod
    def _error(body):
        return EvsError(body.take("H"), body.text())


def plain(text):
    """Text of others without what a terminal would act on."""

    def shown(c):
        hidden = unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        return c.encode("unicode_escape").decode() if hidden else c

    return "".join(map(shown, text))


def describe(event):
    """An event as a line for people."""
    if isinstance(event, Message):
        return "%d/%d: %s" % (event.sender + (plain(event.payload.decode(errors="replace")),))
    if isinstance(event, Configuration):
        members = ", ".join(map(str, event.members))
        return "-- %s configuration %d:%d: %s" % ((event.kind,) + event.ring + (members,))
    if isinstance(event, GroupChange):
        return "-- %s: %s" % (plain(event.group), ", ".join("%d/%d" % each for each in event.members))
    return "-- disconnected: " + plain(event.reason)


def talk(client, groups, send_input):
    """Prints events; sends lines of standard input until it ends."""
    handle = client.open()
    handle.join(*groups)
    selector = selectors.DefaultSelector()
    selector.register(client, selectors.EVENT_READ)
    if send_input:
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
    lines = bytearray()
    while True:
        for key, _ in [] if client.waiting else selector.select():
            if key.fileobj is client:
                continue
            data = os.read(sys.stdin.fileno(), 1 << 16)
            if not data:
                return
            lines += data
            while b"\n" in lines:
                line, _, rest = bytes(lines).partition(b"\n")
                lines = bytearray(rest)
                handle.multicast(groups, line)
        while True:
            event = client.event(timeout=0)
            if event is None:
                break
            print(describe(event), flush=True)
            if isinstance(event, Disconnected):
                raise EvsError(event.code, event.reason)


def send_one(client, groups, text):
    """Sends one message and waits until it is delivered, to this client among others."""
    handle = client.open()
    mark = "~tmp-py-%d" % os.getpid()
    handle.join(mark)
    handle.multicast(list(groups) + [mark], text.encode(), SAFE)
    for event in client.events():
        if isinstance(event, Message) and event.sender == handle.me:
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--socket", default=None, help="path of the daemon's socket")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("join", "listen"):
        commands.add_parser(name).add_argument("groups", nargs="+")
    sending = commands.add_parser("send")
    sending.add_argument("groups", nargs="+")
    sending.add_argument("text")
    options = parser.parse_args()
    try:
        with Client(options.socket) as client:
            if options.command == "send":
                send_one(client, options.groups, options.text)
            else:
                talk(client, options.groups, options.command == "join")
    except (FileNotFoundError, ConnectionRefusedError):
        path = options.socket or default_socket()
        sys.exit("evs_client: no evs node serves %s: start one with evs node" % path)
    except (EvsError, OSError) as error:
        sys.exit("evs_client: %s" % error)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
