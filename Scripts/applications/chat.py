"""Chat: all in a room read the same bytes, and no client stalls the others, grows memory or stays for ever."""

import os
import socket
import subprocess

from crowd import COUNT, close, hold
from draining import delivered, refused
from hostile import BOUND, GIBIBYTE, reset, send_until_stopped
from server import PATIENCE, Server, exchange, expect, receive_all, settle

# A batch has fewer lines than the server keeps for a client, so that who reads them is never too slow.
BATCH = b"".join(b"%4d " % number * 799 + b"\n" for number in range(64))


def join(client, room):
    """Goes to a room; the server returns the line, once it is done."""
    exchange(client, b"/join " + room + b"\n")


def member(server, room, **options):
    client = server.connect(**options)
    join(client, room)
    return client


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


def chat(folder, loop, scratch):
    path = os.path.join(scratch, "chat")
    with Server(folder, "Chat", "--backend", loop) as server:
        rooms(server)
        count = crowd(server)
    with Server(folder, "Chat", "--backend", loop, "--unix", path) as server:
        memory = hostile(server)
    expect(not os.path.exists(path), "the socket's path is left behind")
    with Server(folder, "Chat", "--backend", loop, descriptors=40) as server:
        shortage(server)
    draining(folder, loop, path)
    return f"readers agree; {count} members at once; mean ones cost {memory:.0f} MiB; lines are read to the end"


def rooms(server):
    """Whoever is in a room reads the same, be it nc or socat; others read nothing of it."""
    address = ["127.0.0.1", str(server.address[1])]
    programs = [
        subprocess.Popen(["timeout", str(PATIENCE), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for command in (["nc", "-N", *address], ["socat", "-", "TCP:" + ":".join(address)])
    ]
    for program in programs:
        program.stdin.write(b"/join here\n")
        program.stdin.flush()
        expect(read(program.stdout, 11) == b"/join here\n", "no answer to /join")
    clients = [member(server, b"here") for _ in range(8)]
    with member(server, b"here") as speaker, member(server, b"there") as other, server.connect() as lobby:
        for _ in range(8):
            speaker.sendall(BATCH)
            for reader in clients + [program.stdout for program in programs]:
                expect(read(reader, len(BATCH)) == BATCH, "a member has read other bytes")
        # What comes back first shows that nothing came before.
        for client in (speaker, other, lobby):
            join(client, b"here")
    for program in programs:
        rest = program.communicate()[0]
        expect(not rest and program.returncode == 0, f"more bytes than were said: {rest[:40]}")
    close(clients)
    settle(server, server.idle_descriptors, lambda: member(server, b"here").close())


def crowd(server):
    """Thousands of members, two in each room."""
    clients = hold(server, COUNT, b"/join all\n", len(b"/join all\n"))
    for number, client in enumerate(clients):
        client.sendall(b"/join %d\n" % (number // 2))
    for number, client in enumerate(clients):
        line = b"/join %d\n" % (number // 2)
        expect(read(client, len(line)) == line, "no answer to /join")
    for client in clients[::2]:
        client.sendall(b"hello\n")
    for client in clients[1::2]:
        expect(read(client, 6) == b"hello\n", "other bytes")
    close(clients)
    settle(server, server.idle_descriptors, lambda: member(server, b"all").close())
    return len(clients)


def hostile(server):
    """Members that never read, lines without an end, resets: two good members talk all the time."""
    with member(server, b"good") as speaker, member(server, b"good") as listener:

        def talk():
            speaker.sendall(BATCH)
            expect(read(listener, len(BATCH)) == BATCH, "a good member has read other bytes")

        talk()
        before = server.memory()
        # More than its socket holds, and less than the server keeps, waits for one that has ended its stream.
        half_closed = member(server, b"good")
        talk()
        talk()
        half_closed.shutdown(socket.SHUT_WR)
        unread = [member(server, b"good") for _ in range(50)]
        for _ in range(64):
            talk()
        joining = server.connect()
        send_until_stopped(joining, b"/join x\n" * 10_000, limit=GIBIBYTE)
        endless = server.connect()
        sent = send_until_stopped(endless, b"a" * (1 << 16), limit=GIBIBYTE)
        expect(sent < GIBIBYTE, "a line has no limit")
        for _ in range(50):
            half = member(server, b"good")
            half.sendall(b"half a li")
            reset(half)
        most = server.memory(peak=True) - before
        expect(most < BOUND, f"Chat grew by {most:.0f} MiB")
        # None of them has left: the server ends them by itself.
        settle(server, server.idle_descriptors + 2, talk)
        close(unread + [half_closed, joining, endless])
    return most


def shortage(server):
    """With too few descriptors all are served in the end."""
    clients = [server.connect() for _ in range(100)]
    for client in clients:
        client.sendall(b"/join all\n")
    for client in clients:
        expect(read(client, 10) == b"/join all\n", "not served")
        client.close()


def draining(folder, loop, path):
    """At SIGTERM what was said is still read by all; who does not read it is cut off after a while."""
    with Server(folder, "Chat", "--backend", loop) as server:
        with member(server, b"here", receive_buffer=4096) as listener, member(server, b"here") as speaker:
            speaker.sendall(BATCH + b"half a li")
            delivered(speaker)
            server.terminate()
            refused(server)
            expect(receive_all(speaker) == b"", "a speaker is told something")
            expect(receive_all(listener) == BATCH, "lines are lost at the end")
        server.end()
    with Server(folder, "Chat", "--backend", loop, "--unix", path, "--grace", "1") as server:
        with member(server, b"here"), member(server, b"here") as speaker:
            speaker.sendall(BATCH)
            join(speaker, b"there")
            server.terminate()
            server.end(cut_off=1)
