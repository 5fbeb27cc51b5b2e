"""Runs all checks of the example servers: FOLDER of the programs, and names of loops."""

import resource
import sys
import tempfile
import time
import traceback

import chat
import crowd
import draining
import hostile
import real_clients
import traces

CHECKS = [
    ("echo", real_clients.echo),
    ("http", real_clients.http),
    ("proxy", real_clients.proxy),
    ("chat", chat.chat),
    ("many", crowd.crowd),
    ("few descriptors", crowd.shortage),
    ("SIGTERM", draining.draining),
    ("hostile", hostile.hostile),
    ("traces", traces.traces),
]


def main():
    folder, loops = sys.argv[1], sys.argv[2:] or ["epoll", "uv", "crosscheck"]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = crowd.COUNT + 200
    if hard != resource.RLIM_INFINITY and hard < needed:
        sys.exit(f"check-applications: {needed} descriptors are needed, and {hard} allowed (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for loop in loops:
        for name, check in CHECKS:
            start = time.monotonic()
            with tempfile.TemporaryDirectory() as scratch:
                try:
                    result = check(folder, loop, scratch)
                except Exception:
                    traceback.print_exc()
                    sys.exit(f"check-applications: {name} on {loop} has failed")
            print(f"{loop}: {name}: {result} ({time.monotonic() - start:.1f} s)", flush=True)


main()
