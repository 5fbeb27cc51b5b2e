"""Clients that are slow or mean: the others are served, and memory does not grow."""

import socket
import struct
import threading

from http_client import GET, LARGE, Responses, ask
from server import MODES, Server, exchange, expect, settle

GIBIBYTE = 1 << 30
BOUND = 48  # Mebibytes.


def reset(client):
    """Leaves with a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def send_until_stopped(client, piece, limit=GIBIBYTE):
    """Sends and never reads, until the sockets are full, the peer has gone, or the limit is reached."""
    client.setblocking(False)
    sent = 0
    try:
        while sent < limit:
            sent += client.send(piece)
    except (BlockingIOError, ConnectionError):
        pass
    return sent


def send_giant(server, sent, statuses):
    """Sends a head of a gibibyte, as far as the server lets it, also after the answer."""
    with server.connect() as client:
        try:
            client.sendall(b"GET / HTTP/1.1\r\nA: " + b"a" * (1 << 16))
            statuses.append(Responses(client).next()[0])
            while sent[0] < GIBIBYTE:
                sent[0] += client.send(b"a" * (1 << 20))
        except (ConnectionError, TimeoutError):
            pass


def hostile(folder, loop, scratch):
    with Server(folder, "HTTP", "--backend", loop, "--idle", "2") as server:
        ask(server)
        before = server.memory()
        slow = [server.connect() for _ in range(300)]
        for round in range(5):
            for client in slow:
                client.sendall(GET[round : round + 1])
            ask(server)
        for _ in range(200):
            client = server.connect()
            client.sendall(GET[:20])
            reset(client)
        readless = [server.connect(receive_buffer=4096) for _ in range(50)]
        for client in readless:
            send_until_stopped(client, LARGE * 50, limit=1 << 22)
            ask(server)
        sent, statuses = [0], []
        giant = threading.Thread(target=send_giant, args=(server, sent, statuses))
        giant.start()
        while giant.is_alive():
            ask(server)
        expect(statuses == [431], f"{statuses} for a giant head")
        most = server.memory(peak=True) - before
        expect(most < BOUND, f"HTTP grew by {most:.0f} MiB")
        # None of them has left: the server ends them by itself.
        settle(server, server.idle_descriptors, lambda: ask(server))
        for client in slow + readless:
            client.close()
        figures = [f"HTTP grew by {most:.0f} MiB, with {sent[0] >> 20} MiB of one head"]
    for mode in MODES:
        with Server(folder, "Echo", "--mode", mode, "--backend", loop) as server:
            with server.connect() as good:
                figures.append(f"Echo, {mode}, by " + misuse_echo(server, good, before=server.memory()))
    with Server(folder, "Echo", "--backend", loop) as upstream:
        with Server(folder, "Proxy", "--backend", loop, "--to", str(upstream.address[1])) as server:
            with server.connect() as good:
                figures.append("Proxy by " + misuse_echo(server, good, before=server.memory()))
    return "; ".join(figures)


def misuse_echo(server, good, before):
    exchange(good)
    readless = [server.connect() for _ in range(50)]
    for client in readless:
        send_until_stopped(client, b"b" * (1 << 16), limit=1 << 26)
        exchange(good)
    most = server.memory(peak=True) - before
    expect(most < BOUND, f"it grew by {most:.0f} MiB")
    for client in readless:
        reset(client)
    per_client = 2 if "Proxy" in server.name else 1
    settle(server, server.idle_descriptors + per_client, lambda: exchange(good))
    return f"{most:.0f} MiB"
