"""The blocks of Swift in documents and doc comments."""

import dataclasses
import pathlib
import re

FENCE = re.compile(r"( *(?:/// ?)?)```swift\s*(.*)$")
CONTEXT = re.compile(r"<!-- context: ([a-z-]+) -->")
IMPORT = re.compile(r"^(?:@testable )?import ", re.MULTILINE)


@dataclasses.dataclass
class Block:
    """A block: the document, the number of its first line of code, its text, and the context if it needs one."""

    path: pathlib.Path
    line: int
    text: str
    context: str | None

    @property
    def place(self):
        return f"{self.path}:{self.line}"


def documents():
    """All files in which there may be blocks. That of DESIGN.md is built and run by Scripts/check-own-backend."""
    yield pathlib.Path("README.md")
    yield from sorted(pathlib.Path("docs").glob("*.md"))
    yield from sorted(pathlib.Path("Sources").glob("*/*.docc/**/*.md"))
    yield from sorted(pathlib.Path("Sources").rglob("*.swift"))


def blocks(path):
    """The blocks of one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = None
    for number, line in enumerate(lines):
        if start is None:
            if match := FENCE.match(line):
                if match[2]:
                    raise SystemExit(f"check-documentation-code: {path}:{number + 1}: words that DocC does not know")
                start, prefix = number + 1, match[1]
        elif line.strip().removeprefix("///").strip() == "```":
            plain = uncommented if "///" in prefix else lambda text: text.removeprefix(prefix)
            code = [plain(text) for text in lines[start:number]]
            yield Block(path, start + 1, "\n".join(code), context(lines[start - 2] if start > 1 else "", code))
            start = None
    if start is not None:
        raise SystemExit(f"check-documentation-code: {path}:{start}: the block does not end")


def uncommented(line):
    """A line of a doc comment, without what makes it one."""
    return line.lstrip().removeprefix("///").removeprefix(" ")


def context(above, code):
    """The context of a block, which is named in the line above, or follows from its code."""
    if match := CONTEXT.search(above):
        return match[1]
    return None if IMPORT.search("\n".join(code)) else "excerpt"
