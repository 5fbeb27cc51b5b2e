"""What the checks ask of the HTTP server."""

import re

from server import expect

GET = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
PAGE = (200, b"Two loops, one contract.\n")
LARGE = b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n"
LARGE_BODY = bytes(ord("a") + index % 26 for index in range(1 << 20))


class Responses:
    """Reads one response after the other from a connection."""

    def __init__(self, client):
        self.client = client
        self.rest = b""

    def next(self, has_body=True):
        """The status and the body of the next response; None at the end of the stream."""
        while b"\r\n\r\n" not in self.rest:
            if not self.more():
                expect(not self.rest, f"half a head: {self.rest!r}")
                return None
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        length = int(re.search(rb"Content-Length: (\d+)", head)[1]) if has_body else 0
        while len(self.rest) < length:
            expect(self.more(), "half a body")
        body, self.rest = self.rest[:length], self.rest[length:]
        return int(head.split()[1]), body

    def more(self):
        piece = self.client.recv(1 << 18)
        self.rest += piece
        return piece


def ask(server):
    """One good request on a connection of its own."""
    with server.connect() as client:
        client.sendall(GET)
        expect(Responses(client).next() == PAGE, "another page")
