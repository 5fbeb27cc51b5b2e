"""Real clients: the bytes are the same on every loop and in every mode."""

import os
import re
import select
import socket
import subprocess
import threading
import time

from http_client import GET, LARGE_BODY, PAGE, Responses
from server import MODES, PATIENCE, Failure, Server, arrived, expect, fill, read, receive_all

BYTES = os.urandom(3_000_000)

# A head that is longer than the server takes.
LONG = GET[:-2] + b"A: " + b"a" * 9_000 + b"\r\n\r\n"


def run(*command, data=None):
    return subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE).stdout


def echo(folder, loop, scratch):
    for mode in MODES:
        with Server(folder, "Echo", "--mode", mode, "--backend", loop) as server:
            port = str(server.address[1])
            expect(run("nc", "-N", "127.0.0.1", port, data=BYTES) == BYTES, f"nc, {mode}: other bytes")
            answer = run("socat", "-t", "60", "-", f"TCP:127.0.0.1:{port}", data=BYTES)
            expect(answer == BYTES, f"socat, {mode}: other bytes")
            with server.connect(receive_buffer=4096) as client:
                sent = fill(client, BYTES)
                client.shutdown(socket.SHUT_WR)
                expect(receive_all(client) == sent, f"{mode}: other bytes, after they had to wait")
            burst(server)
        path = os.path.join(scratch, "echo")
        with Server(folder, "Echo", "--mode", mode, "--backend", loop, "--unix", path):
            expect(run("nc", "-N", "-U", path, data=BYTES) == BYTES, f"nc -U, {mode}: other bytes")
            answer = run("socat", "-t", "60", "-", f"UNIX-CONNECT:{path}", data=BYTES)
            expect(answer == BYTES, f"socat, unix, {mode}: other bytes")
        expect(not os.path.exists(path), "the socket's path is left behind")
    return "nc and socat get back what they send, in three modes, over TCP and unix sockets"


def burst(server):
    """More comes at once than the server reads in its turn, and nothing after it."""
    with server.connect() as client:
        # The system makes more room for what is read fast.
        for _ in range(4):
            sender = threading.Thread(target=client.sendall, args=(BYTES,))
            sender.start()
            expect(read(client, len(BYTES)) == BYTES, "other bytes")
            sender.join()
        with server.stopped():
            client.sendall(BYTES[:400_000])
            # If there is no room for all of it, more of it comes later, and the check is a weaker one.
            arrived(client, patience=1)
        expect(read(client, 400_000) == BYTES[:400_000], "other bytes, after a burst")


def http(folder, loop, scratch):
    with Server(folder, "HTTP", "--backend", loop) as server:
        site = f"http://127.0.0.1:{server.address[1]}"
        expect(run("curl", "-s", f"{site}/large", f"{site}/large") == LARGE_BODY * 2, "curl: other bytes")
        expect(run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", f"{site}/none") == b"404", "no 404")
        expect(run("curl", "-s", "-I", f"{site}/large").startswith(b"HTTP/1.1 200"), "curl -I")
        expect(run("curl", "-s", "-d", "x", "-w", "%{http_code}", f"{site}/").endswith(b"405"), "no 405")
        for options in ([], ["-k"]):
            report = run("ab", "-q", *options, "-n", "2000", "-c", "100", f"{site}/").decode()
            expect(re.search(r"Complete requests: +2000\nFailed requests: +0\n", report), f"ab: {report}")
            kept = re.search(r"Keep-Alive requests: +(\d+)", report)
            expect(not options or kept and kept[1] == "2000", f"ab without keep-alive: {report}")
        http_by_hand(server)
    with Server(folder, "HTTP", "--backend", loop, "--idle", "1") as server:
        with server.connect() as silent, server.connect() as slow, server.connect() as dripping:
            slow.sendall(GET[:-2])
            drip(dripping)
            expect(Responses(slow).next()[0] == 408 and not slow.recv(1), "no 408 and end for half a request")
            expect(receive_all(silent) == b"", "a silent client is told something")
        held_up(server)
    return "curl and ab; pipelining; 400, 404, 405, 408, 431"


def held_up(server):
    """A server that is held up for longer than a client may take answers what has come in time."""
    clients = [server.connect() for _ in range(600)]
    for client in clients:
        client.sendall(GET)
        expect(Responses(client).next() == PAGE, "no page")
    with server.stopped():
        for client in clients:
            client.sendall(GET)
        # More than one batch of events, and each timer is due when they are told.
        time.sleep(1.5)
    for client in clients:
        expect(Responses(client).next() == PAGE, "a request that had come in time is cut off")
        client.close()


def drip(client):
    """Sends a byte of a request ten times a second, which must not be for ever."""
    client.sendall(GET[:-2] + b"A: ")
    poll = select.poll()
    poll.register(client, select.POLLIN)
    for _ in range(PATIENCE * 10):
        if poll.poll(100):
            expect(Responses(client).next()[0] == 408, "another answer than 408")
            return
        client.send(b"a")
    raise Failure("each byte gives a request more time")


def http_by_hand(server):
    """Pipelining, limits and nonsense."""
    with server.connect() as client:
        client.sendall(GET * 1000 + b"HEAD / HTTP/1.1\r\nHost: here\r\n\r\n" + GET[:-2])
        client.sendall(b"Connection: close\r\n\r\n" + GET)
        responses = Responses(client)
        pages = [responses.next()[1] for _ in range(1000)]
        expect(len(set(pages)) == 1, "pipelined responses differ")
        expect(responses.next(has_body=False)[0] == 200 and responses.next()[0] == 200, "HEAD, then GET")
        expect(responses.next() is None, "a response after the last one")
    requests = {
        b"nonsense\r\n\r\n": 400,
        b"GET / HTTP/1.1\r\n\r\n": 400,
        b"GET / HTTP/1.1\r\nHost : here\r\n\r\n": 400,
        b"GET / HTTP/2.0\r\nHost: here\r\n\r\n": 505,
        GET[:-2] + b"Content-Length: 5\r\n\r\nhello": 413,
        LONG: 431,
        LONG[:-2]: 431,
    }
    for request, status in requests.items():
        with server.connect() as client:
            client.sendall(request)
            responses = Responses(client)
            answer = responses.next()
            expect(answer and answer[0] == status, f"{answer} for {request[:40]!r}")
            expect(responses.next() is None, f"open after {status}")
    with server.connect() as client:
        # Behind another request its end is in what is read next.
        client.sendall(GET + LONG)
        responses = Responses(client)
        expect([responses.next()[0], responses.next()[0]] == [200, 431], "a long head behind another one")


def proxy(folder, loop, scratch):
    options = ("--backend", loop, "--to")
    with Server(folder, "Echo", "--backend", loop) as echo_server:
        with Server(folder, "Proxy", *options, str(echo_server.address[1])) as server:
            port = str(server.address[1])
            expect(run("nc", "-N", "127.0.0.1", port, data=BYTES) == BYTES, "nc through the proxy: other bytes")
    with Server(folder, "HTTP", "--backend", loop) as site:
        with Server(folder, "Proxy", *options, str(site.address[1])) as server:
            url = f"http://127.0.0.1:{server.address[1]}/large"
            expect(run("curl", "-s", url) == LARGE_BODY, "curl through the proxy: other bytes")
    with socket.create_server(("127.0.0.1", 0)) as upstream:
        upstream.settimeout(PATIENCE)
        with Server(folder, "Proxy", *options, str(upstream.getsockname()[1])) as server:
            for first_is_client in (True, False):
                half_close(server, upstream, first_is_client)
            back_pressure(server, upstream)
    return "nc and curl; half-close in both directions; a reader that does not read stops the sender"


def half_close(server, upstream, first_is_client):
    """The one who ends its stream first still gets all that the other one sends afterwards."""
    with server.connect() as client, upstream.accept()[0] as peer:
        peer.settimeout(PATIENCE)
        first, second = (client, peer) if first_is_client else (peer, client)
        first.sendall(b"question")
        first.shutdown(socket.SHUT_WR)
        expect(receive_all(second) == b"question", "the end is not passed on")
        sender = threading.Thread(target=lambda: (second.sendall(BYTES), second.shutdown(socket.SHUT_WR)))
        sender.start()
        expect(receive_all(first) == BYTES, "after its end it got other bytes")
        sender.join()


def back_pressure(server, upstream):
    """What a client sends to one who does not read is held by the sockets, and not by the proxy."""
    before = server.memory()
    with server.connect() as client, upstream.accept()[0] as peer:
        peer.settimeout(PATIENCE)
        sent = fill(client, BYTES)
        most = server.memory(peak=True) - before
        expect(most < 8, f"the proxy grew by {most:.0f} MiB")
        client.shutdown(socket.SHUT_WR)
        expect(receive_all(peer) == sent, "other bytes after the wait")
