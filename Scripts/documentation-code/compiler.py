"""The Swift compiler, and what a block becomes for it."""

import json
import pathlib
import shutil
import subprocess

CONTEXTS = pathlib.Path(__file__).parent / "contexts"


class Compiler:
    """Compiles blocks as a user's target would be: in Swift 6 mode, without the settings of this package.

    Up to SIL, which is as far as the compiler has errors to report; nothing is written.
    """

    def __init__(self, built):
        target = json.loads(subprocess.check_output(["swiftc", "-print-target-info"]))
        manifests = pathlib.Path(target["paths"]["runtimeResourcePath"]) / "pm/ManifestAPI"
        self.command = ["swiftc", "-emit-sil", "-o", "/dev/null", "-suppress-warnings", "-swift-version", "6"]
        self.command += ["-package-description-version", "6.2.0"]
        headers = [path.parent for path in pathlib.Path("Sources").glob("*/module.modulemap")]
        for folder in [built / "Modules", manifests, *headers]:
            self.command += ["-I", str(folder)]
        if shutil.which("pkg-config"):
            for flag in subprocess.check_output(["pkg-config", "--cflags", "libuv"], text=True).split():
                self.command += ["-Xcc", flag]

    def complaints(self, block, scratch):
        """What the compiler says of a block that it refuses; empty if it accepts it."""
        source = pathlib.Path(scratch) / f"{block.place.replace('/', '-').replace(':', '-')}.swift"
        source.write_text(program(block), encoding="utf-8")
        options = ["-parse-as-library"] if "@main" in block.text else []
        result = subprocess.run(
            [*self.command, "-module-name", "Block", *options, str(source)], capture_output=True, text=True
        )
        return "" if result.returncode == 0 else result.stderr or f"swiftc ended with {result.returncode}"


def program(block):
    """The text of the program; the compiler is told where its lines are from."""
    code = block.text.replace("…", "()")
    if block.context is None:
        return located(block, 0) + code + "\n#sourceLocation()\n"
    context = CONTEXTS / f"{block.context}.swift"
    if not context.exists():
        raise SystemExit(f"check-documentation-code: {block.place}: there is no context '{block.context}'")
    template = context.read_text(encoding="utf-8").splitlines()
    location, place = template.index("// LOCATION"), template.index("// BLOCK")
    template[place] = code + "\n"
    template[location] = located(block, place - location - 1).rstrip("\n")
    return "\n".join(template) + "\n"


def located(block, lead):
    """The directive that says where the next line is from, `lead` lines before the block."""
    return f'#sourceLocation(file: "{block.path}", line: {max(block.line - lead, 1)})\n'
