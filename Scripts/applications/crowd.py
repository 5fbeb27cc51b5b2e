"""Many connections at once, none left afterwards, and few descriptors."""

import os
import resource
import select

from http_client import GET, Responses, ask
from server import Server, exchange, expect, read, settle

COUNT = 10_000


def hold(server, count, request, answer_length):
    """Connects so many clients, and has each of them answered while all are there."""
    clients = [server.connect() for _ in range(count)]
    for client in clients:
        client.sendall(request)
    for client in clients:
        expect(len(read(client, answer_length)) == answer_length, "the server has closed a connection")
    expect(server.descriptors() >= count, f"{server.descriptors()} descriptors for {count} clients")
    return clients


def close(clients):
    for client in clients:
        client.close()


def http_length(server):
    with server.connect() as client:
        client.sendall(GET)
        responses = Responses(client)
        head = client.recv(1 << 16, 2)  # MSG_PEEK
        return len(head) if responses.next() else 0


def crowd(folder, loop, scratch):
    figures = []
    for program, count in (("Echo", COUNT), ("HTTP", COUNT), ("Proxy", COUNT // 2 - 50)):
        if program != "Proxy":
            options = ["--idle", "60"] if program == "HTTP" else []
            with Server(folder, program, "--backend", loop, *options) as server:
                figures.append(one_crowd(program, server, count))
            continue
        with Server(folder, "Echo", "--backend", loop) as echo_server:
            with Server(folder, "Proxy", "--backend", loop, "--to", str(echo_server.address[1])) as server:
                figures.append(one_crowd(program, server, count))
    return "; ".join(figures)


def one_crowd(program, server, count):
    is_http = program == "HTTP"
    before = server.memory()
    request, length = (GET, http_length(server)) if is_http else (b"hello", 5)
    clients = hold(server, count, request, length)
    memory = server.memory() - before
    close(clients)
    if is_http:
        settle(server, server.idle_descriptors, lambda: ask(server))
    else:

        def question():
            with server.connect() as client:
                exchange(client)

        settle(server, server.idle_descriptors, question)
    return f"{program} held {count} connections in {memory:.0f} MiB"


def shortage(folder, loop, scratch):
    """With too few descriptors a server serves some clients, does not spin, and goes on later."""
    served = echo_shortage(folder, loop)
    proxy_shortage(folder, loop)
    return f"with 40 descriptors Echo serves {served} of 100 clients at once, and all in the end"


def echo_shortage(folder, loop):
    with Server(folder, "Echo", "--backend", loop, descriptors=40) as server:
        clients = [server.connect() for _ in range(100)]
        for client in clients:
            client.sendall(b"hello")
        served = served_at_once(server, clients)
        expect(20 < served < 40, f"{served} of 100 are served with 40 descriptors")
        for client in clients:
            expect(client.recv(5) == b"hello", "other bytes")
            client.close()
    return served


def served_at_once(server, clients):
    """How many of the clients are answered while descriptors are short; the others cost no time."""
    served = 0
    poll = select.poll()
    for client in clients:
        poll.register(client, select.POLLIN)
    # Those that are served answer; then there is a second in which nothing comes.
    looks = []
    while len(looks) < 50:
        events = poll.poll(20)
        for descriptor, _ in events:
            poll.unregister(descriptor)
            served += 1
        looks = [] if events else looks + [server.is_running()]
    # On a busy machine a thread that has been woken waits for a processor, but not all the time.
    expect(sum(looks) < 40, f"at {sum(looks)} of 50 looks the server runs, while nothing can be accepted")
    return served


def proxy_shortage(folder, loop):
    """A client waits until there is a descriptor for the other side too; none is kept if that side is gone."""

    def ask():
        with server.connect() as client:
            try:
                client.sendall(b"hello")
                return client.recv(5) == b"hello"
            except ConnectionError:
                return False

    with Server(folder, "Echo", "--backend", loop) as upstream:
        to = str(upstream.address[1])
        with Server(folder, "Proxy", "--backend", loop, "--to", to) as server:
            # Two for each of 16 clients, and one that is of no use.
            limit = len(os.listdir(f"/proc/{server.process.pid}/fd")) + 33
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (limit, limit))
            clients = [server.connect() for _ in range(100)]
            for client in clients:
                client.sendall(b"hello")
            served = served_at_once(server, clients)
            expect(served == 16, f"{served} of 100 are served at once, and not 16")
            for client in clients:
                expect(client.recv(5) == b"hello", "not served when descriptors are free again")
                client.close()
            settle(server, server.idle_descriptors, ask)
    with Server(folder, "Proxy", "--backend", loop, "--to", to) as server:
        expect(not any(ask() for _ in range(50)), "served by a server that has ended")
        settle(server, server.idle_descriptors, ask)
