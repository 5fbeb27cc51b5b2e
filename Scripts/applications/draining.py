"""SIGTERM: what is under way is done, nothing new is begun, and the server ends with status 0."""

import socket

from crowd import close
from http_client import GET, LARGE, LARGE_BODY, PAGE, Responses
from server import Failure, Server, arrived, exchange, expect, receive_all

# Few enough to fit into the server's sockets while nobody reads.
SENT = bytes(range(256)) * 250


def refused(server):
    """Sees the server accept no more; it prints nothing about it, so it is asked."""
    for _ in range(100_000):
        try:
            server.connect().close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            pass  # It was in the queue when the listener closed.
    raise Failure("the server still accepts")


def draining(folder, loop, scratch):
    with Server(folder, "Echo", "--backend", loop) as server:
        with server.connect(receive_buffer=4096) as client, server.connect() as idle:
            exchange(client)
            exchange(idle)
            client.sendall(SENT)
            expect(arrived(client), "what was sent does not arrive")
            server.terminate()
            refused(server)
            expect(receive_all(idle) == b"", "an idle client is told something")
            idle.close()
            expect(receive_all(client) == SENT, "echo: bytes are lost at the end")
        server.end()
    draining_http(folder, loop)
    with Server(folder, "Echo", "--backend", loop) as upstream:
        with Server(folder, "Proxy", "--backend", loop, "--to", str(upstream.address[1])) as server:
            with server.connect() as client:
                exchange(client)
                server.terminate()
                line = server.line()
                expect(line == "ending, 1 connection has 5 s to end\n", f"not who is waited for: {line!r}")
                refused(server)
                exchange(client, SENT)
                client.shutdown(socket.SHUT_WR)
                expect(receive_all(client) == b"", "more bytes")
            server.end()
    with Server(folder, "Echo", "--backend", loop, "--grace", "1") as server:
        with server.connect() as client:
            exchange(client)
            server.terminate()
            server.end(cut_off=1)
    return "responses and echoes are finished, connections that do not end are cut off"


def draining_http(folder, loop):
    """Requests that were begun are answered; who has begun none is not waited for."""
    with Server(folder, "HTTP", "--backend", loop) as server:
        with server.connect() as idle, server.connect() as silent:
            idle.sendall(GET)
            expect(Responses(idle).next() == PAGE, "no page")
            with server.connect(receive_buffer=4096) as client, server.connect() as half:
                responses = Responses(client)
                client.sendall(LARGE)
                responses.more()
                half.sendall(GET[:-2])
                server.terminate()
                refused(server)
                expect(receive_all(idle) + receive_all(silent) == b"", "an idle client is told something")
                half.sendall(b"\r\n")
                last = Responses(half)
                expect(last.next() == PAGE and last.next() is None, "half a request is not the last one")
                half.close()
                expect(responses.next() == (200, LARGE_BODY), "http: a response is cut off")
            # The idle ones have not closed their ends.
            server.end()
    # Of more clients than a loop tells of at once, some have a request that the server has not seen yet.
    with Server(folder, "HTTP", "--backend", loop, "--idle", "60") as server:
        connections = [Responses(server.connect()) for _ in range(300)]

        def send():
            for connection in connections:
                connection.client.sendall(GET)
            expect(all(arrived(connection.client) for connection in connections), "a request does not arrive")

        def are_answered():
            return all(connection.next() == PAGE for connection in connections)

        send()
        expect(are_answered(), "no page")
        with server.stopped():
            send()
            server.terminate()
        expect(are_answered(), "a request from before the end is not answered")
        close(connection.client for connection in connections)
        server.end()
