"""A trace that a server saves of itself is a scenario, on which the backends agree with the model."""

import os
import subprocess

from hostile import reset
from http_client import GET, PAGE, Responses
from server import MODES, PATIENCE, Server, exchange, expect


def traces(folder, loop, scratch):
    path = os.path.join(scratch, "server.scenario")
    options = ("--backend", loop, "--trace", path)
    for mode in MODES:
        with Server(folder, "Echo", "--mode", mode, *options) as server:
            talk(server, lambda client: exchange(client))
        replay(folder, path)
    with Server(folder, "HTTP", *options) as server:
        talk(server, lambda client: ask(client))
    replay(folder, path)
    with Server(folder, "Echo", "--backend", loop) as upstream:
        with Server(folder, "Proxy", *options, "--to", str(upstream.address[1])) as server:
            talk(server, lambda client: exchange(client))
    replay(folder, path)
    with Server(folder, "Chat", *options) as server:
        talk(server, lambda client: exchange(client, b"/join here\n"))
    replay(folder, path)
    return "what Echo, HTTP, Proxy and Chat save of themselves replays without a disagreement"


def ask(client):
    client.sendall(GET)
    expect(Responses(client).next() == PAGE, "another page")


def talk(server, question):
    """Three clients, one after the other, of whom the last one is there at the server's end."""
    first, second = server.connect(), server.connect()
    for client in (first, second, first):
        question(client)
    first.close()
    question(second)
    reset(second)
    with server.connect() as third:
        question(third)
        third.shutdown(1)
        expect(third.recv(1) == b"", "more bytes")


def replay(folder, path):
    command = [os.path.join(folder, "conformance"), "replay", path, "--backend", "epoll,uv"]
    result = subprocess.run(command, capture_output=True, timeout=PATIENCE)
    expect(result.returncode == 0, f"a trace: {result.stdout.decode()}{result.stderr.decode()}")
    os.remove(path)
