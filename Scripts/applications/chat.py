"""Chat: all in a room read the same bytes; no client stalls the others, grows memory or stays for ever."""

import os
import socket
import subprocess

from crowd import COUNT, close, hold, served_at_once
from hostile import BOUND, GIBIBYTE, reset, send_until_stopped
from server import PATIENCE, Server, arrived, exchange, expect, read, receive_all, settle

# A batch has fewer lines than the server keeps for a client, so that who reads them is never too slow.
BATCH = b"".join(b"%4d " % number * 799 + b"\n" for number in range(64))

# More lines than it keeps, which come at once.
SHORT = b"".join(b"%d\n" % number for number in range(10_000))


def join(client, room):
    """Goes to a room; the server returns the line, once it is done."""
    exchange(client, b"/join " + room + b"\n")


def member(server, room, **options):
    client = server.connect(**options)
    join(client, room)
    return client


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
    return f"all read the same, {count} at once; mean ones cost {memory:.0f} MiB; nothing is cut off"


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
        for lines in [BATCH, SHORT] * 4:
            speaker.sendall(lines)
            for reader in clients + [program.stdout for program in programs]:
                expect(read(reader, len(lines)) == lines, "a member has read other bytes")
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
        # More than their sockets hold, and less than the server keeps, waits for those who end their stream.
        mean = [member(server, b"good") for _ in range(10)]
        talk()
        talk()
        for client in mean:
            client.shutdown(socket.SHUT_WR)
        # Some that only listen, without reading it.
        mean += [member(server, b"good") for _ in range(50)]
        for _ in range(64):
            talk()
        for _ in range(10):
            mean += [server.connect(), server.connect()]
            sent = send_until_stopped(mean[-1], b"a" * (1 << 16), limit=GIBIBYTE)
            expect(sent < GIBIBYTE, "a line has no limit")
            # More answers than its socket holds and the server keeps.
            send_until_stopped(mean[-2], b"/join x\n" * 2_000, limit=16_000)
        for _ in range(50):
            half = member(server, b"good")
            half.sendall(b"half a li")
            reset(half)
        most = server.memory(peak=True) - before
        expect(most < BOUND, f"Chat grew by {most:.0f} MiB")
        # None of them has left: the server ends them by itself.
        settle(server, server.idle_descriptors + 2, talk)
        close(mean)
    return most


def shortage(server):
    """With too few descriptors all are served in the end."""
    clients = [server.connect() for _ in range(100)]
    for client in clients:
        client.sendall(b"/join all\n")
    served_at_once(server, clients)
    for client in clients:
        expect(read(client, 10) == b"/join all\n", "not served")
        client.close()


def draining(folder, loop, path):
    """At SIGTERM what was said is still read by all; who does not read it is cut off after a while."""
    for grace in (60, 1):
        with Server(folder, "Chat", "--backend", loop, "--unix", path, "--grace", str(grace)) as server:
            slow, quick, speaker = (member(server, b"here") for _ in range(3))
            speaker.sendall(BATCH + b"half a li")
            # It has been said once one has read it; the other one's socket has no room for all of it.
            expect(read(quick, len(BATCH)) == BATCH, "other bytes")
            server.terminate()
            expect(receive_all(speaker) == b"" and receive_all(quick) == b"", "more bytes than were said")
            if grace == 60:
                expect(receive_all(slow) == BATCH, "lines are lost at the end")
                server.end()
            else:
                server.end(cut_off=1)
            close([slow, quick, speaker])
    # Who has connected before the end is a client, though nobody has accepted it yet.
    for options in ([], ["--unix", path]):
        with Server(folder, "Chat", "--backend", loop, *options) as server:
            with server.stopped():
                late = [server.connect() for _ in range(1000)]
                for client in late:
                    client.sendall(b"/join here\n")
                # On a busy machine a segment may be under way for long; of a unix socket nothing is under way.
                expect(options or all(arrived(client) for client in late), "a line does not arrive")
                server.terminate()
            for client in late:
                answer = receive_all(client)
                expect(answer == b"/join here\n", f"who waited to be accepted is not served: {answer!r}")
                client.close()
            server.end()
