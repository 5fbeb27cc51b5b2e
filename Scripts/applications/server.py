"""A server of Examples as a process, and what can be seen of it from outside."""

import contextlib
import fcntl
import os
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import time

PATIENCE = 60  # Seconds; only a failure takes as long.

MODES = ("level", "edge", "one-shot")  # Of Echo.


class Failure(Exception):
    """What a check has found."""


def expect(condition, message):
    if not condition:
        raise Failure(message)


class Server:
    """A running server; it is told to end with the `with` statement, and must have ended well."""

    def __init__(self, folder, program, *options, descriptors=None):
        limit = descriptors and (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors,) * 2))
        command = [os.path.join(folder, program), *options]
        self.name = " ".join([program, *options])
        self.complaints = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.complaints, preexec_fn=limit
        )
        place = re.match(r"listening at (port )?(\S+)", self.line())
        expect(place, f"{self.name} does not listen")
        self.address = ("127.0.0.1", int(place[2])) if place[1] else place[2]
        self.idle_descriptors = self.descriptors()

    def line(self):
        """The next line that the server prints; empty at its end."""
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        expect(ready, f"{self.name} prints nothing")
        return self.process.stdout.readline().decode()

    def connect(self, receive_buffer=None):
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        client = socket.socket(family, socket.SOCK_STREAM)
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(PATIENCE)
        client.connect(self.address)
        return client

    def descriptors(self):
        """How many there are of what has a name or another end.

        The others are the loop's and the language's own, such as epoll sets, some of which come with the load.
        """
        folder = f"/proc/{self.process.pid}/fd"
        count = 0
        for number in os.listdir(folder):
            try:
                count += not os.readlink(os.path.join(folder, number)).startswith("anon_inode:")
            except FileNotFoundError:
                pass  # Closed meanwhile.
        return count

    def memory(self, peak=False):
        """The resident memory in mebibytes, now or the most that there was."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)" if peak else r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def is_running(self):
        """Whether one of its threads runs, or waits for a processor only."""
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{thread}/stat") as stat:
                if stat.read().rpartition(")")[2].split()[0] == "R":
                    return True
        return False

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    @contextlib.contextmanager
    def stopped(self):
        """The server does nothing for a while."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def end(self, cut_off=0):
        """Sees the server end after SIGTERM, with so many connections cut off."""
        line = self.line()
        # Said before, if there are connections that do not end at once.
        if line.startswith("ending, "):
            line = self.line()
        said = "1 connection was" if cut_off == 1 else f"{cut_off} connections were"
        expect(line == f"ended, {said} cut off\n", f"{self.name} at its end: {line!r}")
        status = self.process.wait(PATIENCE)
        self.complaints.seek(0)
        complaints = self.complaints.read().decode()
        # Two loops that watch each other have nothing to say but how much they have compared.
        is_checked = "--backend crosscheck" in self.name
        usual = r"crosscheck: events compared: [1-9]\d*, divergences: 0\n" if is_checked else ""
        expect(
            status == 0 and re.fullmatch(usual, complaints),
            f"{self.name} ended with status {status}: {complaints}",
        )

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None and self.process.poll() is None:
            self.terminate()
            self.end()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def receive_all(client):
    """Everything up to the end of the stream."""
    return b"".join(iter(lambda: client.recv(1 << 18), b""))


def read(reader, length):
    """So many bytes of a socket or of a program's output, or fewer at its end."""
    receive = reader.recv if isinstance(reader, socket.socket) else reader.read1
    answer = bytearray()
    while len(answer) < length:
        piece = receive(length - len(answer))
        if not piece:
            break
        answer += piece
    return bytes(answer)


def exchange(client, message=b"still there?"):
    """Has a message returned by an echo server."""
    client.sendall(message)
    answer = read(client, len(message))
    expect(len(answer) == len(message), "the server has closed the connection")
    expect(answer == message, "another message came back")


def fill(client, piece, limit=1 << 28):
    """Sends without reading until there has been no room for a fifth of a second; returns what was sent."""
    client.setblocking(False)
    poll = select.poll()
    poll.register(client, select.POLLOUT)
    sent = bytearray()
    while poll.poll(200):
        expect(len(sent) < limit, "nothing stops the sender")
        sent += piece[: client.send(piece)]
    client.settimeout(PATIENCE)
    return sent


def arrived(client, patience=PATIENCE):
    """Waits until the server's system has all that was sent; whether it has."""
    end = time.monotonic() + patience
    while struct.unpack("i", fcntl.ioctl(client, termios.TIOCOUTQ, bytes(4)))[0]:
        if time.monotonic() > end:
            return False
    return True


def settle(server, descriptors, ask):
    """Asks the server until it has so many descriptors: each answer shows that it has gone on."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.descriptors() == descriptors:
            return
        ask()
    raise Failure(f"{server.name} keeps {server.descriptors()} descriptors, not {descriptors}")
