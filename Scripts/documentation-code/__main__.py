"""Compiles each Swift block of the documentation against the modules that are built: FOLDER of the build.

A block that imports something is a whole program. Another one is an excerpt, and is put into the context
contexts/excerpt.swift, or into the one that a comment in the line above the block names: <!-- context: NAME -->.
An ellipsis stands for code that is left out.
"""

import concurrent.futures
import os
import pathlib
import sys
import tempfile

from blocks import blocks, documents
from compiler import Compiler


def main():
    compiler = Compiler(pathlib.Path(sys.argv[1]))
    found = [block for path in documents() for block in blocks(path)]
    if len(found) < 20:
        sys.exit(f"check-documentation-code: only {len(found)} blocks were found")
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = list(pool.map(lambda block: compiler.complaints(block, scratch), found))
    failed = [(block, text) for block, text in zip(found, complaints) if text]
    for block, text in failed:
        print(f"{block.place}: this block does not compile\n{text}", file=sys.stderr)
    if failed:
        sys.exit(f"check-documentation-code: {len(failed)} of {len(found)} blocks do not compile")
    print(f"the documentation's {len(found)} blocks of Swift compile")


main()
